"""What the rules are told of one task that is to be closed: everything that a rule rests on which may stop it.

What other rules look at, such as meetings and who left, is not gathered here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils.timezone import localtime

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerRule
from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.issuing import FrozenTask
from zhenggai.domain.ledger_facts import Approved, CycleFacts, PieceFacts, TaskFacts, Use
from zhenggai.domain.rights import Thing
from zhenggai.journal.one_statement import Columns, OneStatement, Question
from zhenggai.ledger.closing.rows import GateRows, Of, gate_questions, gate_rows, of_these
from zhenggai.ledger.closing.views import view_of_found
from zhenggai.ledger.closing_models import VisitPhoto, Voucher
from zhenggai.ledger.doubting.approvals import Decided, approvals_among, decided_questions
from zhenggai.ledger.doubting.figures import figures_of, relations_of
from zhenggai.ledger.doubting.files import piece_facts
from zhenggai.ledger.doubting.gathering import gather_tasks
from zhenggai.ledger.doubting.things import problem_facts
from zhenggai.ledger.doubting.work import closing_facts, told_facts
from zhenggai.ledger.frozen import frozen_task, thaw_task
from zhenggai.ledger.models import (
    ChangeRequest,
    EvidenceUse,
    Extension,
    Figure,
    HandoverItem,
    PlanIssue,
    Relation,
    RuleSwitch,
    Task,
    TaskProblem,
)
from zhenggai.ledger.rating import end_of_stages
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.standing import thing_among

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RuleRows:
    """What the rules ask beside the gate; of `beside` (tasks that answer the same problems), issues, figures and relations only whether there are any."""

    switches: list[RuleSwitch]
    beside: list[Row]
    issues: list[Row]
    figures: list[Row]
    relations: list[Row]
    serving: list[Row]
    vouchers: list[Voucher]
    shown: list[Row]
    requests: list[ChangeRequest]
    merged: list[Row]
    extensions: list[Extension]
    handed: list[HandoverItem]


@dataclass(frozen=True, slots=True)
class AtTheGate:
    """A task that is to be closed, with all rows on which that rests."""

    task: Task
    rows: GateRows
    more: RuleRows

    @property
    def thing(self) -> Thing:
        """The task as rights see it."""
        return thing_among(self.task, self.rows.units(self.task.pk))

    @property
    def rules(self) -> ClosingRules:
        """The rules by which it is closed."""
        return rules_of_found(self.task.cycle).closing

    def view(self, *, today: date) -> ClosingView:
        """The task as the gate sees it today."""
        return view_of_found(self.task, self.rows, today=today)


def find_at_the_gate(task_id: int) -> AtTheGate | None:
    """A task with everything on which its end rests, in one statement; None where there is none of that number."""
    found = _STATEMENT.ask(task_id)
    more = RuleRows(**{one.name: found.pop(one.name) for one in fields(RuleRows)})
    rows = gate_rows(found)
    return next((AtTheGate(task, rows, more) for task in rows.found()), None)


def stopping_rules() -> list[LedgerRule]:
    """The quick rules over whose findings nobody closes a task."""
    return [rule for rule in LEDGER_RULES if not rule.slow and (rule.stops or rule.severity == "blocking")]


def facts_at_the_gate(found: AtTheGate, view: ClosingView, *, at: datetime) -> CycleFacts:
    """What the rules that may stop a task look at; where others answer its problems, these too, as every look sees them."""
    task, rows, more = found.task, found.rows, found.more
    if more.beside:
        return gather_tasks(task.cycle_id, [task.pk], at=at, views={task.pk: view})
    rules, today = rules_of_found(task.cycle), localtime(at).date()
    theirs = Q(task_id=task.pk) | Q(problem_id__in=[problem.pk for problem in rows.problems])
    return CycleFacts(
        id=task.cycle_id,
        now=at,
        today=today,
        feedback=task.cycle.feedback_date,
        end=end_of_stages(task.cycle, rules),
        closing=rules.closing,
        tolerance=rules.tolerance,
        problems=tuple(problem_facts(problem) for problem in rows.ordered_problems()),
        tasks=(_task(found, view, today=today),),
        figures=figures_of(theirs) if more.figures else (),
        relations=relations_of(theirs) if more.relations else (),
        evidence=_pieces(rows, more),
        whole=False,
    )


def _task(found: AtTheGate, view: ClosingView, *, today: date) -> TaskFacts:
    task, rows = found.task, found.rows
    problems = rows.ordered_problems()
    now = frozen_task(task, problems, sorted(rows.measures, key=lambda one: one.position))
    return TaskFacts(
        view=view,
        problem_ids=now.problems,
        now=now,
        issued=_issued(found),
        approved=_approved(found, now),
        closings=tuple(
            closing_facts(one, rows.signatures_of(one.pk), view)
            for one in sorted(rows.closings, key=lambda one: one.number)
        ),
        told=tuple(told_facts(row, today=today, feedback=task.cycle.feedback_date) for row in rows.reports),
    )


def _issued(found: AtTheGate) -> FrozenTask | None:
    newest = max(found.more.issues, key=lambda row: row["number"], default=None)
    if newest is None:
        return None
    frozen = PlanIssue.objects.values_list("frozen", flat=True).get(pk=newest["id"])
    return thaw_task(frozen, found.task.pk, cycle_id=found.task.cycle_id)


def _approved(found: AtTheGate, now: FrozenTask) -> tuple[Approved, ...]:
    more = found.more
    staged = [one for one in found.rows.closings if one.outcome == "long_term" and one.state == "closed"]
    decided = Decided(more.requests, more.merged, more.extensions, staged, more.handed)
    return approvals_among(decided, {now.id: now}).get(now.id, ())


def _pieces(rows: GateRows, more: RuleRows) -> tuple[PieceFacts, ...]:
    uses: dict[int, list[Use]] = defaultdict(list)
    for row in sorted(more.serving, key=lambda one: one["id"]):
        uses[row["evidence_id"]].append(Use(row["its_task"], row["measure_id"]))
    photos, vouchers = {row["evidence_id"] for row in more.shown}, {row.pk: row for row in more.vouchers}
    pieces = sorted(rows.evidence, key=lambda one: (one.task_number, one.running, one.pk))
    return tuple(
        piece_facts(one, tuple(uses[one.pk]), of_visit=one.pk in photos, voucher=vouchers.get(one.pk)) for one in pieces
    )


def _questions(of: Of, task_id: int) -> dict[str, Question]:
    cycles = Task.objects.filter(of("pk")).values("cycle_id")
    answered = TaskProblem.objects.filter(of("task")).values("problem_id")
    pieces = EvidenceUse.objects.filter(of("measure__task")).values("evidence_id")
    theirs = Q(of("task")) | Q(problem__in=answered)
    serving = EvidenceUse.objects.filter(evidence__in=pieces, ended_at=None).annotate(its_task=F("measure__task_id"))
    return {
        "switches": RuleSwitch.objects.filter(cycle__in=cycles),
        "beside": Columns(TaskProblem.objects.filter(problem__in=answered).exclude(task=task_id), ("id",)),
        "issues": Columns(PlanIssue.objects.filter(cycle__in=cycles), ("id", "number")),
        "figures": Columns(Figure.objects.filter(theirs, current=True), ("id",)),
        "relations": Columns(Relation.objects.filter(theirs), ("id",)),
        "serving": Columns(serving, ("id", "evidence_id", "its_task", "measure_id")),
        "vouchers": Voucher.objects.filter(pk__in=pieces),
        "shown": Columns(VisitPhoto.objects.filter(evidence__in=pieces), ("evidence_id",)),
        **decided_questions(of),
    }


_STATEMENT = OneStatement(lambda task: {**gate_questions(of_these(task)), **_questions(of_these(task), task)})
