"""Institutions from their draft to their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from oversight import AN_INSTITUTION, AN_ISSUE, PDF, an_institution
from people import LI, NOON, WANG
from standing import a_unit
from zhenggai.domain.institutions import STANDINGS, Review, WrongInstitution
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Measure
from zhenggai.oversight import operations
from zhenggai.oversight.models import Institution
from zhenggai.oversight.operations import InstitutionChanged
from zhenggai.oversight.queries.institutions import institution_page, list_institutions, paper_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def listed(cycle: int, actor: Actor = WANG, today: date = TODAY, **wish: str):
    return list_institutions(cycle_id=cycle, actor=actor, today=today, **wish)


def shown(number: int, actor: Actor = WANG, today: date = TODAY):
    return institution_page(institution_id=number, actor=actor, today=today)


def review(number: int, *, version: int, **facts: object) -> None:
    operations.review_institution(
        institution_id=number,
        version=version,
        review=replace(Review(TODAY, "kept", "执行良好"), **facts),
        actor=WANG,
        at=NOON,
    )


def test_an_institution_that_is_to_be_made_is_not_counted_as_made():
    cycle = a_cycle()
    an_institution(cycle)
    an_institution(cycle, issue=AN_ISSUE)

    page = listed(cycle)

    assert (page.established, page.total) == (1, 2)
    assert {one.key: one.number for one in page.standings if one.number} == {"draft": 1, "on_trial": 1}
    assert [row.standing for row in listed(cycle, standing="established").rows] == ["on_trial"]


def test_issuing_needs_number_and_day_and_is_told_once():
    number = an_institution(a_cycle())
    with pytest.raises(WrongInstitution):
        operations.issue_institution(
            institution_id=number, version=1, issue=replace(AN_ISSUE, doc_number=""), actor=WANG, at=NOON
        )
    assert shown(number).standing == "draft"

    operations.issue_institution(institution_id=number, version=1, issue=AN_ISSUE, actor=WANG, at=NOON)

    page = shown(number)
    assert (page.standing, page.doc_number, page.trial_ends) == ("on_trial", AN_ISSUE.doc_number, AN_ISSUE.trial_ends)
    assert list_timeline(subjects=(Subject("institution", number),)).rows[0].did == "登记了制度的印发"
    with pytest.raises(WrongInstitution, match="已经印发"):
        operations.issue_institution(institution_id=number, version=2, issue=AN_ISSUE, actor=WANG, at=NOON)


def test_a_document_number_belongs_to_one_institution():
    cycle = a_cycle()
    an_institution(cycle, issue=AN_ISSUE)
    second = an_institution(cycle)

    with pytest.raises(WrongInstitution, match="已用于另一项制度"):
        operations.issue_institution(institution_id=second, version=1, issue=AN_ISSUE, actor=WANG, at=NOON)


def test_a_trial_that_is_over_shows_and_ends_with_a_review():
    number = an_institution(a_cycle(), issue=AN_ISSUE)
    later = AN_ISSUE.trial_ends + DAY
    assert (shown(number, today=later).standing, shown(number, today=later).light.name) == ("trial_over", "late")

    review(number, version=2, review_on=date(2027, 2, 1))

    page = shown(number, today=later)
    assert (page.standing, page.trial_ends, page.facts.review_on) == ("reviewed", None, date(2027, 2, 1))
    assert page.review_note == "执行良好"


def test_a_trial_can_go_on():
    number = an_institution(a_cycle(), issue=AN_ISSUE)

    review(number, version=2, outcome="extended", trial_ends=date(2027, 1, 1))

    assert (shown(number).standing, shown(number).trial_ends) == ("on_trial", date(2027, 1, 1))


def test_a_draft_is_neither_reviewed_nor_abolished():
    number = an_institution(a_cycle())

    with pytest.raises(WrongInstitution, match="还没有印发"):
        review(number, version=1)
    with pytest.raises(WrongInstitution, match="还没有印发"):
        operations.abolish_institution(institution_id=number, version=1, on=TODAY, why="不再适用", actor=WANG, at=NOON)
    assert Institution.objects.get(pk=number).version == 1


def test_an_abolished_institution_counts_no_more():
    cycle = a_cycle()
    number = an_institution(cycle, issue=AN_ISSUE)

    operations.abolish_institution(institution_id=number, version=2, on=TODAY, why="已修订", actor=WANG, at=NOON)

    assert (listed(cycle).established, shown(number).standing) == (0, "abolished")
    with pytest.raises(WrongInstitution, match="已经废止"):
        review(number, version=3)


def test_name_and_unit_stay_once_it_is_issued():
    number = an_institution(a_cycle(), issue=AN_ISSUE)

    operations.change_institution(
        institution_id=number, version=2, facts=replace(AN_INSTITUTION, note="每年评估"), actor=WANG, at=NOON
    )
    with pytest.raises(WrongInstitution, match="已印发"):
        operations.change_institution(
            institution_id=number, version=3, facts=replace(AN_INSTITUTION, name="别的办法"), actor=WANG, at=NOON
        )

    assert (shown(number).facts.name, shown(number).facts.note) == (AN_INSTITUTION.name, "每年评估")


def test_an_old_version_changes_nothing():
    number = an_institution(a_cycle(), issue=AN_ISSUE)

    with pytest.raises(InstitutionChanged):
        review(number, version=1)


def test_the_list_filters_as_each_one_stands_on_every_day():
    cycle = a_cycle()
    an_institution(cycle)
    for number, trial in enumerate((None, date(2026, 3, 20)), start=1):
        issue = replace(AN_ISSUE, doc_number=f"{number}号", effective_on=date(2026, 3, 5), trial_ends=trial)
        an_institution(cycle, issue=issue)
    reviewed = an_institution(cycle, issue=AN_ISSUE)
    review(reviewed, version=2)

    for ahead in range(0, 30, 3):
        today = TODAY + ahead * DAY
        rows = {(row.id, row.standing) for row in listed(cycle, today=today).rows}
        for standing in STANDINGS:
            filtered = {(row.id, row.standing) for row in listed(cycle, today=today, standing=standing).rows}
            assert filtered == {row for row in rows if row[1] == standing}


def test_it_serves_tasks_and_measures():
    cycle = a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))
    number, task = an_institution(cycle), first_task(cycle)
    measure = Measure.objects.filter(task_id=task).first()

    operations.link_institution(
        institution_id=number, version=1, task_ids=[task, 999], measure_ids=[measure.pk], actor=WANG, at=NOON
    )

    page = shown(number)
    assert ([link.id for link in page.tasks], [link.id for link in page.measures]) == ([task], [measure.pk])
    assert listed(cycle).rows[0].tasks == 1


def test_its_text_is_filed():
    number = an_institution(a_cycle())
    with pytest.raises(NoSuchThing):
        paper_of(institution_id=number, actor=LI)

    operations.file_institution(
        institution_id=number, version=1, file=BytesIO(PDF), name="办法.pdf", actor=WANG, at=NOON
    )

    assert paper_of(institution_id=number, actor=LI).name == "办法.pdf"


def test_a_unit_reaches_its_own_and_those_that_serve_its_tasks():
    water, finance = a_unit("县水利局"), a_unit("县财政局")
    cycle = a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))
    own, general = an_institution(cycle), an_institution(cycle, unit="", name="督查办法")
    operations.link_institution(
        institution_id=general, version=1, task_ids=[first_task(cycle)], measure_ids=[], actor=WANG, at=NOON
    )
    of_water = Actor(id=44, name="水小青", role=Role.UNIT_CLERK, unit_id=water)
    of_finance = Actor(id=45, name="财小明", role=Role.UNIT_HEAD, unit_id=finance)

    assert {row.id for row in listed(cycle, of_water).rows} == {own, general}
    assert listed(cycle, of_finance).rows == ()
    assert (shown(own, of_water).may_keep, shown(general, of_water).may_keep) == (True, False)
    with pytest.raises(NotAllowed):
        shown(own, of_finance)
    with pytest.raises(NotAllowed):
        operations.change_institution(institution_id=general, version=2, facts=AN_INSTITUTION, actor=of_water, at=NOON)
