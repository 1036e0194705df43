"""What is said of evidence, what a measure needs, and numbers of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest

from zhenggai.domain.evidence import (
    EVIDENCE_KINDS,
    NEEDS,
    CannotAttach,
    EvidenceWords,
    FileFacts,
    catalogue_number,
    demand_words,
    faults_of,
    lacking_words,
    needs_unmet,
    tidy_number,
)
from zhenggai.domain.rules import MEASURE_CLASSES, changes_between, preset, with_changes

TODAY = date(2026, 3, 2)


def test_every_need_is_of_a_class_and_met_by_kinds_that_exist() -> None:
    assert set(NEEDS) <= set(MEASURE_CLASSES)
    assert {kind for needs in NEEDS.values() for need in needs for kind in need} <= set(EVIDENCE_KINDS)


@pytest.mark.parametrize(
    ("measure_class", "kinds", "unmet"),
    [
        ("meeting", ["minutes"], (("attendance",),)),
        ("meeting", ["minutes", "attendance"], ()),
        ("construction", ["acceptance", "video"], ()),
        ("construction", ["photo"], (("acceptance",),)),
        ("funds", ["photo"], (("voucher",),)),
        ("training", ["attendance"], ()),
        ("other", [], ()),
        ("", [], ()),
    ],
)
def test_a_measure_needs_what_its_class_needs(measure_class: str, kinds: list[str], unmet: object) -> None:
    assert needs_unmet(measure_class, kinds) == unmet


@pytest.mark.parametrize("typed", ["县办发[2026]5号", "县办发【2026】 5号", "县办发(2026)5号", " 县办发（2026）5号"])
def test_a_document_number_is_written_as_documents_print_it(typed: str) -> None:
    assert tidy_number(typed) == "县办发〔2026〕5号"


def test_a_number_without_a_year_stays() -> None:
    assert tidy_number("凭证 0007(3)") == "凭证0007(3)"


def test_the_catalogue_number_names_problem_task_and_place() -> None:
    assert catalogue_number(problem="(三)5", task=12, running=7) == "(三)5-12-007"
    assert catalogue_number(problem="(三)5", task=12, running=1234) == "(三)5-12-1234"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (EvidenceWords(kind="nothing"), "没有这种佐证类型"),
        (EvidenceWords(description="河" * 501), "说明最多 500 个字"),
        (EvidenceWords(number="河" * 61), "文号最多 60 个字"),
        (EvidenceWords(dated=date(2026, 3, 3)), "还没有到"),
    ],
)
def test_what_makes_no_sense_is_refused(words: EvidenceWords, said: str) -> None:
    with pytest.raises(CannotAttach, match=said):
        demand_words(words, today=TODAY)


def test_what_is_still_to_be_said_is_a_reminder() -> None:
    assert lacking_words(EvidenceWords(kind="red_document")) == ("文号", "日期")
    assert lacking_words(EvidenceWords(kind="photo", dated=TODAY)) == ()


@pytest.mark.parametrize(
    ("facts", "faults"),
    [
        (FileFacts("pdf", 9), ()),
        (FileFacts("pdf", 9, openable=False, encrypted=True), ("文件已加密，打不开",)),
        (FileFacts("pdf", 9, openable=False), ("文件打不开或不完整",)),
        (FileFacts("pdf", 9, ending_agrees=False), ("扩展名与内容不符",)),
    ],
)
def test_a_file_says_why_it_proves_little(facts: FileFacts, faults: tuple[str, ...]) -> None:
    assert faults_of(facts) == faults


def test_an_office_renames_a_kind_and_only_the_difference_is_kept() -> None:
    usual = preset("patrol")
    own = with_changes(usual, {"evidence_kinds": {"minutes": "会议记录"}})

    assert own.evidence_name("minutes") == "会议记录"
    assert changes_between(usual, own) == {"evidence_kinds": {"minutes": "会议记录"}}
