"""Two ledgers in words and as facts, which differ in one thing."""

from __future__ import annotations

from dataclasses import dataclass

from ledger_examples import (
    a_ledger,
    a_measure,
    a_piece,
    a_task,
    bare_view,
)
from zhenggai.domain.ledger_facts import CycleFacts

Places = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ledgers in words and as facts, and where the bad one is doubted."""

    bad: str
    good: str
    bad_facts: CycleFacts
    good_facts: CycleFacts
    places: Places


def a_bare_task(*measures, **facts):
    return a_ledger(a_task(view=bare_view(*measures, **facts)))


def a_meeting(position, *evidence, **facts):
    papers = evidence or (a_piece("minutes"), a_piece("attendance", id=8))
    return a_measure("meeting", *papers, id=position, position=position, text="召开专题会议部署", **facts)
