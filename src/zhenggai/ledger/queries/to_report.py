"""The measures that somebody reports on, the nearest first."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhenggai.domain.progress import WORK_STATES
from zhenggai.domain.rights import Actor, demand, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import CLOSED
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Measure, Progress, ProgressDraft
from zhenggai.ledger.queries.places import place_key, place_of
from zhenggai.ledger.queries.progress import light_of_measure
from zhenggai.ledger.queries.rows import cycle_and_rules
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.progress import ToReport, ToReportPage
from zhenggai.ledger.standing import tasks_in_reach

ROWS = 50
# What the list can be narrowed to: how far a measure has come, or what became of its newest report.
FILTERS: dict[str, str] = {
    "open": "还没办完",
    "not_started": "未启动",
    "ongoing": "正在办理",
    "done_claimed": "已报办完",
    "returned": "被退回",
    "handed": "待审",
    "all": "全部",
}
_CONDITIONS: dict[str, Q] = {
    "open": ~Q(work_state="done_claimed"),
    "not_started": Q(work_state="not_started"),
    "ongoing": Q(work_state="ongoing"),
    "done_claimed": Q(work_state="done_claimed"),
    "returned": Q(newest="returned"),
    "handed": Q(newest="handed"),
    "all": Q(),
}


def list_to_report(
    *, cycle_id: int, actor: Actor, today: date, state: str = "open", after: str | None = None, size: int = ROWS
) -> ToReportPage:
    """A page of the measures that the actor reports on or, where they report on none, may see.

    :raises NoSuchThing: where there is no such cycle.
    :raises NotAllowed: unless the actor reads the ledger.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.READ)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    state = state if state in FILTERS else "open"
    measures = _measures(cycle_id, actor)
    counts = measures.aggregate(**{name: Count("pk", filter=condition) for name, condition in _CONDITIONS.items()})
    wanted = measures.filter(_CONDITIONS[state])
    if after:
        wanted = wanted.filter(_beyond(after))
    found = list(_shown(wanted, actor)[: size + 1])
    rows = found[:size]
    return ToReportPage(
        cycle=cycle,
        rows=tuple(_row(measure, today=today, rules=rules) for measure in rows),
        after=_key(rows[-1]) if len(found) > size else None,
        total=counts[state],
        choices=tuple(Choice(name, label, counts[name], name == state) for name, label in FILTERS.items()),
    )


def _measures(cycle_id: int, actor: Actor) -> QuerySet[Measure]:
    act = Act.REPORT if may_in_cycle(actor, Act.REPORT, cycle_id) else Act.READ
    tasks = tasks_in_reach(actor, act, cycle_id=cycle_id).exclude(state__in=CLOSED)
    newest = Progress.objects.filter(measure=OuterRef("pk"), corrected_by=None).order_by("-pk").values("state")[:1]
    due = Coalesce("deadline", "task__deadline_rank")
    return Measure.objects.filter(task__in=tasks).annotate(newest=Subquery(newest), due=due)


def _shown(measures: QuerySet[Measure], actor: Actor) -> QuerySet[Measure]:
    mine = ProgressDraft.objects.filter(measure=OuterRef("pk"), actor_id=actor.id)
    return (
        measures.annotate(drafted=Exists(mine), task_place=F("task__position"))
        .select_related("task__problem__aspect")
        .order_by(F("due"), "task__position", "position")
    )


def _beyond(key: str) -> Q:
    day, (task_place, place) = place_of(key, numbers=2)
    later = Q(task__position__gt=task_place) | Q(task__position=task_place, position__gt=place)
    return Q(due__gte=day) & (Q(due__gt=day) | later)


def _key(measure: Measure) -> str:
    return place_key(getattr(measure, "due"), measure.task.position, measure.position)  # noqa: B009  an annotation


def _row(measure: Measure, *, today: date, rules: Rules) -> ToReport:
    task = measure.task
    return ToReport(
        task_id=task.pk,
        measure_id=measure.pk,
        number=cite_problem(task.problem),
        title=task.problem.title,
        position=measure.position,
        text=measure.text,
        unit=measure.unit_name or task.unit_name,
        deadline=measure.deadline or task.deadline,
        light=light_of_measure(measure, task, today=today, rules=rules),
        work_state=measure.work_state,
        work_name=WORK_STATES[measure.work_state],
        count=measure.progress_count,
        last_on=measure.last_progress_on,
        days_since=(today - measure.last_progress_on).days if measure.last_progress_on else None,
        drafted=getattr(measure, "drafted", False),
        returned=getattr(measure, "newest", None) == "returned",
    )
