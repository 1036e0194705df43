"""Which of the pages of closing somebody sees beside one another."""

from __future__ import annotations

from zhenggai.domain.rights import Actor, may, may_in_cycle
from zhenggai.domain.roles import Act


def closing_pages(actor: Actor, cycle_id: int) -> dict[str, object]:
    """What the row of pages needs."""
    return {"may_sign": may(actor, Act.SIGN), "whole": may_in_cycle(actor, Act.READ_CYCLE, cycle_id)}
