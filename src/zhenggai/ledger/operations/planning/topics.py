"""Keeping the table of topics."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from zhenggai.domain.planning import LONGEST_NAME, CannotPlan
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.domain.suggesting import Topic
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import TopicRow
from zhenggai.ledger.topics import topic_of

LONGEST_TOPIC = 100


class TopicChanged(Refusal):
    """Somebody else changed the topic, or another one has its name."""


def add_topic(*, topic: Topic, actor: Actor, at: datetime) -> int:
    """Keep another topic and return its number.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where the topic says nothing.
    :raises TopicChanged: where another topic has the name.
    """
    actor = acting(actor, Act.PLAN, Thing())
    _demand_topic(topic)
    try:
        with transaction.atomic(durable=True):
            row = TopicRow(**_columns(topic))
            row.save(force_insert=True)
            _tell(row.pk, "topic.add", {}, _facts(topic), actor=actor, at=at)
    except IntegrityError as clash:
        raise _taken(topic) from clash
    return row.pk


def change_topic(*, topic_id: int, version: int, topic: Topic, actor: Actor, at: datetime) -> None:
    """Keep a topic anew.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where the topic says nothing.
    :raises TopicChanged: where `version` is not the topic's, or another topic has the name.
    """
    actor = acting(actor, Act.PLAN, Thing())
    _demand_topic(topic)
    try:
        with transaction.atomic(durable=True):
            before = _claim(topic_id, version)
            TopicRow.objects.filter(pk=topic_id).update(**_columns(topic))
            _tell(topic_id, "topic.change", _facts(before), _facts(topic), actor=actor, at=at)
    except IntegrityError as clash:
        raise _taken(topic) from clash


def drop_topic(*, topic_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Take a topic out of the table; plans that followed it stay.

    :raises NotAllowed: unless the actor plans.
    :raises TopicChanged: where `version` is not the topic's.
    """
    actor = acting(actor, Act.PLAN, Thing())
    with transaction.atomic(durable=True):
        before = _claim(topic_id, version)
        TopicRow.objects.filter(pk=topic_id).delete()
        _tell(topic_id, "topic.drop", _facts(before), {}, actor=actor, at=at)


def _demand_topic(topic: Topic) -> None:
    if not topic.name or not topic.words:
        raise CannotPlan("主题要有名称和至少一个关键词。")
    if not (topic.unit or topic.leader):
        raise CannotPlan("请写明这个主题的牵头单位或牵头领导。")
    if len(topic.name) > LONGEST_TOPIC or max(len(topic.unit), len(topic.leader)) > LONGEST_NAME:
        raise CannotPlan("名称太长，最多 $longest 个字。", longest=LONGEST_TOPIC)


def _claim(topic_id: int, version: int) -> Topic:
    row = TopicRow.objects.filter(pk=topic_id).first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的主题。", id=topic_id)
    if TopicRow.objects.filter(pk=topic_id, version=version).update(version=F("version") + 1) != 1:
        raise TopicChanged("主题“$name”已由别人修改，请对照最新内容再保存一次。", name=row.name)
    return topic_of(row)


def _taken(topic: Topic) -> TopicChanged:
    return TopicChanged("已有名为“$name”的主题。", name=topic.name)


def _columns(topic: Topic) -> dict[str, str]:
    words = json.dumps(topic.words, ensure_ascii=False)
    return {"name": topic.name, "words": words, "unit_name": topic.unit, "leader": topic.leader}


def _facts(topic: Topic) -> dict[str, object]:
    return {"name": topic.name, "words": "、".join(topic.words), "lead_unit": topic.unit, "leader": topic.leader}


def _tell(
    topic_id: int, verb: str, before: dict[str, object], after: dict[str, object], *, actor: Actor, at: datetime
) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("topic", topic_id),
        before=before,
        after=after,
        why="",
        at=at,
        salt=fresh_salt(),
    )
