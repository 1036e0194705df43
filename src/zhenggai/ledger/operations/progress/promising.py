"""Promises after a cycle: written down, noted, extended with approval, and declared kept or broken by others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from zhenggai.domain.extensions import LEVELS, deciding_office, level_for, may_decide
from zhenggai.domain.promises import (
    PROMISE_STATES,
    CannotPromise,
    PromiseWish,
    Said,
    demand_later,
    demand_open,
    demand_owner,
    demand_promise,
    demand_said,
    demand_verdict,
)
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, acting, demand
from zhenggai.domain.roles import OF_UNITS, Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Cycle, Promise, PromiseEvent, Task
from zhenggai.ledger.operations.progress.holding import acting_in
from zhenggai.ledger.promising import leader_of, thing_of_promise, unit_name_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.people.unit_finding import find_or_add_units

SHOWN_OF_TEXT = 60
LARGEST_NUMBER = 2**31
OWNED = ("text", "due", "due_text", "first_due", "task", "problem", "unit", "leader")


class PromiseChanged(Refusal):
    """Somebody else changed the promise since it was looked at."""


def add_promise(*, cycle_id: int, wish: PromiseWish, actor: Actor, at: datetime) -> int:
    """Write a promise down by hand and return its number; what a unit writes down is its own unless it says whose.

    :raises NotAllowed: unless the actor works on its task or is of the office.
    :raises CannotPromise: where it lacks something.
    """
    demand(actor, Act.REPORT)
    with transaction.atomic(durable=True):
        if not Cycle.objects.filter(pk=cycle_id).exists():
            raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
        promise = Promise(cycle_id=cycle_id)
        demand_owner(wish)
        _own(promise, wish)
        if actor.role in OF_UNITS and not (promise.unit_id or promise.task):
            promise.unit_id = actor.unit_id
        actor = acting(actor, Act.REPORT, thing_of_promise(promise))
        demand_promise(wish)
        promise.save(force_insert=True)
        _tell(promise, "promise.add", before={}, after=_facts(promise), actor=actor, at=at)
    return promise.pk


def change_promise(*, promise_id: int, version: int, wish: PromiseWish, actor: Actor, at: datetime) -> None:
    """Say whose a promise is, and until when where the text did not say; a day that is set moves by extension alone.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPromise: where it lacks something, or its words or its day would change.
    :raises PromiseChanged: where `version` is not the promise's.
    """
    demand(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        promise, actor = _claimed(promise_id, version, actor, Act.PLAN)
        demand_owner(wish)
        if wish.text != promise.text:
            raise CannotPromise("text", "承诺的内容不能改。写错了的，请另记一项并说明。")
        if promise.due and wish.due != promise.due:
            raise CannotPromise("due", "期限已定，只能经批准延期。")
        before = _facts(promise)
        _own(promise, wish)
        promise.save(update_fields=OWNED)
        _tell(promise, "promise.change", before=before, after=_facts(promise), actor=actor, at=at)


def note_promise(*, promise_id: int, version: int, said: Said, actor: Actor, at: datetime) -> None:
    """Note how far a promise has come.

    :raises NotAllowed: unless the actor works on it or is of the office.
    :raises CannotPromise: where the note lacks something or the promise is settled.
    :raises PromiseChanged: where `version` is not the promise's.
    """
    demand(actor, Act.REPORT)
    with transaction.atomic(durable=True):
        promise, actor = _claimed(promise_id, version, actor, Act.REPORT)
        demand_open(promise.state)
        demand_said(said, today=localdate(at))
        _happened(promise, "noted", said, actor=actor, at=at)
        _tell(promise, "promise.note", before={}, after=_words(said), actor=actor, at=at)


def extend_promise(*, promise_id: int, version: int, new: date | None, reason: str, actor: Actor, at: datetime) -> None:
    """Give a promise a later day; the earlier ones stay with it.

    :raises NotAllowed: unless the actor decides on it.
    :raises CannotPromise: where a higher level has to decide, or the day or the reason is missing.
    :raises PromiseChanged: where `version` is not the promise's.
    """
    demand(actor, Act.GRANT_EXTENSION)
    with transaction.atomic(durable=True):
        promise, actor = _claimed(promise_id, version, actor, Act.GRANT_EXTENSION)
        demand_open(promise.state)
        demand_later(new, due=promise.due, reason=reason)
        actor = _deciding(promise, new, actor)
        before = {"promise_due": promise.due.isoformat() if promise.due else ""}
        said = Said(day=localdate(at), what=reason)
        _happened(promise, "extended", said, actor=actor, at=at, new=new)
        promise.first_due = promise.first_due or promise.due
        promise.due, promise.state, promise.extensions_count = new, "extended", promise.extensions_count + 1
        promise.save(update_fields=("due", "first_due", "state", "extensions_count"))
        after = {"promise_due": str(new)}
        _tell(promise, "promise.extend", before=before, after=after, actor=actor, at=at, why=reason)


def judge_promise(*, promise_id: int, version: int, verdict: str, said: Said, actor: Actor, at: datetime) -> None:
    """Declare a promise kept, partly kept or broken; never by somebody of the unit that made it.

    :raises NotAllowed: unless the actor judges and belongs to none of its units.
    :raises CannotPromise: where the verdict lacks something or the promise is settled.
    :raises PromiseChanged: where `version` is not the promise's.
    """
    demand(actor, Act.JUDGE)
    with transaction.atomic(durable=True):
        promise, actor = _claimed(promise_id, version, actor, Act.JUDGE)
        demand_open(promise.state)
        demand_said(said, today=localdate(at))
        demand_verdict(verdict, said)
        before = {"promise_state": PROMISE_STATES[promise.state]}
        _happened(promise, verdict, said, actor=actor, at=at)
        promise.state = verdict
        promise.save(update_fields=("state",))
        after = {"promise_state": PROMISE_STATES[verdict], **_words(said)}
        _tell(promise, f"promise.{verdict}", before=before, after=after, actor=actor, at=at)


def _claimed(promise_id: int, version: int, actor: Actor, act: Act) -> tuple[Promise, Actor]:
    """The promise, its version one higher, once the actor may do this to it."""
    promise = Promise.objects.select_related("task", "unit", "problem").filter(pk=promise_id).first()
    if promise is None:
        raise NoSuchThing("没有编号为 $id 的承诺。", id=promise_id)
    actor = acting(actor, act, thing_of_promise(promise))
    if Promise.objects.filter(pk=promise_id, version=version).update(version=F("version") + 1) != 1:
        raise PromiseChanged("这项承诺已有变化。您填的内容还在，请对照最新内容再保存一次。")
    return Promise.objects.select_related("task", "unit", "problem").get(pk=promise_id), actor


def _own(promise: Promise, wish: PromiseWish) -> None:
    promise.text, promise.due, promise.due_text, promise.leader = wish.text, wish.due, wish.due_text, wish.leader
    promise.first_due = promise.first_due or wish.due
    promise.unit_id = find_or_add_units([wish.unit]).get(wish.unit) if wish.unit else None
    if wish.unit and promise.unit_id is None:
        raise CannotPromise("unit", "“$name”可能指几个单位，请写全称。", name=wish.unit)
    promise.task = _task_of(promise.cycle_id, wish.task)
    if promise.task and promise.problem_id is None:
        promise.problem_id = promise.task.problem_id


def _task_of(cycle_id: int, number: int | None) -> Task | None:
    if number is None:
        return None
    task = Task.objects.filter(cycle_id=cycle_id, number=number).first() if number < LARGEST_NUMBER else None
    if task is None:
        raise CannotPromise("task", "本轮次没有任务 $number。", number=number)
    return task


def _deciding(promise: Promise, new: date | None, actor: Actor) -> Actor:
    """The actor in the office in which they decide so long an extension; the pen of the office is not its maker's."""
    days = (new - promise.due).days if new and promise.due else 0
    level = level_for(days, rules_of(cycle_id=promise.cycle_id).extensions)
    thing = thing_of_promise(promise)
    office = deciding_office(actor, thing, level)
    if not may_decide(office.role, level):
        raise CannotPromise("", "延期 $days 天须由$level审批。", days=days, level=LEVELS[level])
    if office.role is Role.OFFICE_CLERK:
        demand(actor, Act.JUDGE, thing)
    return acting_in(actor, office)


