"""What may be reached by whom: every address and every operation with the act that lets somebody in.

A new address or operation belongs here; a test fails until it stands here.
"""

from __future__ import annotations

from enum import StrEnum

from zhenggai.domain.roles import Act


class Door(StrEnum):
    """Ways in that no act guards."""

    OPEN = "open to strangers"
    KNOWN = "open to everybody who has logged in"
    INNER = "part of another operation, which asks first"


ADDRESSES: dict[str, Act | Door] = {
    "set_language": Door.OPEN,
    "login": Door.OPEN,
    "account_login": Door.OPEN,
    "mfa_authenticate": Door.OPEN,
    "mfa_login_webauthn": Door.OPEN,
    "logout": Door.OPEN,
    "mfa_index": Act.KEEP_OWN_LOGIN,
    "second_step_first": Act.KEEP_OWN_LOGIN,
    "account_change_password": Act.KEEP_OWN_LOGIN,
    "account_reauthenticate": Act.KEEP_OWN_LOGIN,
    "mfa_reauthenticate": Act.KEEP_OWN_LOGIN,
    "mfa_reauthenticate_webauthn": Act.KEEP_OWN_LOGIN,
    "mfa_activate_totp": Act.KEEP_OWN_LOGIN,
    "mfa_deactivate_totp": Act.KEEP_OWN_LOGIN,
    "mfa_add_webauthn": Act.KEEP_OWN_LOGIN,
    "mfa_remove_webauthn": Act.KEEP_OWN_LOGIN,
    "mfa_view_recovery_codes": Act.KEEP_OWN_LOGIN,
    "mfa_generate_recovery_codes": Act.KEEP_OWN_LOGIN,
    "sessions": Act.KEEP_OWN_LOGIN,
    "sessions_end_others": Act.KEEP_OWN_LOGIN,
    "session_end": Act.KEEP_OWN_LOGIN,
    "about": Door.KNOWN,
    "home": Door.KNOWN,
    "imports": Act.READ,
    "upload": Act.RECEIVE,
    "draft": Act.READ,
    "draft_undo": Act.MEND,
    "draft_redo": Act.MEND,
    "draft_discard": Act.MEND,
    "draft_read": Act.RECEIVE,
    "draft_accept": Act.ADOPT,
    "draft_mend": Act.MEND,
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
    "cycles": Act.READ,
    "dashboard": Act.READ,
    "chart": Act.READ,
    "journal": Act.READ,
    "ledger": Act.READ,
    "ledger_density": Act.READ,
    "ledger_export": Act.READ,
    "problem": Act.READ,
}

OPERATIONS: dict[str, Act | Door] = {
    "journal.operations.append": Door.INNER,
    "ledger.operations.adoption.adopt_draft": Act.ADOPT,
    "ledger.operations.holding.append_entry": Door.INNER,
    "ledger.operations.mending.discard_draft": Act.MEND,
    "ledger.operations.mending.mend_draft": Act.MEND,
    "ledger.operations.mending.redo_draft": Act.MEND,
    "ledger.operations.mending.undo_draft": Act.MEND,
    "ledger.operations.naming.settle_unit_name": Act.KEEP_PEOPLE,
    "ledger.operations.receiving.keep_file": Act.RECEIVE,
    "ledger.operations.receiving.read_draft": Act.RECEIVE,
    "ledger.operations.receiving.receive_file": Act.RECEIVE,
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
