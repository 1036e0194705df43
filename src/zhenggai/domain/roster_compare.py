"""What a roster would change: every line against what is known, one after the other, so that a line may build on an earlier one.

An empty cell changes nothing, a unit or post that the roster leaves out stays as it is, and nothing is ever removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from zhenggai.domain.roster import COLUMN_NAMES, Column, Line, day_in
from zhenggai.domain.unit_names import KnownUnit, UnitNames

LineState = Literal["new", "changed", "unchanged", "refused"]
LINE_STATES: dict[LineState, str] = {"new": "新增", "changed": "变更", "unchanged": "没有变化", "refused": "不能收入"}
LONGEST: dict[Column, int] = {"unit": 200, "parent": 200, "person": 64, "title": 100}
_PHONE = re.compile(r"\+?[\d\-() ]{5,30}")


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit by its names; `parent` is the parent's name, empty where there is none."""

    name: str
    kind: str = ""
    parent: str = ""
    others: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post; `id` is None until it is kept."""

    id: int | None
    unit: str
    title: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person and all their posts; `key` is their number, or below 0 until they are kept."""

    key: int
    name: str
    phone: str = ""
    posts: tuple[PostFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be taken: the sentence of a refusal with its facts."""

    column: Column
    pattern: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact before and after; `before` is empty for what is new."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line; the facts are set where something is to be written."""

    line: Line
    state: LineState
    faults: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    notes: tuple[Fault, ...] = ()
    unit: UnitFacts | None = None
    person: PersonFacts | None = None
    post: PostFacts | None = None


class Refused(Exception):
    """A line with a cell that cannot be taken."""

    def __init__(self, column: Column, pattern: str, **facts: str) -> None:
        super().__init__(pattern)
        self.fault = Fault(column, pattern, facts)


class Known:
    """Units, persons and types as they are, and as they would be after the lines so far."""

    def __init__(self, *, units: Iterable[UnitFacts], persons: Iterable[PersonFacts], kinds: Iterable[str]) -> None:
        self.units = {unit.name: unit for unit in units}
        self.kinds = frozenset(kinds)
        self._called = list(self.units)
        self.names = UnitNames(
            KnownUnit(place, unit.name, unit.others) for place, unit in enumerate(self.units.values())
        )
        self._persons: dict[str, dict[int, PersonFacts]] = {}
        for person in persons:
            self.keep_person(person)
        self._next = -1

    def keep_unit(self, unit: UnitFacts) -> None:
        """Know this unit from now on."""
        if unit.name not in self.units:
            self.names.add(KnownUnit(len(self._called), unit.name, unit.others))
            self._called.append(unit.name)
        self.units[unit.name] = unit

    def keep_person(self, person: PersonFacts) -> None:
        """Know this person from now on."""
        self._persons.setdefault(person.name, {})[person.key] = person

    def called(self, name: str) -> tuple[PersonFacts, ...]:
        """Everybody of this name."""
        return tuple(self._persons.get(name, {}).values())

    def find(self, name: str, column: Column) -> UnitFacts | None:
        """The unit of a written name; None where there is none.

        :raises Refused: where it may be several.
        """
        match = self.names.find(name)
        if len(match.units) > 1:
            candidates = "、".join(self._called[place] for place in match.units)
            raise Refused(column, "“$name”可能是$candidates，请写全称。", name=name, candidates=candidates)
        return self.units[self._called[match.units[0]]] if match.units else None

    def somebody_new(self, name: str) -> PersonFacts:
        """A person with a key of their own."""
        self._next -= 1
        return PersonFacts(self._next, name)


def compare(lines: Iterable[Line], known: Known) -> Iterator[Verdict]:
    """A verdict on every line; parents come before their units wherever the roster puts them."""
    every = tuple(lines)
    first = {line.unit: line for line in reversed(every) if line.kind or line.parent}
    verdicts = {line.number: _judge(line, known) for line in _parents_first(every, first)}
    return (verdicts[line.number] for line in every)


def _parents_first(lines: tuple[Line, ...], first: dict[str, Line]) -> Iterator[Line]:
    done: set[int] = set()
    for line in lines:
        above, place = [line], line
        while (parent := first.get(place.parent)) is not None and parent not in above:
            above.append(parent)
            place = parent
        for each in reversed(above):
            if each.number not in done:
                done.add(each.number)
                yield each


def _judge(line: Line, known: Known) -> Verdict:
    faults = tuple(_faults(line, known))
    if faults:
        return Verdict(line, "refused", faults)
    try:
        unit, notes = _unit(line, known)
        before = known.units.get(unit.name)
        person, post = _person(line, unit, known)
    except Refused as refused:
        return Verdict(line, "refused", (refused.fault,))
    old = next((other for other in known.called(line.person) if person and other.key == person.key), None)
    told = (*_unit_differences(before, unit), *_person_differences(old, person, post))
    known.keep_unit(unit)
    if person is None:
        state: LineState = "unchanged" if before == unit else "changed" if before else "new"
        return Verdict(line, state, differences=told, notes=notes, unit=unit if before != unit else None)
    known.keep_person(person)
    namesake = (_namesake(line, known, unit),) if old is None else ()
    is_new = before is None or old is None or (post is not None and post.id is None and post not in old.posts)
    state = "unchanged" if not told else "new" if is_new else "changed"
    return Verdict(
        line,
        state,
        differences=told,
        notes=(*notes, *(note for note in namesake if note)),
        unit=unit if before != unit else None,
        person=person if old != person else None,
        post=post,
    )


def _faults(line: Line, known: Known) -> Iterator[Fault]:
    for column, limit in LONGEST.items():
        if len(getattr(line, column)) > limit:
            yield Fault(column, "超过 $limit 个字。", {"limit": str(limit)})
    if not line.unit:
        yield Fault("unit", "没有写单位。")
    if line.kind and line.kind not in known.kinds:
        yield Fault("kind", "没有“$kind”这个类型，可以先到单位类型中添加。", {"kind": line.kind})
    if line.person and not line.title:
        yield Fault("title", "写了姓名，还要写职务。")
    if not line.person and (line.title or line.phone):
        yield Fault("person", "写了职务或电话，还要写姓名。")
    if line.phone and not _PHONE.fullmatch(line.phone):
        yield Fault("phone", "“$phone”不像电话号码。", {"phone": line.phone})
    yield from _day_faults(line)


def _day_faults(line: Line) -> Iterator[Fault]:
    days: dict[Column, date | None] = {}
    for column, text in (("starts", line.starts), ("ends", line.ends)):
        try:
            days["starts" if column == "starts" else "ends"] = day_in(text)
        except ValueError:
            yield Fault(
                "starts" if column == "starts" else "ends", "“$text”不是日期，请写成 2024-03-01。", {"text": text}
            )
    first, last = days.get("starts"), days.get("ends")
    if first and last and last < first:
        yield Fault("ends", "止在起之前。")


def _unit(line: Line, known: Known) -> tuple[UnitFacts, tuple[Fault, ...]]:
    found = known.find(line.unit, "unit")
    unit = found or UnitFacts(line.unit)
    notes = (Fault("unit", "对上已有的“$unit”。", {"unit": unit.name}),) if unit.name != line.unit else ()
    if line.kind:
        unit = replace(unit, kind=line.kind)
    if line.parent:
        unit = replace(unit, parent=_parent(line, unit, known))
    if not line.person and line.starts:
        unit = replace(unit, starts=day_in(line.starts))
    if not line.person and line.ends:
        unit = replace(unit, ends=day_in(line.ends))
    if unit.starts and unit.ends and unit.ends < unit.starts:
        raise Refused("ends", "止在起之前。")
    return replace(unit, others=tuple(dict.fromkeys((*unit.others, *line.other_names())))), notes


def _parent(line: Line, unit: UnitFacts, known: Known) -> str:
    parent = known.find(line.parent, "parent")
    if parent is None:
        raise Refused("parent", "没有“$parent”这个单位，请先收入它。", parent=line.parent)
    above: UnitFacts | None = parent
    while above is not None:
        if above.name == unit.name:
            raise Refused("parent", "“$parent”在“$unit”之下，不能又是它的上级。", parent=parent.name, unit=unit.name)
        above = known.units.get(above.parent)
    return parent.name


def _person(line: Line, unit: UnitFacts, known: Known) -> tuple[PersonFacts | None, PostFacts | None]:
    if not line.person:
        return None, None
    person = _same_person(line, unit, known) or known.somebody_new(line.person)
    if line.phone:
        person = replace(person, phone=line.phone)
    wanted = PostFacts(None, unit.name, line.title, day_in(line.starts), day_in(line.ends))
    held = _same_post(person.posts, wanted)
    post = _merged(held, wanted) if held else wanted
    if post.starts and post.ends and post.ends < post.starts:
        raise Refused("ends", "止在起之前。")
    others = tuple(each for each in person.posts if each is not held)
    return replace(person, posts=(*others, post)), None if post == held else post


def _same_person(line: Line, unit: UnitFacts, known: Known) -> PersonFacts | None:
    """By name and unit, else by name and telephone; a name alone is nobody."""
    named = known.called(line.person)
    here = [person for person in named if any(post.unit == unit.name for post in person.posts)]
    by_phone = [person for person in named if line.phone and person.phone == line.phone]
    found = [person for person in here if person in by_phone] or by_phone or here
    if len(found) > 1:
        raise Refused("person", "有 $count 个“$name”都可能是，请写电话。", count=str(len(found)), name=line.person)
    return found[0] if found else None


def _same_post(posts: Iterable[PostFacts], wanted: PostFacts) -> PostFacts | None:
    """The post that a line means: another beginning after the end of the former is another term."""
    same = [post for post in posts if (post.unit, post.title) == (wanted.unit, wanted.title)]
    exact = [post for post in same if post.starts == wanted.starts]
    going_on = [post for post in same if not wanted.starts or not post.ends or post.ends >= wanted.starts]
    return next(iter(exact or going_on[-1:]), None)


def _merged(held: PostFacts, wanted: PostFacts) -> PostFacts:
    return replace(held, starts=wanted.starts or held.starts, ends=wanted.ends or held.ends)


def _namesake(line: Line, known: Known, unit: UnitFacts) -> Fault | None:
    others = [person for person in known.called(line.person) if all(post.unit != unit.name for post in person.posts)]
    if not others:
        return None
    places = "、".join(dict.fromkeys(post.unit for person in others for post in person.posts))
    return Fault("person", "另有同名的人在$units；如是同一人，请写同一个电话。", {"units": places})


def _unit_differences(before: UnitFacts | None, after: UnitFacts) -> Iterator[Difference]:
    old = before or UnitFacts("")
    yield from _changed(COLUMN_NAMES["unit"], old.name, after.name)
    yield from _changed(COLUMN_NAMES["kind"], old.kind, after.kind)
    yield from _changed(COLUMN_NAMES["parent"], old.parent, after.parent)
    yield from _changed(COLUMN_NAMES["others"], "、".join(old.others), "、".join(after.others))
    yield from _changed("单位起", _day(old.starts), _day(after.starts))
    yield from _changed("单位止", _day(old.ends), _day(after.ends))


def _person_differences(
    before: PersonFacts | None, after: PersonFacts | None, post: PostFacts | None
) -> Iterator[Difference]:
    if after is None:
        return
    yield from _changed(COLUMN_NAMES["person"], before.name if before else "", after.name)
    yield from _changed(COLUMN_NAMES["phone"], before.phone if before else "", after.phone)
    if post is None:
        return
    old = next((each for each in before.posts if each.id == post.id and each.id is not None), None) if before else None
    yield from _changed(COLUMN_NAMES["title"], old.title if old else "", post.title)
    yield from _changed("任职起", _day(old.starts) if old else "", _day(post.starts))
    yield from _changed("任职止", _day(old.ends) if old else "", _day(post.ends))


def _changed(label: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(label, before, after)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
