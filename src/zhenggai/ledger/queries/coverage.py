"""The matrix problem × task × measure, and what keeps the plan from being issued."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from zhenggai.domain.holes import Declared, Hole, PlanHasHoles, demand_whole, lacking_of
from zhenggai.domain.planning import lacks_frequency
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.covering import declared_counts, holes_of, problems_without_task, tasks_with_holes
from zhenggai.ledger.models import Measure, Problem, Task
from zhenggai.ledger.planned import measure_plan, task_plan
from zhenggai.ledger.queries.rows import found_cycle, to_counted_cycle
from zhenggai.ledger.shapes import CoveragePage, CoveredMeasure, CoveredProblem, CoveredTask, DeclaredRow

ROWS = 100


def coverage_page(*, cycle_id: int, only_holes: bool = False, after: int = 0) -> CoveragePage:
    """A page of the matrix, from the problem behind the place `after`; with `only_holes` problems that lack something.

    :raises NoSuchThing: where there is no such cycle.
    """
    cycle = found_cycle(cycle_id=cycle_id, counted=True)
    counts = declared_counts(cycle)
    found = list(_problems(cycle_id, only_holes=only_holes).filter(position__gt=after)[: ROWS + 1])
    shown = found[:ROWS]
    holes = holes_of(cycle_id)
    return CoveragePage(
        cycle=to_counted_cycle(cycle),
        problems=tuple(_problem(problem) for problem in shown),
        after=shown[-1].position if len(found) > ROWS else None,
        measures=Task.objects.filter(cycle_id=cycle_id).aggregate(sum=Sum("measures_count", default=0))["sum"],
        declared=tuple(DeclaredRow(key, count) for key, count in counts.items()),
        holes=holes,
        refusal=_refusal(holes, tuple(counts.values())),
    )


def _refusal(holes: tuple[Hole, ...], counts: tuple[Declared, ...]) -> PlanHasHoles | None:
    try:
        demand_whole(holes, counts)
    except PlanHasHoles as refusal:
        return refusal
    return None


def _problems(cycle_id: int, *, only_holes: bool) -> QuerySet[Problem]:
    measures = Prefetch("measures", Measure.objects.order_by("position"))
    tasks = Prefetch("tasks", Task.objects.order_by("position").prefetch_related(measures))
    problems = Problem.objects.filter(cycle_id=cycle_id).select_related("aspect").prefetch_related(tasks)
    if only_holes:
        lacking = tasks_with_holes(cycle_id).filter(problems=OuterRef("pk"))
        problems = problems.filter(Q(Exists(lacking)) | Q(pk__in=problems_without_task(cycle_id).values("pk")))
    return problems.order_by("position")


def _problem(problem: Problem) -> CoveredProblem:
    tasks = tuple(_task(task) for task in problem.tasks.all())
    return CoveredProblem(problem.pk, cite_problem(problem), problem.title, tasks)


def _task(task: Task) -> CoveredTask:
    measures = list(task.measures.all())
    return CoveredTask(
        id=task.pk,
        number=task.number,
        unit=task.unit_name,
        measures=tuple(
            CoveredMeasure(measure.position, lacks_frequency(text=measure.text, times=measure.times))
            for measure in measures
        ),
        lacking=lacking_of(task_plan(task), [measure_plan(measure) for measure in measures]),
    )
