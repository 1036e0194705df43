"""What a meeting's record must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.refusals import Refusal

LONGEST_LINE = 200
LONGEST_TEXT = 2000
MOST_PERSONS = 300


class WrongMeeting(Refusal):
    """A meeting that lacks something or contradicts itself."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting: `attended` and `absent` are names, `unit` whose meeting it is and empty for the committee's own."""

    kind: str
    held_on: date
    topic: str
    place: str = ""
    unit: str = ""
    attended: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    minutes_number: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Something that a meeting decided: who does it and until when."""

    text: str
    unit: str = ""
    due: date | None = None


def demand_meeting(facts: MeetingFacts) -> None:
    """Return when a meeting can be kept like this.

    :raises WrongMeeting: when not.
    """
    if not facts.kind.strip() or not facts.topic.strip():
        raise WrongMeeting("请写明会议类型和议题。")
    if max(map(len, (facts.kind, facts.place, facts.unit, facts.minutes_number))) > LONGEST_LINE:
        raise WrongMeeting("名称、地点或文号太长，最多 $longest 个字。", longest=LONGEST_LINE)
    if len(facts.topic) > LONGEST_TEXT:
        raise WrongMeeting("议题太长，最多 $longest 个字。", longest=LONGEST_TEXT)
    if max(len(facts.attended), len(facts.absent)) > MOST_PERSONS:
        raise WrongMeeting("名单最多 $most 人。", most=MOST_PERSONS)
    both = sorted(set(facts.attended) & set(facts.absent))
    if both:
        raise WrongMeeting("$name 不能既出席又缺席。", name="、".join(both))


def demand_decision(facts: DecisionFacts, *, held_on: date) -> None:
    """Return when a meeting can have decided this.

    :raises WrongMeeting: when not.
    """
    if not facts.text.strip() or len(facts.text) > LONGEST_TEXT:
        raise WrongMeeting("请写明议定事项，最多 $longest 个字。", longest=LONGEST_TEXT)
    if len(facts.unit) > LONGEST_LINE:
        raise WrongMeeting("单位名称太长，最多 $longest 个字。", longest=LONGEST_LINE)
    if facts.due and facts.due < held_on:
        raise WrongMeeting("完成时限不能早于会议日期。")
