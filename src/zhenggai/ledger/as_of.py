"""The ledger table, a task and the overview as they were at any past instant, from the journal alone.

What an entry leaves of a row is in its body (`told_rows`); the newest one at or before the instant says how the row
stood then. Wordings of problems are locked and come from their own table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from zhenggai.domain.lights import LIGHTS, light_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may_in_cycle, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES, STATES
from zhenggai.journal.as_of import last_entry_at, rows_left
from zhenggai.ledger.arrived import arrived_at, demand_told
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Problem
from zhenggai.ledger.past_overview import overview_of_rows
from zhenggai.ledger.queries.rows import cycle_and_rules
from zhenggai.ledger.shapes.as_of import Count, Difference, FactThen, PastLedger, PastMeasure, PastTask

Row = Mapping[str, Any]
# What two instants are compared by, in the order in which pages tell it.
COMPARED = {
    "title": "问题",
    "kind_name": "类型",
    "state_name": "状态",
    "leader": "牵头领导",
    "unit": "牵头单位",
    "co_units": "配合单位",
    "person": "人员",
    "deadline": "期限",
    "target": "整改目标",
    "standard": "验收标准",
}


def ledger_as_of(*, cycle_id: int, at: datetime, actor: Actor) -> PastLedger:
    """A round as it stood at an instant; tasks in the order of their problems.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where there is no such round.
    """
    demand(actor, Act.READ_CYCLE)
    if not may_in_cycle(actor, Act.READ_CYCLE, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    entry = last_entry_at(cycle=cycle_id, at=at)
    rows = rows_left(cycle=cycle_id, upto=entry) if entry is not None else {}
    problems = {problem.pk: problem for problem in Problem.objects.filter(cycle=cycle_id).select_related("aspect")}
    told = [(int(name.split("/")[1]), row) for name, row in rows.items() if name.startswith("task/") and row]
    told.sort(key=lambda one: _place(one[1], problems))
    today = localtime(at).date()
    tasks = tuple(_task(number, row, problems, rules=rules, today=today) for number, row in told)
    states = Counter(row["state"] for _, row in told)
    lights = Counter(task.light for task in tasks)
    return PastLedger(
        cycle=cycle,
        at=at,
        entry=entry,
        came=arrived_at([cycle_id]).get(cycle_id) if entry is None else None,
        tasks=tasks,
        states=tuple(Count(STATE_NAMES[state], states[state]) for state in STATES if states[state]),
        lights=tuple((light, lights[light]) for light in LIGHTS if lights[light]),
        overview=overview_of_rows(rows, cycle_id=cycle_id, today=today),
    )


def task_as_of(*, cycle_id: int, task_id: int, at: datetime, actor: Actor) -> tuple[PastLedger, PastTask]:
    """The round and one of its tasks as they stood at an instant.

    :raises NotAllowed: unless the actor sees the whole round.
    :raises NoSuchThing: where there was no such task then.
    :raises BeforeArrival: where the round came later from another home.
    """
    ledger = ledger_as_of(cycle_id=cycle_id, at=at, actor=actor)
    task = next((task for task in ledger.tasks if task.id == task_id), None)
    if task is None:
        demand_told(cycle_id, at)
        raise NoSuchThing("那时还没有编号为 $id 的任务。", id=task_id)
    return ledger, task


def compare_ledgers(earlier: PastLedger, later: PastLedger) -> tuple[Difference, ...]:
    """What differs of each task between two instants."""
    old, new = ({task.id: task for task in ledger.tasks} for ledger in (earlier, later))
    found = (_difference(old.get(number), new.get(number)) for number in dict.fromkeys([*old, *new]))
    return tuple(difference for difference in found if difference is not None)


def _difference(old: PastTask | None, new: PastTask | None) -> Difference | None:
    task = new or old
    if task is None or old == new:
        return None
    facts = _facts(old, new) if old and new else ()
    if old and new and not facts:
        return None
    return Difference(task.id, task.number, task.title, came=old is None, went=new is None, facts=facts)


def _facts(old: PastTask, new: PastTask) -> tuple[FactThen, ...]:
    told = [FactThen(label, _said(getattr(old, name)), _said(getattr(new, name))) for name, label in COMPARED.items()]
    texts = [FactThen("措施", _measures(old), _measures(new))]
    return tuple(fact for fact in (*told, *texts) if fact.before != fact.after)


def _measures(task: PastTask) -> str:
    return "\n".join(
        "；".join(filter(None, (one.text, one.unit, _said(one.deadline), one.deliverable))) for one in task.measures
    )


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _place(row: Row, problems: Mapping[int, Problem]) -> tuple[int, int]:
    led = problems.get(row["problem_id"])
    return (led.position if led else 0, row["number"])


def _task(number: int, row: Row, problems: Mapping[int, Problem], *, rules: Rules, today: date) -> PastTask:
    answered = [problems[key] for key in row["problems"] if key in problems]
    led = problems.get(row["problem_id"])
    deadline = _day(row["deadline"])
    return PastTask(
        id=number,
        number=row["number"],
        problems=tuple(cite_problem(problem) for problem in answered),
        title=led.title if led else "",
        kind_name=rules.kind_name(row["kind"]),
        state_name=STATE_NAMES[row["state"]],
        light=light_of(state=row["state"], deadline=deadline, today=today, thresholds=rules.lights),
        leader=row["leader"],
        unit=row["unit_name"],
        co_units="、".join(json.loads(row["co_units"])),
        person=row["person"],
        deadline=deadline,
        target=row["target"],
        standard=row["standard"],
        measures=tuple(
            PastMeasure(one["text"], one["unit_name"], _day(one["deadline"]), one["deliverable"])
            for one in row["measures"]
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
