"""Groups, appointments and handovers. Each call is one transaction and one journal entry.

make_groups(*, cycle_id, actor, at) -> how many
add_group(*, cycle_id, name, actor, at) -> group id
rename_group(*, group_id, version, name, actor, at) -> None
appoint(*, wish, actor, at) -> appointment id                              wish: domain.appointing.AppointmentWish
end_appointment(*, appointment_id, version, ends, why, actor, at) -> None   what is left open becomes a handover
list_leftovers(*, person_id, cycle_id, why, actor, at) -> handover id
name_successor(*, handover_id, version, person_id, actor, at) -> None
drop_handover(*, handover_id, version, why, actor, at) -> None
accept_handover(*, handover_id, version, item_ids, remark, actor, at) -> None

All raise NotAllowed and NoSuchThing (domain.refusals).
"""

from zhenggai.ledger.operations.appointing.appointments import (
    AppointmentChanged,
    CannotAppoint,
    appoint,
    end_appointment,
)
from zhenggai.ledger.operations.appointing.groups import WrongGroup, add_group, make_groups, rename_group
from zhenggai.ledger.operations.appointing.handovers import (
    CannotHandOver,
    HandoverChanged,
    accept_handover,
    drop_handover,
    list_leftovers,
    name_successor,
)

__all__ = [
    "AppointmentChanged",
    "CannotAppoint",
    "CannotHandOver",
    "HandoverChanged",
    "WrongGroup",
    "accept_handover",
    "add_group",
    "appoint",
    "drop_handover",
    "end_appointment",
    "list_leftovers",
    "make_groups",
    "name_successor",
    "rename_group",
]
