"""What a change of many tasks would do to each of them."""

from __future__ import annotations

from collections.abc import Sequence

from zhenggai.domain.planning import TaskChange, demand_task_plan, task_facts
from zhenggai.domain.refusals import Refusal
from zhenggai.journal.verbs import FACT_NAMES
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Task
from zhenggai.ledger.planned import MOST_AT_ONCE, demand_measures_within, task_plan
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.queries.tasks import MOST_NAMES, leaders_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import FieldChange, ManyPage, ManyRow
from zhenggai.people.queries import list_unit_names


def many_page(*, cycle_id: int, task_ids: Sequence[int], change: TaskChange) -> ManyPage:
    """The preview of a change, row by row and field by field; numbers of other cycles are left out.

    :raises NoSuchThing: where there is no such cycle.
    """
    tasks = Task.objects.filter(cycle_id=cycle_id, pk__in=list(task_ids)[:MOST_AT_ONCE])
    found = tasks.select_related("problem__aspect").prefetch_related("measures").order_by("position")
    return ManyPage(
        cycle=cycle_row(cycle_id=cycle_id),
        rules=rules_of(cycle_id=cycle_id),
        rows=tuple(_row(task, change) for task in found),
        units=list_unit_names(limit=MOST_NAMES),
        leaders=leaders_of(cycle_id),
    )


def _row(task: Task, change: TaskChange) -> ManyRow:
    old = task_plan(task)
    new = change.applied(old)
    before, after = task_facts(old), task_facts(new)
    refusal: Refusal | None = None
    try:
        demand_task_plan(new)
        demand_measures_within(sorted(task.measures.all(), key=lambda measure: measure.position), new)
    except Refusal as fault:
        refusal = fault
    return ManyRow(
        task_id=task.pk,
        version=task.version,
        number=cite_problem(task.problem),
        title=task.problem.title,
        changes=tuple(
            FieldChange(FACT_NAMES[name], str(before[name] or ""), str(after[name] or ""))
            for name in after
            if before[name] != after[name]
        ),
        refusal=refusal,
    )
