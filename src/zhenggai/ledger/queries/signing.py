"""What somebody has to sign: the list, the sheet that is open, and the list of a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Count, QuerySet

from zhenggai.domain.closing_rules import BY_LIST, ClosingRules
from zhenggai.domain.gate import missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import may_sign_step, next_step, signing_office, standing_of
from zhenggai.journal.one_statement import first_of
from zhenggai.ledger.closing.digests import digest_of, signed_of
from zhenggai.ledger.closing.rows import rows_of_tasks
from zhenggai.ledger.closing.views import views_among
from zhenggai.ledger.closing_models import Closing, MeetingList
from zhenggai.ledger.inquiring import Inquiry
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.queries.sign_sheets import Waiting, item_of, sheet_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes.signing import Listed, MeetingPage, SigningPage, ToSign
from zhenggai.ledger.standing import tasks_in_reach, thing_among

# So many applications are looked at; who has more signs some of them first.
MOST_WAITING = 200
# Of all rounds together.
MOST_LISTED = 1000
MOST_MEETINGS = 100


def signing_page(*, cycle_id: int, actor: Actor, today: date, chosen: int | None = None) -> SigningPage:
    """What the actor has to sign in a round; `chosen` is open, else the first of it.

    :raises NoSuchThing: where there is no such round, or the chosen application does not wait for the actor.
    :raises NotAllowed: unless the actor signs at all.
    """
    demand(actor, Act.SIGN)
    cycle, rules = cycle_row(cycle_id=cycle_id), rules_of(cycle_id=cycle_id).closing
    waiting = [one for one in _waiting(cycle_id, rules, actor=actor, today=today) if one.step not in BY_LIST]
    mine = [one for one in waiting if _is_theirs(one, actor)]
    place = next((n for n, one in enumerate(mine) if chosen in (None, one.closing.pk)), None)
    if chosen is not None and place is None:
        raise NoSuchThing("这份申请现在不等您签：已有人签、已退回，或者还没有轮到。")
    following = mine[(place + 1) % len(mine)].closing.pk if place is not None and len(mine) > 1 else None
    return SigningPage(
        cycle=cycle,
        items=tuple(item_of(one) for one in mine),
        total=len(mine),
        sheet=sheet_of(mine[place], rules, actor=actor) if place is not None else None,
        following=following,
    )


def count_to_sign(*, cycle_id: int, actor: Actor, today: date) -> int:
    """How many applications of a round wait for the actor, one by one or on a meeting's list."""
    if not may(actor, Act.SIGN):
        return 0
    rules = rules_of(cycle_id=cycle_id).closing
    if not any(may_sign_step(actor, step) for step in rules.chain):
        return 0
    return sum(_is_theirs(one, actor) for one in _waiting(cycle_id, rules, actor=actor, today=today))


def find_to_sign(*, rules: Mapping[int, ClosingRules], actor: Actor, today: date) -> Inquiry[list[ToSign]]:
    """The applications of the rounds of these rules that wait for the actor, one by one or on a meeting's list."""
    signed = [pk for pk, one in rules.items() if any(may_sign_step(actor, step) for step in one.chain)]
    if not may(actor, Act.SIGN) or not signed:
        return []
    asked = Closing.objects.filter(cycle_id__in=signed, state="open", outcome="done")
    mine = asked.filter(task__in=tasks_in_reach(actor, Act.SIGN))
    rows = yield first_of(mine, "cycle_id", "pk", most=MOST_LISTED).select_related("task__problem__aspect")
    found: list[ToSign] = []
    for one in _among(sorted(rows, key=lambda row: (row.cycle_id, row.pk)), rules, today=today):
        office = signing_office(actor, one.step, one.thing)
        if office and _is_theirs(one, actor):
            found.append(replace(item_of(one), by_list=one.step in BY_LIST, on_behalf=office.on_behalf))
    return found


def meeting_page(*, cycle_id: int, actor: Actor, today: date) -> MeetingPage:
    """What a meeting may decide by list, with what keeps the rest from it.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor signs at all.
    """
    demand(actor, Act.SIGN)
    cycle, rules = cycle_row(cycle_id=cycle_id), rules_of(cycle_id=cycle_id).closing
    waiting = [one for one in _waiting(cycle_id, rules, actor=actor, today=today) if one.step in BY_LIST]
    rows = [one for one in waiting if _is_theirs(one, actor)]
    lists = MeetingList.objects.filter(cycle_id=cycle_id).annotate(n=Count("signatures")).order_by("-number")
    return MeetingPage(
        cycle=cycle,
        rows=tuple(
            Listed(item_of(one), one.digest, missing_of(one.view, rules, CONDITIONS), len(one.view.doubts))
            for one in rows
        ),
        meetings=_meetings(cycle_id),
        decided=tuple((one.number, one.meeting, one.held_on, one.n) for one in lists[:MOST_MEETINGS]),
    )


def _meetings(cycle_id: int) -> tuple[tuple[int, str], ...]:
    """The meetings of a round, kept in a room above this one, hence by the names of relations."""
    held = Cycle.objects.filter(pk=cycle_id, meetings__withdrawn=False).order_by("-meetings__held_on")
    names = held.values_list("meetings__pk", "meetings__held_on", "meetings__kind", "meetings__topic")
    return tuple((pk, f"{day.isoformat()} {kind}：{topic[:40]}") for pk, day, kind, topic in names[:MOST_MEETINGS])


def _waiting(cycle_id: int, rules: ClosingRules, *, actor: Actor, today: date) -> Iterable[Waiting]:
    """The open applications of a round in the actor's reach; always in the same number of queries."""
    return _among(list(_open_closings(cycle_id, actor)[:MOST_WAITING]), {cycle_id: rules}, today=today)


def _among(found: Sequence[Closing], rules: Mapping[int, ClosingRules], *, today: date) -> Iterator[Waiting]:
    """Those of these applications that somebody has still to sign, which were loaded with their tasks."""
    rows = rows_of_tasks([closing.task_id for closing in found])
    views = views_among(rows, today=today)
    for closing in found:
        view = views[closing.task_id]
        digest = digest_of(view, closing)
        signed = map(signed_of, rows.signatures_of(closing.pk))
        standing = standing_of(signed, digest=digest, rules=rules[closing.cycle_id])
        step = next_step(standing)
        if step is not None:
            thing = thing_among(closing.task, rows.units(closing.task_id))
            yield Waiting(closing, view, digest, standing, step, thing)


def _open_closings(cycle_id: int, actor: Actor) -> QuerySet[Closing]:
    open_ones = Closing.objects.filter(
        cycle_id=cycle_id, state="open", outcome="done", task__in=tasks_in_reach(actor, Act.SIGN)
    )
    return open_ones.select_related("task__problem__aspect").order_by("pk")


def _is_theirs(one: Waiting, actor: Actor) -> bool:
    signed = any(step.held and step.held.by_id == actor.id for step in one.standing)
    return not signed and signing_office(actor, one.step, one.thing) is not None
