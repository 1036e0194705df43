"""Pieces that several queries share: how a problem is cited, and the row of a cycle."""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce
from typing import NamedTuple, TypedDict

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhenggai.domain.lights import light_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.report import Kind
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import CLOSED, FINISHED, STATE_NAMES, STATES, LedgerState
from zhenggai.journal.one_statement import Answers, OneStatement, Question
from zhenggai.ledger.citing import cite, cite_problem
from zhenggai.ledger.models import Aspect, Cycle, Problem, Task
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes import CountedCycle, CycleRow, LedgerRow, ProblemLink

_FINISHED = ", ".join(str(STATES.index(state)) for state in FINISHED)


class _Facts(TypedDict):
    """What is known of every cycle."""

    id: int
    title: str
    kind: Kind
    inspected: str | None
    inspector: str | None
    feedback_date: date | None
    published: date | None
    history: bool
    adopted_at: datetime
    adopted_by: str


def link_to(problem: Problem | None) -> ProblemLink | None:
    """The problem as another page names it."""
    return ProblemLink(problem.pk, cite_problem(problem), problem.title) if problem else None


def aspect_name(aspect: Aspect) -> str:
    """Label and title of an aspect, or a word where it has neither."""
    return aspect_name_of(f"{aspect.label}{aspect.title}")


def aspect_name_of(words: str) -> str:
    """What an aspect is called, from its label and title together."""
    return words or "未分方面"


def cycles_with_counts() -> QuerySet[Cycle]:
    """Cycles with `task_count`, `done_count` and `problem_count`."""
    of_cycle = "FROM ledger_task WHERE cycle_id = ledger_cycle.id"
    return Cycle.objects.annotate(
        problem_count=RawSQL("SELECT count(*) FROM ledger_problem WHERE cycle_id = ledger_cycle.id", []),
        task_count=RawSQL(f"SELECT count(*) {of_cycle}", []),  # noqa: S611  words of ours
        done_count=RawSQL(f"SELECT count(*) {of_cycle} AND state_rank IN ({_FINISHED})", []),  # noqa: S611  words of ours
    )


def cycle_row(*, cycle_id: int) -> CycleRow:
    """The row of one cycle.

    :raises NoSuchThing: where there is none of that number.
    """
    return to_cycle_row(found_cycle(cycle_id=cycle_id))


def found_cycle(*, cycle_id: int, counted: bool = False) -> Cycle:
    """One cycle with its own rules and how far doubts were looked for, and with its counts where asked for; in one query.

    :raises NoSuchThing: where there is none of that number.
    """
    return cycle_among(
        {"cycles": list(_loaded(cycles_with_counts(), cycle_id))} if counted else _ONE.ask(cycle_id), cycle_id
    )


def cycle_question(cycle_id: int) -> dict[str, Question]:
    """What a page asks about its cycle, for a statement that asks more."""
    return {"cycles": _loaded(Cycle.objects.all(), cycle_id)}


def cycle_among(found: Answers, cycle_id: int) -> Cycle:
    """The cycle among what was found by `cycle_question`.

    :raises NoSuchThing: where there is none of that number.
    """
    if not found["cycles"]:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    cycle: Cycle = found["cycles"][0]
    return cycle


def _loaded(cycles: QuerySet[Cycle], cycle_id: int) -> QuerySet[Cycle]:
    return cycles.select_related("rules", "ledger_look").filter(pk=cycle_id)


_ONE = OneStatement(cycle_question)


def cycle_and_rules(*, cycle_id: int) -> tuple[CycleRow, Rules]:
    """The row of one cycle and the rules that it goes by, in one query.

    :raises NoSuchThing: where there is none of that number.
    """
    cycle = found_cycle(cycle_id=cycle_id)
    return to_cycle_row(cycle), rules_of_found(cycle)


def to_cycle_row(cycle: Cycle) -> CycleRow:
    """The row of a cycle that was loaded."""
    return CycleRow(**_facts(cycle))


