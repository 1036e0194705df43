"""The one writer of hashed bytes: one value, one form, on every machine."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.chain.canonical import NotCanonical, canonical_bytes, canonical_lines, canonical_text
from zhenggai.chain.hashing import leaf_hash

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc甲乙"), inner),
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"题": "整改"}, '{"题":"整改"}'),
        (("x", 1), '["x",1]'),
        ('"\\\n\x00/', '"\\"\\\\\\n\\u0000/"'),
        ("e\u0301", '"é"'),
        (Decimal("4959900.00"), '"4959900"'),
        (Decimal("0.8966"), '"0.8966"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("-0.0"), '"0"'),
        (date(2023, 9, 26), '"2023-09-26"'),
        (datetime(2023, 9, 26, 8, tzinfo=timezone(timedelta(hours=8))), '"2023-09-26T00:00:00.000000Z"'),
        (2**80, "1208925819614629174706176"),
    ],
)
def test_a_value_is_written_in_its_one_form(value, written):
    assert canonical_text(value) == written


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal("NaN"),
        Decimal("Infinity"),
        "\ud800",
        datetime(2023, 9, 26),
        {1: "x"},
        b"x",
        {"a"},
        object,
    ],
    ids=repr,
)
def test_a_value_without_one_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_text({"x": [value]})


def test_keys_that_are_one_after_normalisation_are_refused():
    with pytest.raises(NotCanonical):
        canonical_text({"é": 1, "e\u0301": 2})


@given(VALUES)
def test_writing_what_was_written_changes_nothing(value):
    written = canonical_text(value)

    assert canonical_text(json.loads(written)) == written


@given(st.dictionaries(st.text("abc甲乙"), VALUES))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical_bytes(dict(reversed(value.items()))) == canonical_bytes(value)


def test_a_leaf_hash_is_that_of_rfc_6962_over_salt_and_body():
    salt, body = bytes(range(32)), canonical_bytes({"a": 1})

    assert leaf_hash(salt, body) == sha256(b"\x00" + salt + body).digest()
    assert leaf_hash(salt, body).hex() == "1b809fb4472e1d6df55ce954aea224a763220a57a0a3d908025910cf9d375f1d"


@pytest.mark.parametrize("salt", [b"", b"x" * 31, b"x" * 33])
def test_a_salt_of_another_length_is_refused(salt):
    with pytest.raises(ValueError, match="32 bytes"):
        leaf_hash(salt, b"{}")


@given(st.lists(st.lists(VALUES | st.decimals(allow_nan=False, allow_infinity=False) | st.dates())))
def test_rows_at_once_are_written_as_each_alone(rows: list[list[object]]) -> None:
    assert canonical_lines(rows) == b"".join(canonical_bytes(row) + b"\n" for row in rows)


@pytest.mark.parametrize("words", ["e\u0301", "\n\u0301", "\u0301", "整\u2028改"])
def test_rows_at_once_are_written_in_nfc(words: str) -> None:
    assert (
        canonical_lines([["整改", 1], (words, None)])
        == canonical_bytes(["整改", 1]) + b"\n" + canonical_bytes([words, None]) + b"\n"
    )


@pytest.mark.parametrize("value", [0.5, "\ud800", {1: 2}])
def test_rows_at_once_refuse_what_each_alone_refuses(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_lines([["整改"], [value]])
