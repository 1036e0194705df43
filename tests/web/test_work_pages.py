"""待办, teams and reminders as pages."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from drafts import a_cycle
from offices import OfficeAtWork, an_office_at_work
from zhenggai.ledger.models import Task
from zhenggai.people.models import Account


@pytest.fixture
def office(db: None, time_machine) -> OfficeAtWork:
    from people import NOON

    time_machine.move_to(NOON, tick=False)
    return an_office_at_work()


def as_(office: OfficeAtWork, who: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=office.people[who].id))
    return client


def test_a_clerk_of_a_unit_begins_the_day_with_their_work(office) -> None:
    answer = as_(office, "clerk").get("/", follow=True)

    assert answer.redirect_chain[-1][0] == "/work/"
    page = answer.content.decode()
    assert "逾期 <strong>1</strong>" in page
    assert "今天到期 <strong>1</strong>" in page
    assert "第4个问题" not in page


def test_every_line_has_a_button_to_where_it_is_done(office) -> None:
    client = as_(office, "clerk")
    page = client.get("/work/").content.decode()

    task = Task.objects.get(cycle_id=office.cycle, number=1)
    assert f'href="/cycles/{office.cycle}/tasks/{task.pk}/progress/"' in page
    assert client.get(f"/cycles/{office.cycle}/tasks/{task.pk}/progress/").status_code == 200


def test_nothing_to_do_says_what_will_stand_there(office) -> None:
    page = as_(office, "supervisor").get("/work/").content.decode()

    assert "没有待办" in page


def test_who_keeps_the_machine_is_not_let_in(gu: Client) -> None:
    assert gu.get("/work/").status_code == 403


def test_a_team_is_shown_within_reach(office) -> None:
    own = as_(office, "head").get(f"/cycles/{office.cycle}/team/").content.decode()
    whole = as_(office, "leader").get(f"/cycles/{office.cycle}/team/").content.decode()

    assert "县水利局" in own
    assert "县财政局" not in own
    assert "县财政局" in whole


def test_the_office_sends_the_reminders_and_reads_the_records(office, settings) -> None:
    settings.MAIL_BACKEND = "smtp"
    client = as_(office, "office")

    answer = client.post(f"/cycles/{office.cycle}/reminders/send/", follow=True)

    page = answer.content.decode()
    assert "已发出 7 条提醒，寄出 5 封邮件" in page
    assert "提请牵头领导督促" in page
    assert len(mail.outbox) == 5
    assert all(len(one.to) == 1 for one in mail.outbox)
    task = Task.objects.get(cycle_id=office.cycle, number=1)
    tab = client.get(f"/cycles/{office.cycle}/tasks/{task.pk}/oversight/").content.decode()
    assert "报整改办督办" in tab
    assert "今天收到 3 条提醒" in as_(office, "clerk").get("/work/").content.decode()


def test_who_was_not_written_to_is_listed(office) -> None:
    client = as_(office, "office")
    client.post(f"/cycles/{office.cycle}/reminders/send/")

    page = client.get("/work/unmailed/").content.decode()

    assert "水小青" in page
    assert "没有邮箱" in page
    assert as_(office, "leader").get("/work/unmailed/").status_code == 403


def test_an_empty_record_says_how_reminders_come_about(wang: Client) -> None:
    assert "还没有督促记录" in wang.get(f"/cycles/{a_cycle()}/reminders/").content.decode()


def test_a_unit_does_not_send_reminders(office) -> None:
    assert as_(office, "clerk").post(f"/cycles/{office.cycle}/reminders/send/").status_code == 403


def test_everybody_keeps_their_own_address(office) -> None:
    client = as_(office, "clerk")

    assert client.post("/work/mail/", {"mail": "nonsense"}).status_code == 422
    client.post("/work/mail/", {"mail": "mine@example.gov.cn"})

    assert 'value="mine@example.gov.cn"' in client.get("/work/mail/").content.decode()


def test_an_administrator_keeps_the_addresses_of_others(office, gu: Client) -> None:
    place = f"/people/accounts/{office.people['clerk'].id}/mail/"

    gu.post(place, {"mail": "other@example.gov.cn"})

    assert 'value="other@example.gov.cn"' in gu.get(place).content.decode()
    assert as_(office, "office").get(place).status_code == 403


def test_the_list_of_those_to_be_called_sends_the_reminders_itself(office, settings) -> None:
    settings.MAIL_BACKEND = "smtp"
    client = as_(office, "office")
    before = client.get("/work/unmailed/").content.decode()

    after = client.post("/work/unmailed/send/", follow=True).content.decode()

    assert "发出今天的提醒" in before
    assert "zhenggai remind" not in before
    assert "已发出 7 条提醒，寄出 5 封邮件" in after


def test_who_cannot_remind_cannot_send_to_everybody_either(office) -> None:
    assert as_(office, "leader").post("/work/unmailed/send/").status_code == 403
