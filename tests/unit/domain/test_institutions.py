"""How an institution stands, and what it may not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhenggai.domain.institutions import (
    ESTABLISHED,
    STANDING_NAMES,
    STANDINGS,
    InstitutionFacts,
    Issue,
    Review,
    WrongInstitution,
    demand_facts,
    demand_issue,
    demand_review,
    standing_of,
)

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
ISSUE = Issue("云水发〔2026〕4号", TODAY, TODAY)
REVIEW = Review(TODAY, "kept", "执行良好")


@pytest.mark.parametrize(
    ("state", "effective", "trial", "standing"),
    [
        ("draft", None, None, "draft"),
        ("issued", TODAY + DAY, None, "issued"),
        ("issued", TODAY + DAY, TODAY + 9 * DAY, "issued"),
        ("issued", TODAY, None, "in_force"),
        ("issued", TODAY, TODAY, "on_trial"),
        ("issued", TODAY - 9 * DAY, TODAY - DAY, "trial_over"),
        ("reviewed", TODAY - 9 * DAY, None, "reviewed"),
        ("reviewed", TODAY - 9 * DAY, TODAY + DAY, "on_trial"),
        ("reviewed", TODAY - 9 * DAY, TODAY - DAY, "trial_over"),
        ("abolished", TODAY - 9 * DAY, TODAY + DAY, "abolished"),
    ],
)
def test_an_institution_stands_by_its_state_and_its_days(state, effective, trial, standing):
    assert standing_of(state=state, effective_on=effective, trial_ends=trial, today=TODAY) == standing


def test_what_is_only_to_be_made_is_not_established():
    assert "draft" not in ESTABLISHED
    assert "abolished" not in ESTABLISHED
    assert set(STANDING_NAMES) == set(STANDINGS)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ISSUE, doc_number=" "),
        replace(ISSUE, doc_number="长" * 201),
        replace(ISSUE, issued_on=TODAY + DAY, effective_on=TODAY + DAY),
        replace(ISSUE, effective_on=TODAY - DAY),
        replace(ISSUE, trial_ends=TODAY - DAY),
    ],
)
def test_an_issue_without_number_or_with_days_in_the_wrong_order_is_refused(wrong):
    demand_issue(ISSUE, today=TODAY)

    with pytest.raises(WrongInstitution):
        demand_issue(wrong, today=TODAY)


@pytest.mark.parametrize(
    ("wrong", "on_trial"),
    [
        (replace(REVIEW, outcome="praised"), True),
        (replace(REVIEW, note=""), True),
        (replace(REVIEW, on=TODAY + DAY), True),
        (replace(REVIEW, outcome="extended", trial_ends=TODAY + DAY), False),
        (replace(REVIEW, outcome="extended"), True),
        (replace(REVIEW, outcome="extended", trial_ends=TODAY), True),
    ],
)
def test_a_review_that_lacks_something_is_refused(wrong, on_trial):
    demand_review(REVIEW, on_trial=True, today=TODAY)

    with pytest.raises(WrongInstitution):
        demand_review(wrong, on_trial=on_trial, today=TODAY)


@pytest.mark.parametrize(
    "wrong", [InstitutionFacts(" "), InstitutionFacts("办法", change="none"), InstitutionFacts("长" * 201)]
)
def test_an_institution_has_a_name_and_a_kind(wrong):
    with pytest.raises(WrongInstitution):
        demand_facts(wrong)
