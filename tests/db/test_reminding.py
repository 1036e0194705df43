"""Steps of the ladder and mails of a day: once, numbered, and to nobody who may not read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from drafts import TODAY
from offices import OfficeAtWork, an_account, an_office_at_work, day_after, plan
from oversight import AN_ISSUE, a_decision, a_meeting, an_institution
from people import GU, LI, NOON, WANG, ZHAO
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Task
from zhenggai.oversight.digest import Mail
from zhenggai.oversight.mailing import MailFault
from zhenggai.oversight.models import Digest, Reminder
from zhenggai.oversight.operations.reminding import Reminded, record_step, remind, send_digest
from zhenggai.oversight.planning import plan_reminders
from zhenggai.oversight.queries.reminding import list_reminders, unmailed_page
from zhenggai.oversight.queries.tasks import task_oversight
from zhenggai.people.mail_operations import WrongMail, mail_of, set_mail, set_own_mail

pytestmark = pytest.mark.django_db


class Postbox:
    """Keeps mails, and refuses those of the addresses it is told to."""

    def __init__(self, *refused: str) -> None:
        self.refused = refused
        self.mails: dict[str, list[Mail]] = {}

    def __call__(self, mail: Mail, *, to: str) -> None:
        if to in self.refused or "*" in self.refused:
            raise MailFault("ConnectionRefusedError: no")
        self.mails.setdefault(to, []).append(mail)

    def text(self, who: str) -> str:
        return self.mails[f"{who}@example.gov.cn"][0].text


@pytest.fixture(autouse=True)
def _mail_is_set(settings) -> None:
    settings.MAIL_BACKEND, settings.MAIL_SITE = "smtp", "https://zhenggai.example.gov.cn"


@pytest.fixture
def office() -> OfficeAtWork:
    return an_office_at_work()


def run(box: Postbox, *, days: int = 0, hours: int = 0, cycle: int | None = None) -> Reminded:
    return remind(cycle_id=cycle, actor=WANG, at=NOON + timedelta(days=days, hours=hours), send=box)


def steps(cycle: int) -> list[tuple[str, int, tuple[str, ...]]]:
    page = list_reminders(cycle_id=cycle, actor=WANG)
    return sorted((row.step_name, row.number, row.told) for row in page.rows)


def test_the_ladder_goes_from_the_person_to_the_office(office):
    run(Postbox())

    assert steps(office.cycle) == [
        ("到期前提醒", 1, ("财小明",)),
        ("到期前提醒", 2, ("水小青",)),
        ("到期提醒", 1, ("水小青",)),
        ("到期提醒", 2, ("水小青",)),
        ("报整改办督办", 1, ("王敏",)),
        ("提请单位负责人督促", 1, ("水大海",)),
        ("提请牵头领导督促", 1, ("李建国",)),
    ]


def test_every_step_is_one_entry_and_every_mail_another(office):
    before = Entry.objects.count()

    done = run(Postbox())

    verbs = list(Entry.objects.order_by("sequence").values_list("verb", flat=True))[before:]
    assert verbs.count("remind.step") == done.steps == Reminder.objects.count() == 7
    assert verbs.count("remind.digest") == done.sent
    assert len(verbs) == done.steps + done.sent


def test_a_second_run_of_the_day_sends_and_records_nothing(office):
    box = Postbox()
    run(box)
    entries = Entry.objects.count()

    again = run(box, hours=3)

    assert again == Reminded(0, 0, 0, ())
    assert Entry.objects.count() == entries
    assert all(len(mails) == 1 for mails in box.mails.values())


def test_numbers_have_no_gaps_over_days(office):
    for days in range(12):
        run(Postbox(), days=days)

    for step in {"before", "person", "unit_head", "leader", "office"}:
        numbers = sorted(Reminder.objects.filter(step=step).values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_days_on_which_nobody_ran_it_are_made_up_for_once(office):
    run(Postbox(), days=9)

    # Due yesterday, today and in a week: each has reached its steps and none was taken twice.
    assert Reminder.objects.filter(step="before").count() == 0
    assert Reminder.objects.filter(step="person").count() == 4
    assert run(Postbox(), days=9, hours=1).steps == 0


def test_another_day_begins_the_ladder_anew(office):
    run(Postbox())
    task = Task.objects.get(cycle_id=office.cycle, deadline=TODAY)
    plan(task, deadline=day_after(5))

    run(Postbox(), days=5)

    assert list(Reminder.objects.filter(task=task, step="person").values_list("due", flat=True)) == [
        TODAY,
        day_after(5),
    ]


def test_a_mail_has_everything_of_its_reader_and_nothing_else(office):
    box = Postbox()
    run(box)

    water = box.text("water")
    assert "逾期 1、今天到期 1、即将到期 1" in water
    assert "提醒第 1 号" in water
    assert [f"第{number}个问题" in water for number in range(1, 6)] == [True, True, True, False, False]
    assert [f"第{number}个问题" in box.text("finance") for number in range(1, 6)] == [False] * 3 + [True, False]
    assert "supervisor@example.gov.cn" not in box.mails


def test_the_only_address_in_a_mail_is_that_of_the_page(office):
    box = Postbox()
    run(box)

    for mails in box.mails.values():
        found = [word for word in mails[0].text.split() if "://" in word]
        assert found == ["办理：https://zhenggai.example.gov.cn/work/"]
        assert not any(name in mails[0].subject for name in ("水小青", "第1个问题", "李建国"))


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.UNIT_HEAD, Role.LEADER, Role.OFFICE_CLERK, Role.GROUP_HEAD])
def test_no_mail_names_what_its_reader_may_not_read(office, role):
    unit = "县审计局" if role in {Role.UNIT_CLERK, Role.UNIT_HEAD} else None
    an_account("外人", role, unit, mail="other@example.gov.cn")
    a_decision(a_meeting(office.cycle, topic="人事"), unit="县财政局", due=TODAY)
    an_institution(office.cycle, issue=AN_ISSUE)
    box = Postbox()

    run(box)

    if "other@example.gov.cn" in box.mails:
        assert role is Role.OFFICE_CLERK
    assert "补齐巡查记录" in box.text("finance")
    assert "补齐巡查记录" not in box.text("water")


def test_a_mail_that_was_refused_is_kept_and_sent_by_the_next_run(office):
    done = run(Postbox("water@example.gov.cn"))
    box = Postbox()

    again = run(box, hours=1)

    assert (done.failed, again.sent, again.failed) == (1, 1, 0)
    assert list(box.mails) == ["water@example.gov.cn"]
    row = Digest.objects.get(account_id=office.people["clerk"].id)
    assert (row.state, row.tries, row.fault) == ("sent", 2, "")


def test_a_server_that_refuses_everybody_is_left_alone(office):
    done = run(Postbox("*"))

    assert (done.sent, done.failed) == (0, 3)
    assert run(Postbox(), hours=1).sent == 5


def test_a_run_that_died_is_taken_over_after_a_while(office):
    clerk = office.people["clerk"].id
    Digest.objects.create(account_id=clerk, day=TODAY, state="sending", lines=1, claimed_at=NOON)
    box = Postbox()

    run(box, hours=0)
    assert "water@example.gov.cn" not in box.mails
    run(box, hours=1)

    assert "water@example.gov.cn" in box.mails


def test_who_has_no_address_is_listed_for_the_office(office):
    set_mail(account_id=office.people["clerk"].id, mail="", actor=CONSOLE, at=NOON)

    done = run(Postbox("head@example.gov.cn"))

    assert done.no_mail == ("水小青",)
    rows = {row.name: (row.unit, row.lines, row.failed) for row in unmailed_page(actor=WANG, today=TODAY).rows}
    assert rows == {"水小青": ("县水利局", 3, False), "水大海": ("县水利局", 3, True)}
    with pytest.raises(NotAllowed):
        unmailed_page(actor=LI, today=TODAY)


def test_an_address_that_comes_later_is_written_to_the_same_day(office):
    clerk = office.people["clerk"].id
    set_mail(account_id=clerk, mail="", actor=CONSOLE, at=NOON)
    run(Postbox())
    set_mail(account_id=clerk, mail="new@example.gov.cn", actor=CONSOLE, at=NOON)
    box = Postbox()

    run(box, hours=1)

    assert list(box.mails) == ["new@example.gov.cn"]


def test_without_mail_in_the_settings_everybody_is_told_on_the_page(office, settings):
    settings.MAIL_BACKEND = "none"
    box = Postbox()

    done = run(box)

    assert (done.sent, done.failed, len(done.no_mail), box.mails) == (0, 0, 5, {})
    assert done.steps == 7


def test_a_dry_look_writes_nothing(office):
    entries = Entry.objects.count()

    found = plan_reminders(cycle_id=None, today=TODAY, now=NOON)

    assert (len(found.steps), len(found.digests)) == (7, 5)
    assert Entry.objects.count() == entries
    assert not Reminder.objects.exists()


def test_a_step_that_nobody_can_be_told_of_is_recorded_all_the_same(office):
    a_decision(a_meeting(office.cycle), unit="县审计局", due=TODAY)

    run(Postbox())

    row = next(row for row in list_reminders(cycle_id=office.cycle, actor=WANG).rows if row.kind == "decision")
    assert (row.step_name, row.told) == ("到期提醒", ())


def test_a_unit_sees_the_reminders_of_its_own_tasks(office):
    run(Postbox())

    own = list_reminders(cycle_id=office.cycle, actor=office.people["finance"])

    assert [(row.step_name, row.told) for row in own.rows] == [("到期前提醒", ("财小明",))]
    task = Task.objects.get(cycle_id=office.cycle, deadline=day_after(-20))
    assert len(task_oversight(task_id=task.pk, actor=office.people["clerk"], today=TODAY).reminders) == 4
    with pytest.raises(NotAllowed):
        task_oversight(task_id=task.pk, actor=office.people["finance"], today=TODAY)


def test_reminders_filter_by_step(office):
    run(Postbox())

    page = list_reminders(cycle_id=office.cycle, actor=WANG, step="person")

    assert (len(page.rows), page.total) == (2, 7)
    assert {one.key: one.number for one in page.steps}["before"] == 2


@pytest.mark.parametrize("somebody", [LI, ZHAO, GU])
def test_only_the_office_reminds(office, somebody):
    with pytest.raises(NotAllowed):
        remind(cycle_id=None, actor=somebody, at=NOON, send=Postbox())

    assert not Reminder.objects.exists()


def test_a_cycle_that_is_not_there_is_refused(office):
    with pytest.raises(NoSuchThing):
        run(Postbox(), cycle=999)


def test_one_step_and_one_mail_by_themselves(office):
    planned = plan_reminders(cycle_id=office.cycle, today=TODAY, now=NOON)
    step, digest, box = planned.steps[0], planned.digests[0], Postbox()

    numbers = [record_step(duty=step.duty, step=step.step, told=step.told, actor=WANG, at=NOON) for _ in range(2)]
    states = [
        send_digest(digest=digest, cycles=planned.cycles, day=TODAY, actor=WANG, at=NOON, send=box) for _ in range(2)
    ]

    assert (numbers, states) == ([1, None], ["sent", ""])
    assert sum(map(len, box.mails.values())) == 1


def test_a_step_is_never_recorded_twice_even_by_the_database(office):
    run(Postbox())
    row = Reminder.objects.first()
    row.pk, row.number = None, 99

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("wrong", ["water", "a@b", "a b@example.cn", "a@example.cn,b@example.cn", "x" * 250 + "@e.cn"])
def test_what_is_no_address_is_refused(office, wrong):
    clerk = office.people["clerk"]

    with pytest.raises(WrongMail):
        set_own_mail(mail=wrong, actor=clerk, at=NOON)

    assert mail_of(account_id=clerk.id) == "water@example.gov.cn"


def test_an_address_is_told_once_and_only_where_it_changes(office):
    clerk = office.people["clerk"]
    entries = Entry.objects.count()

    set_own_mail(mail=" new@example.gov.cn ", actor=clerk, at=NOON)
    set_own_mail(mail="new@example.gov.cn", actor=clerk, at=NOON)

    assert Entry.objects.count() == entries + 1
    with pytest.raises(NotAllowed):
        set_mail(account_id=clerk.id, mail="", actor=WANG, at=NOON)
