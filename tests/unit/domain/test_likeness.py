"""Fingerprints: near ones are found under their keys, far ones are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.likeness import NEAR, NEAR_TEXT, band_keys, distance, fingerprint_of_text, probe_keys, telling

MINUTES = "县委常委会会议纪要。会议听取了河道管护工作汇报,研究了三项任务,明确由水利局牵头,财政局配合,每月调度一次。会议要求各镇落实巡查责任,建立台账。"


@given(value=st.integers(0, 2**64 - 1), turned=st.sets(st.integers(0, 63), max_size=NEAR))
def test_whatever_is_near_shares_a_key(value: int, turned: set[int]) -> None:
    other = value
    for bit in turned:
        other ^= 1 << bit

    assert distance(f"{value:016x}", f"{other:016x}") == len(turned)
    assert set(band_keys(f"{other:016x}")) & set(probe_keys(f"{value:016x}"))


def test_few_of_many_are_candidates() -> None:
    choose = random.Random(7)
    kept = [band_keys(f"{choose.getrandbits(64):016x}") for _ in range(20_000)]
    asked = set(probe_keys(f"{choose.getrandbits(64):016x}"))

    assert sum(bool(asked & set(keys)) for keys in kept) < 60


@pytest.mark.parametrize("fingerprint", ["", "0" * 16, "f" * 16, "0000000000000007"])
def test_an_even_surface_tells_nothing(fingerprint: str) -> None:
    assert not telling(fingerprint)


def test_the_same_words_in_another_layout_are_the_same() -> None:
    assert fingerprint_of_text(MINUTES) == fingerprint_of_text("  ".join(MINUTES.replace("。", "。\n\n")))


def test_a_copy_with_another_day_is_near() -> None:
    first, second = (fingerprint_of_text(f"{day}\n{MINUTES * 6}") for day in ("3月1日", "4月2日"))

    assert first is not None
    assert second is not None
    assert distance(first, second) <= NEAR_TEXT


def test_another_text_is_far() -> None:
    first = fingerprint_of_text(MINUTES)
    second = fingerprint_of_text(
        "关于划拨专项资金的通知。各镇人民政府,县直各单位:经研究,现将本年度农村道路养护专项资金划拨给你们,请专款专用,按季度报送使用情况。"
    )

    assert first is not None
    assert second is not None
    assert distance(first, second) > NEAR_TEXT


@pytest.mark.parametrize("text", ["", "照片", "。" * 400, "\n".join("1234567890" * 3)])
def test_too_few_words_tell_nothing(text: str) -> None:
    assert fingerprint_of_text(text) is None
