"""Evidence is found by its number, name, document number and what it shows, on both databases alike."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from exhibits import a_proof, a_round
from people import NOON, WANG
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.ledger.evidence_search import index_evidence
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.operations.evidence import describe_evidence
from zhenggai.ledger.queries.catalogue import list_evidence
from zhenggai.ledger.reindexing import reindex_everything
from zhenggai.ledger.shapes.evidence import EvidenceFilters

pytestmark = pytest.mark.django_db
WORDS = EvidenceWords("minutes", "云委发〔2026〕12号", None, "常委会会议纪要 Minutes")


class Editor:
    """What a migration needs of a schema editor, within the transaction of a test."""

    connection = connection

    def execute(self, statement: str, params: None = None) -> None:
        """Run one statement."""
        with connection.cursor() as cursor:
            cursor.execute(statement, params)


@pytest.fixture
def cycle(db: None) -> int:
    """A piece of evidence that says much, and one that says little."""
    cycle = a_round()
    a_proof(cycle, name="2026年3月 清淤记录.txt", words=WORDS)
    a_proof(cycle, b"another", name="7'\"*.txt", words=replace(WORDS, number="", description=""))
    return cycle


def found(cycle: int, text: str) -> list[str]:
    page = list_evidence(cycle_id=cycle, actor=WANG, filters=EvidenceFilters(text=text))
    return [row.name for row in page.rows]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("清淤", 1),
        ("淤", 1),
        ("〔2026〕12号", 1),
        ("2026年3月清淤", 1),
        ("纪要 清淤", 1),
        ("MINUTES", 1),
        ("minutes", 1),
        ("-002", 1),
        ("7'\"*", 1),
        ('"', 1),
        ("*", 1),
        ("txt", 2),
        ("t", 2),
        ("纪录", 0),
        ("记录txt", 0),
        ("号常委会", 0),
        ("清淤 没有的", 0),
        ("", 2),
        ("　", 2),
    ],
)
def test_words_are_found_wherever_they_are_said_and_never_across_two_sayings(cycle, text, count):
    assert len(found(cycle, text)) == count


def test_what_is_said_anew_is_found_and_what_was_said_is_not(cycle):
    row = Evidence.objects.order_by("pk")[0]

    describe_evidence(
        evidence_id=row.pk, version=row.version, words=replace(WORDS, description="专题会"), actor=WANG, at=NOON
    )

    assert (len(found(cycle, "专题会")), len(found(cycle, "常委会"))) == (1, 0)


def test_old_rows_and_rows_from_elsewhere_are_found_like_new_ones(cycle):
    module = import_module("zhenggai.ledger.migrations.0025_evidence_found_by_words")
    long = Evidence.objects.order_by("pk")[1]
    Evidence.objects.filter(pk=long.pk).update(description="哈" * 480 + "完")
    reindex_everything()
    fresh = rows_kept()

    module.remove(apps, Editor())
    module.install(apps, Editor())

    assert rows_kept() == fresh
    assert len(found(cycle, "哈完")) == 1
    index_evidence([])


def rows_kept() -> list[tuple[object, ...]]:
    key = "rowid" if connection.vendor == "sqlite" else "evidence_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, words FROM ledger_evidence_search ORDER BY 1, 2")
        return cursor.fetchall()
