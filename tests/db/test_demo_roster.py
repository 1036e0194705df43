"""The county of the demonstration: a whole tree, people at every kind of unit, and nothing refused."""

from __future__ import annotations

from datetime import date

import pytest

from people import NOON
from zhenggai.cli.commands import demo
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.people import unit_queries as queries
from zhenggai.people.models import Account
from zhenggai.people.operations import DEMO_PEOPLE, ensure_demo_people
from zhenggai.people.roster_operations import accept_roster, keep_roster

pytestmark = pytest.mark.django_db


def test_the_county_of_the_demonstration_stands_as_one_tree() -> None:
    roster = keep_roster(name="名册.xlsx", data=demo._ROSTER.read_bytes(), actor=CONSOLE, at=NOON, read=demo._columns)

    counts = accept_roster(roster_id=roster, actor=CONSOLE, at=NOON)
    ensure_demo_people(at=NOON)

    tree = queries.unit_tree(on=date(2026, 3, 2))
    assert (counts.new, counts.refused) == (36, 0)
    assert tree.total == 31
    assert [row.name for row in tree.rows if row.depth == 0] == ["中共云岭县委员会", "市委巡察办"]
    assert Account.objects.filter(unit__kind=None).count() == 0
    assert {person.role for person in DEMO_PEOPLE} == set(Role)
    assert len(DEMO_PEOPLE) == Account.objects.count()
