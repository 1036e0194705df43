"""The life of an institution: drafted, issued with number and date, in force, its trial over, reviewed, abolished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from zhenggai.domain.refusals import Refusal

InstitutionState = Literal["draft", "issued", "reviewed", "abolished"]
INSTITUTION_STATES: tuple[InstitutionState, ...] = get_args(InstitutionState)

Standing = Literal["draft", "issued", "in_force", "on_trial", "trial_over", "reviewed", "abolished"]
# In the order of an institution's life; lists and counts go by it.
STANDINGS: tuple[Standing, ...] = get_args(Standing)
STANDING_NAMES: dict[Standing, str] = {
    "draft": "拟制定",
    "issued": "已印发，未施行",
    "in_force": "施行中",
    "on_trial": "试行中",
    "trial_over": "试行到期",
    "reviewed": "已评估，施行中",
    "abolished": "已废止",
}
# What is only meant to be made is never counted as made.
ESTABLISHED: frozenset[Standing] = frozenset(STANDINGS) - {"draft", "abolished"}

InstitutionChange = Literal["new", "revised", "abolishing"]
CHANGE_NAMES: dict[InstitutionChange, str] = {"new": "新建", "revised": "修订", "abolishing": "废止旧制度"}

ReviewOutcome = Literal["kept", "extended"]
OUTCOME_NAMES: dict[ReviewOutcome, str] = {"kept": "继续施行（转为正式）", "extended": "延长试行"}

LONGEST_NAME = 200
LONGEST_NOTE = 2000


class WrongInstitution(Refusal):
    """An institution that lacks something or contradicts itself."""


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """What is written of an institution before it is issued; `review_on` is when it shall be looked at again."""

    name: str
    change: str = "new"
    unit: str = ""
    review_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """With which number and when an institution was issued; a day on which its trial ends makes it one on trial."""

    doc_number: str
    issued_on: date
    effective_on: date
    trial_ends: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What came out of looking at an institution again."""

    on: date
    outcome: str
    note: str
    trial_ends: date | None = None
    review_on: date | None = None


def standing_of(
    *, state: InstitutionState, effective_on: date | None, trial_ends: date | None, today: date
) -> Standing:
    """How an institution stands on a day."""
    if state != "issued" and not (state == "reviewed" and trial_ends):
        return state
    if effective_on and effective_on > today:
        return "issued"
    if trial_ends:
        return "on_trial" if trial_ends >= today else "trial_over"
    return "in_force"


def demand_facts(facts: InstitutionFacts) -> None:
    """Return when an institution can be kept like this.

    :raises WrongInstitution: when not.
    """
    if not facts.name.strip():
        raise WrongInstitution("请写明制度名称。")
    if max(len(facts.name), len(facts.unit)) > LONGEST_NAME or len(facts.note) > LONGEST_NOTE:
        raise WrongInstitution("名称或说明太长。")
    if facts.change not in CHANGE_NAMES:
        raise WrongInstitution("应为新建、修订或废止旧制度之一。")


def demand_issue(issue: Issue, *, today: date) -> None:
    """Return when an institution can be issued like this: with a number and a day that has come.

    :raises WrongInstitution: when not.
    """
    if not issue.doc_number.strip():
        raise WrongInstitution("请写明文号。没有文号和印发日期，就只是拟制定，不计入已建立。")
    if len(issue.doc_number) > LONGEST_NAME:
        raise WrongInstitution("文号太长。")
    if issue.issued_on > today:
        raise WrongInstitution("印发日期不能晚于今天。")
    if issue.effective_on < issue.issued_on:
        raise WrongInstitution("施行日期不能早于印发日期。")
    if issue.trial_ends and issue.trial_ends < issue.effective_on:
        raise WrongInstitution("试行截止日期不能早于施行日期。")


def demand_review(review: Review, *, on_trial: bool, today: date) -> None:
    """Return when an institution can be reviewed like this.

    :raises WrongInstitution: when not.
    """
    if review.outcome not in OUTCOME_NAMES:
        raise WrongInstitution("请选择评估结果。")
    if not review.note.strip() or len(review.note) > LONGEST_NOTE:
        raise WrongInstitution("请写明评估意见，最多 $longest 个字。", longest=LONGEST_NOTE)
    if review.on > today:
        raise WrongInstitution("评估日期不能晚于今天。")
    if review.outcome == "extended" and not on_trial:
        raise WrongInstitution("这项制度不在试行，不能延长试行。")
    if review.outcome == "extended" and (review.trial_ends is None or review.trial_ends <= review.on):
        raise WrongInstitution("延长试行要写明新的截止日期，并晚于评估日期。")
