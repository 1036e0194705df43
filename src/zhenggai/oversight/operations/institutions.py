"""Keeping institutions: drafted, issued, reviewed, abolished, and what they serve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from zhenggai.domain.institutions import (
    CHANGE_NAMES,
    LONGEST_NOTE,
    OUTCOME_NAMES,
    InstitutionFacts,
    Issue,
    Review,
    WrongInstitution,
    demand_facts,
    demand_issue,
    demand_review,
)
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.oversight.facts import facts_of_institution
from zhenggai.oversight.models import Institution, InstitutionMeasure, InstitutionTask
from zhenggai.oversight.operations.holding import (
    claim_institution,
    demand_cycle,
    differing,
    measures_of,
    tasks_of,
    tell,
    unit_for,
)
from zhenggai.oversight.papers import keep_paper

IN_FORCE = ("issued", "reviewed")


def add_institution(*, cycle_id: int, facts: InstitutionFacts, actor: Actor, at: datetime) -> int:
    """Keep an institution that is to be made, and return its number.

    :raises NotAllowed: unless the actor keeps institutions of that unit.
    :raises WrongInstitution: where the record lacks something.
    """
    demand(actor, Act.KEEP_MEETINGS)
    demand_facts(facts)
    with transaction.atomic(durable=True):
        demand_cycle(cycle_id)
        institution = Institution(cycle_id=cycle_id)
        _write(institution, facts, unit_for(facts.unit, cycle_id=cycle_id, actor=actor))
        institution.save(force_insert=True)
        tell(institution, actor=actor, verb="institution.add", before=None, after=_told(facts), at=at)
    return institution.pk


def change_institution(
    *, institution_id: int, version: int, facts: InstitutionFacts, actor: Actor, at: datetime
) -> None:
    """Correct the record of an institution; name and unit of one that was issued stay as they were issued.

    :raises NotAllowed: unless the actor keeps institutions of that unit, before and after.
    :raises WrongInstitution: where the record lacks something, or it was issued under another name.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    demand_facts(facts)
    with transaction.atomic(durable=True):
        institution = claim_institution(institution_id, version=version, actor=actor)
        old = facts_of_institution(institution)
        if institution.state != "draft" and (old.name, old.unit, old.change) != (facts.name, facts.unit, facts.change):
            raise WrongInstitution("制度已印发，名称、单位和类型不能再改。修订请另立一项。")
        _write(institution, facts, unit_for(facts.unit, cycle_id=institution.cycle_id, actor=actor))
        institution.save(update_fields=("name", "change", "unit", "unit_name", "review_on", "note"))
        before, after = differing(_told(old), _told(facts))
        tell(institution, actor=actor, verb="institution.change", before=before, after=after, at=at)


def issue_institution(*, institution_id: int, version: int, issue: Issue, actor: Actor, at: datetime) -> None:
    """Record that an institution was issued, with its number and day; from now on it counts as made.

    :raises NotAllowed: unless the actor keeps institutions of that unit.
    :raises WrongInstitution: where number or day is missing, or the number is another's.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    demand_issue(issue, today=localtime(at).date())
    try:
        with transaction.atomic(durable=True):
            institution = claim_institution(institution_id, version=version, actor=actor)
            _move(institution, ("draft",), state="issued", **_columns(issue))
            after = {
                "doc_number": issue.doc_number,
                "issued_on": issue.issued_on.isoformat(),
                "effective_on": issue.effective_on.isoformat(),
                "trial_ends": _day(issue.trial_ends),
            }
            tell(institution, actor=actor, verb="institution.issue", before={}, after=after, at=at)
    except IntegrityError as clash:
        raise WrongInstitution("文号“$number”已用于另一项制度。", number=issue.doc_number) from clash


def review_institution(*, institution_id: int, version: int, review: Review, actor: Actor, at: datetime) -> None:
    """Record what came out of looking at an institution again; a trial ends with it or goes on to another day.

    :raises NotAllowed: unless the actor keeps institutions of that unit.
    :raises WrongInstitution: where it was not issued, or the review lacks something.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    with transaction.atomic(durable=True):
        institution = claim_institution(institution_id, version=version, actor=actor)
        demand_review(review, on_trial=bool(institution.trial_ends), today=localtime(at).date())
        before = {"trial_ends": _day(institution.trial_ends)}
        ends = review.trial_ends if review.outcome == "extended" else None
        _move(
            institution,
            IN_FORCE,
            state="reviewed",
            reviewed_on=review.on,
            review_note=review.note.strip(),
            trial_ends=ends,
            review_on=review.review_on,
        )
        after = {
            "review_outcome": OUTCOME_NAMES[review.outcome],  # type: ignore[index]  # demand_review knows it
            "review_note": review.note.strip(),
            "reviewed_on": review.on.isoformat(),
            "trial_ends": _day(ends),
            "review_on": _day(review.review_on),
        }
        tell(institution, actor=actor, verb="institution.review", before=before, after=after, at=at)


