"""For which reviewing parties somebody speaks: those whose name means a unit of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhenggai.domain.rights import Actor, Office, offices_of
from zhenggai.domain.roles import Act, Role
from zhenggai.people.unit_finding import match_units

WITHOUT_PAPER = "整改办代会审单位填写意见，须附上该单位意见的扫描件。"


def parties_of(actor: Actor, parties: Sequence[str], *, cycle_id: int, on: date) -> tuple[str, ...]:
    """The parties that the actor answers for in a cycle, as a member of just that unit."""
    units = frozenset().union(*(office.own for office in offices_of(actor) if _reviews(office, cycle_id)))
    if not units:
        return ()
    found = match_units(parties, on=on)
    return tuple(party for party in parties if found[party].unit in units)


def may_write_for(actor: Actor, cycle_id: int) -> bool:
    """Whether the actor may write down what a party has said on paper: whoever of the office acts in the cycle."""
    return any(office.role is Role.OFFICE_CLERK and office.cycle_id in (None, cycle_id) for office in offices_of(actor))


def _reviews(office: Office, cycle_id: int) -> bool:
    reviewing = office.reach(Act.REVIEW) is not None and office.role is not Role.OFFICE_CLERK
    return reviewing and office.cycle_id in (None, cycle_id)
