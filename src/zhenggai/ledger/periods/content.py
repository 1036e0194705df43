"""What is frozen of a period: the rows of the ledger, the counts of all and of each unit, and what was left day by day."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localtime

from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.burning import Left, burn_down
from zhenggai.domain.lights import light_of
from zhenggai.domain.periods import Counts, FrozenTask, Span, counted
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import LedgerState
from zhenggai.ledger.arrived import Numbers, numbers_of
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing_models import Closing, Reopening
from zhenggai.ledger.models import Aspect, Cycle, Figure, PeriodRow, Problem, Progress, ReportPeriod
from zhenggai.ledger.periods.cutting import Row, tasks_at
from zhenggai.ledger.periods.ending import steps_of
from zhenggai.ledger.periods.spans import end_of
from zhenggai.ledger.rating import stated_of

AT_ONCE = 1000
_CYCLE, _TASK, _FIGURE = "ledger.cycle", "ledger.task", "ledger.figure"
# What is kept of a task, apart from the row's own number and its period.
ROW_COLUMNS = tuple(one.attname for one in PeriodRow._meta.concrete_fields if one.attname not in ("id", "period_id"))


@dataclass(slots=True)
class KeptRow:
    """What is kept of a task, as a `PeriodRow` will have it; a model for each of very many costs more than all else."""

    place: int
    task_id: int
    number: int
    cited: str
    title: str
    kind_name: str
    state: str
    unit_name: str
    leader: str
    deadline: date | None
    light: str
    gated: bool
    staged: bool
    moved: bool
    closed_on: date | None
    reports: int
    returns: int
    figures: str
    on_time: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """A period's content before it is kept: the period itself, not yet saved, with its digest, and its rows."""

    period: ReportPeriod
    rows: tuple[KeptRow, ...]


@dataclass(slots=True)
class _Beside:
    """What other tables say of tasks, by their numbers, up to the instant."""

    gated: dict[int, date] = field(default_factory=dict)
    staged: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    reports: Counter[int] = field(default_factory=Counter)
    returns: Counter[int] = field(default_factory=Counter)
    figures: dict[int, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))


def freeze_content(cycle: Cycle, span: Span, *, entry: int, rules: Rules) -> Frozen:
    """The content of a period, as the journal tells it up to an entry."""
    told = tasks_at(cycle_id=cycle.pk, entry=entry)
    problems = problems_of(cycle)
    ordered = sorted(told.items(), key=lambda one: (_place(one[1], problems), one[1]["number"]))
    beside = _beside(cycle, span)
    rows = tuple(
        _row(place, key, row, problems, beside, last=span.last, rules=rules)
        for place, (key, row) in enumerate(ordered, start=1)
    )
    tasks = [task_of(row) for row in rows]
    whole, units = counted(tasks)
    stated = stated_of(cycle)
    totals = {
        "counts": asdict(whole),
        "whole": whole.total if stated is None else stated,
        "stated": stated is not None,
        "states": dict(Counter(row.state for row in rows)),
        "lights": dict(Counter(row.light for row in rows)),
    }
    period = ReportPeriod(
        cycle=cycle,
        month=span.month,
        first=span.first,
        last=span.last,
        due=span.due,
        instant=end_of(span.last),
        sequence=entry,
        rows_count=len(rows),
        totals=canonical_text(totals),
        units=canonical_text({"units": [[name, asdict(counts)] for name, counts in units.items()]}),
        left=canonical_text({"left": [_told_left(one) for one in _left(cycle, tasks, whole, span)]}),
    )
    period.digest = digest_of(period, rows)
    return Frozen(period, rows)


def problems_of(cycle: Cycle) -> dict[int, Problem]:
    """The problems of a round as they are cited, their few aspects loaded once."""
    aspects = {row.pk: row for row in Aspect.objects.filter(cycle=cycle)}
    found = Problem.objects.filter(cycle=cycle).only("aspect_id", "number", "label", "position", "title")
    problems = {row.pk: row for row in found.iterator(chunk_size=AT_ONCE)}
    for row in problems.values():
        row.aspect = aspects[row.aspect_id]
    return problems


def task_of(row: PeriodRow | KeptRow) -> FrozenTask:
    """A frozen row as the rules of counting see it."""
    state: LedgerState = row.state  # type: ignore[assignment]  # a constraint keeps it among the known ones
    return FrozenTask(
        task_id=row.task_id,
        number=row.number,
        unit=row.unit_name,
        state=state,
        deadline=row.deadline,
        light=row.light,
        gated=row.gated,
        staged=row.staged,
        moved=row.moved,
        returns=row.returns,
        closed_on=row.closed_on,
    )


def digest_of(period: ReportPeriod, rows: Iterable[PeriodRow | KeptRow]) -> str:
    """The SHA-256 of all that a period keeps, in the order of its rows; of what came from another home by the numbers of there."""
    numbers = numbers_of(period.cycle_id, _CYCLE, _TASK, _FIGURE)
    found = sha256(canonical_text(_told_period(period, numbers)).encode())
    values = attrgetter(*ROW_COLUMNS)
    for row in rows:
        told = dict(zip(ROW_COLUMNS, values(row), strict=True))
        found.update(b"\n" + canonical_text(_renumbered(told, numbers) if numbers else told).encode())
    return found.hexdigest()


