"""A round, or some of its tasks, as the facts that rules look at: a constant number of queries for every few hundred tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localtime

from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.issuing import FrozenPlan, FrozenTask
from zhenggai.domain.ledger_facts import CycleFacts, TaskFacts
from zhenggai.ledger.closing.views import closing_views
from zhenggai.ledger.covering import declared_counts
from zhenggai.ledger.doubting.approvals import approvals_of
from zhenggai.ledger.doubting.figures import figures_of, registers_of, relations_of
from zhenggai.ledger.doubting.files import pieces_of
from zhenggai.ledger.doubting.hands import handovers_of, left_of
from zhenggai.ledger.doubting.things import institutions_of, meetings_of, problems_of
from zhenggai.ledger.doubting.work import closings_of, told_of_tasks
from zhenggai.ledger.frozen import freeze, freeze_tasks, thaw
from zhenggai.ledger.models import Cycle, PlanIssue, Task, TaskProblem
from zhenggai.ledger.rating import end_of_stages, rates_of_cycle
from zhenggai.ledger.ruling import rules_of_found

TASKS_AT_ONCE = 500
NOTHING: Mapping[int, ClosingView] = {}


def gather(cycle_id: int, *, at: datetime) -> CycleFacts:
    """Everything that rules look at in a round."""
    cycle = Cycle.objects.select_related("rules").get(pk=cycle_id)
    rules = rules_of_found(cycle)
    task_ids = tuple(Task.objects.filter(cycle_id=cycle_id).order_by("position").values_list("pk", flat=True))
    return CycleFacts(
        id=cycle_id,
        now=at,
        today=localtime(at).date(),
        feedback=cycle.feedback_date,
        end=end_of_stages(cycle, rules),
        closing=rules.closing,
        tolerance=rules.tolerance,
        declared=tuple(declared_counts(cycle).values()),
        problems=problems_of(Q(cycle_id=cycle_id)),
        tasks=tuple(_tasks(cycle, task_ids, freeze(cycle_id).plan, today=localtime(at).date())),
        figures=figures_of(Q(cycle_id=cycle_id)),
        relations=relations_of(Q(cycle_id=cycle_id)),
        registers=registers_of(Q(cycle_id=cycle_id)),
        evidence=pieces_of(Q(cycle_id=cycle_id)),
        institutions=institutions_of(task_ids, today=localtime(at).date()),
        meetings=meetings_of(task_ids),
        handovers=handovers_of(Q(cycle_id=cycle_id)),
        left=left_of(task_ids, cycle_id=cycle_id, today=localtime(at).date()),
        rates=rates_of_cycle(cycle),
    )


def gather_tasks(
    cycle_id: int, task_ids: Iterable[int], *, at: datetime, views: Mapping[int, ClosingView] | None = None
) -> CycleFacts:
    """What the rules on single tasks look at: these tasks, and those that answer the same problems; `views` are known already."""
    cycle = Cycle.objects.select_related("rules").get(pk=cycle_id)
    rules = rules_of_found(cycle)
    wanted = tuple(task_ids)
    answered = TaskProblem.objects.filter(task_id__in=wanted).values("problem_id")
    # By their numbers, lest a database goes through the whole round for them.
    beside = {*wanted, *TaskProblem.objects.filter(problem_id__in=answered).values_list("task_id", flat=True)}
    tasks = Task.objects.filter(pk__in=beside, cycle_id=cycle_id)
    all_ids = tuple(tasks.order_by("position").values_list("pk", flat=True))
    today = localtime(at).date()
    return CycleFacts(
        id=cycle_id,
        now=at,
        today=today,
        feedback=cycle.feedback_date,
        end=end_of_stages(cycle, rules),
        closing=rules.closing,
        tolerance=rules.tolerance,
        problems=problems_of(Q(pk__in=answered)),
        tasks=tuple(_tasks(cycle, all_ids, freeze_tasks(all_ids), today=today, known=views or NOTHING)),
        figures=figures_of(Q(task_id__in=all_ids) | Q(problem_id__in=answered)),
        relations=relations_of(Q(task_id__in=all_ids) | Q(problem_id__in=answered)),
        registers=registers_of(Q(task_id__in=all_ids)),
        evidence=pieces_of(Q(uses__measure__task_id__in=all_ids)),
        institutions=institutions_of(all_ids, today=today),
        meetings=meetings_of(all_ids),
        handovers=handovers_of(Q(items__task_id__in=all_ids)),
        left=left_of(all_ids, cycle_id=cycle_id, today=today),
        whole=False,
    )


def _tasks(
    cycle: Cycle, task_ids: Sequence[int], plan: FrozenPlan, *, today: date, known: Mapping[int, ClosingView] = NOTHING
) -> Iterator[TaskFacts]:
    now = {task.id: task for task in plan.tasks}
    issued = _issued(cycle.pk)
    for start in range(0, len(task_ids), TASKS_AT_ONCE):
        yield from _some(cycle, task_ids[start : start + TASKS_AT_ONCE], now, issued, today=today, known=known)


def _some(
    cycle: Cycle,
    task_ids: Sequence[int],
    now: dict[int, FrozenTask],
    issued: dict[int, FrozenTask],
    *,
    today: date,
    known: Mapping[int, ClosingView],
) -> Iterator[TaskFacts]:
    left = [pk for pk in task_ids if pk not in known]
    views = {**known, **(closing_views(Task.objects.filter(pk__in=left), today=today) if left else {})}
    closings = closings_of(task_ids, views)
    told = told_of_tasks(task_ids, today=today, feedback=cycle.feedback_date)
    approved = approvals_of(task_ids, now)
    for pk in task_ids:
        if pk in views:
            yield TaskFacts(
                view=views[pk],
                problem_ids=now[pk].problems if pk in now else (),
                now=now.get(pk),
                issued=issued.get(pk),
                approved=approved.get(pk, ()),
                closings=closings.get(pk, ()),
                told=told.get(pk, ()),
            )


def _issued(cycle_id: int) -> dict[int, FrozenTask]:
    newest = PlanIssue.objects.filter(cycle_id=cycle_id).order_by("-number").first()
    return {task.id: task for task in thaw(newest.frozen, cycle_id=cycle_id).tasks} if newest else {}
