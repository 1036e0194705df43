"""The page of binders: what one would hold, what is lacking, what was exported before."""

from __future__ import annotations

import json
from datetime import date

from zhenggai.domain.binders import LACKING, LEFT_OUT, BinderPart
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.binding.gathering import gather
from zhenggai.ledger.binding.looking import placed, there
from zhenggai.ledger.models import Task, TaskUnit
from zhenggai.ledger.queries.rows import aspect_name, cycle_row
from zhenggai.ledger.shapes.binder import BinderPage, ExportedBinder, PartChoice
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle

# A page looks for so many files; the export looks at every one.
MOST_LOOKED_FOR = 500
EXPORTS = 10
_TITLE = 28


def binder_page(*, cycle_id: int, part: BinderPart, actor: Actor, today: date) -> BinderPage:
    """What a binder of that part would hold, and the binders that left before.

    :raises NotAllowed: where the actor reads nothing of the round.
    :raises NoSuchThing: where there is no such round.
    :raises CannotBind: where the part does not exist within the actor's reach.
    """
    gathered = gather(cycle_id=cycle_id, part=part, actor=actor, today=today)
    looked = len(gathered.held) <= MOST_LOOKED_FOR
    binder = there(gathered) if looked else placed(gathered, {})
    return BinderPage(
        cycle=cycle_row(cycle_id=cycle_id),
        binder=binder,
        lacking=binder.of(*LACKING),
        left_out=binder.of(*LEFT_OUT),
        looked=looked,
        choices=_choices(cycle_id, actor),
        exported=_exported(cycle_id, actor),
    )


def _choices(cycle_id: int, actor: Actor) -> tuple[tuple[str, tuple[PartChoice, ...]], ...]:
    """Tasks, units, leaders and aspects within reach, in three queries."""
    reached = tasks_in_reach(actor).filter(cycle_id=cycle_id)
    tasks = list(reached.select_related("problem__aspect").order_by("number"))
    units = TaskUnit.objects.filter(task__in=reached).order_by("unit__name").values_list("unit__name", flat=True)
    leaders = sorted({task.leader for task in tasks} - {""})
    aspects = {task.problem.aspect_id: task.problem.aspect for task in tasks}
    groups = (
        ("task", tuple(PartChoice(f"task:{task.number}", _named(task)) for task in tasks)),
        ("unit", tuple(PartChoice(f"unit:{name}", name) for name in units.distinct())),
        ("leader", tuple(PartChoice(f"leader:{name}", name) for name in leaders)),
        ("aspect", tuple(PartChoice(f"aspect:{key}", aspect_name(one)) for key, one in aspects.items())),
    )
    return tuple(group for group in groups if group[1])


def _named(task: Task) -> str:
    title = task.problem.title
    return f"{task.number} {title if len(title) <= _TITLE else title[: _TITLE - 1] + '…'}"


def _exported(cycle_id: int, actor: Actor) -> tuple[ExportedBinder, ...]:
    """The newest exports; who does not see the whole round sees their own."""
    entries = Entry.objects.filter(cycle_id=cycle_id, subject_kind="cycle", subject_id=cycle_id, verb="binder.export")
    if not whole_cycle(actor, cycle_id):
        entries = entries.filter(actor_id=actor.id)
    return tuple(_export(entry) for entry in entries.defer("salt", "leaf").order_by("-sequence")[:EXPORTS])


def _export(entry: Entry) -> ExportedBinder:
    told = json.loads(entry.body)["after"]
    return ExportedBinder(
        at=entry.at,
        by=entry.actor_name,
        label=told["fact"],
        pieces=told["binder_pieces"],
        size=told["binder_bytes"],
        lacking=told.get("binder_lacking", ""),
        left_out=told.get("binder_left_out", ""),
    )
