"""A round with measures to prove, and evidence brought through the product's own door."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.operations import evidence

PLAIN = EvidenceWords()
# A clerk of the office whom no account of a test can be mistaken for.
BRINGER = Actor(id=901, name="王敏", role=Role.OFFICE_CLERK)


def a_round() -> int:
    """A round with a task of the water bureau and one of the finance bureau, two measures each."""
    rivers = Finding(
        "河道巡查不到位的问题", measures=["召开河道专题会议。", "完成排查。"], extra={"责任单位": "县水利局"}
    )
    books = Finding("账目不清的问题", measures=["清理往来账款。", "追回专项资金。"], extra={"责任单位": "县财政局"})
    return a_cycle(a_report([rivers, books]))


def tasks_of(cycle: int) -> list[Task]:
    """The tasks of a round, in order."""
    return list(Task.objects.filter(cycle_id=cycle).order_by("position"))


def measures_of(cycle: int) -> list[int]:
    """The measures of a round, in order of tasks and places."""
    found = Measure.objects.filter(task__cycle_id=cycle).order_by("task__position", "position")
    return list(found.values_list("pk", flat=True))


def a_proof(
    cycle: int,
    content: bytes = b"minutes of the meeting",
    *,
    name: str = "纪要.txt",
    words: EvidenceWords = PLAIN,
    measures: Sequence[int] | None = None,
    actor: Actor = BRINGER,
    at: datetime = NOON,
) -> int:
    """A piece of evidence, for the first measure unless said otherwise; its number."""
    wanted = measures_of(cycle)[:1] if measures is None else list(measures)
    task = Measure.objects.get(pk=wanted[0]).task_id
    return evidence.add_evidence(
        task_id=task, name=name, data=io.BytesIO(content), words=words, measure_ids=wanted, actor=actor, at=at
    ).evidence_id
