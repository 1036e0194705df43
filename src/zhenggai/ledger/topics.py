"""The office's table of topics."""

from __future__ import annotations

import json

from zhenggai.domain.suggesting import Topic
from zhenggai.ledger.models import TopicRow


def topic_of(row: TopicRow) -> Topic:
    """The topic that a row keeps."""
    return Topic(name=row.name, words=tuple(json.loads(row.words)), unit=row.unit_name, leader=row.leader)


def list_topics() -> tuple[Topic, ...]:
    """Every topic, by name."""
    return tuple(topic_of(row) for row in TopicRow.objects.order_by("name"))
