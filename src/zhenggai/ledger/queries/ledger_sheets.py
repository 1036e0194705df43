"""Ledgers that an office keeps in workbooks of its own: the list, and one of them against the tasks of its cycle."""

from __future__ import annotations

import json
from collections.abc import Sequence

from zhenggai.domain.ledger_sheets.columns import (
    SheetMapping,
    guess_columns,
    sheet_mapping_from_json,
)
from zhenggai.domain.registers.mapping import heads_digest
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.issued import latest_issue
from zhenggai.ledger.models import LedgerSheet
from zhenggai.ledger.queries.ledger_sheet_lines import ENTRY_NAMES, entry_lines
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.figures import SheetCard
from zhenggai.ledger.shapes.ledger_sheets import SheetPage, SheetRow, SheetsPage
from zhenggai.ledger.workbooks.sheets import (
    ReportLine,
    SheetLine,
    Weighing,
    demand_planner,
    sheet_counts,
    sheet_held,
)

SHEETS = 30
ENTRIES = 40
SHEET_NAMES = {"received": "待指明各列", "mapped": "待收入", "settled": "已收完", "dropped": "已放弃"}
DOUBTED = "doubted"
TAKEABLE = frozenset({"new", "changed"})


def sheets_page(*, cycle_id: int, actor: Actor, after: int | None = None) -> SheetsPage:
    """A page of the workbooks of a cycle, the newest first.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises NoSuchThing: where there is no such cycle.
    """
    demand(actor, Act.PLAN)
    cycle = cycle_row(cycle_id=cycle_id)
    demand_planner(cycle_id, actor=actor)
    found = LedgerSheet.objects.filter(cycle_id=cycle_id).defer("sheets", "mapping", "pairs", "decisions")
    rows = list((found.filter(pk__lt=after) if after else found).order_by("-pk")[: SHEETS + 1])
    return SheetsPage(
        cycle=cycle,
        sheets=tuple(sheet_row(row) for row in rows[:SHEETS]),
        after=rows[SHEETS - 1].pk if len(rows) > SHEETS else None,
    )


def sheet_row(sheet: LedgerSheet) -> SheetRow:
    """A workbook as lists show it."""
    counts: dict[str, int] = json.loads(sheet.counts)
    return SheetRow(
        id=sheet.pk,
        name=sheet.name,
        state=sheet.state,
        state_name=SHEET_NAMES[sheet.state],
        counts=tuple((name, word, counts[name]) for name, word in ENTRY_NAMES.items() if counts.get(name)),
        at=sheet.received_at,
        by=sheet.received_by,
    )


def sheet_page(*, sheet_id: int, actor: Actor, state: str = "", start: int = 0) -> SheetPage:
    """A workbook against the ledger as it is now.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor plans its cycle.
    """
    demand(actor, Act.PLAN)
    sheet = sheet_held(sheet_id, actor=actor)
    cards = tuple(_card(told) for told in json.loads(sheet.sheets))
    remembered = None if sheet.mapping else _remembered(cards, sheet)
    weighing = Weighing(sheet) if sheet.mapping else None
    entries = list(weighing.lines()) if weighing else []
    reports = list(weighing.reports(entries)) if weighing else []
    both: list[SheetLine | ReportLine] = [*entries, *reports]
    counts = sheet_counts(both)
    doubted = [line for line in entries if line.standing]
    words = {**ENTRY_NAMES, DOUBTED: "状态与系统不一致"}
    counts[DOUBTED] = len(doubted)
    names = [name for name in words if counts.get(name)]
    wanted = state if state in names else next((name for name in names if name != "unchanged"), "unchanged")
    chosen = (
        list[SheetLine | ReportLine](doubted) if wanted == DOUBTED else [line for line in both if line.state == wanted]
    )
    start = start if 0 <= start < len(chosen) else 0
    issue = latest_issue(sheet.cycle_id)
    used = {heading for _use, heading in weighing.mapping.columns} if weighing else set()
    return SheetPage(
        cycle=cycle_row(cycle_id=sheet.cycle_id),
        row=sheet_row(sheet),
        version=sheet.version,
        cards=cards,
        mapping=sheet_mapping_from_json(sheet.mapping) if sheet.mapping else remembered or _guessed(cards),
        remembered=remembered is not None,
        mapped=weighing is not None,
        issued=issue.document_number if issue else None,
        choices=tuple(Choice(name, words[name], counts[name], name == wanted) for name in names),
        state=wanted,
        entries=tuple(entry_lines(weighing, chosen[start : start + ENTRIES])) if weighing else (),
        start=start,
        following=start + ENTRIES if start + ENTRIES < len(chosen) else None,
        takeable=sum(1 for line in both if line.state in TAKEABLE),
        reports=sum(1 for line in reports if line.state in TAKEABLE),
        doubted=len(doubted),
        unused=tuple(name for name in weighing.head.columns if name not in used) if weighing else (),
    )


def remembered_or_guessed(*, sheet_id: int, actor: Actor) -> tuple[SheetMapping, int]:
    """What the columns of a workbook most likely mean, and its version.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor plans its cycle.
    """
    demand(actor, Act.PLAN)
    sheet = sheet_held(sheet_id, actor=actor)
    cards = tuple(_card(told) for told in json.loads(sheet.sheets))
    return _remembered(cards, sheet) or _guessed(cards), sheet.version


def _card(told: dict[str, object]) -> SheetCard:
    return SheetCard(
        name=str(told["name"]),
        rows=int(str(told["rows"])),
        row=int(str(told["row"])),
        levels=int(str(told["levels"])),
        columns=tuple(told["columns"]),  # type: ignore[arg-type]  # a list of names
        sample=tuple(tuple(row) for row in told["sample"]),  # type: ignore[attr-defined]  # a list of rows
    )


def _remembered(cards: Sequence[SheetCard], sheet: LedgerSheet) -> SheetMapping | None:
    """How a workbook with the same headings was read last, here or in another cycle."""
    for card in cards:
        known = LedgerSheet.objects.filter(heads=heads_digest(card.columns)).exclude(pk=sheet.pk).order_by("-pk")
        text = known.values_list("mapping", flat=True).first()
        if text:
            return SheetMapping(card.name, card.row, card.levels, sheet_mapping_from_json(text).columns)
    return None


def _guessed(cards: Sequence[SheetCard]) -> SheetMapping:
    """The sheet of which most columns are understood."""
    found = [SheetMapping(card.name, card.row, card.levels, guess_columns(card.columns)) for card in cards]
    return max(found, key=lambda one: len(one.columns))
