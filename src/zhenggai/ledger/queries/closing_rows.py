"""Pieces that the pages of closing share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zhenggai.domain.closing_rules import STEPS, ClosingRules
from zhenggai.domain.closing_words import CALL_RESULTS, CLOSING_STATES, OUTCOMES
from zhenggai.domain.signing import next_step, standing_of
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing.digests import signed_of
from zhenggai.ledger.closing_models import CallBack, Closing, Signature, StagedTarget, Visit
from zhenggai.ledger.models import Evidence, Task
from zhenggai.ledger.shapes.closing import CallList, CallRow, ClosingRow, PhotoLink, StageRow, VisitRow


def named(task: Task) -> str:
    """A task as people name it, loaded with its problem and aspect."""
    return f"{cite_problem(task.problem)} 任务 {task.number}"


def closing_row(
    closing: Closing,
    signatures: Sequence[Signature],
    stages: Iterable[StagedTarget],
    *,
    meetings: Mapping[int, str],
    digest: str,
    rules: ClosingRules,
) -> ClosingRow:
    """An application with its signatures and stages; `digest` is what would be signed now, `meetings` are names of lists."""
    through_chain = closing.outcome == "done"
    # What was signed off is judged by what was signed then, whatever has changed since.
    standing = standing_of(map(signed_of, signatures), digest=closing.digest or digest, rules=rules)
    step = next_step(standing) if through_chain and closing.state == "open" else None
    listed = [meetings[signature.listed_id] for signature in signatures if signature.listed_id]
    return ClosingRow(
        id=closing.pk,
        version=closing.version,
        number=closing.number,
        outcome=closing.outcome,
        outcome_name=OUTCOMES[closing.outcome],
        state=closing.state,
        state_name=CLOSING_STATES[closing.state],
        statement=closing.statement,
        unit=closing.unit_name,
        applied_at=closing.applied_at,
        applied_by=closing.applied_by,
        ended_at=closing.ended_at,
        ended_by=closing.ended_by,
        why=closing.why,
        digest=closing.digest,
        watch_until=closing.watch_until,
        stable_by=closing.stable_by,
        standing=standing if through_chain else (),
        step=step or "",
        step_name=STEPS[step] if step else "",
        stages=tuple(map(_stage, stages)),
        meeting=listed[-1] if listed else "",
    )


def _stage(stage: StagedTarget) -> StageRow:
    return StageRow(
        stage.pk, stage.position, stage.target, stage.due, stage.reached, stage.reached_on, stage.accepted_by
    )


def visit_row(visit: Visit, photos: Iterable[Evidence]) -> VisitRow:
    """A visit with its photos."""
    return VisitRow(
        id=visit.pk,
        day=visit.day,
        place=visit.place,
        met=visit.met,
        passed=visit.passed,
        found=visit.found,
        by=visit.by,
        photos=tuple(PhotoLink(photo.pk, photo.number, photo.taken_at) for photo in photos),
    )


def call_lists(calls: Iterable[CallBack], *, sizes: Mapping[str, int]) -> tuple[CallList, ...]:
    """The calls by their lists, newest first; of several calls to somebody the newest counts."""
    found: dict[str, list[CallBack]] = {name: [] for name in sizes}
    for call in calls:
        found.setdefault(call.roster, []).append(call)
    return tuple(_call_list(name, rows, sizes.get(name)) for name, rows in found.items())


def _call_list(name: str, calls: list[CallBack], size: int | None) -> CallList:
    newest: dict[str, str] = {}
    for call in calls:
        newest.setdefault(call.who, call.result)
    return CallList(
        roster=name,
        rows=size,
        called=sum(result != "unreached" for result in newest.values()),
        denied=sum(result == "denied" for result in newest.values()),
        calls=tuple(
            CallRow(call.day, call.who, call.result, CALL_RESULTS[call.result], call.said, call.by) for call in calls
        ),
    )
