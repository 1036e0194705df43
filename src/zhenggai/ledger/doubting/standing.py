"""Whose a doubt is: that of its task, or of the round as a whole."""

from __future__ import annotations

from django.db.models import QuerySet

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import LedgerDoubt
from zhenggai.ledger.standing import tasks_in_reach, thing_of_task, whole_cycle


def find_doubt(doubt_id: int) -> LedgerDoubt:
    """A doubt with its task.

    :raises NoSuchThing: where there is none of that number.
    """
    found = LedgerDoubt.objects.select_related("task__problem__aspect").filter(pk=doubt_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的疑点。", id=doubt_id)
    return found


def thing_of_doubt(doubt: LedgerDoubt) -> Thing:
    """A doubt as rights see it."""
    return thing_of_task(doubt.task) if doubt.task else Thing(cycle_id=doubt.cycle_id)


def doubts_in_reach(actor: Actor, *, cycle_id: int, act: Act = Act.READ) -> QuerySet[LedgerDoubt]:
    """The doubts of a round to which the actor may do this; those of the whole round for who sees all of it."""
    found = LedgerDoubt.objects.filter(cycle_id=cycle_id)
    if act is Act.READ and whole_cycle(actor, cycle_id):
        return found
    return found.filter(task__in=tasks_in_reach(actor, act, cycle_id=cycle_id))
