"""What is missing of a task is kept from page to page, and is always what would be worked out now."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from attempts import Things, attempts, things_of_a_task
from closing import a_ready_work, apply, drawn, the_task, visit, what_is_missing
from drafts import TODAY
from people import NOON, SUN, WANG
from working import DONE, Work
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.gate import Missing, missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.gate_json import missing_from_json, missing_to_json
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.visiting import CallFacts
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Measure, Task, TaskReadiness
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.doubting.looking import look_again
from zhenggai.ledger.operations.planning import set_rules
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.queries.heads import find_task
from zhenggai.ledger.readiness import Readiness, readiness_of
from zhenggai.ledger.ruling import rules_of

Try = tuple[str, Callable[[], object]]


def _around(work: Work) -> Iterator[Try]:
    """What happens to a task beside the work on it."""
    call = CallFacts("僵尸企业清单", "周某", "confirmed", TODAY, "来查过。")

    def end_application() -> None:
        closing = Closing.objects.get(pk=apply(work))
        acts.return_closing(closing_id=closing.pk, version=closing.version, why="缺页", actor=SUN, at=NOON)

    def waive() -> None:
        rules = rules_of(cycle_id=work.cycle)
        fewer = replace(rules, closing=replace(rules.closing, waived=("called_back", "reopening_answered")))
        set_rules(cycle_id=work.cycle, version=0, rules=fewer, actor=WANG, at=NOON)

    yield "draw", lambda: drawn(work)
    yield "visit", lambda: visit(work)
    yield (
        "call",
        lambda: acts.record_call_back(task_id=work.task, facts=call, actor=SUN, at=NOON),
    )
    yield "apply and return", end_application
    yield "rules", waive
    yield "look", lambda: look_again(cycle_id=work.cycle, actor=WANG, at=NOON)
    yield (
        "comment",
        lambda: add_comment(task_id=work.task, text="请补记录。", reply_to=None, actor=WANG, at=NOON),
    )


def _worked_out(work: Work) -> tuple[tuple[Missing, ...], int]:
    view = closing_view(the_task(work), today=TODAY)
    rules: ClosingRules = rules_of(cycle_id=work.cycle).closing
    return missing_of(view, rules, CONDITIONS), len(view.doubts)


def _kept(work: Work) -> tuple[tuple[Missing, ...], int]:
    found = _readiness(work.task)
    return found.missing, found.doubts


def _readiness(task_id: int, *, today: date = TODAY) -> Readiness:
    """As the pages of a task get it."""
    return readiness_of(find_task(task_id, actor=WANG).task, today=today)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_change_in_whatever_order_what_is_kept_is_what_would_be_worked_out(db: None, seed: int) -> None:
    things: Things = things_of_a_task()
    steps = [*attempts(things, "late-0001"), *_around(things.work)]
    random.Random(seed).shuffle(steps)
    _kept(things.work)

    for name, step in steps:
        try:
            step()
        except Refusal:
            continue
        assert _kept(things.work) == _worked_out(things.work), name
        assert _kept(things.work) == _worked_out(things.work), f"{name}, from the row"


def test_what_is_kept_is_read_in_few_queries_until_something_happens(db: None, django_assert_num_queries) -> None:
    work = a_ready_work()
    task = the_task(work)
    other = Measure.objects.create(
        task=Task.objects.filter(cycle_id=work.cycle).exclude(pk=task.pk)[0], position=9, text="核对账目。"
    )
    _readiness(task.pk)

    # The task with its problems and with what was kept of it.
    with django_assert_num_queries(1):
        _readiness(task.pk)
    report_progress(measure_id=other.pk, report=DONE, token="other-01", actor=WANG, at=NOON)
    with django_assert_num_queries(1):
        _readiness(task.pk)

    assert TaskReadiness.objects.get().task_id == task.pk


def test_on_another_day_it_is_worked_out_anew(db: None) -> None:
    work = a_ready_work()
    _readiness(work.task)
    TaskReadiness.objects.update(missing="[]")
    assert _readiness(work.task).missing == ()

    found = _readiness(work.task, today=TODAY + timedelta(days=1))

    assert found.missing == what_is_missing(work)


def test_whoever_closes_is_not_served_from_what_is_kept(db: None) -> None:
    work = a_ready_work(leader="")
    readiness_of(the_task(work), today=TODAY)
    TaskReadiness.objects.update(missing="[]")

    with pytest.raises(Refusal, match="还差"):
        apply(work)


def test_what_is_missing_survives_the_way_into_text_and_back(db: None) -> None:
    missing = what_is_missing(a_ready_work(leader=""))

    assert missing
    assert missing_from_json(missing_to_json(missing)) == missing
    assert [str(one) for one in missing_from_json(missing_to_json(missing))] == [str(one) for one in missing]