def rows_of(period: ReportPeriod) -> Iterator[PeriodRow]:
    """The rows of a period, in order."""
    return PeriodRow.objects.filter(period=period).order_by("place").iterator(chunk_size=AT_ONCE)


def _told_period(period: ReportPeriod, numbers: Numbers) -> dict[str, object]:
    return {
        "cycle": numbers.told(_CYCLE, period.cycle_id),
        "month": period.month,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "due": period.due.isoformat(),
        "sequence": period.sequence,
        "rows": period.rows_count,
        "totals": period.totals,
        "units": period.units,
        "left": period.left,
    }


def _renumbered(told: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    figures = ((numbers.told(_FIGURE, one), *rest) for one, *rest in json.loads(told["figures"]))
    return {**told, "task_id": numbers.told(_TASK, told["task_id"]), "figures": figures_text(figures)}


def figures_text(figures: Iterable[Sequence[object]]) -> str:
    """The figures of a row as JSON: their numbers, scopes and texts."""
    return json.dumps([list(one) for one in figures], ensure_ascii=False)


def _row(
    place: int,
    key: int,
    told: Row,
    problems: dict[int, Problem],
    beside: _Beside,
    *,
    last: date,
    rules: Rules,
) -> KeptRow:
    deadline = date.fromisoformat(str(told["deadline"])) if told["deadline"] else None
    answered = [problems[one] for one in told["problems"] if one in problems]
    led = problems.get(told["problem_id"])
    figures = beside.figures.get(key)
    row = KeptRow(
        place=place,
        task_id=key,
        number=told["number"],
        cited="、".join(cite_problem(problem) for problem in answered),
        title=led.title if led else "",
        kind_name=rules.kind_name(told["kind"]),
        state=told["state"],
        unit_name=told["unit_name"],
        leader=told["leader"],
        deadline=deadline,
        light=light_of(state=told["state"], deadline=deadline, today=last, thresholds=rules.lights).name,
        gated=key in beside.gated,
        staged=key in beside.staged,
        moved=key in beside.moved,
        closed_on=beside.gated.get(key),
        reports=beside.reports[key],
        returns=beside.returns[key],
        figures=figures_text(figures) if figures else "[]",
    )
    row.on_time = task_of(row).on_time
    return row


def _place(row: Row, problems: dict[int, Problem]) -> int:
    led = problems.get(row["problem_id"])
    return led.position if led else 0


def _beside(cycle: Cycle, span: Span) -> _Beside:
    begin, end = end_of(span.first).replace(hour=0, minute=0, second=0, microsecond=0), end_of(span.last)
    found = _Beside()
    _hear_closings(found, cycle, begin, end)
    _hear_reports(found, cycle, span, begin, end)
    reopened = Reopening.objects.filter(task__cycle=cycle, at__range=(begin, end))
    found.moved.update(reopened.values_list("task_id", flat=True))
    figures = Figure.objects.filter(cycle=cycle, task__isnull=False, entered_at__lte=end)
    standing = figures.filter(Q(superseded_by=None) | Q(superseded_by__entered_at__gt=end)).order_by("task", "pk")
    for task_id, number, scope, text in standing.values_list("task_id", "pk", "scope", "text"):
        found.figures[task_id].append([number, scope, text])
    return found


def _hear_closings(found: _Beside, cycle: Cycle, begin: datetime, end: datetime) -> None:
    closings = Closing.objects.filter(cycle=cycle, applied_at__lte=end).order_by("pk")
    for task_id, outcome, state, applied, ended in closings.values_list(
        "task_id", "outcome", "state", "applied_at", "ended_at"
    ):
        if begin <= applied:
            found.moved.add(task_id)
        if ended is None or ended > end:
            continue
        if begin <= ended:
            found.moved.add(task_id)
        if state == "closed" and outcome == "done":
            found.gated[task_id] = localtime(ended).date()
        elif state == "closed" and outcome == "long_term":
            found.staged.add(task_id)
        elif state in ("returned", "refused") and begin <= ended:
            found.returns[task_id] += 1


def _hear_reports(found: _Beside, cycle: Cycle, span: Span, begin: datetime, end: datetime) -> None:
    reports = Progress.objects.filter(measure__task__cycle=cycle, at__lte=end).order_by()
    told = reports.filter(day__range=(span.first, span.last)).values_list("measure__task_id").annotate(n=Count("pk"))
    found.reports.update(dict(told))
    found.moved.update(found.reports)
    returned = reports.filter(state="returned", judged_at__range=(begin, end)).values_list("measure__task_id")
    found.returns.update(dict(returned.annotate(n=Count("pk"))))


def _left(cycle: Cycle, tasks: list[FrozenTask], whole: Counts, span: Span) -> tuple[Left, ...]:
    released = sum(task.state == "not_applicable" for task in tasks)
    strict, broad = whole.total - whole.gated, whole.total - whole.broad
    now = Left(span.last, whole.total - whole.done - released, 0, strict, broad)
    due = Counter(task.deadline for task in tasks if task.deadline)
    undated = sum(task.deadline is None for task in tasks)
    began = localtime(cycle.adopted_at).date()
    return burn_down(now, steps_of(cycle.pk, until=end_of(span.last)), due, first=began, undated=undated)


def _told_left(one: Left) -> list[object]:
    return [one.day.isoformat(), one.open, one.planned, one.strict, one.broad]