def to_counted_cycle(cycle: Cycle) -> CountedCycle:
    """The row of a cycle that was loaded with its counts."""
    counts = {name: getattr(cycle, f"{name}_count") for name in ("problem", "task", "done")}
    return CountedCycle(**_facts(cycle), problems=counts["problem"], tasks=counts["task"], done=counts["done"])


def _facts(cycle: Cycle) -> _Facts:
    kind: Kind = cycle.kind  # type: ignore[assignment]  # a constraint keeps it among the kinds
    return {
        "id": cycle.pk,
        "title": cycle.title,
        "kind": kind,
        "inspected": cycle.inspected,
        "inspector": cycle.inspector,
        "feedback_date": cycle.feedback_date,
        "published": cycle.published,
        "history": cycle.history,
        "adopted_at": cycle.adopted_at,
        "adopted_by": cycle.adopted_by,
    }


def state_of(task: Task) -> LedgerState:
    """The state of a task, which a constraint keeps among the known ones."""
    state: LedgerState = task.state  # type: ignore[assignment]
    return state


class RowValues(NamedTuple):
    """The columns of a task that its row is made of, as `ROW_COLUMNS` and `PAGE_OF_ROWS` ask for them."""

    pk: int
    number: int
    problem_id: int
    problem_number: int | None
    problem_label: str
    problem_position: int
    title: str
    kind: str
    state: LedgerState
    unit_name: str
    leader: str
    deadline: date | None
    deadline_text: str
    measures_count: int
    figures_count: int
    doubts_count: int
    position: int
    aspect_position: int
    state_rank: int
    deadline_rank: date
    aspect_id: int


_OF_PROBLEM = ("problem__number", "problem__label", "problem__position", "problem__title")
ROW_COLUMNS = ("pk", "number", "problem_id", *_OF_PROBLEM, *RowValues._fields[7:])
# The rows of a page whose numbers a statement finds, with a place for that and for their order; as text, for every page of a ledger.
PAGE_OF_ROWS = f"""SELECT {", ".join(f"task.{name}" for name in ("id", "number", "problem_id"))},
{", ".join(name.replace("__", ".") for name in _OF_PROBLEM)}, {", ".join(f"task.{name}" for name in RowValues._fields[7:])}
FROM ({{page}}) found JOIN ledger_task task ON task.id = found.pk JOIN ledger_problem problem ON problem.id = task.problem_id
ORDER BY {{order}}"""  # noqa: S608  names of ours


def ledger_row(task: Task, *, today: date, rules: Rules) -> LedgerRow:
    """The row of a task that was loaded with its problem and aspect."""
    values = RowValues._make(reduce(getattr, name.split("__"), task) for name in ROW_COLUMNS)
    return row_of(values, task.aspect, today=today, rules=rules)


def row_of(task: RowValues, aspect: Aspect, *, today: date, rules: Rules) -> LedgerRow:
    """The row of a task of an aspect."""
    return LedgerRow(
        task_id=task.pk,
        task_number=task.number,
        problem_id=task.problem_id,
        number=cite(
            aspect_label=aspect.label,
            number=task.problem_number,
            label=task.problem_label,
            position=task.problem_position,
        ),
        aspect=aspect_name(aspect),
        title=task.title,
        kind=task.kind,
        kind_name=rules.kind_name(task.kind),
        state=task.state,
        state_name=STATE_NAMES[task.state],
        unit=task.unit_name,
        leader=task.leader,
        deadline=task.deadline,
        deadline_text=task.deadline_text,
        days_left=days_left(task, today=today),
        light=light_of(state=task.state, deadline=task.deadline, today=today, thresholds=rules.lights),
        measures=task.measures_count,
        figures=task.figures_count,
        doubts=task.doubts_count,
    )


def days_left(task: Task | RowValues, *, today: date) -> int | None:
    """Days from today to the deadline, negative once it has passed; None for tasks that are over or without one."""
    return (task.deadline - today).days if task.deadline and task.state not in CLOSED else None
