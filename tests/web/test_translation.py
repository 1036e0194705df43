"""Every string of the pages has its English, with the same places to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import zhenggai
from zhenggai.domain.roles import ACT_NAMES, ROLE_NAMES
from zhenggai.domain.states import STATE_NAMES, TASK_KINDS
from zhenggai.journal.verbs import FACT_NAMES, VERBS
from zhenggai.ledger.shapes import DEADLINE_WINDOWS

PACKAGE = Path(zhenggai.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}
PLACE = re.compile(r"%\(\w+\)s|\$\w+|<kbd>.</kbd>")
Key = tuple[str | None, str]


def strings_of_pages() -> Iterator[Key]:
    """Context and text of every string that templates, views and forms mark."""
    for room in ("ui", "office"):
        for file in sorted((PACKAGE / room).rglob("*")):
            if file.suffix in {".py", ".html"}:
                text = file.read_text("utf-8")
                source = templatize(text, origin=str(file)) if file.suffix == ".html" else text
                for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
                    yield context, message if isinstance(message, str) else message[-1]


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


def test_every_string_of_a_page_has_its_english(english: Catalog) -> None:
    missing = [key for key in strings_of_pages() if not _english_of(english, key)]

    assert missing == []


def test_every_word_that_pages_translate_when_they_show_it_has_its_english(english: Catalog) -> None:
    words = [
        *ROLE_NAMES.values(),
        *ACT_NAMES.values(),
        *STATE_NAMES.values(),
        *TASK_KINDS.values(),
        *FACT_NAMES.values(),
    ]
    keys: list[Key] = [(None, word) for word in (*words, *DEADLINE_WINDOWS.values())]
    keys += [("记录", verb) for verb in VERBS.values()]

    assert [key for key in keys if not _english_of(english, key)] == []


def test_the_english_fills_in_the_same_places(english: Catalog) -> None:
    different = [
        text
        for context, text in strings_of_pages()
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(_english_of(english, (context, text))))
    ]

    assert different == []


def _english_of(english: Catalog, key: Key) -> str:
    context, text = key
    found = english.get(text, context)
    return str(found.string) if found else ""
