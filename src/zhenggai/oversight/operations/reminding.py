"""Reminding: steps of the ladder, each a numbered record, and one mail a day for everybody who has something to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.timezone import localtime

from zhenggai.domain.ladder import Step
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Duty
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Cycle
from zhenggai.oversight.digest import digest_mail
from zhenggai.oversight.mailing import MailFault, Sender, is_mail_set, send_mail
from zhenggai.oversight.models import Digest, Reminder, ReminderRecipient
from zhenggai.oversight.planning import DigestPlan, RemindPlan, plan_reminders
from zhenggai.people.models import Account

# A run that took a mail and never came back is taken for dead after this long.
PATIENCE = timedelta(minutes=30)
MOST_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a run has done: steps recorded, mails sent and failed, people without an address."""

    steps: int
    sent: int
    failed: int
    no_mail: tuple[str, ...]


def remind(*, cycle_id: int | None, actor: Actor, at: datetime, send: Sender = send_mail) -> Reminded:
    """Take every step that is due today and send everybody their mail of the day; a second run sends nothing twice.

    :raises NotAllowed: unless the actor reminds.
    :raises NoSuchThing: where there is no such cycle.
    """
    demand(actor, Act.REMIND)
    if cycle_id is not None and not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    today = localtime(at).date()
    plan = plan_reminders(cycle_id=cycle_id, today=today, now=at)
    recorded = [record_step(duty=one.duty, step=one.step, told=one.told, actor=actor, at=at) for one in plan.steps]
    states = _send_all(plan, today, actor=actor, at=at, send=send)
    return Reminded(
        steps=sum(number is not None for number in recorded),
        sent=sum(state == "sent" for state in states.values()),
        failed=sum(state == "failed" for state in states.values()),
        no_mail=_without(plan, states),
    )


def record_step(*, duty: Duty, step: Step, told: tuple[Actor, ...], actor: Actor, at: datetime) -> int | None:
    """Record a step under the next number of its kind in the cycle; None where it was taken before.

    :raises NotAllowed: unless the actor reminds.
    """
    actor = acting(actor, Act.REMIND, Thing(duty.cycle_id) if duty else None)
    try:
        with transaction.atomic(durable=True):
            return _record(duty, step, told, actor=actor, at=at)
    except IntegrityError:
        # Another run took the step in the same moment.
        return None


def send_digest(
    *, digest: DigestPlan, cycles: Mapping[int, str], day: date, actor: Actor, at: datetime, send: Sender = send_mail
) -> str:
    """Send somebody their mail of the day, unless that was done; return its state, empty where there was nothing to do.

    The mail is taken before it is sent and its state kept after, so that two runs never send it twice and a failure is tried again.

    :raises NotAllowed: unless the actor reminds.
    """
    demand(actor, Act.REMIND)
    address = Account.objects.values_list("mail", flat=True).get(pk=digest.account_id) if is_mail_set() else ""
    if not _taken(digest, day, state="sending" if address else "no_mail", at=at):
        return ""
    if not address:
        return "no_mail"
    fault = ""
    mail = digest_mail(
        name=digest.name,
        day=day,
        items=digest.items,
        cycles=cycles,
        reminders=_numbers_of(digest.account_id, day),
        site=digest.site,
    )
    try:
        send(mail, to=address)
    except MailFault as refused:
        fault = str(refused)
    return _settle(digest, day, fault=fault, actor=actor, at=at)


def _send_all(plan: RemindPlan, day: date, *, actor: Actor, at: datetime, send: Sender) -> dict[int, str]:
    """Send every mail; a server that refuses several in a row is left alone until the next run."""
    states: dict[int, str] = {}
    refused = 0
    for one in plan.digests:
        if refused == MOST_REFUSED:
            break
        state = send_digest(digest=one, cycles=plan.cycles, day=day, actor=actor, at=at, send=send)
        refused = refused + 1 if state == "failed" else 0 if state == "sent" else refused
        states[one.account_id] = state
    return states


def _record(duty: Duty, step: Step, told: tuple[Actor, ...], *, actor: Actor, at: datetime) -> int | None:
    # The cycle is locked, so that numbers follow one another; SQLite holds the whole file already.
    Cycle.objects.select_for_update().get(pk=duty.cycle_id)
    if Reminder.objects.filter(kind=duty.kind, thing=duty.id, due=duty.due, key=step.key).exists():
        return None
    given = Reminder.objects.filter(cycle_id=duty.cycle_id, step=step.name)
    reminder = Reminder.objects.create(
        cycle_id=duty.cycle_id,
        step=step.name,
        number=(given.aggregate(last=Max("number"))["last"] or 0) + 1,
        key=step.key,
        kind=duty.kind,
        thing=duty.id,
        due=duty.due,
        what=duty.what,
        about=duty.about,
        unit_name=duty.unit,
        task_id=duty.task_id,
        day=localtime(at).date(),
        at=at,
        by=actor.name,
    )
    ReminderRecipient.objects.bulk_create(
        ReminderRecipient(reminder=reminder, account_id=one.id, name=one.name) for one in told
    )
    journal.append(
        actor=actor,
        verb="remind.step",
        subject=Subject("task", duty.task_id) if duty.task_id else Subject("reminder", reminder.pk),
        before=None,
        after={
            "reminder": reminder.number,
            "step": step.name,
            "what": " ".join((duty.about, duty.what)).strip(),
            "due": duty.due.isoformat(),
            "told": "、".join(one.name for one in told),
        },
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=duty.cycle_id,
    )
    return reminder.number


def _taken(digest: DigestPlan, day: date, *, state: str, at: datetime) -> bool:
    """Whether this run may send the mail: nobody has, or it failed, or the run that took it is dead."""
    with transaction.atomic(durable=True):
        row, made = Digest.objects.get_or_create(
            account_id=digest.account_id,
            day=day,
            defaults={"state": state, "lines": len(digest.items), "claimed_at": at},
        )
        if made:
            return True
        mine = Digest.objects.filter(pk=row.pk, state=row.state, claimed_at=row.claimed_at)
        stale = row.state == "sending" and row.claimed_at <= at - PATIENCE
        again = row.state == "failed" or stale or (row.state == "no_mail" and state == "sending")
        return again and mine.update(state=state, claimed_at=at, lines=len(digest.items)) == 1


def _settle(digest: DigestPlan, day: date, *, fault: str, actor: Actor, at: datetime) -> str:
    state = "failed" if fault else "sent"
    with transaction.atomic(durable=True):
        Digest.objects.filter(account_id=digest.account_id, day=day, state="sending").update(
            state=state, fault=fault, tries=F("tries") + 1, sent_at=None if fault else at
        )
        journal.append(
            actor=actor,
            verb="remind.digest" if not fault else "remind.digest_failed",
            subject=Subject("account", digest.account_id),
            before=None,
            after={"told": digest.name, "items": len(digest.items)},
            why=fault,
            at=at,
            salt=fresh_salt(),
        )
    return state


def _numbers_of(account_id: int, day: date) -> list[str]:
    told = ReminderRecipient.objects.filter(account_id=account_id, reminder__day=day).select_related("reminder")
    return [
        f"提醒第 {one.reminder.number} 号（{one.reminder.about or one.reminder.what}）" for one in told.order_by("pk")
    ]


def _without(plan: RemindPlan, states: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(one.name for one in plan.digests if states.get(one.account_id) == "no_mail")
