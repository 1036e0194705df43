"""The rules that a cycle goes by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from zhenggai.domain.calendar import Calendar
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.report import Kind
from zhenggai.domain.rules import Rules, preset, preset_for, with_changes
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.models import Cycle, CycleRules, Task


def rules_of(*, cycle_id: int) -> Rules:
    """The rules of a cycle; until the office sets its own, the preset that fits kind and feedback.

    :raises NoSuchThing: where there is no such cycle.
    """
    cycle = Cycle.objects.select_related("rules").filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    return rules_of_found(cycle)


def rules_of_found(cycle: Cycle) -> Rules:
    """The rules of a cycle that was loaded with its own rules."""
    rules = _rules(cycle)
    return rules if rules.lights.counting == "calendar" else _with_calendar(rules, office_calendar())


def rules_of_task(task: Task) -> Rules:
    """The rules of a task's cycle, asked for only where the task was not loaded with them."""
    cycle: Cycle | None = task._state.fields_cache.get("cycle")
    if cycle is None or "rules" not in cycle._state.fields_cache:
        return rules_of(cycle_id=task.cycle_id)
    return rules_of_found(cycle)


def rules_of_cycles(*, cycle_ids: Iterable[int]) -> dict[int, Rules]:
    """The rules of several cycles, in one query and one more for the office's calendar."""
    cycles = Cycle.objects.filter(pk__in=set(cycle_ids)).select_related("rules")
    calendar = office_calendar()
    return {cycle.pk: _with_calendar(_rules(cycle), calendar) for cycle in cycles}


def rules_in_force(*, calendar: Calendar) -> dict[int, Rules]:
    """The rules of every cycle whose work goes on, in one query; what was adopted as history is left out."""
    cycles = Cycle.objects.filter(history=False).select_related("rules").order_by("pk")
    return {cycle.pk: _with_calendar(_rules(cycle), calendar) for cycle in cycles}


def _rules(cycle: Cycle) -> Rules:
    own: CycleRules | None = getattr(cycle, "rules", None)
    if own is not None:
        return _own_rules(own.preset, own.changes)
    kind: Kind = cycle.kind  # type: ignore[assignment]  # a constraint keeps it among the kinds
    return preset(preset_for(kind, cycle.feedback_date))


@lru_cache
def _own_rules(preset_key: str, changes: str) -> Rules:
    """The rules as an office wrote them; one operation asks for them again and again."""
    return with_changes(preset(preset_key), json.loads(changes))


def _with_calendar(rules: Rules, calendar: Calendar) -> Rules:
    return replace(rules, lights=replace(rules.lights, calendar=calendar))
