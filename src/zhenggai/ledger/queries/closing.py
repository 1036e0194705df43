"""The tab of closing on the page of a task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from zhenggai.domain.closed import is_open
from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.closing_words import CAUSES
from zhenggai.domain.gate import missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.rights import Actor, Thing, may
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import signing_office
from zhenggai.domain.states import CLOSED, STATE_NAMES
from zhenggai.domain.workflow import machine_of
from zhenggai.ledger.closing.digests import digest_of, seen_digest
from zhenggai.ledger.closing.views import view_of_found
from zhenggai.ledger.closing_models import Closing, Recurrence, Reopening, Voucher
from zhenggai.ledger.issued import latest_issue
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.closing_found import TabRows, tab_rows
from zhenggai.ledger.queries.closing_rows import call_lists, closing_row, named, visit_row
from zhenggai.ledger.queries.heads import find_task, head_of
from zhenggai.ledger.queries.rows import state_of
from zhenggai.ledger.readiness import Readiness, keep_readiness, kept_readiness
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes.closing import (
    ClosingRow,
    ClosingTab,
    ConditionRow,
    OtherTask,
    ReopeningRow,
    Rights,
    VoucherRow,
)
from zhenggai.ledger.standing import tasks_in_reach

MOST_OLD = 200


def closing_tab(*, task_id: int, actor: Actor, today: date, act: Act = Act.READ) -> ClosingTab:
    """All that the tab shows to somebody who may do this to the task.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor, act=act)
    task, thing, rules = found.task, found.thing, found.rules.closing
    known = tab_rows(task.pk)
    view = view_of_found(task, known.gate, today=today)
    closings = sorted(known.gate.closings, key=lambda one: one.number, reverse=True)
    rows = [_closing(one, known, digest=digest_of(view, one), rules=rules) for one in closings]
    current = rows[0] if rows and (rows[0].state == "open" or task.state in (*CLOSED, "long_term")) else None
    linked = _linked(task, actor) if known.linked else []
    reopenings = sorted(known.gate.reopenings, key=lambda one: one.number, reverse=True)
    sizes = {roster.name: roster.rows for roster in view.rosters if roster.rows}
    return ClosingTab(
        head=head_of(found, actor=actor, today=today, ready=_readiness(task, view, upto=known.upto, today=today)),
        view=view,
        conditions=conditions_of(view, rules),
        blocking=missing_of(view, rules, CONDITIONS, stage="apply"),
        seen=seen_digest(view),
        current=current,
        earlier=tuple(row for row in rows if row is not current),
        changed_since=_changed_since(closings[0] if current else None, view),
        visits=tuple(visit_row(visit, known.photos(visit)) for visit in known.visits),
        call_lists=call_lists(reversed(known.gate.calls), sizes=sizes),
        rosters=tuple(sizes),
        vouchers=_vouchers(view, known.vouchers),
        reopenings=tuple(map(_reopening, reopenings)),
        older=tuple(_other(row.old, row.why) for row in linked if row.task_id == task.pk),
        later=tuple(_other(row.task, row.why) for row in linked if row.old_id == task.pk),
        old_tasks=_old_tasks(task, actor) if may(actor, Act.PLAN, thing) else (),
        stage_months=rules.stage_months,
        rights=_rights(
            task,
            current,
            rules,
            actor=actor,
            thing=thing,
            today=today,
            asked_by=closings[0].applied_by_id if current else None,
        ),
    )


def conditions_of(view: ClosingView, rules: ClosingRules) -> tuple[ConditionRow, ...]:
    """Every condition of the gate and what is missing of it."""
    return tuple(
        ConditionRow(
            key=one.key,
            name=one.name,
            asked=rules.asks(one.key),
            missing=missing_of(view, rules, (one,)),
        )
        for one in CONDITIONS
    )


def _closing(closing: Closing, known: TabRows, *, digest: str, rules: ClosingRules) -> ClosingRow:
    stages = sorted(known.gate.stages, key=lambda one: one.position)
    return closing_row(
        closing,
        known.gate.signatures_of(closing.pk),
        [one for one in stages if one.closing_id == closing.pk],
        meetings=known.meetings,
        digest=digest,
        rules=rules,
    )


def _vouchers(view: ClosingView, vouchers: Iterable[Voucher]) -> tuple[VoucherRow, ...]:
    """The vouchers among the evidence, with what was stated of them."""
    pieces = [piece for piece in view.evidence if piece.kind == "voucher"]
    stated = {row.pk: row for row in vouchers}
    return tuple(
        VoucherRow(
            id=piece.id,
            number=piece.number,
            name=piece.name,
            voucher=stated[piece.id].number if piece.id in stated else "",
            amount=stated[piece.id].amount if piece.id in stated else "",
        )
        for piece in pieces
    )


