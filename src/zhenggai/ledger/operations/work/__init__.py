"""What an office keeps for its own work.

add_local_day(*, day, actor, at) -> number           day: domain.calendar.LocalDay
drop_local_day(*, day_id, actor, at) -> None

Both raise NotAllowed and NoSuchThing (domain.refusals); what cannot be is a WrongDay.
"""

from zhenggai.ledger.operations.work.calendar import WrongDay, add_local_day, drop_local_day

__all__ = ["WrongDay", "add_local_day", "drop_local_day"]
