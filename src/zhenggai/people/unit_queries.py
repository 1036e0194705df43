"""Every look at units, persons and rosters; all answer with the frozen rows of `people.shapes`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.roster import COLUMN_NAMES, Column
from zhenggai.domain.roster_compare import LINE_STATES, Fault, LineState, Verdict
from zhenggai.domain.unit_names import STEP_NAMES
from zhenggai.people.models import Person, Post, Roster, Unit, UnitName, UnitType
from zhenggai.people.person_operations import find_person
from zhenggai.people.roster_operations import find_roster, verdicts_of
from zhenggai.people.shapes import (
    KindRow,
    PersonCard,
    PostRow,
    RosterCell,
    RosterCount,
    RosterLine,
    RosterPreview,
    RosterRow,
    UnitCard,
    UnitLink,
    UnitRow,
    UnitTree,
)
from zhenggai.people.unit_finding import decided, unit_names
from zhenggai.people.unit_operations import find_unit

LINES_AT_ONCE = 200
MOST_ROWS = 600


def unit_tree(*, text: str = "", on: date) -> UnitTree:
    """All units, parents before their children; with `text` those that it finds, by name, alias or person.

    Counts the people whose posts are held on the day.
    """
    units = list(decided(Unit.objects.all()).select_related("kind").order_by("kind__position", "pk"))
    others = _others()
    people = _people_on(on)
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    found = _found(text) if text else None
    rows = tuple(
        UnitRow(
            id=unit.pk,
            name=unit.name,
            kind=unit.kind.name if unit.kind else "",
            others=tuple(others.get(unit.pk, ())),
            depth=depth if found is None else 0,
            children=len(children.get(unit.pk, ())),
            people=people.get(unit.pk, 0),
            ended=unit.ends is not None and unit.ends < on,
            how=found.get(unit.pk, "") if found else "",
        )
        for unit, depth in _walk(children)
        if found is None or unit.pk in found
    )
    shown = _shallow(rows)
    return UnitTree(
        rows=shown, found=len(rows), unlisted=len(rows) - len(shown), total=len(units),
        persons=Person.objects.count(), text=text,
    )  # fmt: skip


def unit_card(*, unit_id: int, on: date) -> UnitCard:
    """All that the page of a unit shows of its people.

    :raises NoSuchThing: where there is none of that number.
    """
    unit = find_unit(unit_id)
    posts = [_post(post, on=on) for post in _posts().filter(unit=unit).order_by("pk")]
    return UnitCard(
        id=unit.pk,
        version=unit.version,
        name=unit.name,
        kind=unit.kind.name if unit.kind else "",
        others=tuple(unit.others.order_by("pk").values_list("name", flat=True)),
        starts=unit.starts,
        ends=unit.ends,
        above=_above(unit),
        children=tuple(UnitLink(child.pk, child.name) for child in unit.children.order_by("pk")),
        current=tuple(post for post in posts if post.current),
        former=tuple(post for post in posts if not post.current),
    )


def person_card(*, person_id: int, on: date) -> PersonCard:
    """All that the page of a person shows.

    :raises NoSuchThing: where there is none of that number.
    """
    person = find_person(person_id)
    latest = _posts().filter(person=person).order_by(F("starts").desc(nulls_last=True), "-pk")
    posts = sorted((_post(post, on=on) for post in latest), key=lambda post: not post.current)
    return PersonCard(person.pk, person.version, person.name, person.phone, tuple(posts))


def post_row(*, post_id: int, on: date) -> PostRow:
    """One post.

    :raises NoSuchThing: where there is none of that number.
    """
    post = _posts().filter(pk=post_id).first()
    if post is None:
        raise NoSuchThing("没有编号为 $id 的任职。", id=post_id)
    return _post(post, on=on)


def list_kinds() -> tuple[KindRow, ...]:
    """The table of unit types."""
    kinds = UnitType.objects.annotate(count=Count("units")).order_by("position", "pk")
    return tuple(KindRow(kind.pk, kind.name, kind.count) for kind in kinds)


def list_units() -> tuple[UnitLink, ...]:
    """Every unit by name, for choices."""
    return tuple(UnitLink(pk, name) for pk, name in Unit.objects.order_by("name").values_list("pk", "name"))


def list_rosters(*, limit: int = 20) -> tuple[RosterRow, ...]:
    """The rosters handed in last, newest first."""
    return tuple(_roster(roster) for roster in Roster.objects.defer("lines").order_by("-pk")[:limit])


def roster_preview(*, roster_id: int, state: LineState | None = None, page: int = 1) -> RosterPreview:
    """What a roster would change now, the lines of one state or of all.

    :raises NoSuchThing: where there is none of that number.
    """
    roster = find_roster(roster_id)
    verdicts = verdicts_of(roster)
    counts = {name: sum(verdict.state == name for verdict in verdicts) for name in LINE_STATES}
    wanted = [verdict for verdict in verdicts if state in (None, verdict.state)]
    pages = max(1, -(-len(wanted) // LINES_AT_ONCE))
    place = min(max(page, 1), pages)
    columns = _used_columns(verdicts)
    shown = wanted[(place - 1) * LINES_AT_ONCE : place * LINES_AT_ONCE]
    return RosterPreview(
        roster=_roster(roster),
        counts=tuple(RosterCount(name, LINE_STATES[name], number) for name, number in counts.items()),
        total=len(verdicts),
        takable=counts["new"] + counts["changed"],
        columns=tuple(COLUMN_NAMES[column] for column in columns),
        lines=tuple(_line(verdict, columns) for verdict in shown),
        page=place,
        pages=pages,
    )


def _walk(children: dict[int | None, list[Unit]]) -> Iterable[tuple[Unit, int]]:
    waiting = [(unit, 0) for unit in reversed(children.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield unit, depth
        waiting.extend((child, depth + 1) for child in reversed(children.get(unit.pk, [])))


def _shallow(rows: tuple[UnitRow, ...]) -> tuple[UnitRow, ...]:
    """As many levels of the tree as fit on a page, whole ones, and never more than fit."""
    deepest = max((row.depth for row in rows), default=0)
    while len(rows) > MOST_ROWS and deepest > 0:
        deepest -= 1
        rows = tuple(row for row in rows if row.depth <= deepest)
    return rows[:MOST_ROWS]


def _found(text: str) -> dict[int, str]:
    """Units by what found them: part of a name, the matcher's step, or a person who holds a post there."""
    parts = Unit.objects.filter(Q(name__icontains=text) | Q(others__name__icontains=text))
    found = dict.fromkeys(parts.values_list("pk", flat=True), "")
    match = unit_names().find(text)
    for unit in match.units:
        found.setdefault(unit, STEP_NAMES[match.step])
    named = Post.objects.filter(person__name__icontains=text).select_related("person").order_by("pk")
    for post in named:
        found.setdefault(post.unit_id, f"{post.person.name} {post.title}")
    return found


