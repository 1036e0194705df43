"""The leading group of a cycle and its working groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from zhenggai.domain.appointing import LEADING_GROUP
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.ruling import rules_of
from zhenggai.people.models import Group

LONGEST_NAME = 100
Told = Mapping[str, object]


class WrongGroup(Refusal):
    """A group without a name, or with that of another, or that is there already."""


def make_groups(*, cycle_id: int, actor: Actor, at: datetime) -> int:
    """Make the groups that the rules of the cycle name and that are not there yet, and return how many.

    :raises NotAllowed: unless the actor appoints.
    :raises NoSuchThing: where there is no such cycle.
    :raises WrongGroup: where all of them are there.
    """
    actor = acting(actor, Act.APPOINT, Thing(cycle_id=cycle_id))
    rules = rules_of(cycle_id=cycle_id)
    try:
        with transaction.atomic(durable=True):
            there = set(Group.objects.filter(cycle_id=cycle_id).exclude(key="").values_list("key", flat=True))
            missing = [(key, name) for key, name in rules.groups if key not in there]
            if not missing:
                raise WrongGroup("领导小组和工作组都已建立。")
            place = _last_place(cycle_id)
            Group.objects.bulk_create(
                Group(cycle_id=cycle_id, key=key, name=name, leading=key == LEADING_GROUP, position=place + step)
                for step, (key, name) in enumerate(missing, start=1)
            )
            names = "、".join(name for _, name in missing)
            _append("group.preset", Subject("cycle", cycle_id), cycle_id, {}, {"groups": names}, actor=actor, at=at)
            return len(missing)
    except IntegrityError as clash:
        raise WrongGroup("已经有同名的组，请先改名。") from clash


def add_group(*, cycle_id: int, name: str, actor: Actor, at: datetime) -> int:
    """Add a working group beside those of the preset and return its number.

    :raises NotAllowed: unless the actor appoints.
    :raises NoSuchThing: where there is no such cycle.
    :raises WrongGroup: without a name or with that of another group.
    """
    actor = acting(actor, Act.APPOINT, Thing(cycle_id=cycle_id))
    plain = _demand_name(name)
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    try:
        with transaction.atomic(durable=True):
            group = Group.objects.create(cycle_id=cycle_id, name=plain, position=_last_place(cycle_id) + 1)
            _append("group.add", Subject("group", group.pk), cycle_id, {}, {"group": plain}, actor=actor, at=at)
            return group.pk
    except IntegrityError as clash:
        raise WrongGroup("已经有“$name”这个组。", name=plain) from clash


def rename_group(*, group_id: int, version: int, name: str, actor: Actor, at: datetime) -> None:
    """Give a group another name.

    :raises NotAllowed: unless the actor appoints.
    :raises NoSuchThing: where there is no such group.
    :raises WrongGroup: without a name, with that of another group, or where somebody was faster.
    """
    actor = acting(actor, Act.APPOINT)
    plain = _demand_name(name)
    try:
        with transaction.atomic(durable=True):
            group = find_group(group_id)
            actor = acting(actor, Act.APPOINT, Thing(cycle_id=group.cycle_id))
            seen = Group.objects.filter(pk=group_id, version=version)
            if seen.update(name=plain, version=F("version") + 1) != 1:
                raise WrongGroup("“$name”刚被别人改过，请看过最新内容再改。", name=group.name)
            before, after = {"group": group.name}, {"group": plain}
            _append("group.rename", Subject("group", group_id), group.cycle_id, before, after, actor=actor, at=at)
    except IntegrityError as clash:
        raise WrongGroup("已经有“$name”这个组。", name=plain) from clash


def find_group(group_id: int) -> Group:
    """:raises NoSuchThing: where there is none of that number."""
    group = Group.objects.filter(pk=group_id).first()
    if group is None:
        raise NoSuchThing("没有编号为 $id 的组。", id=group_id)
    return group


def _last_place(cycle_id: int) -> int:
    return Group.objects.filter(cycle_id=cycle_id).aggregate(last=Max("position"))["last"] or 0


def _demand_name(name: str) -> str:
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or "\x00" in plain:
        raise WrongGroup("组名要有 1 到 $longest 个字。", longest=LONGEST_NAME)
    return plain


def _append(verb: str, subject: Subject, cycle: int, before: Told, after: Told, *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=subject,
        before=before,
        after=after,
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=cycle,
    )
