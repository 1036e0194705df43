"""What was done by an instant: reports, evidence, applications, promises, meetings and institutions, each table asked once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.timezone import localtime

from zhenggai.domain.closing_rules import CHAIN, STEPS, Step
from zhenggai.domain.closing_words import CLOSING_STATES, OUTCOMES
from zhenggai.domain.institutions import ESTABLISHED, STANDING_NAMES, InstitutionState, standing_of
from zhenggai.domain.ledger_things import InstitutionCard, MeetingCard
from zhenggai.domain.papers.facts import (
    ClosingFact,
    PromiseFact,
    ReportFact,
    SignatureFact,
)
from zhenggai.domain.papers.words import Words
from zhenggai.domain.progress import moved_by
from zhenggai.domain.promises import OPEN_STATES
from zhenggai.journal.models import Entry
from zhenggai.ledger.arrived import arrived_entries
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.models import Evidence, Progress, Promise, PromiseEvent
from zhenggai.oversight.composing.marking import Marker
from zhenggai.oversight.models import Institution, InstitutionTask, Meeting


@dataclass(frozen=True, slots=True)
class Works:
    """All that was done on the tasks of a round."""

    rows: dict[int, list[Progress]]
    evidence: dict[int, int]
    closings: tuple[ClosingFact, ...]
    closed_on: dict[int, date]
    promised: tuple[Promise, ...]
    meetings: tuple[MeetingCard, ...]
    institutions: tuple[InstitutionCard, ...]

    def reports(self, measure_id: int, marker: Marker, task: int) -> tuple[ReportFact, ...]:
        """The reports on a measure, the earliest first, with their figures marked."""
        return tuple(_report(row, marker, task) for row in self.rows.get(measure_id, ()))

    def promises(self, marker: Marker, tasks: Collection[int], *, whole: bool) -> tuple[PromiseFact, ...]:
        """The promises that were still open, of these tasks, or all of the round."""
        return tuple(
            PromiseFact(
                id=row.pk,
                text=marker.mark(row.text, key=f"promise/{row.pk}", source="承诺原文", task=row.task_id),
                due=row.due,
                owner=row.unit.name if row.unit else (row.task.unit_name if row.task else ""),
                problem=row.problem_id or (row.task.problem_id if row.task else None),
            )
            for row in self.promised
            if whole or row.task_id in tasks
        )


def works_of(cycle_id: int, task_ids: Iterable[int], *, at: datetime, chain: Sequence[Step] = CHAIN) -> Works:
    """What was done on these tasks of a round by then; in a constant number of queries."""
    wanted = list(task_ids)
    closings = _closings(wanted, at, chain)
    return Works(
        rows=_progress(wanted, at),
        evidence=_evidence(wanted, at),
        closings=closings,
        closed_on=_closed_on(wanted, at),
        promised=_promises(cycle_id, at),
        meetings=_meetings(cycle_id, localtime(at).date()),
        institutions=_institutions(cycle_id, localtime(at).date()),
    )


def _progress(task_ids: list[int], at: datetime) -> dict[int, list[Progress]]:
    reported = Progress.objects.filter(measure__task__in=task_ids, at__lte=at)
    standing = reported.exclude(corrected_by__at__lte=at).exclude(state="returned", judged_at__lte=at)
    found: dict[int, list[Progress]] = defaultdict(list)
    for row in standing.order_by("day", "pk"):
        if moved_by(row.phase):
            found[row.measure_id].append(row)
    return found


def _report(row: Progress, marker: Marker, task: int) -> ReportFact:
    source = f"进展报告：{row.unit_name or row.by} {row.day.isoformat()}"

    def marked(name: str) -> Words:
        return marker.mark(getattr(row, name), key=f"report/{row.pk}/{name}", source=source, as_of=row.day, task=task)

    return ReportFact(
        id=row.pk,
        day=row.day,
        done=marked("done"),
        result=marked("result"),
        effect=marked("effect"),
        next_step=marked("next_step"),
        claims=row.claims,
    )


def _evidence(task_ids: list[int], at: datetime) -> dict[int, int]:
    using = Q(uses__since__lte=at) & (Q(uses__ended_at__isnull=True) | Q(uses__ended_at__gt=at))
    of_tasks = Evidence.objects.filter(using, uses__measure__task__in=task_ids).values("uses__measure__task")
    return dict(of_tasks.annotate(count=Count("pk", distinct=True)).values_list("uses__measure__task", "count"))


def _closings(task_ids: list[int], at: datetime, chain: Sequence[Step]) -> tuple[ClosingFact, ...]:
    applied = Closing.objects.filter(task__in=task_ids, applied_at__lte=at).order_by("task", "-number")
    newest: dict[int, Closing] = {}
    for row in applied:
        newest.setdefault(row.task_id, row)
    signed: dict[int, list[SignatureFact]] = defaultdict(list)
    for signature in Signature.objects.filter(closing__in=[row.pk for row in newest.values()], at__lte=at).order_by(
        "at"
    ):
        signed[signature.closing_id].append(
            SignatureFact(STEPS[signature.step], signature.by, localtime(signature.at).date())
        )
    return tuple(
        ClosingFact(
            id=row.pk,
            task=row.task_id,
            number=row.number,
            outcome=OUTCOMES[row.outcome],
            state=CLOSING_STATES["open" if row.ended_at is None or row.ended_at > at else row.state],
            statement=row.statement,
            unit=row.unit_name,
            by=row.applied_by,
            day=localtime(row.applied_at).date(),
            signatures=tuple(signed[row.pk]),
            unsigned=tuple(name for step in chain if (name := STEPS[step]) not in {one.step for one in signed[row.pk]}),
        )
        for row in newest.values()
    )


def _closed_on(task_ids: list[int], at: datetime) -> dict[int, date]:
    ended = Closing.objects.filter(task__in=task_ids, state="closed", ended_at__lte=at).order_by("ended_at")
    return {row.task_id: localtime(row.ended_at).date() for row in ended if row.ended_at}


def _promises(cycle_id: int, at: datetime) -> tuple[Promise, ...]:
    """The promises that stood open, with the day on which they were due as it was then."""
    added = {"verb": "promise.add", "at__gt": at}
    rows = list(
        Promise.objects.filter(cycle=cycle_id)
        .exclude(pk__in=Entry.objects.filter(cycle_id=cycle_id, **added).values("subject_id"))
        .exclude(pk__in=arrived_entries(cycle_id).filter(subject_id__isnull=False, **added).values("subject_id"))
        .select_related("task", "unit")
        .order_by("due_rank", "pk")
    )
    last: dict[int, PromiseEvent] = {}
    due: dict[int, date] = {}
    for event in PromiseEvent.objects.filter(promise__in=rows, at__lte=at).exclude(kind="noted").order_by("pk"):
        last[event.promise_id] = event
        if event.new_due:
            due[event.promise_id] = event.new_due
    found = []
    for row in rows:
        state = last[row.pk].kind if row.pk in last else "open"
        row.due = due.get(row.pk, row.first_due or row.due)
        if state in OPEN_STATES and row.due is not None:
            found.append(row)
    return tuple(found)


def _meetings(cycle_id: int, today: date) -> tuple[MeetingCard, ...]:
    held = Meeting.objects.filter(cycle=cycle_id, withdrawn=False, held_on__lte=today).order_by("held_on", "pk")
    return tuple(MeetingCard(row.pk, row.kind, row.held_on, row.topic) for row in held)


def _institutions(cycle_id: int, today: date) -> tuple[InstitutionCard, ...]:
    issued = Institution.objects.filter(cycle=cycle_id, issued_on__lte=today).exclude(state="draft")
    made = issued.exclude(abolished_on__lte=today).order_by("pk")
    served: dict[int, list[int]] = defaultdict(list)
    for link in InstitutionTask.objects.filter(institution__in=made).order_by("pk"):
        served[link.institution_id].append(link.task_id)
    return tuple(_institution(row, tuple(served[row.pk]), today) for row in made)


def _institution(row: Institution, tasks: tuple[int, ...], today: date) -> InstitutionCard:
    state: InstitutionState = row.state  # type: ignore[assignment]  # a constraint keeps it among the known ones
    standing = standing_of(state=state, effective_on=row.effective_on, trial_ends=row.trial_ends, today=today)
    return InstitutionCard(
        id=row.pk,
        name=row.name,
        standing=STANDING_NAMES[standing],
        established=standing in ESTABLISHED,
        task_ids=tasks,
        doc_number=row.doc_number,
        issued_on=row.issued_on,
    )
