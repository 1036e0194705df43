"""Heads accept tasks or give them back, and the office answers."""

from __future__ import annotations

from django.test import Client

from issuing import (
    UNIT,
    an_issued_cycle,
    asked,
    unit_head,
)
from people import NOON
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Acceptance
from zhenggai.ledger.operations import issuing
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account


def somebody(role: Role, name: str, unit: str | None = None) -> Client:
    """A browser of somebody in this role."""
    login = f"{role.value.replace('_', '-')}-{Account.objects.count()}"
    number = create_account(
        login=login, name=name, role=role, unit=unit, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_head_accepts_one_several_and_gives_one_back(wang: Client) -> None:
    cycle = an_issued_cycle()
    head = somebody(Role.UNIT_HEAD, "周某", UNIT)
    first, second, third = (asked(cycle, "unit", place) for place in range(3))
    address = f"/cycles/{cycle}/acceptances/"

    page = text(head.get(address))
    bare = head.post(f"{address}{third}/refuse/", {"reason": ""})
    head.post(f"{address}{third}/refuse/", {"reason": "不属我局职责"})
    answer = head.post(f"{address}accept/", {"acceptance": [str(first), str(second)]}, follow=True)
    again = head.post(f"{address}accept/", {"one": str(first)})

    assert "等您认领 3 项" in page
    assert ("还剩" in page) or ("超时" in page)
    assert bare.status_code == 422
    assert "已认领 2 项任务" in text(answer)
    assert "没有等您认领的任务" in text(answer)
    assert again.status_code == 409
    assert Acceptance.objects.get(pk=third).state == "refused"


def test_the_office_deals_with_what_was_given_back(wang: Client) -> None:
    cycle = an_issued_cycle()
    keys = [asked(cycle, "unit", place) for place in range(2)]
    for key in keys:
        issuing.refuse_task(acceptance_id=key, reason="不属我局职责", actor=unit_head(), at=NOON)
    address = f"/cycles/{cycle}/acceptances/"

    listed = text(wang.get(f"{address}?state=refused"))
    bare = wang.post(f"{address}{keys[0]}/reassign/", {"name": "", "reason": ""})
    given = wang.post(f"{address}{keys[0]}/reassign/", {"name": "县住建局", "reason": "按职责"}, follow=True)
    kept = wang.post(f"{address}{keys[1]}/insist/", {"reason": "三定方案明确"}, follow=True)

    assert "不属我局职责" in listed
    assert "坚持原派" in listed
    assert bare.status_code == 422
    assert "任务已改派" in text(given)
    assert "再次认领" in text(kept)


def test_nobody_is_shown_other_peoples_tasks_on_the_page_of_acceptances(wang: Client) -> None:
    cycle = an_issued_cycle()
    other = somebody(Role.UNIT_HEAD, "钱某", "县住建局")

    answer = other.get(f"/cycles/{cycle}/acceptances/")

    assert "(一)1 任务 1" not in text(answer)
