"""The evidence of the demonstration: every invented file is one that the product takes without a fault."""

from __future__ import annotations

import pytest

from exhibits import BRINGER, a_round, measures_of, tasks_of
from people import NOON
from zhenggai.cli.demo.living.evidence import PIECES, fill
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.queries.evidence import alike_evidence, evidence_shown


@pytest.mark.django_db
def test_every_piece_opens_is_shown_and_the_second_picture_is_found_again() -> None:
    cycle = a_round()
    task, measures = tasks_of(cycle)[0].pk, measures_of(cycle)[:1]

    made = [fill(task_id=task, measure_ids=measures, piece=piece, actor=BRINGER, at=NOON) for piece in PIECES]

    assert Evidence.objects.filter(openable=True, ending_agrees=True).count() == len(PIECES)
    assert all(
        shown.pages or shown.blocks
        for shown in (evidence_shown(cycle_id=cycle, evidence_id=number, actor=BRINGER) for number in made)
    )
    first, second = (made[place] for place, piece in enumerate(PIECES) if piece.scene == 5)
    assert first in [row.id for row in alike_evidence(evidence_id=second, actor=BRINGER)]
    assert Evidence.objects.get(pk=first).latitude == pytest.approx(29.716667, abs=1e-5)
