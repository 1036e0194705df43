"""Meetings and institutions as rows keep them, in the words of the domain."""

from __future__ import annotations

import json

from zhenggai.domain.institutions import InstitutionFacts
from zhenggai.domain.meetings import MeetingFacts
from zhenggai.oversight.models import Institution, Meeting


def facts_of_meeting(meeting: Meeting) -> MeetingFacts:
    """What is kept of a meeting."""
    return MeetingFacts(
        kind=meeting.kind,
        held_on=meeting.held_on,
        topic=meeting.topic,
        place=meeting.place,
        unit=meeting.unit_name,
        attended=tuple(json.loads(meeting.attended)),
        absent=tuple(json.loads(meeting.absent)),
        minutes_number=meeting.minutes_number,
    )


def facts_of_institution(institution: Institution) -> InstitutionFacts:
    """What is written of an institution."""
    return InstitutionFacts(
        name=institution.name,
        change=institution.change,
        unit=institution.unit_name,
        review_on=institution.review_on,
        note=institution.note,
    )
