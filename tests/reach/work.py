"""Who reaches what: work."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "work": Act.WORK,
    "own_mail": Act.KEEP_OWN_LOGIN,
    "account_mail": Act.KEEP_ACCOUNTS,
    "unmailed": Act.REMIND,
    "unmailed_send": Act.REMIND,
    "team": Act.READ,
    "reminders": Act.WORK,
    "remind_send": Act.REMIND,
    "task_oversight": Act.READ,
    "calendar": Act.READ_CYCLE,
    "calendar_add": Act.PLAN,
    "calendar_drop": Act.PLAN,
}

OPERATIONS: dict[str, Act | Door] = {
    "people.mail_operations.set_mail": Act.KEEP_ACCOUNTS,
    "people.mail_operations.set_own_mail": Act.KEEP_OWN_LOGIN,
    "oversight.operations.reminding.remind": Act.REMIND,
    "oversight.operations.reminding.record_step": Act.REMIND,
    "oversight.operations.reminding.send_digest": Act.REMIND,
    "ledger.operations.work.calendar.add_local_day": Act.PLAN,
    "ledger.operations.work.calendar.drop_local_day": Act.PLAN,
}
