"""Comments: said once, shown to who may read the task, and calling nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from drafts import TODAY
from people import GU, LI, NOON, SUN
from people import WANG as CLERK
from working import Work, a_work
from zhenggai.domain.comments import CannotComment, NobodyOfThatName
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Comment, Mention
from zhenggai.ledger.operations.progress.commenting import (
    CommentChanged,
    add_comment,
    see_mentions,
    withdraw_comment,
)
from zhenggai.ledger.queries.comments import comment_tab, list_called
from zhenggai.ledger.queries.heads import task_head
from zhenggai.people.account_operations import close_account
from zhenggai.people.operations import create_account
from zhenggai.people.queries import find_actor

# Accounts that a test opens count from 1, as the people of the tests do.
WANG = replace(CLERK, id=101)
INSPECTOR = Actor(id=41, name="上官云", role=Role.UPPER_INSPECTOR)


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def an_account(login: str, name: str, role: Role, unit: str | None = None) -> Actor:
    number = create_account(
        login=login, name=name, role=role, unit=unit, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    actor = find_actor(account_id=number, at=NOON)
    assert actor is not None
    return actor


def say(work: Work, text: str, *, actor: Actor = WANG, reply_to: int | None = None) -> int:
    return add_comment(task_id=work.task, text=text, reply_to=reply_to, actor=actor, at=NOON)


def tab(work: Work, actor: Actor = WANG, **wish: int):
    return comment_tab(task_id=work.task, actor=actor, today=TODAY, **wish)


def test_a_comment_is_kept_counted_and_told(work: Work) -> None:
    before = Entry.objects.count()

    say(work, "请补巡查记录。")
    answer = say(work, "已补。", actor=work.zhao, reply_to=Comment.objects.get().pk)

    rows = tab(work).rows
    assert [(row.author, row.text) for row in rows] == [("王敏", "请补巡查记录。"), ("赵晓峰", "已补。")]
    assert (rows[1].id, rows[1].replied_author, rows[1].unit) == (answer, "王敏", "县水利局")
    assert task_head(task_id=work.task, actor=WANG, today=TODAY).comments == 2
    assert Entry.objects.count() == before + 2
    assert list_timeline(cycle=work.cycle).rows[0].verb == "comment.add"


def test_a_comment_is_kept_in_few_queries(work: Work) -> None:
    say(work, "请补巡查记录。")

    with CaptureQueriesContext(connection) as captured:
        say(work, "请补照片。")

    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    # What tests themselves ask comes after the entry.
    told = next(place for place, sql in enumerate(asked, start=1) if 'INTO "journal_entry' in sql)
    # What it rests on, the comment, how many there are, the number of the entry, the rows that it tells, and the entry.
    assert told <= 9


def test_who_is_called_has_work_until_they_have_seen_it(work: Work) -> None:
    feng = an_account("feng", "冯磊", Role.UNIT_HEAD, "县水利局")

    say(work, "@冯磊请核对数字。")

    called = list_called(actor=feng)
    assert [(one.author, one.task_id) for one in called] == [("王敏", work.task)]
    assert list_called(actor=work.zhao) == ()
    see_mentions(task_id=work.task, actor=feng, at=NOON)
    assert list_called(actor=feng) == ()


def test_who_answers_has_seen_what_called_them(work: Work) -> None:
    sun = an_account("sun", "孙立", Role.SUPERVISOR)
    first = say(work, "@sun 请看")

    say(work, "看了", actor=sun, reply_to=first)

    assert list_called(actor=sun) == ()


def test_nobody_is_called_who_may_not_read_the_task(work: Work) -> None:
    an_account("qian", "钱明", Role.UNIT_CLERK, "县财政局")
    an_account("gu", "顾明", Role.ADMINISTRATOR)

    for text in ("@钱明 请看", "@顾明 请看"):
        with pytest.raises(NobodyOfThatName, match="看不到这项任务"):
            say(work, text)

    assert not Comment.objects.exists()
    assert not Mention.objects.exists()


def test_who_lost_the_task_since_is_called_no_more(work: Work) -> None:
    feng = an_account("feng", "冯磊", Role.UNIT_HEAD, "县水利局")
    say(work, "@冯磊 请核对")

    assert list_called(actor=Actor(id=feng.id, name=feng.name, role=feng.role, unit_id=work.qian.unit_id)) == ()


def test_a_name_that_nobody_or_a_closed_account_bears_is_told(work: Work) -> None:
    feng = an_account("feng", "冯磊", Role.UNIT_HEAD, "县水利局")
    close_account(account_id=feng.id, actor=GU, at=NOON)

    for text in ("@冯磊 看", "@无此人 看"):
        with pytest.raises(NobodyOfThatName, match="没有叫"):
            say(work, text)


def test_two_of_one_name_are_called_by_their_log_in(work: Work) -> None:
    an_account("feng1", "冯磊", Role.SUPERVISOR)
    an_account("feng2", "冯磊", Role.SUPERVISOR)

    with pytest.raises(NobodyOfThatName, match="有 2 个人叫“冯磊”"):
        say(work, "@冯磊 看")
    say(work, "@feng2 看")

    assert Mention.objects.get().account.login == "feng2"


def test_suggested_are_only_those_who_may_read(work: Work) -> None:
    an_account("feng", "冯磊", Role.UNIT_HEAD, "县水利局")
    an_account("qian", "钱明", Role.UNIT_CLERK, "县财政局")
    an_account("gu", "顾明", Role.ADMINISTRATOR)
    an_account("sun", "孙立", Role.SUPERVISOR)

    assert set(tab(work, INSPECTOR).callable) == {"冯磊", "孙立"}


def test_a_withdrawn_comment_keeps_its_place_and_shows_no_words(work: Work) -> None:
    feng = an_account("feng", "冯磊", Role.UNIT_HEAD, "县水利局")
    comment = say(work, "@冯磊 写错了")

    withdraw_comment(comment_id=comment, actor=WANG, at=NOON)

    row = tab(work).rows[0]
    assert (row.withdrawn, row.text, row.calls) == (True, "", ())
    assert list_called(actor=feng) == ()
    assert task_head(task_id=work.task, actor=WANG, today=TODAY).comments == 0
    with pytest.raises(CommentChanged):
        withdraw_comment(comment_id=comment, actor=WANG, at=NOON)


def test_nobody_withdraws_or_changes_what_another_said(work: Work) -> None:
    comment = say(work, "请补记录。")

    with pytest.raises(CommentChanged, match="自己发表的"):
        withdraw_comment(comment_id=comment, actor=SUN, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.filter(pk=comment).update(text="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.all().delete()


@pytest.mark.parametrize("actor", [LI, SUN, INSPECTOR])
def test_everybody_who_reads_may_say_something(work: Work, actor: Actor) -> None:
    say(work, "看过。", actor=actor)

    assert tab(work).rows[0].author == actor.name


def test_another_unit_and_who_keeps_the_machine_say_and_read_nothing(work: Work) -> None:
    comment = say(work, "请补记录。")

    for actor in (work.qian, GU):
        with pytest.raises(NotAllowed):
            say(work, "插话", actor=actor)
        with pytest.raises(NotAllowed):
            tab(work, actor)
        with pytest.raises(NotAllowed):
            withdraw_comment(comment_id=comment, actor=actor, at=NOON)
        with pytest.raises(NotAllowed):
            see_mentions(task_id=work.task, actor=actor, at=NOON)


@pytest.mark.parametrize("text", ["", "长" * 2001, "\x00"])
def test_what_cannot_be_kept_is_refused(work: Work, text: str) -> None:
    with pytest.raises(CannotComment):
        say(work, text)


def test_an_answer_stays_in_its_task(work: Work) -> None:
    with pytest.raises(CannotComment, match="不在这项任务里"):
        say(work, "回复", reply_to=999)
    with pytest.raises(NoSuchThing):
        add_comment(task_id=999, text="x", reply_to=None, actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        withdraw_comment(comment_id=999, actor=WANG, at=NOON)


def test_older_comments_are_a_page_further(work: Work, django_assert_max_num_queries) -> None:
    for place in range(5):
        say(work, f"第{place}条")

    newest = tab(work, size=2)
    older = tab(work, size=2, before=newest.older)

    assert [row.text for row in newest.rows] == ["第3条", "第4条"]
    assert [row.text for row in older.rows] == ["第1条", "第2条"]
    tab(work)
    with django_assert_max_num_queries(15):
        tab(work)
