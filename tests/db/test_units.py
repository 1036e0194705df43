"""Units as a tree, persons and their posts, and how the ledger finds the unit that a document names."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import GU, LI, NOON, SUN, WANG, ZHAO
from standing import a_unit
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.roster_compare import UnitFacts
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_trail
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.naming import NothingToSettle, settle_unit_name
from zhenggai.ledger.queries.naming import list_open_names
from zhenggai.people import person_operations as persons
from zhenggai.people import unit_operations as units
from zhenggai.people import unit_queries as queries
from zhenggai.people.models import Person, Post, Unit, UnitType
from zhenggai.people.person_operations import PostWish
from zhenggai.people.unit_finding import match_units

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def a_person(unit, name="赵晓峰", **post):
    wish = PostWish(unit, post.pop("title", "局长"), **post)
    return persons.add_person(name=name, phone="0531-1", post=wish, actor=WANG, at=NOON)


def test_a_unit_stands_in_the_tree_under_its_parent():
    county = a_unit("云岭县人民政府", kind="政府")
    a_unit("县水利局", kind="部门", parent="云岭县人民政府", others=("水务局",))

    rows = queries.unit_tree(on=TODAY).rows

    assert [(row.name, row.depth, row.kind) for row in rows] == [("云岭县人民政府", 0, "政府"), ("县水利局", 1, "部门")]
    assert queries.unit_card(unit_id=county, on=TODAY).children[0].name == "县水利局"


def test_each_change_writes_one_entry_that_says_what():
    unit = a_unit("县水利局", kind="部门")

    units.change_unit(
        unit_id=unit, version=1, facts=UnitFacts("县水务局", "部门", others=("县水利局",)), actor=GU, at=NOON
    )

    verbs = Entry.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["unit.add", "unit.change"]
    assert '"县水务局"' in Entry.objects.latest("sequence").body


def test_a_change_that_changes_nothing_writes_nothing():
    unit = a_unit("县水利局", kind="部门")

    units.change_unit(unit_id=unit, version=1, facts=UnitFacts("县水利局", "部门"), actor=WANG, at=NOON)

    assert Entry.objects.count() == 1
    assert Unit.objects.get().version == 1


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN], ids=lambda actor: actor.name)
def test_others_change_no_unit_and_no_person(actor):
    unit = a_unit()
    person = a_person(unit)
    post = Post.objects.get().pk
    before = Entry.objects.count()
    attempts = [
        lambda: units.add_unit(facts=UnitFacts("县财政局"), actor=actor, at=NOON),
        lambda: units.change_unit(unit_id=unit, version=1, facts=UnitFacts("别的"), actor=actor, at=NOON),
        lambda: units.add_unit_type(name="社区", actor=actor, at=NOON),
        lambda: units.rename_unit_type(type_id=1, name="社区", actor=actor, at=NOON),
        lambda: persons.add_person(name="甲", phone="", post=PostWish(unit, "乙"), actor=actor, at=NOON),
        lambda: persons.change_person(person_id=person, version=1, name="甲", phone="", actor=actor, at=NOON),
        lambda: persons.add_post(person_id=person, post=PostWish(unit, "乙"), actor=actor, at=NOON),
        lambda: persons.change_post(post_id=post, title="乙", starts=None, ends=None, actor=actor, at=NOON),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()

    assert Entry.objects.count() == before


def test_a_name_is_used_once():
    a_unit("县水利局")

    with pytest.raises(units.UnitNameTaken):
        a_unit("县水利局")


def test_a_unit_stands_under_itself_by_no_way_round():
    county = a_unit("云岭县人民政府")
    a_unit("县水利局", parent="云岭县人民政府")

    for parent in ("县水利局", "云岭县人民政府"):
        with pytest.raises(units.WrongUnit):
            units.change_unit(
                unit_id=county, version=1, facts=UnitFacts("云岭县人民政府", parent=parent), actor=WANG, at=NOON
            )


@pytest.mark.parametrize(
    "facts",
    [
        UnitFacts(" "),
        UnitFacts("县教体局", kind="衙门"),
        UnitFacts("县教体局", parent="没有的单位"),
        UnitFacts("县教体局", starts=date(2026, 1, 2), ends=date(2026, 1, 1)),
    ],
)
def test_a_unit_that_makes_no_sense_is_refused(facts):
    with pytest.raises(units.WrongUnit):
        units.add_unit(facts=facts, actor=WANG, at=NOON)

    assert not Unit.objects.exists()


def test_the_second_of_two_people_at_once_is_told():
    unit = a_unit()
    units.change_unit(unit_id=unit, version=1, facts=UnitFacts("县水务局"), actor=WANG, at=NOON)

    with pytest.raises(units.UnitChanged):
        units.change_unit(unit_id=unit, version=1, facts=UnitFacts("县水利局"), actor=GU, at=NOON)


def test_the_database_knows_that_a_unit_is_not_its_own_parent():
    unit = a_unit()

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Unit.objects.filter(pk=unit).update(parent=unit)


def test_the_table_of_types_grows_and_names_change():
    kind = units.add_unit_type(name=" 社区 ", actor=WANG, at=NOON)
    units.rename_unit_type(type_id=kind, name="社区居委会", actor=WANG, at=NOON)

    assert queries.list_kinds()[-1].name == "社区居委会"
    for name in ("政府", "", "长" * 41):
        with pytest.raises(units.UnitTypeTaken):
            units.add_unit_type(name=name, actor=WANG, at=NOON)
    with pytest.raises(units.UnitTypeTaken):
        units.rename_unit_type(type_id=kind, name="政府", actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        units.rename_unit_type(type_id=0, name="厅", actor=WANG, at=NOON)
    assert UnitType.objects.filter(name="政府").count() == 1


@pytest.mark.parametrize("text", ["住建", "区住建局", "县住房和城乡建设局", "建设局", "钱明"])
def test_the_search_finds_a_unit_by_what_people_call_it(text):
    unit = a_unit("住房和城乡建设局", kind="部门")
    a_unit("县水利局", kind="部门")
    a_person(unit, name="钱明")
    units.change_unit(
        unit_id=unit, version=1, facts=UnitFacts("住房和城乡建设局", "部门", others=("住建",)), actor=WANG, at=NOON
    )

    assert [row.name for row in queries.unit_tree(text=text, on=TODAY).rows] == ["住房和城乡建设局"]


def test_only_units_of_the_day_are_found():
    a_unit("县粮食局", ends=date(2019, 1, 1))

    assert match_units(["粮食局"], on=TODAY)["粮食局"].units == ()
    assert match_units(["粮食局"])["粮食局"].unit is not None


def test_a_person_holds_several_posts_and_keeps_those_that_are_over():
    unit, other = a_unit(), a_unit("县财政局")
    person = a_person(unit, starts=date(2021, 3, 1))
    post = Post.objects.get().pk

    persons.change_post(post_id=post, title="局长", starts=date(2021, 3, 1), ends=date(2025, 6, 30), actor=GU, at=NOON)
    persons.add_post(person_id=person, post=PostWish(other, "局长", date(2025, 7, 1)), actor=WANG, at=NOON)

    card = queries.person_card(person_id=person, on=TODAY)
    assert [(row.unit, row.current) for row in card.posts] == [("县财政局", True), ("县水利局", False)]
    assert queries.unit_card(unit_id=unit, on=TODAY).former[0].person == "赵晓峰"
    assert [row.about for row in list_trail().rows if row.verb == "post.change"] == ["赵晓峰"]
    assert list(Entry.objects.filter(subject_kind="person").order_by("sequence").values_list("verb", flat=True)) == [
        "person.add",
        "post.change",
        "post.add",
    ]


def test_a_telephone_never_enters_the_journal():
    person = a_person(a_unit())

    persons.change_person(person_id=person, version=1, name="赵晓峰", phone="0531-7654321", actor=WANG, at=NOON)

    assert Person.objects.get().phone == "0531-7654321"
    assert not Entry.objects.filter(body__contains="0531").exists()


def test_persons_and_posts_that_make_no_sense_are_refused():
    unit = a_unit()
    person = a_person(unit)
    wrong = [
        lambda: persons.add_person(name=" ", phone="", post=PostWish(unit, "局长"), actor=WANG, at=NOON),
        lambda: persons.add_person(name="甲", phone="", post=PostWish(unit, ""), actor=WANG, at=NOON),
        lambda: persons.change_person(person_id=person, version=1, name="", phone="", actor=WANG, at=NOON),
        lambda: persons.add_post(
            person_id=person, post=PostWish(unit, "科长", TODAY, date(2026, 1, 1)), actor=WANG, at=NOON
        ),
    ]

    for attempt in wrong:
        with pytest.raises(persons.WrongPerson):
            attempt()
    with pytest.raises(persons.PostTaken):
        persons.add_post(person_id=person, post=PostWish(unit, "局长"), actor=WANG, at=NOON)
    with pytest.raises(persons.PersonChanged):
        persons.change_person(person_id=person, version=9, name="甲", phone="", actor=WANG, at=NOON)

    assert (Person.objects.count(), Post.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "look",
    [
        lambda: queries.unit_card(unit_id=0, on=TODAY),
        lambda: queries.person_card(person_id=0, on=TODAY),
        lambda: queries.roster_preview(roster_id=0),
        lambda: persons.add_post(person_id=0, post=PostWish(1, "甲"), actor=WANG, at=NOON),
        lambda: persons.change_post(post_id=0, title="甲", starts=None, ends=None, actor=WANG, at=NOON),
        lambda: persons.add_person(name="甲", phone="", post=PostWish(0, "乙"), actor=WANG, at=NOON),
    ],
)
def test_what_is_not_there_is_said_so(look):
    with pytest.raises(NoSuchThing):
        look()


def adopted_with(*names):
    a_cycle(a_report([Finding(f"问题{place}", extra={"责任单位": name}) for place, name in enumerate(names)]))
    return list(Task.objects.order_by("position").values_list("unit_name", "unit__name"))


def test_an_adopted_document_finds_the_units_that_stand_already():
    a_unit("住房和城乡建设局", kind="部门")
    a_unit("云岭县水利局", kind="部门", others=("水务局",))

    tasks = adopted_with("区住建局", "县水务局", "县卫健局")

    assert tasks == [
        ("区住建局", "住房和城乡建设局"),
        ("县水务局", "云岭县水利局"),
        ("县卫健局", "县卫健局"),
    ]


def test_a_name_that_may_be_two_units_is_left_open():
    a_unit("东山县水利局")
    a_unit("西山县水利局")

    assert adopted_with("县水利局") == [("县水利局", None)]
    assert Unit.objects.count() == 2


def test_two_ways_to_write_a_new_unit_make_one_unit():
    tasks = adopted_with("县住建局", "县住房和城乡建设局")

    assert [unit for _, unit in tasks] == ["县住房和城乡建设局"] * 2


def test_a_name_that_may_be_two_units_waits_with_both_until_somebody_says_which():
    a_unit("东山县水利局", kind="部门")
    a_unit("西山县水利局", kind="部门")
    adopted_with("县水利局")
    (waiting,) = list_open_names()

    settled = settle_unit_name(name="县水利局", unit="西山县水利局", actor=WANG, at=NOON)

    assert (waiting.name, waiting.tasks, waiting.candidates) == ("县水利局", 1, ("东山县水利局", "西山县水利局"))
    assert settled == 1
    assert Task.objects.get().unit.name == "西山县水利局"
    assert list_open_names() == ()
    assert match_units(["县水利局"])["县水利局"].step == "alias"
    assert Entry.objects.latest("sequence").verb == "unit.settle"


def test_a_unit_that_only_a_document_named_gives_its_tasks_and_its_name_away():
    a_unit("县卫生健康局", kind="部门")
    adopted_with("县计生委")

    settle_unit_name(name="县计生委", unit="县卫生健康局", actor=GU, at=NOON)

    assert Task.objects.get().unit.name == "县卫生健康局"
    assert [row.name for row in queries.unit_tree(on=TODAY).rows] == ["县卫生健康局"]
    assert Unit.objects.filter(name="县计生委").exists()
    assert match_units(["县计生委"])["县计生委"].unit == Unit.objects.get(name="县卫生健康局").pk


def test_a_name_is_settled_only_where_it_waits_and_only_for_a_unit_that_is_kept():
    a_unit("县卫生健康局", kind="部门")
    adopted_with("县计生委")

    with pytest.raises(NothingToSettle):
        settle_unit_name(name="别的名称", unit="县卫生健康局", actor=WANG, at=NOON)
    with pytest.raises(units.NameOfAnother):
        settle_unit_name(name="县计生委", unit="没有的单位", actor=WANG, at=NOON)
    with pytest.raises(NotAllowed):
        settle_unit_name(name="县计生委", unit="县卫生健康局", actor=ZHAO, at=NOON)

    assert Task.objects.get().unit.name == "县计生委"
    assert not match_units(["别的名称"])["别的名称"].units
