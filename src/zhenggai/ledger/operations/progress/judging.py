"""Judging reports: who judges is never of a unit that takes part."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhenggai.domain.progress import JUDGEMENTS, LONGEST_TEXT, REPORT_STATES, CannotReport
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import Progress
from zhenggai.ledger.operations.planning.holding import tell_task
from zhenggai.ledger.operations.progress import holding
from zhenggai.ledger.operations.progress.reporting import report_changed
from zhenggai.ledger.still_open import demand_still_open


def accept_progress(*, report_id: int, actor: Actor, at: datetime) -> None:
    """Find a report in order.

    :raises NotAllowed: unless the actor judges and belongs to none of the task's units.
    :raises TaskClosed: where the task is over.
    :raises ReportChanged: where it has been judged or corrected already.
    """
    demand(actor, Act.JUDGE)
    _judge(report_id, "accept", "", actor=actor, at=at)


def return_progress(*, report_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """Send a report back with a reason; it stays, and the unit answers with a new one.

    :raises NotAllowed: unless the actor judges and belongs to none of the task's units.
    :raises CannotReport: without a reason.
    :raises TaskClosed: where the task is over.
    :raises ReportChanged: where it has been returned or corrected already.
    """
    demand(actor, Act.JUDGE)
    _judge(report_id, "return", reason, actor=actor, at=at)


def _judge(report_id: int, judgement: str, reason: str, *, actor: Actor, at: datetime) -> None:
    sources, target = JUDGEMENTS[judgement]
    with transaction.atomic(durable=True):
        task, progress, office = holding.report_to_work_on(report_id, actor=actor, act=Act.JUDGE)
        actor = holding.acting_in(actor, office)
        if judgement == "return":
            _demand_reason(reason)
        demand_still_open("judge", [task.pk])
        holding.hold_measure(progress.measure)
        open_ones = Progress.objects.filter(pk=progress.pk, state__in=sources, corrected_by=None)
        changed = {"state": target, "reason": reason, "judged_by": actor.name, "judged_at": at}
        if Progress.objects.filter(pk__in=open_ones.values("pk")).update(**changed) != 1:
            raise report_changed(progress)
        holding.recount_work(progress.measure)
        name = {"of_measure": holding.short(progress.measure), "report": progress.pk}
        tell_task(
            task,
            actor=actor,
            verb=f"progress.{judgement}",
            before={**name, "report_state": REPORT_STATES[progress.state]},
            after={**name, "report_state": REPORT_STATES[target]},
            why=reason,
            at=at,
        )


def _demand_reason(reason: str) -> None:
    if not reason:
        raise CannotReport("reason", "请写退回的原因。")
    if len(reason) > LONGEST_TEXT:
        raise CannotReport("reason", "文字太长，最多 $longest 个字。", longest=LONGEST_TEXT)
