"""Comments on a task: said once, never changed; who is called by @ must be able to read the task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from zhenggai.domain.comments import CannotComment, NobodyOfThatName, called_in, demand_comment, people_called
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, demand, may
from zhenggai.domain.roles import Act
from zhenggai.journal.one_statement import Columns, OneStatement, Question
from zhenggai.ledger.models import Comment, Mention, Task, TaskUnit
from zhenggai.ledger.operations.planning.holding import tell_task
from zhenggai.ledger.operations.progress.holding import acting_in
from zhenggai.ledger.standing import demand_task, thing_among
from zhenggai.people.models import Account, Unit
from zhenggai.people.queries import find_actor

# No unit has this number.
NOBODY = 0


class CommentChanged(Refusal):
    """The comment was withdrawn since it was looked at, or is somebody else's."""


def add_comment(*, task_id: int, text: str, reply_to: int | None, actor: Actor, at: datetime) -> int:
    """Say something about a task and return the comment's number; whoever answers has seen what called them.

    :raises NotAllowed: unless the actor may read the task.
    :raises CannotComment: where it says nothing, or calls somebody who is unknown or may not read the task.
    """
    demand(actor, Act.COMMENT)
    with transaction.atomic(durable=True):
        at_hand = _find_at_hand(task_id, actor)
        task = at_hand.task
        actor = acting_in(actor, demand(actor, Act.COMMENT, at_hand.thing))
        demand_comment(text)
        called = _called(text, at_hand.thing, at)
        comment = Comment.objects.create(
            task=task,
            author_id=actor.id,
            author=actor.name,
            unit_name=at_hand.unit_name,
            text=text,
            reply_to=_answered(task, reply_to),
            at=at,
        )
        Mention.objects.bulk_create(Mention(comment=comment, account=account) for account in called)
        Task.objects.filter(pk=task.pk).update(comments_count=F("comments_count") + 1)
        if at_hand.called:
            _unseen(task.pk, actor).update(seen_at=at)
        names = "、".join(account.name for account in called)
        after = {"comment": text, **({"comment_calls": names} if names else {})}
        tell_task(task, actor=actor, verb="comment.add", before={}, after=after, at=at)
    return comment.pk


def withdraw_comment(*, comment_id: int, actor: Actor, at: datetime) -> None:
    """Take one's own comment back: its place stays, its words are shown no more, and it calls nobody.

    :raises NotAllowed: unless the actor may read the task.
    :raises CommentChanged: where it is somebody else's, or withdrawn already.
    """
    demand(actor, Act.COMMENT)
    with transaction.atomic(durable=True):
        comment = Comment.objects.select_related("task__problem__aspect").filter(pk=comment_id).first()
        if comment is None:
            raise NoSuchThing("没有编号为 $id 的意见。", id=comment_id)
        actor = acting_in(actor, demand_task(actor, Act.COMMENT, comment.task))
        mine = Comment.objects.filter(pk=comment_id, author_id=actor.id, withdrawn_at=None)
        if mine.update(withdrawn_at=at) != 1:
            raise CommentChanged("只能撤回自己发表的、还没有撤回的意见。")
        Task.objects.filter(pk=comment.task_id).update(comments_count=F("comments_count") - 1)
        Mention.objects.filter(comment=comment, seen_at=None).update(seen_at=at)
        tell_task(comment.task, actor=actor, verb="comment.withdraw", before={"comment": comment.text}, after={}, at=at)


def see_mentions(*, task_id: int, actor: Actor, at: datetime) -> None:
    """Mark what calls the actor on a task as seen; a mark for themselves, of which the journal does not speak.

    :raises NotAllowed: unless the actor may read the task.
    """
    demand(actor, Act.COMMENT)
    with transaction.atomic(durable=True):
        demand_task(actor, Act.COMMENT, _task(task_id))
        _unseen(task_id, actor).update(seen_at=at)


def _unseen(task_id: int, actor: Actor) -> QuerySet[Mention]:
    return Mention.objects.filter(comment__task_id=task_id, account_id=actor.id, seen_at=None)


def _called(text: str, thing: Thing, at: datetime) -> list[Account]:
    """The accounts that a text calls, each of whom may read the task."""
    if not called_in(text):
        return []
    accounts = list(Account.objects.filter(is_active=True).only("pk", "login", "name"))
    found = people_called(text, _bearers(accounts))
    called = [account for account in accounts if account.pk in found]
    for account in called:
        reader = find_actor(account_id=account.pk, at=at)
        if reader is None or not may(reader, Act.READ, thing):
            raise NobodyOfThatName("$name 看不到这项任务，不能@。", name=account.name)
    return called


def _bearers(accounts: Iterable[Account]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for account in accounts:
        for name in {account.login, account.name}:
            found[name] = (*found.get(name, ()), account.pk)
    return found


def _answered(task: Task, reply_to: int | None) -> Comment | None:
    if reply_to is None:
        return None
    found = Comment.objects.filter(pk=reply_to, task=task).first()
    if found is None:
        raise CannotComment("要回复的意见不在这项任务里。")
    return found


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What a comment rests on: the task with its problem and as rights see it, the unit of who speaks, and whether something calls them there."""

    task: Task
    thing: Thing
    unit_name: str
    called: bool


def _find_at_hand(task_id: int, actor: Actor) -> _AtHand:
    found = _STATEMENT.ask(task_id, actor.id, actor.unit_id or NOBODY)
    if not found["tasks"]:
        raise _no_such(task_id)
    thing = thing_among(found["tasks"][0], (row["unit_id"] for row in found["parts"]))
    unit_name = next((row["name"] for row in found["units"]), "")
    return _AtHand(found["tasks"][0], thing, unit_name, bool(found["calls"]))


def _questions(task: int, account: int, unit: int) -> dict[str, Question]:
    calls = Mention.objects.filter(comment__task_id=task, account_id=account, seen_at=None)
    return {
        "tasks": Task.objects.filter(pk=task).select_related("problem__aspect"),
        "parts": Columns(TaskUnit.objects.filter(task_id=task), ("unit_id",)),
        "units": Columns(Unit.objects.filter(pk=unit), ("name",)),
        "calls": Columns(calls, ("id",)),
    }


_STATEMENT = OneStatement(_questions)


def _task(task_id: int) -> Task:
    task = Task.objects.select_related("problem__aspect").filter(pk=task_id).first()
    if task is None:
        raise _no_such(task_id)
    return task


def _no_such(task_id: int) -> NoSuchThing:
    return NoSuchThing("没有编号为 $id 的任务。", id=task_id)
