"""The demonstration as a whole: a cycle half-way through in which everything that the product does has happened once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from pytest_django import DjangoDbBlocker

from row_deeds import change, delete, slip_in, taken_back
from zhenggai import reading
from zhenggai.chain.auditing import Broken
from zhenggai.cli.commands import demo
from zhenggai.cli.demo.living import people
from zhenggai.cli.demo.living.stage import before_all
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.papers.passages import Composed
from zhenggai.domain.roles import Role
from zhenggai.journal.last_words import LastWords
from zhenggai.journal.models import Entry
from zhenggai.journal.rows import stored_rows
from zhenggai.journal.tables import Begins, TableKind
from zhenggai.journal.tables import Part as ToldPart
from zhenggai.journal.telling import by_kind, kinds
from zhenggai.ledger.models import (
    Acceptance,
    Cycle,
    DoubtWord,
    Evidence,
    Extension,
    Handover,
    Measure,
    PlanIssue,
    Problem,
    Promise,
    Register,
    Relation,
    Task,
)
from zhenggai.ledger.queries import list_ledger
from zhenggai.oversight.composing.gathering import Part, gather
from zhenggai.oversight.composing.writing import composed_now
from zhenggai.oversight.models import ComposedPaper
from zhenggai.oversight.queries.composed import paper_file, paper_page
from zhenggai.oversight.queries.work import my_work
from zhenggai.papers.official import docx_of
from zhenggai.people.models import Account, Unit
from zhenggai.people.operations import ensure_demo_people

Deed = Callable[[QuerySet[Any], frozenset[str], Random], bool]


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database as one transaction of this module, undone after it; by its name the database is set up for this module alone, too."""
    outer = transaction.atomic()
    # As Django's own TestCase does: operations that must be the outermost transaction may run in this one.
    outer._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), outer:
        people.forget()
        yield
        transaction.set_rollback(True)
    people.forget()


@pytest.fixture(scope="module")
def county(db: None) -> Cycle:
    """The whole story, told once for this module."""
    begin = before_all(localdate())
    demo._fill_roster(begin)
    ensure_demo_people(at=begin)
    people.forget()
    demo._fill_living()
    return Cycle.objects.latest("pk")


def test_people_hold_every_role_in_a_tree_of_thirty_units(county: Cycle) -> None:
    assert set(Account.objects.values_list("role", flat=True)) == {role.value for role in Role}
    assert Unit.objects.count() >= 30


def test_the_plan_is_issued_with_its_number(county: Cycle) -> None:
    assert [issue.document_number[-3:] for issue in PlanIssue.objects.filter(cycle=county)] == ["12号"]


def test_nearly_all_tasks_are_accepted_two_wait_and_one_was_insisted_on(county: Cycle) -> None:
    states = Counter(Acceptance.objects.filter(cycle=county).values_list("state", flat=True))

    assert states == {"accepted": 45, "waiting": 2, "refused": 1, "replaced": 1}


def test_progress_comes_with_photos_and_minutes(county: Cycle) -> None:
    kinds = set(
        Evidence.objects.filter(cycle=county, uses__measure__reports__isnull=False).values_list("kind", flat=True)
    )

    assert {"photo", "minutes"} <= kinds


def test_a_register_stands_behind_a_ratio_and_one_relation_is_broken(county: Cycle) -> None:
    register = Register.objects.get(cycle=county)
    relations = Relation.objects.filter(cycle=county, total__task=register.task)

    assert register.rows.count() == 1200
    assert [relation.kind for relation in relations if relation.holds is False] == ["equal"]
    assert "ratio" in {relation.kind for relation in relations if relation.holds}


def test_extensions_are_granted_refused_and_asked(county: Cycle) -> None:
    assert set(Extension.objects.filter(cycle=county).values_list("state", flat=True)) == {
        "granted",
        "refused",
        "asked",
    }


def test_two_tasks_are_overdue_and_red(county: Cycle) -> None:
    page = list_ledger(cycle_id=county.pk, actor=people.actor("wang"), today=localdate(), size=50)

    assert {row.task_number for row in page.rows if row.light.name == "late"} == {2, 6}


def test_promises_reach_into_next_year_and_none_of_them_is_a_field_of_the_document(county: Cycle) -> None:
    promises = Promise.objects.filter(cycle=county)

    assert {promise.due.year for promise in promises} == {localdate().year + 1}
    assert all(promise.text != promise.due_text for promise in promises)


def test_tasks_are_closed_returned_reopened_and_long_term(county: Cycle) -> None:
    states = Counter(Task.objects.filter(cycle=county).values_list("state", flat=True))
    verbs = set(Entry.objects.filter(cycle_id=county.pk).values_list("verb", flat=True))

    assert (states["done"], states["closing"], states["long_term"]) == (1, 2, 1)
    assert {"closing.return", "closing.reopen"} <= verbs


def test_doubts_were_settled_in_each_of_the_three_ways(county: Cycle) -> None:
    verdicts = set(DoubtWord.objects.filter(doubt__cycle=county).values_list("how", flat=True))

    assert {"upheld", "explained", "mistaken"} <= verdicts


def test_one_handover_is_accepted_and_one_waits_for_a_successor(county: Cycle) -> None:
    assert [row.done_at is not None for row in Handover.objects.order_by("opened_at")] == [True, False]


