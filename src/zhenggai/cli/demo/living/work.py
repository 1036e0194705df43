"""The county's own days off, where mails go, and reminders as they were given day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import FEEDBACK, Event, Stage
from zhenggai.domain.calendar import NATIONAL, LocalDay
from zhenggai.domain.rights import CONSOLE
from zhenggai.ledger.operations.work import add_local_day
from zhenggai.oversight.operations.reminding import remind
from zhenggai.people.mail_operations import set_mail

_WITH_MAIL = ("wang", "li", "zhao", "ma", "sun")
# Days before today on which the office ran its reminders; the last is the morning of the day.
_RUNS = (-30, -14, -7, -5, -3, -1, 0)


def events(stage: Stage) -> Iterator[Event]:
    """All that happens, in the order of its days."""
    yield stage.event(-FEEDBACK + 1, 9, 0, lambda at: _write_days(stage, at))
    yield stage.event(-FEEDBACK + 1, 9, 30, _write_addresses)
    for offset in _RUNS:
        yield stage.event(offset, 7, 30, lambda at: remind(cycle_id=stage.cycle_id, actor=actor("wang"), at=at))


def _write_days(stage: Stage, at: datetime) -> None:
    """A founding day that is off, and a free day before it that is worked for it."""
    wang, day = actor("wang"), stage.day(12)
    while not NATIONAL.is_working(day):
        day += timedelta(days=1)
    free = day - timedelta(days=1)
    while NATIONAL.is_working(free):
        free -= timedelta(days=1)
    add_local_day(day=LocalDay(day, working=False, note="建县纪念日放假，县政府办通知"), actor=wang, at=at)
    add_local_day(day=LocalDay(free, working=True, note="与建县纪念日调休"), actor=wang, at=at)


def _write_addresses(at: datetime) -> None:
    for login in _WITH_MAIL:
        set_mail(account_id=actor(login).id, mail=f"{login}@yunling.example.cn", actor=CONSOLE, at=at)
