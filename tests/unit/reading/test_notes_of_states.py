"""Short notes of states: what is applied for or not yet over is not done."""

from __future__ import annotations

import pytest

from zhenggai.reading.structure.titles import state_of


@pytest.mark.parametrize("note", ["申请销号", "待销号", "未销号", "尚未办结", "未到位，未解决", "没有落实", "基本完成"])
def test_what_is_not_over_is_ongoing(note: str):
    assert state_of(note) == "ongoing"


@pytest.mark.parametrize("note", ["已销号", "已完成", "整改到位", "办结", "是", "√"])
def test_what_is_over_is_done(note: str):
    assert state_of(note) == "done"


@pytest.mark.parametrize(("note", "state"), [("未启动", "not_started"), ("长期坚持", "long_term"), ("", None)])
def test_other_notes_are_what_they_say(note: str, state: str | None):
    assert state_of(note) == state