def _others() -> dict[int, list[str]]:
    others: dict[int, list[str]] = {}
    for unit_id, name in UnitName.objects.order_by("pk").values_list("unit_id", "name"):
        others.setdefault(unit_id, []).append(name)
    return others


def _people_on(day: date) -> dict[int, int]:
    held = Post.objects.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day))
    counted = held.order_by().values_list("unit").annotate(count=Count("person", distinct=True))
    return dict(counted.values_list("unit", "count"))


def _posts() -> QuerySet[Post]:
    return Post.objects.select_related("unit", "person")


def _post(post: Post, *, on: date) -> PostRow:
    return PostRow(
        id=post.pk,
        unit_id=post.unit_id,
        unit=post.unit.name,
        person_id=post.person_id,
        person=post.person.name,
        phone=post.person.phone,
        title=post.title,
        starts=post.starts,
        ends=post.ends,
        current=post.ends is None or post.ends >= on,
    )


def _above(unit: Unit) -> tuple[UnitLink, ...]:
    links: list[UnitLink] = []
    above = unit.parent
    while above is not None:
        links.append(UnitLink(above.pk, above.name))
        above = above.parent
    return tuple(reversed(links))


def _roster(roster: Roster) -> RosterRow:
    return RosterRow(roster.pk, roster.name, roster.received_at, roster.received_by)


def _used_columns(verdicts: Iterable[Verdict]) -> tuple[Column, ...]:
    used = {column for verdict in verdicts for column in COLUMN_NAMES if getattr(verdict.line, column)}
    blamed = {fault.column for verdict in verdicts for fault in verdict.faults}
    return tuple(column for column in COLUMN_NAMES if column in used | blamed)


def _line(verdict: Verdict, columns: tuple[Column, ...]) -> RosterLine:
    return RosterLine(
        number=verdict.line.number,
        state=verdict.state,
        state_name=LINE_STATES[verdict.state],
        cells=tuple(
            RosterCell(
                column,
                COLUMN_NAMES[column],
                getattr(verdict.line, column),
                _about(verdict.faults, column),
                _about(verdict.notes, column),
            )
            for column in columns
        ),
        # Of a line that is new as a whole the cells say it all.
        differences=tuple(told for told in verdict.differences if told.before or verdict.state == "changed"),
    )


def _about(told: tuple[Fault, ...], column: Column) -> tuple[Fault, ...]:
    return tuple(fault for fault in told if fault.column == column)
