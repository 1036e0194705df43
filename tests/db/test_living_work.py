"""The demonstration's meetings, institutions, days off and reminders."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from people import NOON, WANG
from zhenggai.cli.adopting import adopt_file
from zhenggai.cli.demo.living import oversight, people, work
from zhenggai.cli.demo.living.stage import Stage, before_all, feedback_text
from zhenggai.ledger.queries.calendar import calendar_page
from zhenggai.oversight.queries.institutions import list_institutions
from zhenggai.oversight.queries.meetings import list_meetings, minutes_of
from zhenggai.oversight.queries.reminding import list_reminders
from zhenggai.people.operations import ensure_demo_people

pytestmark = pytest.mark.django_db(transaction=False)


def test_three_meetings_two_institutions_and_reminders_day_by_day(time_machine) -> None:
    time_machine.move_to(NOON, tick=False)
    today = localdate()
    people.forget()
    ensure_demo_people(at=before_all(today))
    people.open_more_accounts(at=before_all(today))
    people.forget()
    cycle = adopt_file(
        name="反馈.txt", data=feedback_text(today).encode(), history=False, again=False, actor=WANG, at=NOON
    )
    stage = Stage(cycle, today)

    for event in sorted([*work.events(stage), *oversight.events(stage)], key=lambda event: event.at):
        event.run(event.at)

    held = list_meetings(cycle_id=cycle, actor=WANG, today=today, kind="常委会会议")
    assert (held.held, held.without_minutes) == (3, 0)
    assert minutes_of(meeting_id=held.rows[0].id, actor=WANG).name.endswith(".docx")
    institutions = list_institutions(cycle_id=cycle, actor=WANG, today=today)
    assert (institutions.established, institutions.total) == (2, 3)
    assert {row.standing for row in institutions.rows} == {"on_trial", "in_force", "draft"}
    assert len(calendar_page(today=today).rows) == 2
    steps = {one.key for one in list_reminders(cycle_id=cycle, actor=WANG).steps if one.number}
    assert {"before", "person", "unit_head", "leader"} <= steps
    people.forget()
