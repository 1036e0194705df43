"""Rosters: read in a child process, previewed, accepted as a whole or line by line."""

from __future__ import annotations

import pytest

from builders.rosters import a_workbook
from people import GU, LI, NOON, SUN, WANG, ZHAO
from standing import a_unit
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.roster import NoRoster
from zhenggai.journal.models import Entry
from zhenggai.people import roster_operations as operations
from zhenggai.people import unit_queries as queries
from zhenggai.people.models import Person, Post, Roster, Unit

pytestmark = pytest.mark.django_db


def a_roster(*rows, actor=WANG):
    return operations.keep_roster(name="名册.xlsx", data=a_workbook(*rows), actor=actor, at=NOON)


def states(roster):
    return [line.state for line in queries.roster_preview(roster_id=roster).lines]


def test_a_preview_says_what_each_line_would_do_and_does_none_of_it():
    roster = a_roster()

    preview = queries.roster_preview(roster_id=roster)

    assert states(roster) == ["new", "new", "new", "new", "refused"]
    assert {count.state: count.lines for count in preview.counts} == {
        "new": 4,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
    }
    assert (Unit.objects.count(), Person.objects.count()) == (0, 0)


def test_what_is_accepted_stands_and_is_unchanged_afterwards():
    roster = a_roster()

    counts = operations.accept_roster(roster_id=roster, actor=WANG, at=NOON)

    assert counts == operations.Accepted(new=4, changed=0, unchanged=0, refused=1)
    assert states(roster) == ["unchanged"] * 4 + ["refused"]
    assert Unit.objects.get(name="县水利局").parent.name == "云岭县人民政府"
    assert set(Post.objects.values_list("person__name", "unit__name")) == {
        ("周建平", "云岭县人民政府"),
        ("赵晓峰", "县水利局"),
        ("钱明", "县水利局"),
    }


def test_accepting_twice_writes_nothing_the_second_time():
    roster = a_roster()
    operations.accept_roster(roster_id=roster, actor=WANG, at=NOON)
    before = Entry.objects.count()

    operations.accept_roster(roster_id=roster, actor=GU, at=NOON)

    assert Entry.objects.count() == before


def test_one_line_alone_can_be_accepted():
    roster = a_roster()

    operations.accept_roster(roster_id=roster, lines={1}, actor=WANG, at=NOON)

    assert list(Unit.objects.values_list("name", flat=True)) == ["云岭县人民政府"]


def test_a_line_whose_parent_is_not_there_yet_waits_for_it():
    roster = a_roster()

    counts = operations.accept_roster(roster_id=roster, lines={2}, actor=WANG, at=NOON)

    assert counts.refused == 1
    assert not Unit.objects.exists()


def test_a_later_roster_adds_and_changes_and_removes_nothing():
    operations.accept_roster(roster_id=a_roster(), actor=WANG, at=NOON)
    later = a_roster(
        ("水利局", "", "", "水利", "赵晓峰", "局长", "", "", "2025-12-31"),
        ("县水利局", "", "", "", "孙立", "局长", "", "2026-01-01", ""),
    )

    counts = operations.accept_roster(roster_id=later, actor=WANG, at=NOON)

    assert (counts.new, counts.changed) == (1, 1)
    assert (Unit.objects.count(), Person.objects.count()) == (3, 4)
    assert str(Post.objects.get(person__name="赵晓峰").ends) == "2025-12-31"
    assert set(Unit.objects.get(name="县水利局").others.values_list("name", flat=True)) == {"水务局", "水利"}


def test_a_child_may_stand_before_its_parent():
    roster = a_roster(("东村", "", "东山镇"), ("东山镇", "镇街", ""))

    operations.accept_roster(roster_id=roster, actor=WANG, at=NOON)

    assert Unit.objects.get(name="东村").parent.name == "东山镇"


def test_a_post_that_two_lines_begin_and_end_is_one_post():
    roster = a_roster(
        ("县水利局", "", "", "", "钱明", "副局长", "", "2020-01-01", ""),
        ("县水利局", "", "", "", "钱明", "副局长", "", "2020-01-01", "2024-01-01"),
    )

    operations.accept_roster(roster_id=roster, actor=WANG, at=NOON)

    assert str(Post.objects.get().ends) == "2024-01-01"
    assert set(states(roster)) == {"unchanged"}


def test_every_unit_and_person_keeps_the_history_of_how_they_came():
    roster = a_roster()

    operations.accept_roster(roster_id=roster, actor=WANG, at=NOON)

    verbs = list(Entry.objects.order_by("sequence").values_list("verb", flat=True))
    assert (verbs[0], verbs[-1]) == ("roster.keep", "roster.accept")
    assert verbs.count("unit.add") == verbs.count("person.add") == verbs.count("post.add") == 3
    assert not Entry.objects.filter(body__contains="0531").exists()


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN], ids=lambda actor: actor.name)
def test_others_neither_hand_in_nor_accept_a_roster(actor):
    roster = a_roster()
    before = Entry.objects.count()

    with pytest.raises(NotAllowed):
        a_roster(actor=actor)
    with pytest.raises(NotAllowed):
        operations.accept_roster(roster_id=roster, actor=actor, at=NOON)

    assert (Entry.objects.count(), Roster.objects.count()) == (before, 1)


def test_a_file_that_is_no_roster_is_refused_and_not_kept():
    for data, refusal in ((b"%PDF-1.4", operations.RosterUnreadable), (a_workbook(("1",), head=("金额",)), NoRoster)):
        with pytest.raises(refusal):
            operations.keep_roster(name="名册.xlsx", data=data, actor=WANG, at=NOON)

    assert not Roster.objects.exists()


def test_a_workbook_above_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_BYTES = 100

    with pytest.raises(operations.RosterTooLarge):
        a_roster()


def test_an_unknown_roster_is_said_so():
    with pytest.raises(NoSuchThing):
        operations.accept_roster(roster_id=404, actor=WANG, at=NOON)


def test_a_preview_comes_in_pages_and_by_state():
    roster = a_roster(*((f"第{place}村", "", "") for place in range(1, 451)))

    second = queries.roster_preview(roster_id=roster, page=2)

    assert (second.page, second.pages, second.lines[0].number) == (2, 3, 201)
    assert queries.roster_preview(roster_id=roster, state="refused").lines == ()


def test_units_of_the_ledger_are_found_by_a_roster():
    a_unit("县水利局")

    roster = a_roster(("云岭县水利局", "部门", ""))

    assert states(roster) == ["changed"]
