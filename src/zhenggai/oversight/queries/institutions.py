"""Institutions: the list with its counts, and one of them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count as SqlCount
from django.db.models import Q, QuerySet

from zhenggai.domain.institutions import (
    CHANGE_NAMES,
    ESTABLISHED,
    STANDING_NAMES,
    STANDINGS,
    Standing,
    standing_of,
)
from zhenggai.domain.lights import Light, Thresholds, light_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may, refused
from zhenggai.domain.roles import Act
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Measure
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.oversight.facts import facts_of_institution
from zhenggai.oversight.models import Institution
from zhenggai.oversight.queries.links import measure_links, paper_card, task_links
from zhenggai.oversight.shapes import Count, InstitutionPage, InstitutionRow, InstitutionsPage, PaperCard
from zhenggai.oversight.standing import institutions_reached, thing_of

PAGE = 50


def list_institutions(
    *, cycle_id: int, actor: Actor, today: date, standing: str = "", text: str = "", after: str | None = None
) -> InstitutionsPage:
    """A page of the institutions of a cycle that the actor may read, the newest first.

    `standing` is one of STANDINGS or `established`; any other leaves all.

    :raises NoSuchThing: where there is no such cycle.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.READ)
    cycle = cycle_row(cycle_id=cycle_id)
    reached = Institution.objects.filter(institutions_reached(actor), cycle_id=cycle_id)
    searched = reached.filter(Q(name__icontains=text) | Q(doc_number__icontains=text)) if text else reached
    numbers = _numbers(searched, today=today)
    established = sum(numbers[one] for one in ESTABLISHED)
    wanted = searched.filter(_condition(standing, today=today))
    rows = list(_beyond(wanted, after).annotate(served=SqlCount("links"))[: PAGE + 1])
    lights = rules_of(cycle_id=cycle_id).lights
    return InstitutionsPage(
        cycle=cycle,
        rows=tuple(institution_row(institution, today=today, lights=lights) for institution in rows[:PAGE]),
        after=str(rows[PAGE - 1].pk) if len(rows) > PAGE else None,
        standings=tuple(Count(one, STANDING_NAMES[one], numbers[one], one == standing) for one in STANDINGS),
        standing=standing,
        text=text,
        established=established,
        total=wanted.count(),
    )


def institution_page(*, institution_id: int, actor: Actor, today: date) -> InstitutionPage:
    """All that the page of an institution shows.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is out of the actor's reach.
    """
    one = _found(institution_id, actor)
    standing, lights = _standing(one, today=today), rules_of(cycle_id=one.cycle_id).lights
    tasks = tasks_in_reach(actor)
    watched = _watched(one, standing)
    return InstitutionPage(
        id=one.pk,
        version=one.version,
        cycle=cycle_row(cycle_id=one.cycle_id),
        facts=facts_of_institution(one),
        change_name=_change_name(one),
        standing=standing,
        standing_name=STANDING_NAMES[standing],
        light=_light(one, standing, today=today, lights=lights),
        days_left=lights.days_left(today, watched) if watched else None,
        doc_number=one.doc_number,
        issued_on=one.issued_on,
        effective_on=one.effective_on,
        trial_ends=one.trial_ends,
        reviewed_on=one.reviewed_on,
        review_note=one.review_note,
        abolished_on=one.abolished_on,
        paper=paper_card(one.paper),
        tasks=task_links(tasks.filter(institution_links__institution=one)),
        measures=measure_links(Measure.objects.filter(institution_links__institution=one, task__in=tasks)),
        timeline=list_timeline(subjects=(Subject("institution", one.pk),)),
        may_keep=may(actor, Act.KEEP_MEETINGS, thing_of(one)),
    )


def paper_of(*, institution_id: int, actor: Actor) -> PaperCard:
    """The filed text of an institution.

    :raises NoSuchThing: where there is none.
    :raises NotAllowed: where it is out of the actor's reach.
    """
    card = paper_card(_found(institution_id, actor).paper)
    if card is None:
        raise NoSuchThing("这项制度还没有归档文本。")
    return card


def standing_is(standing: Standing, *, today: date) -> Q:
    """Institutions that stand so on a day; the same rule as `domain.institutions.standing_of`."""
    live = Q(state="issued") | Q(state="reviewed", trial_ends__isnull=False)
    begun = live & Q(effective_on__lte=today)
    return {
        "draft": Q(state="draft"),
        "abolished": Q(state="abolished"),
        "reviewed": Q(state="reviewed", trial_ends=None),
        "issued": live & Q(effective_on__gt=today),
        "in_force": begun & Q(trial_ends=None),
        "on_trial": begun & Q(trial_ends__gte=today),
        "trial_over": begun & Q(trial_ends__lt=today),
    }[standing]


def _found(institution_id: int, actor: Actor) -> Institution:
    demand(actor, Act.READ)
    found = Institution.objects.select_related("paper").filter(pk=institution_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的制度。", id=institution_id)
    if not Institution.objects.filter(institutions_reached(actor), pk=institution_id).exists():
        raise refused(actor, Act.READ)
    return found


def _standing(one: Institution, *, today: date) -> Standing:
    state = one.state  # a constraint keeps it among the states
    return standing_of(state=state, effective_on=one.effective_on, trial_ends=one.trial_ends, today=today)  # type: ignore[arg-type]


def institution_row(one: Institution, *, today: date, lights: Thresholds) -> InstitutionRow:
    """The row of an institution; the tasks it serves are counted where the list annotated them."""
    standing = _standing(one, today=today)
    return InstitutionRow(
        id=one.pk,
        name=one.name,
        change_name=_change_name(one),
        standing=standing,
        standing_name=STANDING_NAMES[standing],
        doc_number=one.doc_number,
        issued_on=one.issued_on,
        trial_ends=one.trial_ends,
        unit=one.unit_name,
        tasks=getattr(one, "served", 0),
        light=_light(one, standing, today=today, lights=lights),
    )


def _watched(one: Institution, standing: Standing) -> date | None:
    """The day that somebody must not miss: the end of a trial, else the next review."""
    if standing in {"draft", "abolished"}:
        return None
    return one.trial_ends or one.review_on


def _light(one: Institution, standing: Standing, *, today: date, lights: Thresholds) -> Light | None:
    watched = _watched(one, standing)
    return light_of(state="ongoing", deadline=watched, today=today, thresholds=lights) if watched else None


def _change_name(one: Institution) -> str:
    return CHANGE_NAMES[one.change]  # type: ignore[index]  # a constraint keeps it among the changes


def _numbers(institutions: QuerySet[Institution], *, today: date) -> dict[Standing, int]:
    counted = institutions.order_by().aggregate(
        **{one: SqlCount("pk", filter=standing_is(one, today=today), distinct=True) for one in STANDINGS}
    )
    return {one: counted[one] for one in STANDINGS}


def _condition(standing: str, *, today: date) -> Q:
    if standing == "established":
        return Q(state__in=("issued", "reviewed"))
    known = next((one for one in STANDINGS if one == standing), None)
    return standing_is(known, today=today) if known else Q()


def _beyond(institutions: QuerySet[Institution], after: str | None) -> QuerySet[Institution]:
    ordered = institutions.order_by("-pk")
    if not after:
        return ordered
    if not after.isascii() or not after.isdigit() or len(after) > 18:
        raise BadKey("这个页码已失效，请从第一页看起。")
    return ordered.filter(pk__lt=int(after))
