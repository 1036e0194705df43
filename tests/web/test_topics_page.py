"""Topics of the office, and suggestions on the page of a task."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import GU, NOON, WANG, ZHAO
from zhenggai.domain.planning import CannotPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.suggesting import Topic
from zhenggai.journal.models import Entry
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.planning import TopicChanged
from zhenggai.ledger.queries import task_page, topics_page

RIVERS = Topic("河湖", ("河道", "湖泊"), "县水利局", "副县长李某")
TYPED = {"name": "河湖", "words": "河道、湖泊", "unit": "县水利局", "leader": "副县长李某"}


def add(topic: Topic = RIVERS) -> int:
    return planning.add_topic(topic=topic, actor=WANG, at=NOON)


@pytest.fixture
def cycle(db: None) -> int:
    """A cycle of one problem about a river."""
    return a_cycle(a_report([Finding("河道巡查不到位的问题")]))


def test_topics_are_kept_changed_and_dropped_by_plain_forms(wang: Client) -> None:
    wang.post("/topics/add/", TYPED)
    first = topics_page().cards[0]
    wang.post(f"/topics/{first.id}/", {**TYPED, "unit": "县河长办", "version": "1"})
    changed = topics_page().cards[0]
    listed = wang.get(f"/topics/?topic={first.id}").content.decode()
    wang.post(f"/topics/{first.id}/drop/", {"version": "2"})

    assert first.topic == RIVERS
    assert (changed.topic.unit, changed.version) == ("县河长办", 2)
    assert 'value="县河长办"' in listed
    assert topics_page().cards == ()
    verbs = Entry.objects.filter(subject_kind="topic").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["topic.add", "topic.change", "topic.drop"]


@pytest.mark.parametrize(
    ("field", "value", "status"), [("name", "", 422), ("words", "", 422), ("words", "、、", 409), ("unit", "", 302)]
)
def test_a_topic_that_says_nothing_comes_back(wang: Client, field: str, value: str, status: int) -> None:
    assert wang.post("/topics/add/", {**TYPED, field: value}).status_code == status


def test_late_hands_and_second_names_are_refused(wang: Client) -> None:
    topic = add()

    twice = wang.post("/topics/add/", TYPED)
    late = wang.post(f"/topics/{topic}/", {**TYPED, "unit": "县河长办", "version": "7"})
    late_drop = wang.post(f"/topics/{topic}/drop/", {"version": "7"}, follow=True)

    assert (twice.status_code, late.status_code) == (409, 409)
    assert "已有名为“河湖”的主题" in twice.content.decode()
    assert 'value="县河长办"' in late.content.decode()
    assert "已由别人修改" in late_drop.content.decode()
    assert [card.topic for card in topics_page().cards] == [RIVERS]


@pytest.mark.django_db
def test_operations_judge_for_themselves() -> None:
    topic = add()

    with pytest.raises(CannotPlan):
        add(Topic("空", (), "县水利局", ""))
    with pytest.raises(CannotPlan):
        add(Topic("空", ("空",), "", ""))
    with pytest.raises(TopicChanged):
        planning.change_topic(topic_id=topic, version=9, topic=RIVERS, actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        planning.drop_topic(topic_id=999, version=1, actor=WANG, at=NOON)
    for actor in (ZHAO, GU):
        with pytest.raises(NotAllowed):
            planning.add_topic(topic=RIVERS, actor=actor, at=NOON)
        with pytest.raises(NotAllowed):
            planning.change_topic(topic_id=topic, version=1, topic=RIVERS, actor=actor, at=NOON)
        with pytest.raises(NotAllowed):
            planning.drop_topic(topic_id=topic, version=1, actor=actor, at=NOON)


def test_a_suggestion_is_shown_and_taken_by_a_person_alone(wang: Client, cycle: int) -> None:
    add()
    path = f"/cycles/{cycle}/tasks/{first_task(cycle)}/"

    shown = wang.get(path).content.decode()
    untouched = task_page(task_id=first_task(cycle), actor=WANG, today=TODAY).plan.unit
    wang.post(f"{path}take/", {"version": "1", "suggestion": "unit:县水利局"})

    page = task_page(task_id=first_task(cycle), actor=WANG, today=TODAY)
    assert "主题“河湖”" in shown
    assert untouched == ""
    assert (page.plan.unit, [one.field for one in page.suggestions]) == ("县水利局", ["leader"])


def test_only_a_suggestion_can_be_taken_and_only_in_time(wang: Client, cycle: int) -> None:
    add()
    path = f"/cycles/{cycle}/tasks/{first_task(cycle)}/take/"

    invented = wang.post(path, {"version": "1", "suggestion": "unit:县财政局"})
    wang.post(path, {"version": "1", "suggestion": "leader:副县长李某"})
    late = wang.post(path, {"version": "1", "suggestion": "unit:县水利局"})

    assert (invented.status_code, late.status_code) == (404, 409)
    assert task_page(task_id=first_task(cycle), actor=WANG, today=TODAY).plan.unit == ""


def test_sun_reads_the_topics_and_takes_nothing(sun: Client, cycle: int) -> None:
    topic = add()
    path = f"/cycles/{cycle}/tasks/{first_task(cycle)}/"

    answers = [
        sun.post("/topics/add/", TYPED),
        sun.post(f"/topics/{topic}/", TYPED),
        sun.post(f"/topics/{topic}/drop/", {"version": "1"}),
        sun.post(f"{path}take/", {"version": "1", "suggestion": "unit:县水利局"}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert "河湖" in sun.get("/topics/").content.decode()
    assert "<form class" not in sun.get("/topics/").content.decode().split("<main")[1]
    assert "采用" not in sun.get(path).content.decode().split("<main")[1]


def test_gu_sees_no_topics(gu: Client) -> None:
    assert gu.get("/topics/").status_code == 403
