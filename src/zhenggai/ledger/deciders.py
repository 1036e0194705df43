"""In which of their offices somebody decides on a change."""

from __future__ import annotations

from dataclasses import replace

from zhenggai.domain.deciding import RANKS
from zhenggai.domain.rights import Actor, Office, Thing, may, offices_of
from zhenggai.domain.roles import Act


def deciding_office(actor: Actor, thing: Thing) -> Office | None:
    """The highest office in which the actor decides on changes of a task; None where there is none."""
    offices = (
        office for office in offices_of(actor) if may(replace(actor, offices=(office,)), Act.DECIDE_CHANGE, thing)
    )
    return max(offices, key=lambda office: (RANKS.get(office.role, -1), not office.on_behalf), default=None)