def abolish_institution(*, institution_id: int, version: int, on: date, why: str, actor: Actor, at: datetime) -> None:
    """Record that an institution is in force no longer.

    :raises NotAllowed: unless the actor keeps institutions of that unit.
    :raises WrongInstitution: where it was not issued, or no reason is given.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    if not why.strip() or len(why) > LONGEST_NOTE:
        raise WrongInstitution("请写明废止的依据。")
    if on > localtime(at).date():
        raise WrongInstitution("废止日期不能晚于今天。")
    with transaction.atomic(durable=True):
        institution = claim_institution(institution_id, version=version, actor=actor)
        _move(institution, IN_FORCE, state="abolished", abolished_on=on)
        after = {"abolished_on": on.isoformat()}
        tell(institution, actor=actor, verb="institution.abolish", before={}, after=after, at=at, why=why.strip())


def file_institution(
    *, institution_id: int, version: int, file: BinaryIO, name: str, actor: Actor, at: datetime
) -> None:
    """File the text of an institution; an earlier file stays in the store and in the record.

    :raises NotAllowed: unless the actor keeps institutions of that unit.
    :raises NotAPaper: for anything that is not a document or a picture.
    :raises FileTooLarge: above the limit of the settings.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    paper = keep_paper(file, name=name)
    with transaction.atomic(durable=True):
        institution = claim_institution(institution_id, version=version, actor=actor)
        old = institution.paper
        before = {"paper": old.name, "sha256": old.sha256} if old else {}
        paper.save(force_insert=True)
        Institution.objects.filter(pk=institution.pk).update(paper=paper)
        after = {"paper": paper.name, "sha256": paper.sha256, "size": paper.size}
        tell(institution, actor=actor, verb="institution.file", before=before, after=after, at=at)


def link_institution(
    *,
    institution_id: int,
    version: int,
    task_ids: Iterable[int],
    measure_ids: Iterable[int],
    actor: Actor,
    at: datetime,
) -> None:
    """Say which tasks an institution serves and which measures it carries out; what the actor does not read stays.

    :raises NotAllowed: unless the actor keeps institutions of that unit.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    with transaction.atomic(durable=True):
        institution = claim_institution(institution_id, version=version, actor=actor)
        cycle_id = institution.cycle_id
        links = InstitutionTask.objects.filter(institution=institution)
        kept = set(links.values_list("task_id", flat=True))
        seen = {task.pk for task in tasks_of(cycle_id, kept, actor)}
        wanted = {task.pk for task in tasks_of(cycle_id, task_ids, actor)}
        links.filter(task_id__in=seen - wanted).delete()
        InstitutionTask.objects.bulk_create(
            InstitutionTask(institution=institution, task_id=pk) for pk in sorted(wanted - kept)
        )
        measures = _link_measures(institution, measure_ids, actor)
        before = {"served_tasks": len(kept), "measures": measures[0]}
        after = {"served_tasks": len((kept - seen) | wanted), "measures": measures[1]}
        tell(institution, actor=actor, verb="institution.link", before=before, after=after, at=at)


def _link_measures(institution: Institution, measure_ids: Iterable[int], actor: Actor) -> tuple[int, int]:
    links = InstitutionMeasure.objects.filter(institution=institution)
    kept = set(links.values_list("measure_id", flat=True))
    seen = set(measures_of(institution.cycle_id, kept, actor))
    wanted = set(measures_of(institution.cycle_id, measure_ids, actor))
    links.filter(measure_id__in=seen - wanted).delete()
    InstitutionMeasure.objects.bulk_create(
        InstitutionMeasure(institution=institution, measure_id=pk) for pk in sorted(wanted - kept)
    )
    return len(kept), len((kept - seen) | wanted)


def _move(institution: Institution, sources: tuple[str, ...], **columns: object) -> None:
    """Move a claimed institution out of one of the states `sources`."""
    if Institution.objects.filter(pk=institution.pk, state__in=sources).update(**columns) != 1:
        refusals = {"draft": "这项制度还没有印发。", "issued": "这项制度已经印发。", "reviewed": "这项制度已经印发。"}
        raise WrongInstitution(refusals.get(institution.state, "这项制度已经废止。"))


def _write(institution: Institution, facts: InstitutionFacts, unit_id: int | None) -> None:
    institution.name, institution.change, institution.note = facts.name.strip(), facts.change, facts.note
    institution.unit_id, institution.unit_name, institution.review_on = unit_id, facts.unit, facts.review_on


def _columns(issue: Issue) -> dict[str, object]:
    return {
        "doc_number": issue.doc_number.strip(),
        "issued_on": issue.issued_on,
        "effective_on": issue.effective_on,
        "trial_ends": issue.trial_ends,
    }


def _told(facts: InstitutionFacts) -> dict[str, object]:
    return {
        "institution_name": facts.name,
        "institution_change": CHANGE_NAMES.get(facts.change, ""),  # type: ignore[call-overload]
        "unit": facts.unit,
        "review_on": _day(facts.review_on),
        "note": facts.note,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
