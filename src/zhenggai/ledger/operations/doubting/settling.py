"""Answering doubts: the unit explains, somebody who is not of it judges."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.doubting import DOUBT_STATES, EXPLAIN, STANDING, VERDICTS, CannotSettle, demand_reasons
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt, known_as
from zhenggai.ledger.doubt_counts import keep_counts
from zhenggai.ledger.doubting.standing import find_doubt, thing_of_doubt
from zhenggai.ledger.models import DoubtWord, LedgerDoubt
from zhenggai.ledger.operations.planning.holding import name_of


class DoubtChanged(Refusal):
    """Somebody else answered, or the rules looked again, since the doubt was looked at."""


def settle_doubt(*, doubt_id: int, version: int, verdict: str, why: str, actor: Actor, at: datetime) -> None:
    """Settle a doubt as right, as honestly explained, or as a false alarm; a later verdict takes the place of an earlier.

    :raises NotAllowed: unless the actor judges, and is of no unit of the task.
    :raises NoSuchThing: where there is none of that number.
    :raises CannotSettle: without a verdict or reasons, or where the doubt has gone.
    :raises DoubtChanged: where `version` is not the doubt's.
    """
    demand(actor, Act.JUDGE)
    with transaction.atomic(durable=True):
        doubt = find_doubt(doubt_id)
        actor = acting(actor, Act.JUDGE, thing_of_doubt(doubt))
        if verdict not in VERDICTS:
            raise CannotSettle("请选择：成立、说明，还是误报。", field="verdict")
        said = demand_reasons(why)
        _claim(doubt, version)
        _say(doubt, verdict, said, actor=actor, at=at)
        LedgerDoubt.objects.filter(pk=doubt.pk).update(state=verdict, settled=verdict)
        keep_counts(LedgerDoubt.objects.filter(pk=doubt.pk))
        _tell(doubt, "doubt.settle", verdict, why=said, actor=actor, at=at)


def explain_doubt(*, doubt_id: int, version: int, why: str, actor: Actor, at: datetime) -> None:
    """Write down what the unit says to a doubt; it settles nothing.

    :raises NotAllowed: unless the actor reports for a unit of the task.
    :raises NoSuchThing: where there is none of that number.
    :raises CannotSettle: without words, or where nothing waits for any.
    :raises DoubtChanged: where `version` is not the doubt's.
    """
    demand(actor, Act.REPORT)
    with transaction.atomic(durable=True):
        doubt = find_doubt(doubt_id)
        actor = acting(actor, Act.REPORT, thing_of_doubt(doubt))
        said = demand_reasons(why)
        if doubt.state not in (*STANDING, "gone"):
            raise CannotSettle("这个疑点已经处置，不必再说明。")
        _claim(doubt, version)
        _say(doubt, EXPLAIN, said, actor=actor, at=at)
        LedgerDoubt.objects.filter(pk=doubt.pk).update(explained_at=at)
        _tell(doubt, "doubt.explain", doubt.state, why=said, actor=actor, at=at)


def _claim(doubt: LedgerDoubt, version: int) -> None:
    if doubt.state == "gone":
        raise CannotSettle("这个疑点已经查不到了，不用处置。")
    if LedgerDoubt.objects.filter(pk=doubt.pk, version=version).update(version=F("version") + 1) != 1:
        last = DoubtWord.objects.filter(doubt=doubt).order_by("-pk").first()
        if last is None:
            raise DoubtChanged("疑点重新检查过，有了变化。您填的内容还在，请对照最新情况再提交。")
        raise DoubtChanged("疑点已由 $who 说明或处置。您填的内容还在，请对照最新情况再提交。", who=last.by)


def _say(doubt: LedgerDoubt, how: str, why: str, *, actor: Actor, at: datetime) -> None:
    DoubtWord.objects.create(
        doubt=doubt,
        how=how,
        why=why,
        message=doubt.message,
        at=at,
        by=known_as(actor),
        by_id=actor.id,
        role=actor.role,
    )


def _tell(doubt: LedgerDoubt, verb: str, state: str, *, why: str, actor: Actor, at: datetime) -> None:
    about: dict[str, object] = {"task": name_of(doubt.task)} if doubt.task else {}
    facts: dict[str, object] = {**about, "doubt": doubt.message, "doubt_rule": doubt.rule}
    names = {str(key): name for key, name in DOUBT_STATES.items()}
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("ledger_doubt", doubt.pk),
        before={**facts, "doubt_state": names[doubt.state]},
        after={**facts, "doubt_state": names[state]},
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=doubt.cycle_id,
    )
