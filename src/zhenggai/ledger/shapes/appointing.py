"""Rows of groups, appointments, delegations and handovers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.roles import Act, Role
from zhenggai.domain.todo import Door
from zhenggai.ledger.shapes.cycles import CycleRow


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment: `cycle` is empty for one that holds in every cycle, `place` its group or unit."""

    id: int
    version: int
    person_id: int
    person: str
    posts: str
    role: Role
    role_name: str
    place: str
    cycle_id: int | None
    cycle: str
    names: tuple[str, ...]
    starts: date
    ends: date | None
    why: str
    current: bool
    has_account: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group and who sits in it now, heads first; `lacking` says that it has no head."""

    id: int
    version: int
    key: str
    name: str
    leading: bool
    seats: int
    heads: tuple[AppointmentRow, ...]
    members: tuple[AppointmentRow, ...]

    @property
    def lacking(self) -> bool:
        """Whether the group still needs a head."""
        return not self.heads


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody who looks into clues and has a hand in closing."""

    person_id: int
    person: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The groups of a cycle; `missing` counts those of the rules that have not been made."""

    cycle: CycleRow
    groups: tuple[GroupRow, ...]
    missing: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class AppointmentsPage:
    """Everybody's appointments that reach a cycle: those of today, and those that are over or to come."""

    cycle: CycleRow
    current: tuple[AppointmentRow, ...]
    others: tuple[AppointmentRow, ...]


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody to choose from, with what tells them from others of their name."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation: who acts for whom, for what and until when."""

    id: int
    version: int
    giver: str
    taker: str
    acts: tuple[Act, ...]
    act_names: tuple[str, ...]
    starts: date
    ends: date
    why: str
    ended_at: datetime | None
    current: bool
    over: bool


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """What somebody lets others do and what others let them do, the latest first."""

    given: tuple[DelegationRow, ...]
    received: tuple[DelegationRow, ...]
    acts: tuple[Act, ...]
    takers: tuple[PersonChoice, ...]


@dataclass(frozen=True, slots=True)
class HandoverItemRow:
    """What is handed over; `what` says as what its giver was named or what it waits for, `door` where it is done."""

    id: int
    task_id: int | None
    number: str
    title: str
    kind: str
    what: str
    named: str
    door: Door | None
    accepted_at: datetime | None
    accepted_by: str
    remark: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover in a list: `late` where nobody accepted everything within the hours that the rules give."""

    id: int
    version: int
    cycle_id: int
    giver_id: int | None
    giver: str
    about: str
    opened_at: datetime
    due_at: datetime
    successor_id: int | None
    successor: str
    done_at: datetime | None
    why_none: str
    total: int
    accepted: int
    late: bool
    leaders: tuple[str, ...]

    @property
    def state_name(self) -> str:
        """How far it has come, in a word."""
        if self.done_at:
            return "不必交接" if self.why_none else "已交接"
        if self.late:
            return "逾期未接收"
        return "待接收" if self.successor_id else "待指定接手人"


@dataclass(frozen=True, slots=True)
class HandoversPage:
    """The handovers of a cycle that the actor may see: open ones by their end, then those that are over."""

    cycle: CycleRow
    rows: tuple[HandoverRow, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """One handover with all that is listed; `mine` to take over, `stands_in` for whoever does the work until then."""

    cycle: CycleRow
    row: HandoverRow
    items: tuple[HandoverItemRow, ...]
    mine: bool
    stands_in: bool


@dataclass(frozen=True, slots=True)
class StandingOfPerson:
    """What a person is and was appointed to, whom they stand in for, and what they handed over."""

    appointments: tuple[AppointmentRow, ...]
    given: tuple[DelegationRow, ...]
    received: tuple[DelegationRow, ...]
    handovers: tuple[HandoverRow, ...]
