"""Saying which unit a name in the ledger means, where the rule found none or several."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Task
from zhenggai.ledger.standing import move_lead_units
from zhenggai.people.unit_operations import NameOfAnother, call_unit

# A unit that only a document has named is not yet anybody's decision.
UNDECIDED = Q(unit=None) | Q(unit__kind=None)

__all__ = ["UNDECIDED", "NameOfAnother", "NothingToSettle", "settle_unit_name"]


class NothingToSettle(Refusal):
    """No task waits for this name."""


def settle_unit_name(*, name: str, unit: str, actor: Actor, at: datetime) -> int:
    """Let a name mean this unit, here and in later documents, and return the number of tasks that it settled.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NothingToSettle: where no task waits for the name.
    :raises NameOfAnother: where there is no such unit.
    """
    demand(actor, Act.KEEP_PEOPLE)
    with transaction.atomic(durable=True):
        unit_id = call_unit(unit, name)
        waiting = Task.objects.filter(UNDECIDED, unit_name=name).exclude(unit=unit_id)
        tasks = list(waiting)
        settled = Task.objects.filter(pk__in=[task.pk for task in tasks]).update(unit=unit_id)
        move_lead_units(tasks, unit_id)
        if not settled:
            raise NothingToSettle("台账里没有等着对上的“$name”。", name=name)
        journal.append(
            actor=actor,
            verb="unit.settle",
            subject=Subject("unit", unit_id),
            before={"name": unit},
            after={"name": unit, "others": name, "tasks": settled},
            why="",
            at=at,
            salt=fresh_salt(),
        )
    return settled
