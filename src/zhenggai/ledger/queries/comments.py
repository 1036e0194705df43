"""Comments on the page of their task, and those that call somebody."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhenggai.domain.rights import Actor, Thing, demand
from zhenggai.domain.roles import GRANTS, Act, Reach
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Comment, Mention
from zhenggai.ledger.queries.heads import find_task, head_of
from zhenggai.ledger.shapes.comments import Called, CommentRow, CommentTab
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.people.models import Account

ROWS = 50
MOST_NAMES = 60
LARGEST_ID = 2**63 - 1


def comment_tab(*, task_id: int, actor: Actor, today: date, before: int | None = None, size: int = ROWS) -> CommentTab:
    """The newest comments on a task, or those before one of them; in the order in which they were said.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor, act=Act.COMMENT)
    task = found.task
    comments = Comment.objects.filter(task=task).select_related("reply_to").order_by("-pk")
    if before is not None:
        comments = comments.filter(pk__lt=min(before, LARGEST_ID))
    listed = list(comments[: size + 1])
    shown = listed[:size][::-1]
    mentions: dict[int, list[Mention]] = {}
    for mention in Mention.objects.filter(comment__in=shown).select_related("account").order_by("pk"):
        mentions.setdefault(mention.comment_id, []).append(mention)
    return CommentTab(
        head=head_of(found, actor=actor, today=today),
        rows=tuple(_row(comment, mentions.get(comment.pk, []), actor) for comment in shown),
        older=shown[0].pk if len(listed) > size else None,
        unseen=Mention.objects.filter(comment__task=task, account_id=actor.id, seen_at=None).count(),
        callable=_callable(found.thing, actor),
    )


def list_called(*, actor: Actor, limit: int = ROWS) -> tuple[Called, ...]:
    """The comments that call the actor, are unseen, and stand on a task that they may read now, newest first.

    :raises NotAllowed: unless the actor comments at all.
    """
    demand(actor, Act.COMMENT)
    unseen = Mention.objects.filter(
        account_id=actor.id, seen_at=None, comment__withdrawn_at=None, comment__task__in=tasks_in_reach(actor)
    )
    joined = unseen.select_related("comment__task__problem__aspect").order_by("-pk")[:limit]
    return tuple(_called(mention.comment) for mention in joined)


def _called(comment: Comment) -> Called:
    return Called(
        comment_id=comment.pk,
        task_id=comment.task_id,
        cycle_id=comment.task.cycle_id,
        number=cite_problem(comment.task.problem),
        title=comment.task.problem.title,
        author=comment.author,
        text=comment.text,
        at=comment.at,
    )


def _row(comment: Comment, mentions: list[Mention], actor: Actor) -> CommentRow:
    withdrawn = comment.withdrawn_at is not None
    mine = [mention for mention in mentions if mention.account_id == actor.id]
    return CommentRow(
        id=comment.pk,
        author=comment.author,
        unit=comment.unit_name,
        text="" if withdrawn else comment.text,
        at=comment.at,
        withdrawn=withdrawn,
        reply_to=comment.reply_to_id,
        replied_author=comment.reply_to.author if comment.reply_to else "",
        calls=() if withdrawn else tuple(mention.account.name for mention in mentions),
        calls_me=bool(mine) and not withdrawn,
        unseen=any(mention.seen_at is None for mention in mine) and not withdrawn,
        mine=comment.author_id == actor.id,
    )


def _callable(thing: Thing, actor: Actor) -> tuple[str, ...]:
    """Names that may be called: who reads every task, and the people of the task's units."""
    everywhere = [role for role, reach in GRANTS[Act.READ].items() if reach is Reach.EVERYTHING]
    fitting = Q(role__in=everywhere) | Q(unit_id__in=thing.units)
    found = Account.objects.filter(fitting, is_active=True, role__in=list(GRANTS[Act.READ])).exclude(pk=actor.id)
    return tuple(found.order_by("name").values_list("name", flat=True).distinct()[:MOST_NAMES])
