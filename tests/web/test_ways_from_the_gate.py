"""Every link of what is missing leads whoever may act to a page that opens for them."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import get_args

import pytest
from django.test import Client

from appointed import an_account, known
from closing_examples import a_view
from people import NOON, WANG
from standing import the_unit
from working import UNIT, a_work
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.gate import Missing, Place, missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.roles import Role
from zhenggai.office.templatetags.closing import missing_items
from zhenggai.people.models import Account

WAY, WORDS = re.compile(r'href="([^"]*)"'), re.compile(r'">([^<]*)<span')


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.UNIT_HEAD, Role.LEADER])
def test_each_place_opens_for_everybody_who_reads_the_task(role: Role) -> None:
    work = a_work()
    the_unit(UNIT)
    account = an_account("李建国", role, unit=UNIT if role is Role.UNIT_HEAD else None)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    context = {"request": SimpleNamespace(actor=known(account, at=NOON))}

    for place in get_args(Place):
        items = missing_items(context, [Missing("visited", "", place=place)], work.cycle, work.task)
        assert (place, client.get(WAY.findall(items)[0]).status_code) == (place, 200)


@pytest.mark.django_db
def test_who_may_not_look_at_draws_is_told_to_look_at_the_task() -> None:
    work = a_work()
    undrawn = missing_of(a_view(drawn="", framed=False, visits=()), ClosingRules(), CONDITIONS)[0]
    items = [
        missing_items({"request": SimpleNamespace(actor=actor)}, [undrawn], work.cycle, work.task)
        for actor in (
            known(an_account("王敏", Role.OFFICE_CLERK)),
            known(an_account("马东", Role.UNIT_HEAD, unit=UNIT)),
        )
    ]

    assert [WORDS.findall(one) for one in items] == [["去抽样"], ["看销号页"]]


def test_what_is_missing_on_a_measure_leads_to_it_and_says_so_as_text() -> None:
    report = Missing("reported", "措施 $place 还没有报办完：$what。", {"place": 3, "what": "<b>"}, "progress", 3)
    context = {"request": SimpleNamespace(actor=WANG)}

    items = missing_items(context, [report, replace(report, place="figures")], 1, 5)

    assert WAY.findall(items) == ["/cycles/1/tasks/5/progress/#measure-3", "/cycles/1/tasks/5/figures/"]
    assert "<b>" not in items
    assert items.count("措施 3 还没有报办完：&lt;b&gt;。") == 4
