"""Who is what in the demonstration."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.timezone import localdate

from zhenggai.cli.adopting import adopt_file
from zhenggai.cli.commands.demo import _fill_roster
from zhenggai.cli.demo.living import appointing, people
from zhenggai.cli.demo.living.stage import Stage, before_all, feedback_text
from zhenggai.ledger.queries.appointing import delegations_page, groups_page
from zhenggai.ledger.queries.handovers import handovers_page
from zhenggai.people.operations import ensure_demo_people

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_groups_a_delegate_and_handovers() -> None:
    today = localdate()
    begin = before_all(today)
    people.forget()
    _fill_roster(begin)
    ensure_demo_people(at=begin)
    people.open_more_accounts(at=begin)
    text = feedback_text(today).encode()
    cycle = adopt_file(name="反馈.txt", data=text, history=False, again=False, actor=people.actor("wang"), at=begin)

    for event in sorted(appointing.events(Stage(cycle, today)), key=lambda event: event.at):
        event.run(event.at)

    wang = people.actor("wang")
    groups = groups_page(cycle_id=cycle, actor=wang, today=today)
    handovers = handovers_page(cycle_id=cycle, actor=wang, when=datetime.now(UTC)).rows
    people.forget()
    assert not any(group.lacking for group in groups.groups)
    assert groups.conflicts == ()
    assert [row.state_name for row in handovers] == ["待指定接手人", "已交接"]
    assert delegations_page(actor=people.actor("cheng"), today=today).received[0].giver == "李建国"
    people.forget()
