"""Rosters: handed in, compared, and accepted as a whole or line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.roster import Line, read_lines
from zhenggai.domain.roster_compare import PersonFacts, PostFacts, UnitFacts, Verdict, compare
from zhenggai.jobs.confined import Unreadable, tables_confined
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.known import known_people
from zhenggai.people.models import Person, Post, Roster, Unit
from zhenggai.people.person_operations import (
    PostWish,
    write_changed_person,
    write_changed_post,
    write_new_person,
    write_new_post,
)
from zhenggai.people.unit_operations import write_changed_unit, write_new_unit

LONGEST_NAME = 255
Tables = Callable[..., list[list[list[str]]]]


class RosterTooLarge(Refusal):
    """A workbook above the limit."""


class RosterUnreadable(Refusal):
    """A file that cannot be read at all; the sentence says why."""


class RosterClash(Refusal):
    """Somebody else wrote the same units or persons in the same moment."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many lines were new, changed, unchanged and refused."""

    new: int
    changed: int
    unchanged: int
    refused: int


def keep_roster(*, name: str, data: bytes, actor: Actor, at: datetime, read: Tables = tables_confined) -> int:
    """Read a workbook and keep its lines for the preview; nothing of it holds yet. Return its number.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises RosterTooLarge: above the limit of the settings.
    :raises RosterUnreadable: where the file cannot be read.
    :raises NoRoster: where no sheet has a column of units.
    """
    demand(actor, Act.KEEP_PEOPLE)
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise RosterTooLarge("“$name”太大，请分几份导入。", name=name)
    try:
        tables = read(data, name=name)
    except Unreadable as fault:
        raise RosterUnreadable(fault.pattern, **fault.facts) from fault
    lines = read_lines(tables)
    told = json.dumps([asdict(line) for line in lines], ensure_ascii=False)
    plain = PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "名册.xlsx"
    with transaction.atomic(durable=True):
        roster = Roster.objects.create(name=plain, lines=told, received_at=at, received_by=actor.name)
        _append("roster.keep", roster, {"name": plain, "lines": len(lines)}, actor=actor, at=at)
    return roster.pk


def accept_roster(*, roster_id: int, lines: Collection[int] | None = None, actor: Actor, at: datetime) -> Accepted:
    """Write what a roster changes: all of it that can be taken, or only the lines of these numbers.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such roster.
    :raises RosterClash: where somebody else wrote the same in the same moment.
    """
    demand(actor, Act.KEEP_PEOPLE)
    try:
        with transaction.atomic(durable=True):
            roster = find_roster(roster_id)
            verdicts = verdicts_of(roster, only=lines)
            _write(verdicts, actor=actor, at=at)
            counts = _count(verdicts)
            if counts.new or counts.changed:
                facts = {"name": roster.name, "new": counts.new, "changed": counts.changed, "refused": counts.refused}
                _append("roster.accept", roster, facts, actor=actor, at=at)
    except IntegrityError as clash:
        raise RosterClash("有人同时在改这些单位或人员，请重新看过预览再收入。") from clash
    return counts


def find_roster(roster_id: int) -> Roster:
    """:raises NoSuchThing: where there is none of that number."""
    roster = Roster.objects.filter(pk=roster_id).first()
    if roster is None:
        raise NoSuchThing("没有编号为 $id 的名册。", id=roster_id)
    return roster


def verdicts_of(roster: Roster, *, only: Collection[int] | None = None) -> tuple[Verdict, ...]:
    """What the lines of a roster would change now."""
    lines = [Line(**line) for line in json.loads(roster.lines)]
    return tuple(compare([line for line in lines if only is None or line.number in only], known_people()))


def _count(verdicts: Iterable[Verdict]) -> Accepted:
    states = [verdict.state for verdict in verdicts]
    return Accepted(*(states.count(state) for state in ("new", "changed", "unchanged", "refused")))


def _write(verdicts: Iterable[Verdict], *, actor: Actor, at: datetime) -> None:
    taken = [verdict for verdict in verdicts if verdict.state in {"new", "changed"}]
    final = {verdict.unit.name: verdict.unit for verdict in taken if verdict.unit is not None}
    known = {unit.name: unit for unit in Unit.objects.select_related("kind", "parent").filter(name__in=list(final))}
    for unit in _parents_first(final):
        if unit.name in known:
            write_changed_unit(known[unit.name], unit, actor=actor, at=at)
        else:
            write_new_unit(unit, actor=actor, at=at)
    _write_persons(taken, actor=actor, at=at)


def _parents_first(units: dict[str, UnitFacts]) -> Iterable[UnitFacts]:
    waiting = dict(units)
    while waiting:
        above = [next(iter(waiting.values()))]
        while above[-1].parent in waiting:
            above.append(waiting[above[-1].parent])
        for unit in reversed(above):
            yield waiting.pop(unit.name)


def _write_persons(taken: Iterable[Verdict], *, actor: Actor, at: datetime) -> None:
    numbers: dict[int, int] = {}
    for verdict in taken:
        if verdict.person is None:
            continue
        person = _person(verdict.person, numbers, actor=actor, at=at)
        if verdict.post is not None:
            _write_post(person, verdict.post, actor=actor, at=at)


def _person(facts: PersonFacts, numbers: dict[int, int], *, actor: Actor, at: datetime) -> Person:
    """The row of a person; one whose key is below 0 is written when they first come up."""
    if facts.key < 0 and facts.key not in numbers:
        person = write_new_person(facts.name, facts.phone, actor=actor, at=at)
        numbers[facts.key] = person.pk
        return person
    person = Person.objects.get(pk=numbers.get(facts.key, facts.key))
    write_changed_person(person, facts.name, facts.phone, actor=actor, at=at)
    return person


def _write_post(person: Person, facts: PostFacts, *, actor: Actor, at: datetime) -> None:
    if facts.id is None:
        # An earlier line of the same roster may have begun this post, which this one then ends.
        begun = Q(starts=facts.starts) | Q(starts=None)
        row = Post.objects.filter(begun, person=person, unit__name=facts.unit, title=facts.title).first()
        if row is None:
            unit = Unit.objects.get(name=facts.unit)
            wish = PostWish(unit.pk, facts.title, facts.starts, facts.ends)
            write_new_post(person, wish, actor=actor, at=at)
            return
    else:
        row = Post.objects.select_related("unit", "person").get(pk=facts.id)
    write_changed_post(row, title=facts.title, starts=facts.starts, ends=facts.ends, actor=actor, at=at)


def _append(verb: str, roster: Roster, after: dict[str, object], *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("roster", roster.pk),
        before=None,
        after=after,
        why="",
        at=at,
        salt=fresh_salt(),
    )
