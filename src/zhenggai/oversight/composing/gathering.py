"""The facts that a paper is composed from: the round as it stands, or as it stood at an instant by the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from zhenggai.domain.lights import LATE, light_of
from zhenggai.domain.papers.facts import AspectFact, CycleFact, LedgerFacts, MeasureFact, ProblemFact, TaskFact
from zhenggai.domain.papers.words import FigureField
from zhenggai.domain.papers.writing import full_width
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES
from zhenggai.journal.as_of import last_entry_at, rows_left
from zhenggai.ledger.arrived import demand_told
from zhenggai.ledger.citing import cite
from zhenggai.ledger.models import Aspect, Cycle, PlanIssue, Problem, Task
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.told_rows import task_rows
from zhenggai.oversight.composing.figures import figures_of_tasks
from zhenggai.oversight.composing.marking import Marker
from zhenggai.oversight.composing.works import Works, works_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What a paper is about: the whole round, or what one aspect, unit, leader or task has; `value` is its key or name."""

    kind: str = ""
    value: str = ""


WHOLE = Part()


def gather(
    *, cycle_id: int, at: datetime, part: Part = WHOLE, past: bool = False, withheld: frozenset[int] = frozenset()
) -> LedgerFacts:
    """The facts of a round at an instant; a `past` one comes from the journal. As many queries for one task as for many.

    :raises NoSuchThing: where there is no such round.
    :raises BeforeArrival: for an instant at which it had not come here from another home.
    """
    cycle = Cycle.objects.filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    return _Gatherer(cycle, at, rules_of(cycle_id=cycle_id)).facts(part, past=past, withheld=withheld)


