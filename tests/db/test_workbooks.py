"""Workbooks that go out to units: frozen when they go, each its own, and who has given theirs back."""

from __future__ import annotations

import pytest

from people import GU, LI, NOON, SUN, WANG
from returned import LATER, REPORT, a_book, accept, an_export, edited, receive
from workbooks import opened
from working import Work, a_work, hand_in
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Task, WorkbookExport
from zhenggai.ledger.operations.workbooks.accepting import Accepted, accept_returns
from zhenggai.ledger.operations.workbooks.exporting import CannotExport, ExportWish, export_to_units, export_workbook
from zhenggai.ledger.queries.workbook_files import export_file
from zhenggai.ledger.queries.workbooks import workbooks_page
from zhenggai.ledger.workbooks.holding import WorkbookChanged


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def test_a_workbook_holds_the_units_measures_and_is_the_same_whenever_it_is_fetched(work: Work) -> None:
    before = Entry.objects.count()
    export = an_export(work)
    first = a_book(export)
    hand_in(work)

    sheet = opened(first)["进展"]

    assert Entry.objects.count() == before + 2
    assert a_book(export) == first
    assert [cell.value for cell in sheet["A"]][3:] == [f"m{measure}" for measure in work.measures]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden


def test_each_export_of_a_unit_has_its_number(work: Work) -> None:
    an_export(work)
    an_export(work, code="fedcba9876543210")

    assert list(WorkbookExport.objects.values_list("label", "number")) == [("县水利局", 1), ("县水利局", 2)]


@pytest.mark.parametrize("kind", ["leader", "aspect", "cycle"])
def test_the_office_hands_out_workbooks_of_leaders_aspects_and_cycles(work: Work, kind: str) -> None:
    number = Task.objects.get(pk=work.task).aspect_id if kind == "aspect" else 0
    wish = ExportWish(kind, number, "李建国")

    export = export_workbook(cycle_id=work.cycle, wish=wish, code="0123456789abcdef", actor=WANG, at=NOON)

    assert f"m{work.measure}" in [cell.value for cell in opened(a_book(export))["进展"]["A"]]
    with pytest.raises(NotAllowed):
        export_workbook(cycle_id=work.cycle, wish=wish, code="0123456789abcdee", actor=work.zhao, at=NOON)


def test_a_unit_fetches_its_own_workbook_and_nobody_elses(work: Work) -> None:
    export = an_export(work, work.zhao)

    assert a_book(export, work.zhao)
    for stranger in (work.qian, LI, SUN, GU):
        with pytest.raises(NotAllowed):
            an_export(work, stranger, code="aaaaaaaaaaaaaaaa")
        with pytest.raises(NotAllowed):
            export_file(export_id=export, actor=stranger)


def test_nothing_to_fill_in_is_no_workbook(work: Work) -> None:
    with pytest.raises(CannotExport, match="没有还在办理的任务"):
        export_workbook(
            cycle_id=work.cycle, wish=ExportWish("leader", name="无此人"), code="0123456789abcdef", actor=WANG, at=NOON
        )
    with pytest.raises(NoSuchThing):
        export_workbook(
            cycle_id=work.cycle, wish=ExportWish("unit", 999_999), code="0123456789abcdef", actor=WANG, at=NOON
        )


def test_the_roster_says_who_has_given_back(work: Work) -> None:
    def state(actor: Actor = WANG) -> dict[str, str]:
        return {unit.name: unit.state for unit in workbooks_page(cycle_id=work.cycle, actor=actor).units}

    assert state()["县水利局"] == "none"
    data = edited(a_book(an_export(work)), "进展", f"m{work.measure}", REPORT)
    assert state()["县水利局"] == "out"
    (number,) = receive(work, data)
    assert state()["县水利局"] == "open"
    accept(number)
    assert state(work.zhao) == {"县水利局": "settled"}
    an_export(work, code="fedcba9876543210")
    assert state()["县水利局"] == "out"
    assert workbooks_page(cycle_id=work.cycle, actor=work.qian).returns == ()


def test_every_unit_gets_its_workbook_at_once_and_every_file_is_taken_at_once(work: Work) -> None:
    codes = iter(f"{place:016d}" for place in range(9))
    (export,) = export_to_units(cycle_id=work.cycle, codes=codes, actor=WANG, at=NOON)
    receive(work, edited(a_book(export), "进展", f"m{work.measure}", REPORT))

    with pytest.raises(WorkbookChanged, match="没有等着收入的表"):
        accept_returns(cycle_id=work.cycle, actor=work.qian, at=LATER)
    assert accept_returns(cycle_id=work.cycle, actor=WANG, at=LATER) == Accepted(taken=1)
    with pytest.raises(CannotExport):
        export_to_units(cycle_id=work.cycle, codes=codes, actor=work.qian, at=NOON)
    for call in (
        lambda: export_to_units(cycle_id=work.cycle, codes=codes, actor=LI, at=NOON),
        lambda: accept_returns(cycle_id=work.cycle, actor=SUN, at=LATER),
    ):
        with pytest.raises(NotAllowed):
            call()