def _changed_since(closing: Closing | None, view: ClosingView) -> bool:
    """Whether something that was signed off has been changed afterwards."""
    return bool(closing and closing.digest and digest_of(view, closing) != closing.digest)


def _reopening(row: Reopening) -> ReopeningRow:
    return ReopeningRow(row.number, CAUSES[row.cause], row.what, row.at, row.by)


def _linked(task: Task, actor: Actor) -> list[Recurrence]:
    """What links a task to older and later ones that the actor may read."""
    ends = ("old__cycle", "old__problem__aspect", "task__cycle", "task__problem__aspect")
    linked = list(Recurrence.objects.filter(Q(task=task) | Q(old=task)).select_related(*ends).order_by("pk"))
    others = [row.old_id if row.task_id == task.pk else row.task_id for row in linked]
    # Asked of these few alone: the reach of a large unit is half of all tasks.
    reached = set(tasks_in_reach(actor).filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    return [row for row, other in zip(linked, others, strict=True) if other in reached]


def _readiness(task: Task, view: ClosingView, *, upto: int, today: date) -> Readiness:
    """What is missing by this view; kept, unless the same stands there already."""
    kept = kept_readiness(task, today=today)
    ready = Readiness(missing_of(view, rules_of_found(task.cycle).closing, CONDITIONS), len(view.doubts))
    return ready if kept == ready else keep_readiness(task, view, upto=upto, today=today)


def _other(task: Task, why: str = "") -> OtherTask:
    return OtherTask(
        cycle_id=task.cycle_id,
        cycle=task.cycle.title,
        task_id=task.pk,
        name=f"{named(task)} {task.problem.title}",
        state_name=STATE_NAMES[task.state],  # type: ignore[index]  # a constraint keeps it among the known ones
        why=why,
    )


def _old_tasks(task: Task, actor: Actor) -> tuple[OtherTask, ...]:
    """Tasks of earlier rounds to which a new finding may point."""
    feedback = task.cycle.feedback_date
    earlier = Q(cycle__feedback_date__lt=feedback) if feedback else Q(cycle_id__lt=task.cycle_id)
    found = tasks_in_reach(actor).filter(earlier).exclude(cycle_id=task.cycle_id).exclude(recurred__task=task)
    listed = found.select_related("cycle", "problem__aspect").order_by("-cycle_id", "position")[:MOST_OLD]
    return tuple(_other(old) for old in listed)


def _rights(
    task: Task,
    current: ClosingRow | None,
    rules: ClosingRules,
    *,
    actor: Actor,
    thing: Thing,
    today: date,
    asked_by: int | None,
) -> Rights:
    open_one = current if current and current.state == "open" else None
    moves = {move.key for move in machine_of(rules).moves}
    decides = {"long_term": Act.DECIDE_CHANGE, "not_applicable": Act.RELEASE}
    closing = open_one is not None and open_one.outcome == "done"
    applies = open_one is None and may(actor, Act.APPLY_CLOSING, thing)
    return Rights(
        apply=applies and task.state in ("ongoing", "long_term"),
        ask_long_term=applies and "ask_long_term" in moves and _may_become_long_term(task),
        ask_not_applicable=applies and "ask_not_applicable" in moves and task.state == "ongoing",
        withdraw=open_one is not None and may(actor, Act.APPLY_CLOSING, thing),
        sign=bool(open_one and open_one.step and signing_office(actor, open_one.step, thing)),
        send_back=closing and may(actor, Act.RETURN_CLOSING, thing),
        decide=bool(open_one and open_one.outcome in decides and may(actor, decides[open_one.outcome], thing))
        and asked_by != actor.id,
        accept_stage=task.state == "long_term" and may(actor, Act.JUDGE, thing),
        reopen=task.state in CLOSED and may(actor, Act.REOPEN, thing),
        settle="settle" in moves
        and task.state == "done"
        and bool(current and current.watch_until and current.watch_until <= today)
        and may(actor, Act.SETTLE, thing),
        visit=task.state != "not_started" and is_open("visit", state_of(task)) and may(actor, Act.VISIT, thing),
        vouch=is_open("attach", state_of(task)) and may(actor, Act.ATTACH, thing),
        point=task.state != "closing" and task.state not in CLOSED and may(actor, Act.PLAN, thing),
    )


def _may_become_long_term(task: Task) -> bool:
    """Whether it may be asked now: before the plan is issued, planning says what kind of task it is."""
    return task.state == "ongoing" or (task.state == "not_started" and latest_issue(task.cycle_id) is not None)
