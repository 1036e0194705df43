"""What somebody of a unit sees: the tasks of their unit, and nothing of the others."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Task
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account

OWN, OTHER = "河道巡查不到位的问题", "账目不清的问题"


@pytest.fixture
def cycle(db: None) -> int:
    """A round with a task of the water bureau and one of the finance bureau."""
    findings = [Finding(OWN, extra={"责任单位": "县水利局"}), Finding(OTHER, extra={"责任单位": "县财政局"})]
    return a_cycle(a_report(findings))


@pytest.fixture
def zhao(cycle: int) -> Client:
    """The clerk of the water bureau."""
    number = create_account(
        login="zhao",
        name="赵晓峰",
        role=Role.UNIT_CLERK,
        unit="县水利局",
        password="stone-bridge-41",
        actor=CONSOLE,
        at=NOON,
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    return client


def test_the_way_in_leads_to_ones_own_work_and_the_ledger_shows_ones_own_tasks(zhao: Client, cycle: int) -> None:
    first = zhao.get("/", follow=True)
    ledger = zhao.get(f"/cycles/{cycle}/ledger/").content.decode()

    assert first.redirect_chain[-1][0] == "/work/"
    assert OTHER not in first.content.decode()
    assert OWN in ledger
    assert OTHER not in ledger


def test_the_overview_leads_to_ones_own_tasks(zhao: Client, cycle: int) -> None:
    assert zhao.get(f"/cycles/{cycle}/")["Location"] == f"/cycles/{cycle}/ledger/"


def test_the_tasks_of_others_are_not_even_counted(zhao: Client, cycle: int) -> None:
    page = zhao.get(f"/cycles/{cycle}/ledger/").content.decode()

    assert "县财政局" not in page


def test_a_task_and_a_problem_of_another_unit_stay_shut(zhao: Client, cycle: int) -> None:
    own, other = Task.objects.order_by("position")

    opened = [zhao.get(f"/cycles/{cycle}/{kind}/{pk}/").status_code for kind, pk in _pages(own)]
    shut = [zhao.get(f"/cycles/{cycle}/{kind}/{pk}/").status_code for kind, pk in _pages(other)]

    assert (opened, shut) == ([200, 200], [403, 403])


def test_a_problem_shows_nothing_of_the_text_around_it(zhao: Client, cycle: int) -> None:
    own = Task.objects.order_by("position")[0]

    assert OTHER not in zhao.get(f"/cycles/{cycle}/problems/{own.problem_id}/").content.decode()


@pytest.mark.parametrize("rest", ["coverage/", "settings/", "journal/", "charts/states.svg"])
def test_pages_of_the_whole_round_stay_shut(zhao: Client, cycle: int, rest: str) -> None:
    assert zhao.get(f"/cycles/{cycle}/{rest}").status_code == 403


def test_drafts_stay_shut(zhao: Client, cycle: int) -> None:
    assert zhao.get("/imports/").status_code == 403


def test_a_search_finds_nothing_of_others(zhao: Client, cycle: int) -> None:
    assert OTHER not in zhao.get(f"/cycles/{cycle}/ledger/?q=账目").content.decode().split("<main")[1]


def test_somebody_of_a_unit_without_tasks_is_told_so(cycle: int) -> None:
    number = create_account(
        login="qian",
        name="钱明",
        role=Role.UNIT_CLERK,
        unit="县教育局",
        password="stone-bridge-41",
        actor=CONSOLE,
        at=NOON,
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))

    page = client.get("/", follow=True)

    assert page.status_code == 200
    assert OWN not in page.content.decode()


def _pages(task: Task) -> tuple[tuple[str, int], ...]:
    return ("tasks", task.pk), ("problems", task.problem_id)
