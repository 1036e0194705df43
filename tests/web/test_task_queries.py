"""Every page of a task asks few questions of the database, however much there is on the task."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attempts import attempts, things_of_a_task
from closing import a_ready_work, apply, closed
from zhenggai.office.tabs import TASK_TABS

pytestmark = pytest.mark.django_db
# Who asks, in which office, and the rounds of the rail among them.
MOST = 15


def test_no_page_of_a_task_asks_more_the_more_there_is_on_it(wang: Client) -> None:
    things = things_of_a_task()
    before = _asked(wang, things.work.cycle, things.work.task)

    for _name, attempt in list(attempts(things, "more-0001"))[:6]:
        attempt()

    after = _asked(wang, things.work.cycle, things.work.task)
    assert after == before
    assert {tab: count for tab, count in after.items() if count > MOST} == {}


def test_the_page_of_an_end_with_everybody_on_it_asks_as_little(wang: Client) -> None:
    work = a_ready_work()
    closed(work)

    assert _asked(wang, work.cycle, work.task)["closing"] <= MOST


def test_the_work_of_the_office_asks_as_little_the_more_waits_for_it(wang: Client) -> None:
    things = things_of_a_task()
    apply(things.work)
    assert wang.get("/work/").status_code == 200

    with CaptureQueriesContext(connection) as queries:
        wang.get("/work/")

    assert len(queries) <= MOST


def _asked(wang: Client, cycle: int, task: int) -> dict[str, int]:
    """How often each page asks when it is looked at for the second time."""
    found = {}
    for tab in TASK_TABS:
        address = reverse(tab.address, args=[cycle, task])
        assert wang.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            wang.get(address)
        found[tab.key] = len(queries)
    return found
