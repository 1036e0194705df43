"""Finding units by the names that documents and rosters call them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from zhenggai.domain.unit_names import KnownUnit, Match, UnitNames
from zhenggai.journal import operations as journal
from zhenggai.journal.along import tell_along
from zhenggai.people.models import Unit, UnitName


def units_on(day: date | None) -> QuerySet[Unit]:
    """The units that exist on a day; all of them where no day is asked for."""
    if day is None:
        return Unit.objects.all()
    return Unit.objects.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day))


def below_each(units: Collection[int]) -> dict[int, frozenset[int]]:
    """Each of these units with itself and all that stand below it in the tree, in one query."""
    if not units:
        return {}
    table, places = connection.ops.quote_name(Unit._meta.db_table), ", ".join(["%s"] * len(units))
    tree = (
        f"WITH RECURSIVE tree(root, id) AS (SELECT id, id FROM {table} WHERE id IN ({places}) "  # noqa: S608  names of our own
        f"UNION SELECT tree.root, unit.id FROM {table} unit JOIN tree ON unit.parent_id = tree.id) "
        "SELECT root, id FROM tree"
    )
    found: dict[int, set[int]] = {unit: {unit} for unit in units}
    with connection.cursor() as cursor:
        cursor.execute(tree, list(units))
        for root, unit in cursor.fetchall():
            found[root].add(unit)
    return {root: frozenset(below) for root, below in found.items()}


def decided(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Without those that only a document has named and whose name a person has since given to another unit."""
    return units.exclude(kind=None, name__in=UnitName.objects.values("name"))


def unit_names(*, on: date | None = None) -> UnitNames:
    """All names of the units that exist on a day, ready for finding."""
    others: dict[int, list[str]] = {}
    for unit_id, name in UnitName.objects.order_by("pk").values_list("unit_id", "name"):
        others.setdefault(unit_id, []).append(name)
    found = decided(units_on(on)).order_by("pk").values_list("pk", "name")
    return UnitNames(KnownUnit(pk, name, tuple(others.get(pk, ()))) for pk, name in found)


def match_units(names: Iterable[str], *, on: date | None = None) -> dict[str, Match]:
    """What each name may mean, by the rule of `domain.unit_names`."""
    known = unit_names(on=on)
    return {name: known.find(name) for name in set(names)}


def find_or_add_units(names: Iterable[str]) -> dict[str, int]:
    """The number of the unit that each name means, units that nobody knows added; part of its caller's transaction.

    A name that may mean several units is left out, so that a person decides.

    :raises OutsideTransaction: where the caller opened none.
    """
    journal.demand_transaction()
    known = unit_names()
    found: dict[str, int] = {}
    # The longest first: a name in full is the better name for a new unit than its short form.
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        match = known.find(name)
        if match.unit is not None:
            found[name] = match.unit
        elif not match.units and name:
            unit, fresh = Unit.objects.get_or_create(name=name)
            if fresh:
                tell_along("unit", unit.pk)
            known.add(KnownUnit(unit.pk, name))
            found[name] = unit.pk
    return found
