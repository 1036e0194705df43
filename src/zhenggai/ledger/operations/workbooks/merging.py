"""Entries of an office's own ledger enter the plan: each by the operations that pages call, or as requests for changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhenggai.domain.changing import AddWish, CannotChange, MeasureWish, PlanWish
from zhenggai.domain.ledger_sheets.comparing import Told
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.issued import latest_issue
from zhenggai.ledger.models import LedgerSheet, Measure, Task
from zhenggai.ledger.operations.issuing.changing import ask_change
from zhenggai.ledger.operations.issuing.telling import reason_in, tell_cycle
from zhenggai.ledger.operations.planning.measures import add_measure, change_measure
from zhenggai.ledger.operations.planning.tasks import plan_task
from zhenggai.ledger.operations.workbooks.accepting import Accepted
from zhenggai.ledger.operations.workbooks.sheet_reporting import NOTHING, Beside, Reporting
from zhenggai.ledger.operations.workbooks.sheets import acting_planner, move_sheet
from zhenggai.ledger.planned import measure_plan, task_plan
from zhenggai.ledger.workbooks.holding import WorkbookChanged
from zhenggai.ledger.workbooks.sheets import UNPLACED, WAITING, ReportLine, SheetLine, Weighing, sheet_held

Wish = PlanWish | MeasureWish | AddWish
Outcome = dict[str, tuple[str, Refusal | None]]


@dataclass(frozen=True, slots=True)
class _Doing:
    """How a wish of an entry is carried out: at once, or by asking for it."""

    verb: str
    decision: str
    act: Callable[[int, int, Wish], object]


def accept_entries(
    *,
    sheet_id: int,
    keys: Collection[str] | None,
    seen: dict[str, str],
    actor: Actor,
    at: datetime,
    beside: Beside = NOTHING,
) -> Accepted:
    """Take these entries and reports or, with None, all that are new or changed; what both sides changed only by its key.

    `seen` is the digest of each as the person saw it, without which one of a conflict is not taken; `beside` is what a
    person says of reports where the ledger does not. Reports come after the measures that they are on. Of an issued
    plan all means all reports, because what the plan says is changed by asking.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises WorkbookChanged: where the sheet was put aside, or an entry has changed since it was looked at.
    """
    demand(actor, Act.PLAN)

    def carry_out(task_id: int, version: int, wish: Wish) -> None:
        if isinstance(wish, PlanWish):
            plan_task(task_id=task_id, version=version, plan=wish.plan, actor=actor, at=at)
        elif isinstance(wish, MeasureWish):
            change_measure(measure_id=wish.measure_id, version=version, plan=wish.plan, actor=actor, at=at)
        else:
            add_measure(task_id=task_id, version=version, plan=wish.plan, actor=actor, at=at)

    doing = _Doing("sheet.accept", "taken", carry_out)
    return _enter(sheet_id, keys, seen, doing, actor=actor, at=at, beside=beside)


def ask_entries(
    *, sheet_id: int, keys: Collection[str], seen: dict[str, str], reason: str, actor: Actor, at: datetime
) -> Accepted:
    """Ask for what these entries would change of an issued plan; nothing changes before somebody decides.

    :raises NotAllowed: unless the actor asks for changes in the cycle.
    :raises CannotChange: without a reason.
    :raises WorkbookChanged: where the sheet was put aside, or an entry has changed since it was looked at.
    """
    demand(actor, Act.PLAN)
    why = reason_in(reason, CannotChange)

    def ask(task_id: int, _version: int, wish: Wish) -> None:
        version = Task.objects.values_list("version", flat=True).get(pk=task_id)
        ask_change(task_id=task_id, version=version, wish=wish, reason=why, actor=actor, at=at)

    return _enter(sheet_id, keys, seen, _Doing("sheet.ask", "asked", ask), actor=actor, at=at)


def keep_entries(*, sheet_id: int, keys: Collection[str], actor: Actor, at: datetime) -> int:
    """Leave the plan as it is where entries say something else, and return how many those were.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises WorkbookChanged: where the sheet was put aside.
    """
    demand(actor, Act.PLAN)
    sheet = _opened(sheet_id, actor=actor)
    lines = _all_of(sheet)
    waiting = WAITING | {UNPLACED}
    chosen = [line for line in lines if line.key in set(keys) and line.state in waiting]
    _keep(sheet_id, chosen, {line.key: ("kept", None) for line in chosen}, verb="sheet.leave", actor=actor, at=at)
    return len(chosen)


def _opened(sheet_id: int, *, actor: Actor) -> LedgerSheet:
    sheet = sheet_held(sheet_id, actor=actor)
    if not sheet.mapping or sheet.state == "dropped":
        raise WorkbookChanged("这份表还没有指明各列，或已放弃。")
    return sheet


def _all_of(sheet: LedgerSheet) -> list[SheetLine | ReportLine]:
    weighing = Weighing(sheet)
    lines = list(weighing.lines())
    return [*lines, *weighing.reports(lines)]


def _enter(
    sheet_id: int,
    keys: Collection[str] | None,
    seen: dict[str, str],
    doing: _Doing,
    *,
    actor: Actor,
    at: datetime,
    beside: Beside | None = None,
) -> Accepted:
    """Enter what the plan shall say, then, where `beside` is given, what was done; the reports are placed anew between."""
    sheet = _opened(sheet_id, actor=actor)
    only_reports = keys is None and latest_issue(sheet.cycle_id) is not None
    plans = [] if only_reports else [line for line in Weighing(sheet).lines() if _is_wanted(line, keys, seen)]
    outcome = {line.key: _tried(line, doing) for line in plans}
    reports: list[ReportLine] = []
    if beside is not None:
        weighing = Weighing(sheet)
        reports = [line for line in weighing.reports(list(weighing.lines())) if _is_wanted(line, keys, seen)]
        reporting = Reporting(weighing, beside, actor=actor, at=at)
        outcome |= {line.key: reporting.tried(line) for line in reports}
    _keep(sheet_id, [*plans, *reports], outcome, verb=doing.verb, actor=actor, at=at)
    refused = sum(1 for decision, _note in outcome.values() if decision == "refused")
    conflicts = sum(1 for line in _all_of(sheet) if line.state == "conflict" and line.key not in outcome)
    return Accepted(len(outcome) - refused, refused, conflicts)


def _is_wanted(line: SheetLine | ReportLine, keys: Collection[str] | None, seen: dict[str, str]) -> bool:
    if line.state == UNPLACED:
        return keys is not None and line.key in keys
    if line.state not in WAITING or (keys is not None and line.key not in keys):
        return False
    if keys is None:
        return line.state != "conflict"
    if line.state == "conflict" and seen.get(line.key) != line.seen:
        raise WorkbookChanged("这一行在您看过之后又有改动，请重新对照再选。")
    return True


def _tried(line: SheetLine, doing: _Doing) -> tuple[str, Refusal | None]:
    """Carry out what an entry wishes, step by step; what a step refuses is the answer to the entry."""
    if line.task is None:
        return "refused", None
    try:
        for step, wish in enumerate(_wishes(line)):
            doing.act(line.task.pk, line.task.version + step, wish)
    except (NoSuchThing, Refusal) as refusal:
        return "refused", refusal
    return doing.decision, None


def _wishes(line: SheetLine) -> list[Wish]:
    """The steps of an entry: a deadline moved forward comes after those of its measures, one put off before them."""
    if line.task is None or line.weighed is None:
        return []
    of_task = [one for one in line.weighed.differences if one.measure is None]
    measures = list(_of_measures(line.weighed.differences))
    before = task_plan(line.task)
    after = _planned(before, of_task)
    if before == after:
        return measures
    earlier = before.deadline is not None and after.deadline is not None and after.deadline < before.deadline
    return [*measures, PlanWish(after)] if earlier else [PlanWish(after), *measures]


def _planned(plan: TaskPlan, told: Sequence[Told]) -> TaskPlan:
    values: dict[str, object] = {one.field: one.theirs for one in told}
    if "deadline" in values:
        values["deadline"] = date.fromisoformat(str(values["deadline"]))
    if "co_units" in values:
        values["co_units"] = tuple(str(values["co_units"]).split("、"))
    return replace(plan, **values)  # type: ignore[arg-type]  # each by the name of its field


def _of_measures(told: Sequence[Told]) -> Iterator[Wish]:
    own: dict[int, dict[str, str]] = {}
    new: dict[int, dict[str, str]] = {}
    for one in told:
        if one.measure:
            own.setdefault(one.measure, {})[one.field] = one.theirs
        elif one.measure == 0:
            new.setdefault(one.number, {})[one.field] = one.theirs
    known = {one.pk: one for one in Measure.objects.filter(pk__in=own)}
    for number, values in own.items():
        if number in known:
            yield MeasureWish(number, _measure(measure_plan(known[number]), values))
    for values in new.values():
        yield AddWish(_measure(MeasurePlan(""), values))


def _measure(plan: MeasurePlan, values: dict[str, str]) -> MeasurePlan:
    day = values.get("deadline", "")
    return replace(
        plan,
        text=values.get("text", plan.text),
        unit=values.get("unit", plan.unit),
        deadline=date.fromisoformat(day) if day else plan.deadline,
    )


def _keep(
    sheet_id: int,
    lines: Sequence[SheetLine | ReportLine],
    outcome: Outcome,
    *,
    verb: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down what became of entries and reports, and what each task now has from this ledger."""
    with transaction.atomic(durable=True):
        sheet = LedgerSheet.objects.select_for_update(of=("self",)).get(pk=sheet_id)
        tasks = {line.key: line.task.pk for line in lines if line.task is not None}
        told: dict[str, list[Any]] = {
            key: [decision, _note(note), tasks[key], {}] for key, (decision, note) in outcome.items() if key in tasks
        }
        sheet.decisions = json.dumps({**json.loads(sheet.decisions), **told}, ensure_ascii=False)
        now = {line.key: line.same for line in _all_of(sheet) if line.key in told}
        for key, decided in told.items():
            decided[3] = now.get(key, {})
        decisions = json.dumps({**json.loads(sheet.decisions), **told}, ensure_ascii=False)
        move_sheet(sheet, sheet.version, decisions=decisions)
        refused = sum(1 for decision, _refusal in outcome.values() if decision == "refused")
        after = {"sheet": sheet.name, _COUNTED[verb]: len(outcome) - refused, "workbook_refused": refused}
        tell_cycle(
            sheet.cycle_id, actor=acting_planner(actor, sheet.cycle_id), verb=verb, before={}, after=after, at=at
        )


_COUNTED = {"sheet.accept": "workbook_taken", "sheet.ask": "sheet_asked", "sheet.leave": "workbook_kept"}


def _note(refusal: Refusal | None) -> list[object] | None:
    return [refusal.pattern, {name: str(fact) for name, fact in refusal.facts.items()}] if refusal else None
