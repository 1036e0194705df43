"""Handovers, and people who left without one, as facts of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from zhenggai.domain.ledger_things import HandoverFacts, LeftFacts
from zhenggai.domain.states import CLOSED
from zhenggai.ledger.models import Handover, HandoverItem, Task
from zhenggai.people.models import Post


def handovers_of(wanted: Q) -> tuple[HandoverFacts, ...]:
    """The handovers with what nobody has signed for yet."""
    rows = list(Handover.objects.filter(wanted).select_related("successor").distinct().order_by("pk"))
    items: dict[int, dict[int, bool]] = defaultdict(dict)
    listed = HandoverItem.objects.filter(handover_id__in=[row.pk for row in rows]).order_by("pk")
    for handover, task, accepted in listed.values_list("handover_id", "task_id", "accepted_at"):
        items[handover][task] = items[handover].get(task, True) and accepted is not None
    return tuple(
        HandoverFacts(
            id=row.pk,
            giver=row.giver_name,
            about=row.about,
            opened_at=row.opened_at,
            task_ids=tuple(items[row.pk]),
            waiting=tuple(task for task, signed in items[row.pk].items() if not signed) if not row.done_at else (),
            successor=row.successor.name if row.successor else "",
            done_at=row.done_at,
        )
        for row in rows
    )


def left_of(task_ids: Sequence[int], *, cycle_id: int, today: date) -> tuple[LeftFacts, ...]:
    """Those whom open tasks still name, whose last post in the unit is over, and who handed nothing over."""
    named: dict[str, list[int]] = defaultdict(list)
    units: dict[int, int | None] = {}
    tasks = Task.objects.filter(pk__in=task_ids).exclude(state__in=CLOSED).exclude(person="")
    for pk, person, unit in tasks.order_by("position").values_list("pk", "person", "unit_id"):
        named[person].append(pk)
        units[pk] = unit
    posts = Post.objects.filter(person__name__in=named).select_related("person", "unit").order_by("pk")
    givers = Handover.objects.filter(cycle_id=cycle_id, giver__isnull=False)
    handed = set(givers.values_list("giver__pk", flat=True))
    return tuple(_left(list(posts), named, units, handed, today=today))


def _left(
    posts: list[Post],
    named: dict[str, list[int]],
    units: dict[int, int | None],
    handed: set[int],
    *,
    today: date,
) -> list[LeftFacts]:
    staying = {(post.person_id, post.unit_id) for post in posts if post.ends is None or post.ends >= today}
    found: dict[tuple[int, int], LeftFacts] = {}
    for post in posts:
        who = (post.person_id, post.unit_id)
        if who in staying or post.person_id in handed or post.ends is None:
            continue
        mine = tuple(pk for pk in named[post.person.name] if units[pk] == post.unit_id)
        if mine:
            what = f"{post.unit.name}{post.title}"
            found[who] = LeftFacts(post.person_id, post.person.name, what, post.ends, mine)
    return list(found.values())
