"""The sheet that somebody reads before signing: what is signed, and whatever speaks against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhenggai.domain.closing_facts import ClosingView, MeasureFact
from zhenggai.domain.closing_rules import STATEMENTS, STEPS, ClosingRules, Step
from zhenggai.domain.closing_words import CAUSES
from zhenggai.domain.doubting import STANDING
from zhenggai.domain.gate import missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.rights import Actor, Thing, may
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import StepStanding
from zhenggai.journal.one_statement import Picked, Question, ask_together, first_of
from zhenggai.ledger.closing_models import Closing, Reopening, Visit
from zhenggai.ledger.doubt_models import LedgerDoubt
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.closing_rows import named, visit_row
from zhenggai.ledger.queries.doubts import doubt_line
from zhenggai.ledger.shapes.doubts import DoubtLine
from zhenggai.ledger.shapes.signing import Setback, SignSheet, SummaryMeasure, ToSign

# More doubts than these are read on their own page.
MOST_DOUBTS = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application with all that is needed to say whose turn it is."""

    closing: Closing
    view: ClosingView
    digest: str
    standing: tuple[StepStanding, ...]
    step: Step
    thing: Thing


def item_of(one: Waiting) -> ToSign:
    task: Task = one.closing.task
    return ToSign(
        id=one.closing.pk,
        cycle_id=task.cycle_id,
        task_id=task.pk,
        task_number=task.number,
        name=named(task),
        title=task.problem.title,
        unit=task.unit_name,
        applied_at=one.closing.applied_at,
        step=one.step,
        step_name=STEPS[one.step],
        since=max((step.held.at for step in one.standing if step.held), default=one.closing.applied_at),
    )


def sheet_of(one: Waiting, rules: ClosingRules, *, actor: Actor) -> SignSheet:
    visits = Visit.objects.filter(closing=one.closing).prefetch_related("photos__evidence").order_by("-day", "-pk")
    doubts, setbacks = _against(one.closing.task)
    last = one.step == rules.chain[-1]
    return SignSheet(
        item=item_of(one),
        version=one.closing.version,
        target=one.view.plan.target,
        statement=one.closing.statement,
        promise=STATEMENTS[one.step],
        measures=tuple(_measure(measure) for measure in one.view.measures),
        facts=tuple(_facts(one.view)),
        visits=tuple(visit_row(visit, [photo.evidence for photo in visit.photos.all()]) for visit in visits),
        doubts=doubts,
        setbacks=setbacks,
        standing=one.standing,
        missing=missing_of(one.view, rules, CONDITIONS, stage="close" if last else "apply"),
        digest=one.digest,
        may_return=may(actor, Act.RETURN_CLOSING, one.thing),
    )


def _measure(measure: MeasureFact) -> SummaryMeasure:
    newest = measure.reports[0] if measure.reports else None
    return SummaryMeasure(
        position=measure.position,
        text=measure.text,
        class_name=measure.class_name,
        report=newest.text if newest else "",
        day=newest.day if newest else None,
        evidence=tuple((piece.id, f"{piece.number} {piece.name}") for piece in measure.evidence if not piece.of_visit),
    )


def _facts(view: ClosingView) -> Iterable[tuple[str, str]]:
    """Figures beside the measures, each with its name."""
    for target in view.targets:
        yield target.name, f"{target.now}（目标 {target.target}）"
    for money in view.money:
        yield money.what, f"{money.value:,f} {money.unit}"
    for roster in view.rosters:
        yield roster.name, f"{roster.rows}（所报 {roster.claimed if roster.claimed is not None else '—'}）"
    for one in view.institutions:
        yield f"《{one.name}》", one.standing


def _against(task: Task) -> tuple[tuple[DoubtLine, ...], tuple[Setback, ...]]:
    """Doubts about the task, those that stand first, and whenever it went back, the newest first."""
    doubts = LedgerDoubt.objects.filter(task=task).exclude(state="gone")
    questions: dict[str, Question | Picked] = {
        "doubts": first_of(doubts, "rank", "-pk", most=MOST_DOUBTS).select_related("task__problem__aspect"),
        "returned": Closing.objects.filter(task=task, state="returned"),
        "reopened": Reopening.objects.filter(task=task),
    }
    rows = ask_together(questions)
    said = sorted(rows["doubts"], key=lambda row: (row.state not in STANDING, row.rank, -row.pk))
    back = [
        *(Setback("returned", one.number, "", one.why, one.ended_at, one.ended_by) for one in rows["returned"]),
        *(Setback("reopened", one.number, CAUSES[one.cause], one.what, one.at, one.by) for one in rows["reopened"]),
    ]
    return tuple(map(doubt_line, said)), tuple(sorted(back, key=lambda one: one.at, reverse=True))
