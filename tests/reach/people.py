"""Who reaches what: people."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "people": Act.READ_PEOPLE,
    "unit_add": Act.KEEP_PEOPLE,
    "unit": Act.READ_PEOPLE,
    "unit_edit": Act.KEEP_PEOPLE,
    "person_add": Act.KEEP_PEOPLE,
    "person": Act.READ_PEOPLE,
    "person_edit": Act.KEEP_PEOPLE,
    "post_add": Act.KEEP_PEOPLE,
    "post_edit": Act.KEEP_PEOPLE,
    "accounts": Act.LIST_ACCOUNTS,
    "account_add": Act.KEEP_ACCOUNTS,
    "account_assign": Act.ASSIGN_ROLES,
    "account_close": Act.KEEP_ACCOUNTS,
    "account_reopen": Act.KEEP_ACCOUNTS,
    "trail": Act.READ_JOURNAL,
    "unit_names": Act.KEEP_PEOPLE,
    "unit_kinds": Act.KEEP_PEOPLE,
    "unit_kind_rename": Act.KEEP_PEOPLE,
    "rosters": Act.KEEP_PEOPLE,
    "roster": Act.KEEP_PEOPLE,
    "roster_accept": Act.KEEP_PEOPLE,
    "roster_template": Act.KEEP_PEOPLE,
}

OPERATIONS: dict[str, Act | Door] = {
    "journal.operations.append": Door.INNER,
    "ledger.operations.naming.settle_unit_name": Act.KEEP_PEOPLE,
    "people.account_operations.assign_role": Act.ASSIGN_ROLES,
    "people.account_operations.close_account": Act.KEEP_ACCOUNTS,
    "people.account_operations.reopen_account": Act.KEEP_ACCOUNTS,
    "people.entries.note": Door.INNER,
    "people.entries.own_change": Act.KEEP_OWN_LOGIN,
    "people.factors.reset_factors": Act.KEEP_ACCOUNTS,
    "people.operations.create_account": Act.KEEP_ACCOUNTS,
    "people.passwords.change_password": Act.KEEP_OWN_LOGIN,
    "people.passwords.set_password": Act.KEEP_ACCOUNTS,
    "people.person_operations.add_person": Act.KEEP_PEOPLE,
    "people.person_operations.add_post": Act.KEEP_PEOPLE,
    "people.person_operations.change_person": Act.KEEP_PEOPLE,
    "people.person_operations.change_post": Act.KEEP_PEOPLE,
    "people.person_operations.write_changed_person": Door.INNER,
    "people.person_operations.write_changed_post": Door.INNER,
    "people.person_operations.write_new_person": Door.INNER,
    "people.person_operations.write_new_post": Door.INNER,
    "people.roster_operations.accept_roster": Act.KEEP_PEOPLE,
    "people.roster_operations.keep_roster": Act.KEEP_PEOPLE,
    "people.sessions.end_other_sessions": Act.KEEP_OWN_LOGIN,
    "people.sessions.end_session": Act.KEEP_OWN_LOGIN,
    "people.unit_operations.add_unit": Act.KEEP_PEOPLE,
    "people.unit_operations.add_unit_type": Act.KEEP_PEOPLE,
    "people.unit_operations.change_unit": Act.KEEP_PEOPLE,
    "people.unit_operations.rename_unit_type": Act.KEEP_PEOPLE,
    "people.unit_operations.write_changed_unit": Door.INNER,
    "people.unit_operations.write_new_unit": Door.INNER,
}
