"""Keeping the units: their names, types, places in the tree and days."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.roster_compare import UnitFacts
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.models import Unit, UnitName, UnitType

Told = dict[str, object]


class UnitNameTaken(Refusal):
    """Another unit has this name."""


class UnitChanged(Refusal):
    """Somebody else changed the unit in the meantime."""


class WrongUnit(Refusal):
    """A unit that cannot stand like this: no name, an unknown type or parent, a circle, days out of order."""


class NameOfAnother(Refusal):
    """A name for a unit that is not kept, or that nobody has given a type yet."""


class UnitTypeTaken(Refusal):
    """There is a unit type of this name already, or the name is empty."""


def add_unit(*, facts: UnitFacts, actor: Actor, at: datetime) -> int:
    """Put a unit into the tree and return its number.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises UnitNameTaken: where another unit has the name.
    :raises WrongUnit: where the facts make no unit.
    """
    demand(actor, Act.KEEP_PEOPLE)
    try:
        with transaction.atomic(durable=True):
            return write_new_unit(facts, actor=actor, at=at)
    except IntegrityError as clash:
        raise UnitNameTaken("已经有“$name”这个单位。", name=facts.name) from clash


def change_unit(*, unit_id: int, version: int, facts: UnitFacts, actor: Actor, at: datetime) -> None:
    """Give a unit other facts; short names left out are taken off it.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such unit.
    :raises UnitChanged: where `version` is not the unit's.
    :raises UnitNameTaken: where another unit has the name.
    :raises WrongUnit: where the facts make no unit.
    """
    demand(actor, Act.KEEP_PEOPLE)
    try:
        with transaction.atomic(durable=True):
            unit = find_unit(unit_id)
            if unit.version != version:
                raise UnitChanged("“$name”刚被别人改过，请看过最新内容再改。", name=unit.name)
            write_changed_unit(unit, facts, actor=actor, at=at)
    except IntegrityError as clash:
        raise UnitNameTaken("已经有“$name”这个单位。", name=facts.name) from clash


def add_unit_type(*, name: str, actor: Actor, at: datetime) -> int:
    """Add a type to the end of the table and return its number.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises UnitTypeTaken: where there is one of this name, or the name is empty.
    """
    demand(actor, Act.KEEP_PEOPLE)
    plain = _type_name(name)
    try:
        with transaction.atomic(durable=True):
            last = UnitType.objects.aggregate(last=Max("position", default=0))["last"]
            kind = UnitType.objects.create(name=plain, position=last + 1)
            _append("unit_type.add", Subject("unit_type", kind.pk), {}, {"name": plain}, actor=actor, at=at)
            return kind.pk
    except IntegrityError as clash:
        raise UnitTypeTaken("已经有“$name”这个类型。", name=plain) from clash


def rename_unit_type(*, type_id: int, name: str, actor: Actor, at: datetime) -> None:
    """Give a type another name; the units keep it.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such type.
    :raises UnitTypeTaken: where there is another of this name, or the name is empty.
    """
    demand(actor, Act.KEEP_PEOPLE)
    plain = _type_name(name)
    try:
        with transaction.atomic(durable=True):
            before = UnitType.objects.filter(pk=type_id).values_list("name", flat=True).first()
            if before is None:
                raise NoSuchThing("没有编号为 $id 的单位类型。", id=type_id)
            UnitType.objects.filter(pk=type_id).update(name=plain)
            subject = Subject("unit_type", type_id)
            _append("unit_type.rename", subject, {"name": before}, {"name": plain}, actor=actor, at=at)
    except IntegrityError as clash:
        raise UnitTypeTaken("已经有“$name”这个类型。", name=plain) from clash


def find_unit(unit_id: int) -> Unit:
    """:raises NoSuchThing: where there is none of that number."""
    unit = Unit.objects.select_related("kind", "parent").filter(pk=unit_id).first()
    if unit is None:
        raise NoSuchThing("没有编号为 $id 的单位。", id=unit_id)
    return unit


def facts_of(unit: Unit) -> UnitFacts:
    """The unit by its names."""
    return UnitFacts(
        name=unit.name,
        kind=unit.kind.name if unit.kind else "",
        parent=unit.parent.name if unit.parent else "",
        others=tuple(unit.others.order_by("pk").values_list("name", flat=True)),
        starts=unit.starts,
        ends=unit.ends,
    )


def write_new_unit(facts: UnitFacts, *, actor: Actor, at: datetime) -> int:
    """Write a unit and its entry; part of its caller's transaction.

    :raises WrongUnit: where the facts make no unit.
    """
    _demand_sense(facts)
    unit = Unit.objects.create(
        name=facts.name, kind=_kind(facts), parent=_parent(facts, None), starts=facts.starts, ends=facts.ends
    )
    _write_others(unit, facts.others)
    _append("unit.add", Subject("unit", unit.pk), {}, _told(facts), actor=actor, at=at)
    return unit.pk


def write_changed_unit(unit: Unit, facts: UnitFacts, *, actor: Actor, at: datetime) -> None:
    """Write what is different and its entry, if anything is; part of its caller's transaction.

    :raises UnitChanged: where somebody else was faster.
    :raises WrongUnit: where the facts make no unit.
    """
    before = facts_of(unit)
    if before == facts:
        return
    _demand_sense(facts)
    changed = Unit.objects.filter(pk=unit.pk, version=unit.version).update(
        name=facts.name,
        kind=_kind(facts),
        parent=_parent(facts, unit),
        starts=facts.starts,
        ends=facts.ends,
        version=F("version") + 1,
    )
    if changed != 1:
        raise UnitChanged("“$name”刚被别人改过，请看过最新内容再改。", name=unit.name)
    _write_others(unit, facts.others)
    _append("unit.change", Subject("unit", unit.pk), _told(before), _told(facts), actor=actor, at=at)


def call_unit(unit: str, name: str) -> int:
    """Let a unit with a type be called by this name as well, and return its number; part of its caller's transaction.

    :raises NameOfAnother: where there is no such unit.
    """
    found = Unit.objects.filter(name=unit.strip()).exclude(kind=None).first()
    if found is None:
        raise NameOfAnother("没有“$unit”这个已分类的单位，请写它的全称。", unit=unit)
    if name != found.name:
        UnitName.objects.get_or_create(unit=found, name=name)
    return found.pk


def _demand_sense(facts: UnitFacts) -> None:
    if not facts.name.strip():
        raise WrongUnit("请填写单位名称。")
    if facts.starts and facts.ends and facts.ends < facts.starts:
        raise WrongUnit("止在起之前。")


def _kind(facts: UnitFacts) -> UnitType | None:
    if not facts.kind:
        return None
    kind = UnitType.objects.filter(name=facts.kind).first()
    if kind is None:
        raise WrongUnit("没有“$kind”这个类型，可以先到单位类型中添加。", kind=facts.kind)
    return kind


def _parent(facts: UnitFacts, unit: Unit | None) -> Unit | None:
    if not facts.parent:
        return None
    parent = Unit.objects.filter(name=facts.parent).first()
    if parent is None:
        raise WrongUnit("没有“$parent”这个单位，请先收入它。", parent=facts.parent)
    above: Unit | None = parent
    while above is not None:
        if unit is not None and above.pk == unit.pk:
            raise WrongUnit("“$parent”在“$unit”之下，不能又是它的上级。", parent=parent.name, unit=unit.name)
        above = above.parent
    return parent


def _write_others(unit: Unit, names: tuple[str, ...]) -> None:
    unit.others.exclude(name__in=names).delete()
    UnitName.objects.bulk_create([UnitName(unit=unit, name=name) for name in names], ignore_conflicts=True)


def _type_name(name: str) -> str:
    plain = name.strip()
    if not plain or len(plain) > 40:
        raise UnitTypeTaken("类型名称要有 1 到 40 个字。")
    return plain


def _told(facts: UnitFacts) -> Told:
    return {
        "name": facts.name,
        "kind": facts.kind or None,
        "parent": facts.parent or None,
        "others": "、".join(facts.others) or None,
        "starts": _day(facts.starts),
        "ends": _day(facts.ends),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _append(verb: str, subject: Subject, before: Told, after: Told, *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor, verb=verb, subject=subject, before=before, after=after, why="", at=at, salt=fresh_salt()
    )
