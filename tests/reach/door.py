"""Who reaches what: door."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

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
}

OPERATIONS: dict[str, Act | Door] = {}
