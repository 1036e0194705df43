"""The page of topics."""

from __future__ import annotations

from zhenggai.ledger.models import TopicRow
from zhenggai.ledger.queries.tasks import MOST_NAMES
from zhenggai.ledger.shapes import TopicCard, TopicsPage
from zhenggai.ledger.topics import topic_of
from zhenggai.people.queries import list_unit_names


def topics_page() -> TopicsPage:
    """Every topic, by name."""
    cards = (TopicCard(row.pk, row.version, topic_of(row)) for row in TopicRow.objects.order_by("name"))
    return TopicsPage(cards=tuple(cards), units=list_unit_names(limit=MOST_NAMES))
