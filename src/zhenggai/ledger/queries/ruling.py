"""The settings of a cycle."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.rules import PRESETS, Rules, preset
from zhenggai.ledger.models import CycleRules
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes.planning import RulesPage, StageRow


def rules_page(*, cycle_id: int) -> RulesPage:
    """All that the page of a cycle's settings shows.

    :raises NoSuchThing: where there is no such cycle.
    """
    cycle = cycle_row(cycle_id=cycle_id)
    rules = rules_of(cycle_id=cycle_id)
    version = CycleRules.objects.filter(pk=cycle_id).values_list("version", flat=True).first()
    return RulesPage(
        cycle=cycle,
        version=version or 0,
        rules=rules,
        stages=stage_rows(rules, cycle.feedback_date),
        presets=tuple((name, preset(name).name) for name in PRESETS),
    )


def stage_rows(rules: Rules, feedback: date | None) -> tuple[StageRow, ...]:
    """The stages of a cycle with the days on which they end."""
    return tuple(
        StageRow(stage.key, stage.name, stage.usual_end(feedback), stage.end(feedback), stage.own)
        for stage in rules.stages
    )
