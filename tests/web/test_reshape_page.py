"""Splitting, merging and moving by plain forms."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import WANG
from zhenggai.ledger.queries import list_ledger, task_page


@pytest.fixture
def cycle(db: None) -> int:
    """A cycle of two problems with two measures each."""
    return a_cycle(a_report([Finding("河道巡查不到位的问题"), Finding("账目不清的问题")]))


def tasks_of(cycle: int) -> list[int]:
    return [row.task_id for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows]


def test_a_task_is_split_and_the_step_undone(wang: Client, cycle: int) -> None:
    first = tasks_of(cycle)[0]
    base = f"/cycles/{cycle}/tasks/{first}"
    measure = task_page(task_id=first, actor=WANG, today=TODAY).measures[1].id

    wang.post(f"{base}/split/", {"version": "1", "measure": measure})
    split = tasks_of(cycle)
    shown = wang.get(f"{base}/reshape/").content.decode()
    step = task_page(task_id=first, actor=WANG, today=TODAY).steps[0].id
    wang.post(f"{base}/undo/{step}/")

    assert (len(split), len(tasks_of(cycle))) == (3, 2)
    assert "拆分了任务" in shown
    assert "撤销了拆分" in wang.get(f"{base}/").content.decode()


def test_a_task_is_merged_by_typing_a_number(wang: Client, cycle: int) -> None:
    first, second = tasks_of(cycle)

    answer = wang.post(f"/cycles/{cycle}/tasks/{second}/merge/", {"version": "1", "into": "1"})

    assert answer.headers["Location"] == f"/cycles/{cycle}/tasks/{first}/"
    assert tasks_of(cycle) == [first]
    assert wang.get(f"/cycles/{cycle}/tasks/{second}/").status_code == 404


def test_a_task_is_moved_to_ticked_problems(wang: Client, cycle: int) -> None:
    first, second = tasks_of(cycle)
    problem = task_page(task_id=second, actor=WANG, today=TODAY).problems[0].id

    wang.post(f"/cycles/{cycle}/tasks/{first}/move/", {"version": "1", "problem": problem})

    assert [link.id for link in task_page(task_id=first, actor=WANG, today=TODAY).problems] == [problem]


@pytest.mark.parametrize(
    ("act", "typed", "status"),
    [
        ("split", {"version": "1"}, 409),
        ("merge", {"version": "1", "into": "x"}, 422),
        ("merge", {"version": "1", "into": "77"}, 409),
        ("move", {"version": "1"}, 409),
        ("move", {"version": "9", "problem": "1"}, 409),
        ("split", {}, 404),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(
    wang: Client, cycle: int, act: str, typed: dict[str, str], status: int
) -> None:
    answer = wang.post(f"/cycles/{cycle}/tasks/{tasks_of(cycle)[0]}/{act}/", typed)

    assert answer.status_code == status
    assert len(tasks_of(cycle)) == 2


def test_a_step_of_another_task_is_not_found(wang: Client, cycle: int) -> None:
    assert wang.post(f"/cycles/{cycle}/tasks/{tasks_of(cycle)[0]}/undo/5/").status_code == 404


def test_a_step_that_was_overtaken_says_so(wang: Client, cycle: int) -> None:
    first = tasks_of(cycle)[0]
    base = f"/cycles/{cycle}/tasks/{first}"
    measure = task_page(task_id=first, actor=WANG, today=TODAY).measures[1].id
    wang.post(f"{base}/split/", {"version": "1", "measure": measure})
    wang.post(f"{base}/plan/", {"version": "2", "kind": "timed", "person": "周某"})

    answer = wang.post(f"{base}/undo/{task_page(task_id=first, actor=WANG, today=TODAY).steps[0].id}/")

    assert answer.status_code == 409
    assert "后来又有变化" in answer.content.decode()


def test_zhao_reshapes_nothing(zhao: Client, cycle: int) -> None:
    base = f"/cycles/{cycle}/tasks/{tasks_of(cycle)[0]}"

    answers = [zhao.post(f"{base}/{act}/", {"version": "1"}) for act in ("split", "merge", "move", "undo/1")]

    assert {answer.status_code for answer in (*answers, zhao.get(f"{base}/reshape/"))} == {403}
    assert "拆分、合并" not in zhao.get(f"{base}/").content.decode()
