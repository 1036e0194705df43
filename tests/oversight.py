"""Meetings and institutions kept through the product's own door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

from people import NOON, WANG
from zhenggai.domain.institutions import InstitutionFacts, Issue
from zhenggai.domain.meetings import DecisionFacts, MeetingFacts
from zhenggai.oversight import operations
from zhenggai.oversight.models import Institution, Meeting

A_MEETING = MeetingFacts(
    kind="常委会会议",
    held_on=date(2026, 2, 10),
    topic="研究整改落实方案",
    place="县委一楼会议室",
    attended=("李建国", "王敏"),
    absent=("孙立",),
    minutes_number="〔2026〕3号",
)
AN_INSTITUTION = InstitutionFacts(name="河道巡查管理办法（试行）", unit="县水利局")
AN_ISSUE = Issue("云水发〔2026〕4号", date(2026, 2, 1), date(2026, 2, 1), date(2026, 8, 1))
PDF = b"%PDF-1.7 minutes"


def a_meeting(cycle: int, **facts: object) -> int:
    """A meeting of the committee, or another where facts say so."""
    return operations.add_meeting(cycle_id=cycle, facts=replace(A_MEETING, **facts), actor=WANG, at=NOON)


def a_decision(meeting: int, **facts: object) -> int:
    """Something it decided, for 县水利局."""
    wanted = replace(DecisionFacts("一周内补齐巡查记录", "县水利局", date(2026, 3, 9)), **facts)
    return operations.add_decision(meeting_id=meeting, version=version_of(meeting), facts=wanted, actor=WANG, at=NOON)


def an_institution(cycle: int, *, issue: Issue | None = None, **facts: object) -> int:
    """An institution of 县水利局 that is to be made, or was issued."""
    number = operations.add_institution(cycle_id=cycle, facts=replace(AN_INSTITUTION, **facts), actor=WANG, at=NOON)
    if issue:
        operations.issue_institution(institution_id=number, version=1, issue=issue, actor=WANG, at=NOON)
    return number


def with_papers(meeting: int, institution: int) -> None:
    """Minutes and a text, filed."""
    operations.file_minutes(
        meeting_id=meeting, version=version_of(meeting), file=BytesIO(PDF), name="纪要.pdf", actor=WANG, at=NOON
    )
    operations.file_institution(
        institution_id=institution,
        version=Institution.objects.get(pk=institution).version,
        file=BytesIO(PDF),
        name="办法.pdf",
        actor=WANG,
        at=NOON,
    )


def version_of(meeting: int) -> int:
    """The version of a meeting as it stands."""
    return Meeting.objects.get(pk=meeting).version


def something_kept(cycle: int) -> dict[str, object]:
    """A meeting with a decision and an institution of 县水利局, with their papers, for the walk through every address."""
    meeting = a_meeting(cycle, unit="县水利局")
    decision, institution = a_decision(meeting), an_institution(cycle)
    with_papers(meeting, institution)
    return {"meeting_id": meeting, "decision_id": decision, "institution_id": institution}
