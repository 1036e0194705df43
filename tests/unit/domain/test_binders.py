"""Binders: names that every system keeps, marks of secrecy, catalogues that come back as they went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhenggai.domain.binder_json import NotABinder, binder_from_json, binder_to_json
from zhenggai.domain.binders import Binder, BinderPart, CannotBind, Piece, counts_sentence, is_marked, read_part
from zhenggai.domain.file_names import LONGEST_BYTES, LONGEST_NAME, safe_name, unlike

PIECE = Piece(
    1, "(三)5-5-002", 5, "会议纪要.pdf", "会议纪要", "held", "县办〔2026〕5号", date(2026, 3, 1), "专题会", 3,
    "(三)5 任务 5 措施 1", 120, "a" * 64, "材料/任务05/(三)5-5-002 会议纪要.pdf", "存证/(三)5-5-002.json",
)  # fmt: skip
BINDER = Binder(
    "县委整改", BinderPart("task", "5"), "任务 5", date(2026, 3, 2), "王敏",
    (PIECE, Piece(2, "(三)5-5-003", 5, "", "凭证", "withheld")), ((5, "河道巡查不到位"),), (("卷内目录.html", "b" * 64),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("(三)5-02 会议纪要.pdf", "(三)5-02 会议纪要.pdf"),
        ('县委/办:"纪要"?.docx', "县委／办：＂纪要＂？.docx"),
        ("纪要\u202efdp.exe", "纪要 fdp.exe"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("尾部的点. . .", "尾部的点"),
        ("..", "_"),
        ("纪要\t\n 二.txt", "纪要 二.txt"),
        ("没有扩展名", "没有扩展名"),
    ],
)
def test_names_are_such_as_windows_keeps(name, safe):
    assert safe_name(name) == safe


@settings(max_examples=60)
@given(st.text(max_size=120), st.sampled_from(["", ".pdf", ".docx"]))
def test_no_name_is_too_long_or_holds_what_a_system_reserves(name, ending):
    safe = safe_name(name + ending)

    assert 0 < len(safe) <= LONGEST_NAME + 1
    assert len(safe.encode("utf-8", errors="replace")) <= LONGEST_BYTES + 1
    assert not set(safe) & set('<>:"/\\|?*\n\r\t\0')
    assert safe == safe.strip()
    assert not safe.endswith(".")
    assert safe_name(safe) == safe


def test_names_that_differ_by_case_alone_get_a_number():
    taken: set[str] = set()

    assert [unlike(name, taken) for name in ("A.pdf", "a.PDF", "a.pdf")] == ["A.pdf", "a (2).PDF", "a (3).pdf"]


@pytest.mark.parametrize(
    "text", ["机密★5年 名册.pdf", "（涉密）凭证.pdf", "依规不公开", "不予公开的附件", "绝密", "秘密级", "秘密.docx"]
)
def test_marks_of_secrecy_are_seen(text):
    assert is_marked(["纪要", text])


@pytest.mark.parametrize(
    "text", ["非涉密承诺书.pdf", "经审查不涉密", "保密制度.docx", "公开公示照片.jpg", "秘密投票结果说明"]
)
def test_what_denies_secrecy_or_speaks_of_something_else_is_no_mark(text):
    assert not is_marked([text])


@pytest.mark.parametrize(
    ("text", "part"),
    [("", BinderPart()), ("task:5", BinderPart("task", "5")), ("unit: 县水利局", BinderPart("unit", "县水利局"))],
)
def test_a_part_is_read(text, part):
    assert read_part(text) == part


@pytest.mark.parametrize(
    "text", ["task:", "task:五", "task:٣", "poem:1", "task", ":5", "aspect:-1", "task:99999999999"]
)
def test_what_is_no_part_is_refused(text):
    with pytest.raises(CannotBind):
        read_part(text)


def test_a_catalogue_comes_back_as_it_went():
    assert binder_from_json(binder_to_json(BINDER)) == BINDER
    assert counts_sentence(BINDER) == "共 2 件，在卷 1 件，未收入 1 件"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b"\xff", b'{"format": "zhenggai binder 2"}',
        binder_to_json(BINDER).replace(b'"held"', b'"lost"'),
        binder_to_json(BINDER).replace(b'"place": 1', b'"place": true'),
        binder_to_json(BINDER).replace(b"2026-03-01", b"2026-02-30"),
        binder_to_json(replace(BINDER, pieces=())).replace(b'"tasks"', b'"task"'),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused(data):
    with pytest.raises(NotABinder):
        binder_from_json(data)
