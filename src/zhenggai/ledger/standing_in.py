"""Who stands in for an empty post: the lead leader, where nobody has taken a task over within the hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from zhenggai.domain.appointing import STAND_IN_ACTS
from zhenggai.domain.rights import Office
from zhenggai.domain.roles import GRANTS, Act, Reach, Role
from zhenggai.domain.states import CLOSED
from zhenggai.ledger.models import HandoverItem
from zhenggai.people.models import Account

# What a unit's people leave; a leader's own tasks have no leader above them, and what others leave is no task.
STOOD_FOR = ("person", "unit", "accept", "returned", "sent_back", "to_explain")


def lend_empty_posts(account: Account, own: Sequence[Office], at: datetime) -> Iterator[Office]:
    """The empty posts for which the holder of these offices stands in as a lead leader; for others, no query."""
    leading = [office for office in own if GRANTS[Act.ACCEPT].get(office.role) is Reach.LED]
    names = frozenset().union(*(office.names for office in leading)) - {""}
    if not names:
        return
    mine = Q(handover__giver=None, handover__giver_name=account.name)
    if account.person_id:
        mine |= Q(handover__giver=account.person_id)
    left = unaccepted(at).filter(task__leader__in=names).exclude(mine).order_by("handover")
    posts: dict[tuple[int, int, str], set[int]] = {}
    for handover, cycle, giver, task, leader in left.values_list(
        "handover", "handover__cycle", "handover__giver_name", "task", "task__leader"
    ):
        if any(leader in office.names and office.cycle_id in (None, cycle) for office in leading):
            posts.setdefault((handover, cycle, giver), set()).add(task)
    for (_handover, cycle, giver), tasks in posts.items():
        yield Office(
            Role.UNIT_CLERK,
            cycle_id=cycle,
            on_behalf=name_of_post(giver),
            acts=STAND_IN_ACTS,
            tasks=frozenset(tasks),
        )


def unaccepted(at: datetime) -> QuerySet[HandoverItem]:
    """What units' people left of open tasks and nobody took over within the hours."""
    late = HandoverItem.objects.filter(handover__done_at=None, handover__due_at__lt=at, accepted_at=None)
    return late.filter(kind__in=STOOD_FOR, task__isnull=False).exclude(task__state__in=CLOSED)


def name_of_post(giver: str) -> str:
    """An empty post as the record names it, by who left it."""
    return f"{giver}的空缺岗位"


def posts_named(offices: Iterable[Office], task: int) -> tuple[str, ...]:
    """The empty posts among these offices whose work on a task is done in them."""
    return tuple(office.on_behalf for office in offices if office.tasks is not None and task in office.tasks)
