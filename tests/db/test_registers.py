"""Registers: rows behind figures, and what each workbook changes of them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.reports import Finding, a_report
from builders.sheet import xlsx_of
from drafts import TODAY, a_cycle, first_task
from people import NOON, WANG
from tallies import HEAD, MAPPING, a_figure, a_register, companies, company, counted, hand_in, mapped, take
from zhenggai.domain.figures import CannotState
from zhenggai.domain.registers.mapping import WrongMapping
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Figure, RegisterChange, RegisterImport, RegisterRow, RegisterStage, Task
from zhenggai.ledger.operations import figures
from zhenggai.ledger.operations.figures import NothingToImport, RegisterChanged, RegisterUnreadable, Taken
from zhenggai.ledger.queries.figures import figures_page, percent_of_task
from zhenggai.ledger.queries.register_rows import register_page
from zhenggai.ledger.queries.registers import changes_page, import_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(db: None) -> int:
    return first_task(a_cycle(a_report([Finding("僵尸企业清理不彻底的问题")])))


@pytest.fixture
def register(task: int) -> int:
    return a_register(task)


def page_of(register: int, **asked: object):
    return register_page(register_id=register, actor=WANG, **asked)


def states_of(register: int) -> dict[str, int]:
    return {total.state: total.rows for total in page_of(register).register.states}


def test_rows_are_counted_and_their_amounts_added_up_by_state(register):
    taken = take(register, companies(3, 5, 2))

    totals = page_of(register).register.states
    assert taken == Taken(new=10, changed=0, unchanged=0, returned=0, vanished=0, refused=0)
    assert [(total.state, total.rows, total.amounts) for total in totals] == [
        ("注销", 5, (("欠税（万元）", "万元", "7.5"),)),
        ("吊销", 3, (("欠税（万元）", "万元", "4.5"),)),
        ("唤醒", 2, (("欠税（万元）", "万元", "3"),)),
    ]


def test_a_ratio_is_computed_from_rows_and_moves_with_them(task, register):
    take(register, companies(30, 56, 10))
    total, gone = counted(register, "全部"), counted(register, "已退出", "吊销", "注销")
    parts = [counted(register, state, state) for state in ("吊销", "注销")]
    rate = counted(register, "清吊率", "吊销", "注销", what="share")
    for kind, whole, right in (("sum", gone, parts), ("ratio", rate, [gone, total])):
        figures.add_relation(task_id=task, kind=kind, total_id=whole, part_ids=right, actor=WANG, at=NOON)

    take(register, companies(31, 56, 10))

    page = figures_page(task_id=task, actor=WANG, today=TODAY)
    assert {row.scope: row.text for row in page.figures} == {
        "全部": "97户",
        "已退出": "87户",
        "吊销": "31户",
        "注销": "56户",
        "清吊率": "89.69%",
    }
    assert [row.wording for row in page.relations] == ["87户 = 31户 + 56户", "89.69% = 87户 ÷ 97户"]
    assert [row.holds for row in page.relations] == [True, True]
    assert next(row for row in page.figures if row.scope == "吊销").superseded[0].text == "30户"
    assert percent_of_task(task_id=task) == Decimal("89.69")


def test_a_sum_of_amounts_keeps_the_unit_of_its_column(task, register):
    take(register, [company(1, "吊销", 1.25), company(2, "注销", 3), company(3, "吊销", None)])

    counted(register, "欠税", "吊销", what="sum", column="欠税（万元）")

    row = figures_page(task_id=task, actor=WANG, today=TODAY).figures[0]
    assert (row.text, row.value, row.unit) == ("1.25万元", "12500", "元")


def test_a_stated_figure_that_the_rows_do_not_bear_out_becomes_a_doubt(task, register):
    take(register, companies(3, 5, 2))
    claimed = a_figure(task, "10")
    figures.add_relation(
        task_id=task, kind="equal", total_id=claimed, part_ids=[counted(register, "全部")], actor=WANG, at=NOON
    )
    Figure.objects.filter(pk=claimed).update(until=TODAY)

    take(register, companies(3, 5, 1))

    page = page_of(register)
    assert [doubt.rule for doubt in page.doubts] == ["X04-equal"]
    assert Task.objects.get(pk=task).doubts_count == 1


def test_an_import_is_one_entry_with_the_digest_of_its_file(register):
    before = Entry.objects.count()
    take(register, companies(3, 5, 2))

    entry = list_timeline(cycle=Task.objects.get().cycle_id).rows[0]
    told = {change.label: change.after for change in entry.changes}
    assert Entry.objects.count() - before == 3
    assert entry.verb == "register.accept"
    assert told["新增行"] == "10"
    assert RegisterImport.objects.get().sha256 in told.values()


def test_importing_again_updates_by_key_and_shows_what_changed(register):
    take(register, companies(3, 5, 2))
    rows = companies(3, 5, 2)
    rows[0] = company(1, "注销", 9)
    taken = take(register, [*rows[:-1], company(99, "唤醒")])

    upload = RegisterImport.objects.latest("pk")
    changed, vanished = changes_page(register_id=register, import_id=upload.pk, actor=WANG).rows
    assert taken == Taken(new=1, changed=1, unchanged=8, returned=0, vanished=1, refused=0)
    assert (changed.key, changed.differences) == (
        "C00001",
        (("处置结果", "吊销", "注销"), ("欠税（万元）", "1.5", "9"), ("（状态）", "吊销", "注销")),
    )
    assert (vanished.key, vanished.kind) == ("C00010", "不再出现")
    assert states_of(register) == {"吊销": 2, "注销": 6, "唤醒": 2}
    assert page_of(register, vanished=True).rows[0].key == "C00010"


def test_a_row_that_vanished_comes_back(register):
    take(register, companies(1, 1, 0))
    take(register, companies(1, 0, 0))

    taken = take(register, companies(1, 1, 0))

    assert (taken.returned, taken.unchanged) == (1, 1)
    assert page_of(register).register.vanished == 0
    assert RegisterChange.objects.count() == 2


def test_a_row_that_was_refused_stays_what_it_was(register):
    take(register, companies(1, 1, 0))
    taken = take(register, [company(1, "注销"), ("C00002", "东岭第2公司", "注销", "很多")])

    assert (taken.changed, taken.vanished, taken.refused) == (1, 0, 1)
    assert states_of(register) == {"注销": 2}


def test_a_new_column_joins_and_a_missing_one_keeps_what_it_had(register):
    take(register, companies(1, 0, 0))
    take(register, [("C00001", "镇上")], replace(MAPPING, name="", state="", amounts=()), head=("统一代码", "备注"))

    row = page_of(register).rows[0]
    assert page_of(register).columns == (*HEAD, "备注")
    assert row.cells == ("C00001", "东岭第1公司", "吊销", "1.5", "镇上")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["same", "changed", "gone"]), min_size=1, max_size=12),
    st.integers(0, 4),
)
def test_importing_an_edited_copy_gives_exactly_the_edits(task, fates, more):
    register = a_register(task, name=f"清单 {Entry.objects.count()}")
    take(register, [company(number, "吊销") for number in range(len(fates))])
    edited = [
        company(number, "注销" if fate == "changed" else "吊销") for number, fate in enumerate(fates) if fate != "gone"
    ]
    rows = [*edited, *(company(900 + number, "唤醒") for number in range(more))]
    if not rows:
        return

    taken = take(register, rows)

    assert (taken.changed, taken.vanished, taken.new, taken.unchanged) == (
        fates.count("changed"),
        fates.count("gone"),
        more,
        fates.count("same"),
    )
    kept = RegisterRow.objects.filter(register=register, vanished=False).values_list("key", "state")
    assert dict(kept) == {str(row[0]): str(row[2]) for row in rows}


def test_the_preview_names_cells_that_cannot_be_taken(register):
    rows = [
        *companies(1, 1, 0),
        company(1, "注销"),
        ("", "无名", "吊销", 1),
        ("C9", "乙", "吊销", "约三万"),
        ("合计", "", "", 5),
    ]
    upload = hand_in(register, rows)
    mapped(upload)

    preview = import_page(register_id=register, import_id=upload, actor=WANG).preview
    assert [(cell.place, cell.column, cell.why) for cell in preview.refused] == [
        (4, "统一代码", "与第 2 行重复"),
        (5, "统一代码", "关键列是空的"),
        (6, "欠税（万元）", "不是数字"),
        (7, "统一代码", "是合计行，由系统计算，不收入"),
    ]
    assert [(group.state, group.count) for group in preview.groups if group.count] == [("new", 2)]
    assert preview.values[:2] == ("吊销", "注销")


def test_values_are_called_states(register):
    rows = [company(1, "已吊"), company(2, "吊"), company(3, "")]
    take(register, rows, replace(MAPPING, states=(("已吊", "吊销"), ("吊", "吊销"))))

    assert states_of(register) == {"吊销": 2, "未填": 1}


def test_a_head_of_two_rows_under_a_title_is_found(register):
    rows = [
        ["企业清理明细"] * 4,
        ["代码", "处置", "处置", "备注"],
        ["代码", "结果", "日期", "备注"],
        ["C1", "吊销", "5月", "无"],
    ]
    data = xlsx_of(rows, [(0, 0, 0, 3), (1, 1, 1, 2), (1, 0, 2, 0), (1, 3, 2, 3)])
    upload = figures.keep_register_file(register_id=register, name="a.xlsx", data=data, actor=WANG, at=NOON)

    sheet = import_page(register_id=register, import_id=upload, actor=WANG).sheets[0]

    assert (sheet.row, sheet.levels, sheet.columns) == (1, 2, ("代码", "处置/结果", "处置/日期", "备注"))
    assert sheet.sample == (("C1", "吊销", "5月", "无"),)


def test_the_mapping_is_remembered_and_offered_for_the_same_heads_elsewhere(task, register):
    take(register, companies(1, 1, 0))
    again, elsewhere = (
        hand_in(register, companies(1, 1, 0)),
        hand_in(a_register(task, name="另一份"), companies(1, 0, 0)),
    )

    pages = [
        import_page(register_id=RegisterImport.objects.get(pk=number).register_id, import_id=number, actor=WANG)
        for number in (again, elsewhere)
    ]

    assert [(page.remembered, page.mapping) for page in pages] == [(True, MAPPING), (True, MAPPING)]


def test_a_csv_file_is_a_register_too(register):
    data = '统一代码,企业名称,处置结果,欠税（万元）\nC1,甲,吊销,"1,234.5"\n'.encode("gb18030")
    upload = figures.keep_register_file(register_id=register, name="a.csv", data=data, actor=WANG, at=NOON)
    figures.accept_import(import_id=upload, version=mapped(upload, replace(MAPPING, sheet="")), actor=WANG, at=NOON)

    assert page_of(register).register.states[0].amounts == (("欠税（万元）", "万元", "1234.5"),)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"keys": ()}, WrongMapping),
        ({"keys": ("没有",)}, WrongMapping),
        ({"state": "没有"}, WrongMapping),
        ({"sheet": "另一张"}, WrongMapping),
        ({"amounts": (("欠税（万元）", " "),)}, WrongMapping),
        ({"amounts": (("欠税（万元）", "元"), ("欠税（万元）", "元"))}, WrongMapping),
        ({"row": 90}, WrongMapping),
        ({"amounts": (("企业名称", "元"),)}, NothingToImport),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(register, change, error):
    upload = hand_in(register, companies(1, 1, 0))

    with pytest.raises(error):
        mapped(upload, replace(MAPPING, **change))

    assert RegisterImport.objects.get(pk=upload).state == "received"


def test_a_column_with_too_many_words_is_no_column_of_states(register):
    upload = hand_in(register, [company(number, f"第{number}种") for number in range(120)])

    with pytest.raises(WrongMapping, match="不像状态"):
        mapped(upload)


def test_a_day_that_is_yet_to_come_is_refused(register):
    upload = hand_in(register, companies(1, 0, 0))

    with pytest.raises(CannotState):
        mapped(upload, as_of=date(2026, 3, 3))


def test_a_preview_that_is_no_longer_true_is_not_taken(register):
    first, second = hand_in(register, companies(1, 1, 0)), hand_in(register, companies(2, 1, 0))
    versions = [mapped(first), mapped(second)]
    figures.accept_import(import_id=first, version=versions[0], actor=WANG, at=NOON)

    with pytest.raises(RegisterChanged, match="重新看预览"):
        figures.accept_import(import_id=second, version=versions[1], actor=WANG, at=NOON)
    with pytest.raises(RegisterChanged):
        figures.accept_import(import_id=first, version=versions[0] + 1, actor=WANG, at=NOON)

    assert states_of(register) == {"吊销": 1, "注销": 1}


def test_an_import_that_is_put_aside_changes_nothing(register):
    upload = hand_in(register, companies(1, 1, 0))
    figures.drop_import(import_id=upload, version=1, actor=WANG, at=NOON)

    with pytest.raises(RegisterChanged):
        figures.drop_import(import_id=upload, version=2, actor=WANG, at=NOON)
    assert (RegisterStage.objects.count(), RegisterRow.objects.count()) == (0, 0)


def a_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", b"0" * 201_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.xlsx", b""),
        ("坏.xlsx", b"PK\x03\x04 not a workbook"),
        ("炸弹.xlsx", a_bomb()),
        ("图.png", b"\x89PNG\r\n"),
        ("网页.xlsx", b"<html><body>9638</body></html>"),
        ("空表.xlsx", xlsx_of([])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_leaves_nothing_but_a_sentence(register, name, data):
    with pytest.raises(RegisterUnreadable, match="《"):
        figures.keep_register_file(register_id=register, name=name, data=data, actor=WANG, at=NOON)

    assert RegisterImport.objects.count() == 0


def test_text_that_looks_like_a_formula_stays_text(register):
    take(register, [("=1+1", "甲\x07乙", "吊销", 1)])

    assert page_of(register).rows[0].key == "=1+1"