class _Gatherer:
    """Puts together what the tables say of one round at one instant."""

    def __init__(self, cycle: Cycle, at: datetime, rules: Rules) -> None:
        self._cycle, self._at, self._rules = cycle, at, rules
        self._today = localtime(at).date()
        self._marker = Marker(self._today, cycle.feedback_date)
        self._problems = {
            row.pk: row for row in Problem.objects.filter(cycle=cycle).select_related("aspect").order_by("position")
        }

    def facts(self, part: Part, *, past: bool, withheld: frozenset[int]) -> LedgerFacts:
        rows = {key: row for key, row in self._rows(past).items() if self._belongs(row, part)}
        works = works_of(self._cycle.pk, rows, at=self._at, chain=self._rules.closing.chain)
        figures = figures_of_tasks(rows, at=self._at)
        ordered = sorted(rows.items(), key=lambda one: (self._place(one[1]), one[1]["number"]))
        tasks = tuple(self._task(key, row, works, figures.get(key, ())) for key, row in ordered)
        return LedgerFacts(
            cycle=self._cycle_fact(),
            as_of=self._today,
            aspects=self._aspects({problem for task in tasks for problem in task.problems}, whole=not part.kind),
            tasks=tasks,
            promises=works.promises(self._marker, set(rows), whole=not part.kind),
            meetings=works.meetings if not part.kind else (),
            institutions=works.institutions,
            closings=works.closings,
            list_names=self._rules.lists,
            part=self._part_name(part),
            withheld=withheld,
        )

    def _rows(self, past: bool) -> dict[int, Row]:
        if past:
            entry = last_entry_at(cycle=self._cycle.pk, at=self._at)
            if entry is None:
                demand_told(self._cycle.pk, self._at)
            told = rows_left(cycle=self._cycle.pk, upto=entry) if entry is not None else {}
        else:
            told = task_rows(Task.objects.filter(cycle=self._cycle).values_list("pk", flat=True))
        return {int(name.split("/")[1]): row for name, row in told.items() if name.startswith("task/") and row}

    def _belongs(self, row: Row, part: Part) -> bool:
        if part.kind == "aspect":
            return any(
                str(self._problems[key].aspect_id) == part.value for key in row["problems"] if key in self._problems
            )
        wanted = {"unit": row["unit_name"], "leader": row["leader"], "task": str(row["number"]), "": part.value}
        return bool(wanted[part.kind] == part.value)

    def _part_name(self, part: Part) -> str:
        if part.kind == "aspect":
            return next((row.aspect.title for row in self._problems.values() if str(row.aspect_id) == part.value), "")
        return f"任务{part.value}" if part.kind == "task" else part.value

    def _place(self, row: Row) -> int:
        led = self._problems.get(row["problem_id"])
        return led.position if led else 0

    def _aspects(self, answered: set[int], *, whole: bool) -> tuple[AspectFact, ...]:
        found: dict[int, tuple[Aspect, list[ProblemFact]]] = {}
        for problem in self._problems.values():
            if whole or problem.pk in answered:
                _, problems = found.setdefault(problem.aspect_id, (problem.aspect, []))
                problems.append(self._problem(problem, place=len(problems) + 1))
        return tuple(
            AspectFact(key, full_width(aspect.title) or "其他", tuple(kept)) for key, (aspect, kept) in found.items()
        )

    def _problem(self, problem: Problem, *, place: int) -> ProblemFact:
        """The finding under its own number; one that was never numbered is counted."""
        description = self._marker.mark(problem.description, key=f"problem/{problem.pk}", source="反馈原文")
        cited = cite(
            aspect_label=problem.aspect.label, number=problem.number, label=problem.label, position=problem.position
        )
        number = place if problem.number is None else problem.number
        return ProblemFact(problem.pk, number, cited, full_width(problem.title), description)

    def _task(self, key: int, row: Row, works: Works, figures: tuple[FigureField, ...]) -> TaskFact:
        deadline = _day(row["deadline"])
        light = light_of(state=row["state"], deadline=deadline, today=self._today, thresholds=self._rules.lights)
        marker = self._marker.with_known(figures)
        return TaskFact(
            id=key,
            number=row["number"],
            problems=tuple(row["problems"]),
            state=row["state"],
            state_name=STATE_NAMES[row["state"]],
            kind_name=self._rules.kind_name(row["kind"]),
            light=light.shape,
            overdue=light == LATE,
            target=marker.mark(row["target"], key=f"target/{key}", source="整改目标", task=key),
            leader=row["leader"],
            unit=row["unit_name"],
            co_units=tuple(json.loads(row["co_units"])),
            person=row["person"],
            deadline=deadline,
            deadline_text=row["deadline_text"],
            standard=row["standard"],
            measures=tuple(
                self._measure(place, one, works, marker, key) for place, one in enumerate(row["measures"], start=1)
            ),
            figures=figures,
            evidence=works.evidence.get(key, 0),
            closed_on=works.closed_on.get(key),
        )

    def _measure(self, place: int, row: Row, works: Works, marker: Marker, task: int) -> MeasureFact:
        return MeasureFact(
            id=row["id"],
            place=place,
            text=marker.mark(row["text"], key=f"measure/{row['id']}", source="措施原文", task=task),
            unit=row["unit_name"],
            deadline=_day(row["deadline"]),
            deliverable=row["deliverable"],
            class_name=self._rules.class_name(row["measure_class"]),
            reports=works.reports(row["id"], marker, task),
        )

    def _cycle_fact(self) -> CycleFact:
        cycle = self._cycle
        issue = PlanIssue.objects.filter(cycle=cycle, at__lte=self._at).order_by("-number").first()
        return CycleFact(
            id=cycle.pk,
            title=cycle.title,
            kind=cycle.kind if cycle.kind != "其他" else "检查",
            inspector=cycle.inspector or "",
            inspected=cycle.inspected or "",
            inspected_from=cycle.inspected_from,
            inspected_to=cycle.inspected_to,
            feedback_date=cycle.feedback_date,
            plan_number=issue.document_number if issue else "",
            plan_day=issue.day if issue else None,
        )


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
