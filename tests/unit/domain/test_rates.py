from datetime import UTC, date, datetime, timedelta

import pytest

from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.rates import Counted, Difference, Rate, rates_of
from zhenggai.domain.rush import Closed, Signing, bursts_of, rush_of

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
RULES = ClosingRules(rush_count=3)


def test_strict_counts_only_what_went_through_the_gate():
    rates = rates_of(
        [
            Counted("done", 2, through_gate=1),
            Counted("stable", through_gate=1),
            Counted("long_term", 2, staged=1),
            Counted("closing"),
            Counted("not_applicable"),
        ],
        stated=7,
    )

    assert (rates.strict, rates.broad) == (Rate(2, 7), Rate(4, 7))


def test_the_denominator_is_the_feedbacks_own_count_and_every_difference_is_listed():
    items = [Counted("ongoing", 12)]
    listed = [Difference("split", "任务 3", +2), Difference("merged", "任务 7", -1)]

    rates = rates_of(items, stated=10, differences=listed)

    assert rates.strict.whole == 10
    assert [(one.kind, one.by) for one in rates.differences] == [("split", 2), ("merged", -1), ("unexplained", 1)]
    assert not rates.adds_up
    assert rates_of(items, stated=10, differences=[*listed, Difference("added", "任务 12", 1)]).adds_up


def test_dropping_what_is_hard_makes_no_rate_better():
    before = rates_of([Counted("done", through_gate=1), Counted("ongoing")], stated=2)
    after = rates_of([Counted("done", through_gate=1), Counted("not_applicable")], stated=2)

    assert before.strict == after.strict == Rate(1, 2)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 3, "33.3"), (2999, 3000, "99.9"), (5, 5, "100.0"), (0, 0, "—")]
)
def test_a_percentage_is_cut_and_never_rounded_up(part, whole, percent):
    assert Rate(part, whole).percent == percent


def closed(number, days_before, at=NOON):
    return Closed(number, at, at.date(), at.date() + timedelta(days=days_before))


def test_many_closings_in_the_last_days_are_a_rush():
    rush = rush_of([closed(1, 2), closed(2, 6), closed(3, 0), closed(4, 30)], [], end=None, rules=RULES)

    assert (rush.late, rush.late_numbers, rush.many_late) == (Rate(3, 4), (1, 2, 3), True)
    assert rush.days == ((date(2026, 3, 2), 4),)


def test_closings_in_good_time_are_none():
    early = [closed(number, 40, NOON + timedelta(days=number)) for number in range(5)]

    rush = rush_of(early, [], end=None, rules=RULES)

    assert (rush.many_late, rush.days, rush.late_numbers) == (False, (), ())


def test_many_signatures_of_one_person_in_minutes_are_a_rush():
    signings = [Signing("李建国", number, NOON + timedelta(minutes=number)) for number in range(6)]
    slow = [Signing("孙立", number, NOON + timedelta(hours=number)) for number in range(6)]

    (burst,) = rush_of([], [*signings, *slow], end=None, rules=RULES).bursts

    assert (burst.by, burst.numbers, burst.minutes) == ("李建国", (0, 1, 2, 3, 4, 5), 5)


def test_signing_one_task_over_and_over_is_no_rush():
    again = [Signing("李建国", 1, NOON + timedelta(seconds=second)) for second in range(9)]

    assert not list(bursts_of(again, count=3, within=timedelta(minutes=10)))
