"""Units that stand already, and the types that a new database has."""

from __future__ import annotations

from people import NOON, WANG
from zhenggai.domain.roster_compare import UnitFacts
from zhenggai.people.models import Unit
from zhenggai.people.unit_operations import add_unit


def the_unit(name: str) -> int:
    """A unit of that name, put into the tree where it does not stand there yet."""
    known = Unit.objects.filter(name=name).values_list("pk", flat=True).first()
    return a_unit(name) if known is None else known


def a_unit(name: str = "县水利局", **facts: object) -> int:
    """A unit that the office put into the tree."""
    return add_unit(facts=UnitFacts(name, **facts), actor=WANG, at=NOON)
