"""Keeping the days on which an office departs from the state's calendar."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from zhenggai.domain.calendar import NATIONAL, LocalDay
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import LocalDay as LocalDayRow

LONGEST_NOTE = 100


class WrongDay(Refusal):
    """A day that says nothing new, or nothing at all."""


def add_local_day(*, day: LocalDay, actor: Actor, at: datetime) -> int:
    """Let a day be worked or free, and return its number.

    :raises NotAllowed: unless the actor plans.
    :raises WrongDay: where the calendar says so already, another exception stands there, or no reason is given.
    """
    actor = acting(actor, Act.PLAN, Thing())
    if not day.note.strip() or len(day.note) > LONGEST_NOTE:
        raise WrongDay("请写明依据，最多 $longest 个字。", longest=LONGEST_NOTE)
    if NATIONAL.is_working(day.day) == day.working:
        usual = "$day 本来就上班，不必另列。" if day.working else "$day 本来就休息，不必另列。"
        raise WrongDay(usual, day=day.day.isoformat())
    try:
        with transaction.atomic(durable=True):
            row = LocalDayRow.objects.create(day=day.day, working=day.working, note=day.note.strip())
            _tell(row, "calendar.add_day", before=None, after=_facts(row), actor=actor, at=at)
    except IntegrityError as clash:
        raise WrongDay("$day 已有安排，请先删去再添加。", day=day.day.isoformat()) from clash
    return row.pk


def drop_local_day(*, day_id: int, actor: Actor, at: datetime) -> None:
    """Let a day follow the state's calendar again.

    :raises NotAllowed: unless the actor plans.
    :raises NoSuchThing: where there is no such exception.
    """
    actor = acting(actor, Act.PLAN, Thing())
    with transaction.atomic(durable=True):
        row = LocalDayRow.objects.filter(pk=day_id).first()
        if row is None or not LocalDayRow.objects.filter(pk=day_id).delete()[0]:
            raise NoSuchThing("没有编号为 $id 的日历安排。", id=day_id)
        _tell(row, "calendar.drop_day", before=_facts(row), after=None, actor=actor, at=at, number=day_id)


def _tell(
    row: LocalDayRow,
    verb: str,
    *,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("local_day", number or row.pk),
        before=before,
        after=after,
        why=row.note,
        at=at,
        salt=fresh_salt(),
    )


def _facts(row: LocalDayRow) -> dict[str, object]:
    return {"day": row.day.isoformat(), "day_kind": _kind(row.working)}


def _kind(working: bool) -> str:
    return "上班" if working else "休息"
