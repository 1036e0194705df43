"""Who reaches what: appointing."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "groups": Act.READ_CYCLE,
    "groups_make": Act.APPOINT,
    "group_add": Act.APPOINT,
    "group_rename": Act.APPOINT,
    "group_seat": Act.APPOINT,
    "appointments": Act.READ_CYCLE,
    "appointment_add": Act.APPOINT,
    "appointment_end": Act.APPOINT,
    "handovers": Act.TAKE_OVER,
    "handover_add": Act.APPOINT,
    "handover": Act.TAKE_OVER,
    "handover_name": Act.APPOINT,
    "handover_drop": Act.APPOINT,
    "handover_accept": Act.TAKE_OVER,
    "delegations": Act.WORK,
    "delegation_add": Act.DELEGATE,
    "delegation_end": Act.DELEGATE,
    "account_person": Act.KEEP_ACCOUNTS,
}

OPERATIONS: dict[str, Act | Door] = {
    "people.account_operations.link_person": Act.KEEP_ACCOUNTS,
    "people.delegation_operations.delegate": Act.DELEGATE,
    "people.delegation_operations.end_delegation": Act.DELEGATE,
    "ledger.operations.appointing.appointments.appoint": Act.APPOINT,
    "ledger.operations.appointing.appointments.end_appointment": Act.APPOINT,
    "ledger.operations.appointing.groups.add_group": Act.APPOINT,
    "ledger.operations.appointing.groups.make_groups": Act.APPOINT,
    "ledger.operations.appointing.groups.rename_group": Act.APPOINT,
    "ledger.operations.appointing.handovers.accept_handover": Act.TAKE_OVER,
    "ledger.operations.appointing.handovers.drop_handover": Act.APPOINT,
    "ledger.operations.appointing.handovers.list_leftovers": Act.APPOINT,
    "ledger.operations.appointing.handovers.name_successor": Act.APPOINT,
}
