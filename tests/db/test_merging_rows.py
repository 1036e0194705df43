"""Some rows of a register written anew among many that stay: totals and figures are those of a whole import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest

from drafts import TODAY
from people import NOON, SUN, WANG
from tallies import a_register, companies, counted, take
from working import Work, a_work
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.registers.rows import Refused
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Figure, Register, RegisterChange, RegisterImport, RegisterRow, RegisterTotal
from zhenggai.ledger.operations.figures.holding import RegisterChanged
from zhenggai.ledger.operations.figures.imports import Taken
from zhenggai.ledger.operations.figures.merging import SomeRows, merge_rows


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def a_row(number: int, state: str, owed: str = "1.5") -> dict[str, str]:
    code = f"C{number:05d}"
    return {"统一代码": code, "企业名称": f"东岭第{number}公司", "处置结果": state, "欠税（万元）": owed}


def merge(register: int, *rows: Mapping[str, str], version: int | None = None) -> tuple[Taken, tuple[Refused, ...]]:
    now = Register.objects.get(pk=register).version
    some = SomeRows(now if version is None else version, rows, "交回.xlsx", "0" * 64, 9)
    return merge_rows(register_id=register, some=some, as_of=TODAY, actor=WANG, at=NOON)


def totals(register: int) -> dict[str, tuple[int, Decimal]]:
    rows = RegisterTotal.objects.filter(register_id=register)
    return {row.state: (row.rows, Decimal(json.loads(row.amounts)["欠税（万元）"])) for row in rows}


def test_totals_and_figures_are_those_of_the_whole_register(work: Work) -> None:
    register = a_register(work.task)
    take(register, companies(2, 1, 1))
    counted(register, "已吊销", "吊销")
    before = Entry.objects.count()

    taken, refused = merge(register, a_row(1, "注销", "2"), a_row(4, "唤醒", "1.5"), a_row(9, "吊销", "4.5"))

    assert refused == ()
    assert taken == Taken(new=1, changed=1, unchanged=3, returned=0, vanished=0, refused=0)
    assert totals(register) == {
        "吊销": (2, Decimal("6.0")),
        "注销": (2, Decimal("3.5")),
        "唤醒": (1, Decimal("1.5")),
    }
    assert Register.objects.get(pk=register).rows_count == RegisterRow.objects.filter(register=register).count() == 5
    assert Figure.objects.get(source="register", current=True).text == "2户"
    assert [change.row.key for change in RegisterChange.objects.select_related("row")] == ["C00001"]
    assert RegisterImport.objects.order_by("pk").last().state == "accepted"  # type: ignore[union-attr]  # it is there
    assert Entry.objects.count() == before + 1


def test_a_state_that_nobody_has_any_more_is_no_total(work: Work) -> None:
    register = a_register(work.task)
    take(register, companies(1, 1, 0))

    merge(register, a_row(1, "注销"))

    assert set(totals(register)) == {"注销"}


def test_a_row_that_cannot_be_taken_keeps_no_other_out(work: Work) -> None:
    register = a_register(work.task)
    take(register, companies(2, 0, 0))

    taken, refused = merge(register, a_row(1, "注销", "很多"), a_row(2, "注销"))

    assert [(one.place, one.column, one.why) for one in refused] == [(1, "欠税（万元）", "不是数字")]
    assert (taken.changed, taken.refused) == (1, 1)
    assert RegisterRow.objects.get(key="C00001").state == "吊销"


def test_what_changed_meanwhile_is_not_overwritten(work: Work) -> None:
    register = a_register(work.task)
    with pytest.raises(RegisterChanged):
        merge(register, a_row(1, "注销"))
    take(register, companies(2, 0, 0))
    old = Register.objects.get(pk=register).version
    merge(register, a_row(1, "注销"))

    with pytest.raises(RegisterChanged):
        merge(register, a_row(1, "吊销"), version=old)
    assert RegisterRow.objects.get(key="C00001").state == "注销"


def test_only_who_keeps_the_figures_writes_rows(work: Work) -> None:
    register = a_register(work.task)

    with pytest.raises(NotAllowed):
        merge_rows(register_id=register, some=SomeRows(1, (), "", "", 0), as_of=TODAY, actor=SUN, at=NOON)
