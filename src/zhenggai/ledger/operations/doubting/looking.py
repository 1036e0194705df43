"""Letting the rules look: at a whole round, at single tasks, or wherever a look is due."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localtime

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerRule, run_over
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import DOOR, Actor, Thing, acting, demand
from zhenggai.domain.roles import Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.doubting.document import document_findings
from zhenggai.ledger.doubting.gathering import gather, gather_tasks
from zhenggai.ledger.doubting.stale import Due, is_small, last_entry, looks_due
from zhenggai.ledger.doubting.storing import SEVERITY_OF, Compared, Found, compare, store
from zhenggai.ledger.doubting.switches import switches_of
from zhenggai.ledger.models import Cycle, LedgerDoubt, LedgerLook, Task
from zhenggai.ledger.standing import acting_on_task

# Who looks when nobody has asked.
WATCHMAN = Actor(id=DOOR.id, name=DOOR.name, role=Role.OFFICE_CLERK)


class LookedMeanwhile(Refusal):
    """Somebody else's look came to its end first."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look has come to."""

    found: int = 0
    back: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class _Began:
    """Where a look begins: the state of the round's looks, the last entry before it, and which rules are off."""

    cycle_id: int
    version: int
    upto: int
    off: frozenset[str]


def look_again(*, cycle_id: int, actor: Actor, at: datetime) -> Looked:
    """Let every rule look at a round as it stands, and keep what is new, what is gone and what has come back.

    Nobody waits for it: what it needs is read before its transaction begins.

    :raises NotAllowed: unless the actor judges.
    :raises NoSuchThing: where there is no such round.
    :raises LookedMeanwhile: where another look was faster.
    """
    actor = acting(actor, Act.JUDGE, Thing(cycle_id=cycle_id))
    today = localtime(at).date()
    began = _begin(cycle_id)
    found = [*_run(LEDGER_RULES, cycle_id, None, at=at), *_without(began.off, document_findings(cycle_id))]
    compared = compare(found, LedgerDoubt.objects.filter(cycle_id=cycle_id))
    whole = {"day": today, "quick_upto": began.upto, "whole_upto": began.upto, "quick_at": at, "whole_at": at}
    return _keep(began, compared, actor=actor, at=at, **whole)


def look_at_task(*, task_id: int, actor: Actor, at: datetime) -> Looked:
    """Let the quick rules look at a task, for somebody who waits; a small round they look through as a whole.

    :raises NotAllowed: unless the actor may let the rules look at it.
    :raises NoSuchThing: where there is none of that number.
    :raises LookedMeanwhile: where another look was faster.
    """
    demand(actor, Act.LOOK)
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    return _look_at(task.cycle_id, (task_id,), actor=acting_on_task(actor, Act.LOOK, task), at=at)


def keys_found(cycle_id: int, *, at: datetime) -> dict[tuple[str, str], str]:
    """What the rules call what they find in a round now, by rule and places; of two with the same places neither.

    A round that came from another home finds by these the doubts that people there have judged.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for one in _run(LEDGER_RULES, cycle_id, None, at=at):
        found.setdefault((one.rule, str(one.columns["places"])), set()).add(one.key)
    return {told: next(iter(keys)) for told, keys in found.items() if len(keys) == 1}


def look_where_due(*, at: datetime) -> tuple[Due, ...]:
    """Look wherever something has changed, and return where that was; a round that somebody else looks at is left to them."""
    due = looks_due(today=localtime(at).date(), at=at)
    return tuple(one for one in due if _look(one, at=at))


def _look(due: Due, *, at: datetime) -> bool:
    try:
        if due.wanted == "whole":
            look_again(cycle_id=due.cycle_id, actor=WATCHMAN, at=at)
        else:
            upto = last_entry()
            _look_at(due.cycle_id, due.task_ids, actor=WATCHMAN, at=at, quick_upto=upto, quick_at=at)
    except LookedMeanwhile:
        return False
    return True


def _look_at(cycle_id: int, task_ids: tuple[int, ...], *, actor: Actor, at: datetime, **columns: object) -> Looked:
    """Let the quick rules look; what may rest on other tasks, too, only a look at the whole round lets go."""
    rules, small = [rule for rule in LEDGER_RULES if not rule.slow], is_small(cycle_id)
    began = _begin(cycle_id)
    found = list(_run(rules, cycle_id, None if small else task_ids, at=at))
    names, keys = [rule.id for rule in rules], [one.key for one in found]
    rows = LedgerDoubt.objects.filter(cycle_id=cycle_id, source="ledger", rule__in=names)
    compared = compare(found, rows if small else rows.filter(Q(task_id__in=task_ids) | Q(key__in=keys)))
    if not small:
        compared = replace(compared, gone=tuple(row for row in compared.gone if _rests_on(row, task_ids)))
    return _keep(began, compared, actor=actor, at=at, **columns)


def _rests_on(row: LedgerDoubt, task_ids: Collection[int]) -> bool:
    """Whether a doubt says nothing but what these tasks say, so that it is gone where it was not found again.

    What is said of a file alone follows the file, which other tasks may use, too.
    """
    kinds = {kind for kind, _id, _words in json.loads(row.places)}
    return row.task_id in task_ids and LEDGER_RULES[row.rule].alone and kinds != {"evidence"}


def _begin(cycle_id: int) -> _Began:
    """Note where things stand before anything is read, so that what comes later is looked at again."""
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    LedgerLook.objects.bulk_create([LedgerLook(cycle_id=cycle_id)], ignore_conflicts=True)
    version = LedgerLook.objects.values_list("version", flat=True).get(pk=cycle_id)
    return _Began(cycle_id, version, last_entry(), switches_of(cycle_id=cycle_id).off)


def _run(
    rules: Iterable[LedgerRule], cycle_id: int, task_ids: tuple[int, ...] | None, *, at: datetime
) -> Iterable[Found]:
    switches = switches_of(cycle_id=cycle_id)
    facts = gather(cycle_id, at=at) if task_ids is None else gather_tasks(cycle_id, task_ids, at=at)
    for rule, finding in run_over(rules, facts, off=switches.off, thresholds=switches.thresholds):
        yield Found(
            source="ledger",
            rule=rule.id,
            key=finding.key,
            severity=SEVERITY_OF[finding.severity or rule.severity],
            message=finding.message,
            task_id=finding.task_id,
            places=finding.places,
        )


def _without(off: frozenset[str], found: Iterable[Found]) -> Iterable[Found]:
    return (one for one in found if one.rule not in off)


def _keep(began: _Began, compared: Compared, *, actor: Actor, at: datetime, **columns: object) -> Looked:
    """Store what differs with one entry; where nothing does, note only how far one has looked."""
    mine = LedgerLook.objects.filter(pk=began.cycle_id, version=began.version)
    if not compared:
        mine.update(version=F("version") + 1, **columns)
        return Looked()
    with transaction.atomic(durable=True):
        if mine.update(version=F("version") + 1, **columns) != 1:
            raise LookedMeanwhile("别人刚刚检查过，请刷新页面看结果。")
        store(compared, cycle_id=began.cycle_id, off=began.off, at=at)
        _tell(began.cycle_id, compared, actor=actor, at=at)
    return Looked(len(compared.new), len(compared.back), len(compared.gone))


def _tell(cycle_id: int, compared: Compared, *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb="doubt.look",
        subject=Subject("cycle", cycle_id),
        before={},
        after=compared.told(),
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=cycle_id,
    )