def _happened(promise: Promise, kind: str, said: Said, *, actor: Actor, at: datetime, new: date | None = None) -> None:
    PromiseEvent.objects.create(
        promise=promise,
        kind=kind,
        day=said.day or localdate(at),
        what=said.what,
        evidence=said.evidence,
        old_due=promise.due if new else None,
        new_due=new,
        by=actor.name,
        at=at,
    )


def _facts(promise: Promise) -> dict[str, object]:
    return {
        "promise_due": promise.due.isoformat() if promise.due else promise.due_text,
        "promise_unit": unit_name_of(promise),
        "promise_leader": leader_of(promise),
        "task": f"任务 {promise.task.number}" if promise.task else "",
    }


def _words(said: Said) -> dict[str, object]:
    return {"promise_said": said.what, **({"promise_proof": said.evidence} if said.evidence else {})}


def _tell(
    promise: Promise,
    verb: str,
    *,
    before: Mapping[str, object],
    after: Mapping[str, object],
    actor: Actor,
    at: datetime,
    why: str = "",
) -> None:
    text = promise.text if len(promise.text) <= SHOWN_OF_TEXT else promise.text[: SHOWN_OF_TEXT - 1] + "…"
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("promise", promise.pk),
        before={"promise": text, **before},
        after={"promise": text, **after},
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=promise.cycle_id,
    )