@pytest.mark.parametrize("login", ["wang", "li", "ma", "sun", "zhou"])
def test_whoever_logs_in_finds_work(county: Cycle, login: str) -> None:
    page = my_work(actor=people.actor(login), today=localdate(), now=datetime.now(UTC))

    assert page.groups


PARTS = {
    **dict.fromkeys(("supervision", "reminder", "hint"), Part("unit", "县水利局")),
    **dict.fromkeys(("closing_application", "closing_check"), Part("task", "1")),
}
# What nobody should have to read in an official paper.
BROKEN = ("。。", "《》", "，。", "、、", "；；", "：。", "；。", "。；", "，，", "“”", "（）", "None", "。，")


def composed(county: Cycle, kind: str) -> Composed:
    return composed_now(kind, gather(cycle_id=county.pk, at=now(), part=PARTS.get(kind, Part()), past=False))


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_every_figure_of_every_paper_reads_back_and_no_sentence_is_broken(county: Cycle, kind: str) -> None:
    paper = composed(county, kind)

    report = reading.read(docx_of(paper), name=f"{kind}.docx", today=localdate())

    told = Counter((Decimal(figure.value), figure.unit) for figure in paper.figures)
    read = Counter((quantity.value, quantity.unit) for quantity in report.quantities)
    # The ten working days of an order to act are its own words and no figure of the ledger.
    own = Counter({(Decimal(10), "个工作日"): 1}) if kind == "supervision" else Counter()
    assert (told - read, read - told) == (Counter(), own)
    assert [mark for mark in BROKEN if mark in report.text] == []


def test_the_plan_and_the_report_read_back_as_one_outline(county: Cycle) -> None:
    for kind in ("plan", "progress", "public"):
        report = reading.read(docx_of(composed(county, kind)), name=f"{kind}.docx", today=localdate())

        problems = [problem for section in report.sections for problem in section.problems]
        found = [(problem.number, len(problem.measures)) for problem in problems]
        rows = Problem.objects.filter(cycle=county).order_by("position")
        assert found == [(row.number, Measure.objects.filter(task__problems=row).count()) for row in rows]


def test_the_main_report_reads_back_as_the_ledger_tells_it(county: Cycle) -> None:
    paper = ComposedPaper.objects.get(cycle=county, kind="progress")
    page = paper_page(paper_id=paper.pk, actor=people.actor("wang"), now=paper.composed_at)
    told = [piece.figure for row in page.passages for piece in row.pieces if piece.figure and piece.figure.unit != "1"]

    file = paper_file(paper_id=paper.pk, actor=people.actor("wang"))
    report = reading.read(file.content, name=file.name, today=localdate())

    read = Counter((quantity.value, quantity.unit) for quantity in report.quantities)
    assert Counter((Decimal(figure.value), figure.unit) for figure in told) - read == Counter()
    problems = [problem for section in report.sections for problem in section.problems]
    assert len(problems) == Problem.objects.filter(cycle=county).count() == report.header.declared.problems
    assert not {doubt.rule for doubt in report.doubts if doubt.rule.startswith("relation.")}


@pytest.fixture(scope="module")
def words(county: Cycle, django_db_blocker: DjangoDbBlocker) -> LastWords:
    """What the journal of the whole story said last of every row."""
    found = LastWords()
    with django_db_blocker.unblock():
        for rows in stored_rows():
            found.hear(rows)
    return found


def test_every_row_is_as_the_journal_left_it(words: LastWords) -> None:
    assert words.compare() > 400


def told_of(kind: str) -> set[int]:
    """The numbers of the things of a kind that entries told of."""
    bodies = Entry.objects.filter(body__contains=f'"{kind}/').values_list("body", flat=True)
    return {number for body in bodies for number in by_kind(json.loads(body)["rows"]).get(kind, ())}


def deeds() -> Iterator[tuple[str, TableKind, ToldPart | None, Deed]]:
    """Every table that is told, with each of the three things that can be done to it."""
    for kind in kinds().values():
        if isinstance(kind, TableKind):
            for part in (None, *kind.parts):
                model = part.model if part else kind.model
                for deed in (change, delete, slip_in):
                    # What comes along unsaid is not looked for, nor what has no number of its own.
                    unsaid = kind.begins is Begins.COMES_ALONG if part is None else part.via == model._meta.pk.attname
                    if deed is not slip_in or not unsaid:
                        yield f"{model.__name__}-{deed.__name__}", kind, part, deed


@pytest.mark.parametrize(("kind", "part", "deed"), [one[1:] for one in deeds()], ids=[one[0] for one in deeds()])
def test_whatever_is_done_to_a_row_past_the_journal_is_found(
    words: LastWords, kind: TableKind, part: ToldPart | None, deed: Deed
) -> None:
    model, via, left_out = (part.model, part.via, part.left_out) if part else (kind.model, "pk", kind.left_out)
    rows = model._base_manager.filter(**{f"{via}__in": told_of(kind.name)})

    with taken_back():
        if not rows.exists() or not deed(rows, left_out, Random(f"{model.__name__} {deed.__name__}")):
            pytest.skip("the story has no such row, or the table let nothing through")
        with pytest.raises(Broken):
            words.compare()
