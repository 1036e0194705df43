"""Figures of a paper that moved in the ledger, taken into the passage by somebody who saw both."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from people import LI, NOON, SUN, WANG, ZHAO
from tallies import PLAN, a_figure
from working import a_work, hand_in
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Figure, Task
from zhenggai.ledger.operations.figures import correct_figure
from zhenggai.oversight.models import PaperFigures, PaperPassage
from zhenggai.oversight.operations.composing import (
    CannotSign,
    PaperChanged,
    PaperWish,
    compose_paper,
    edit_passage,
    sign_off,
)
from zhenggai.oversight.operations.refreshing import refresh_passage
from zhenggai.oversight.paper_shapes import PaperPage, PassageRow
from zhenggai.oversight.queries.composed import paper_page

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


def a_moved_paper(kind: str = "progress") -> int:
    """A paper with a figure that was corrected after it was composed."""
    work = a_work()
    kept = a_figure(work.task, "12", word="次", scope="巡查河道")
    hand_in(work)
    paper = compose_paper(cycle_id=work.cycle, wish=PaperWish(kind), actor=WANG, at=NOON)
    plan = replace(PLAN, digits="15", word="次", scope="巡查河道")
    correct_figure(figure_id=kept, plan=plan, why="漏记三次", actor=WANG, at=LATER)
    return paper


def page(paper: int) -> PaperPage:
    return paper_page(paper_id=paper, actor=WANG, now=LATER)


def offered(paper: int) -> PassageRow:
    return next(row for row in page(paper).passages if row.offers)


def take(row: PassageRow, *, actor=WANG, version: int | None = None, digest: str | None = None) -> None:
    refresh_passage(
        passage_id=row.id,
        version=row.version if version is None else version,
        offered=row.offered if digest is None else digest,
        actor=actor,
        at=LATER,
    )


def test_the_passage_offers_old_and_new_and_takes_the_new():
    paper = a_moved_paper()
    row = offered(paper)
    words = row.text

    take(row)

    after = next(one for one in page(paper).passages if one.id == row.id)
    assert [(one.then, one.now) for one in row.offers] == [("12次", "15次")]
    assert after.text == words.replace("12次", "15次")
    assert (after.offers, after.edited_by, after.version) == ((), "王敏", 2)
    assert page(paper).moved == ()


def test_it_is_one_entry_with_both_figures():
    row = offered(a_moved_paper())

    take(row)

    entry = Entry.objects.order_by("-sequence")[0]
    told = json.loads(entry.body)
    assert (entry.verb, told["before"]["moved_figures"], told["after"]["moved_figures"]) == (
        "paper.refresh",
        "12次",
        "15次",
    )


def test_figures_of_tables_are_taken_too():
    work = a_work()
    paper = compose_paper(cycle_id=work.cycle, wish=PaperWish("bulletin"), actor=WANG, at=NOON)
    Task.objects.filter(pk=work.task).update(state="long_term")
    rows = [row for row in page(paper).passages if row.offers]

    for row in rows:
        take(row)

    assert any(row.table for row in rows)
    assert page(paper).moved == ()


def test_words_that_somebody_wrote_around_a_figure_stay():
    paper = a_moved_paper()
    row = offered(paper)
    text = "巡河专班⟦1:12次⟧巡查。"
    edit_passage(passage_id=row.id, version=row.version, text=text, actor=WANG, at=LATER)

    take(offered(paper))

    assert next(one.text for one in page(paper).passages if one.id == row.id) == "巡河专班⟦1:15次⟧巡查。"


@pytest.mark.parametrize("wrong", [{"version": 9}, {"digest": "0" * 64}, {"digest": ""}])
def test_what_was_not_seen_is_not_taken(wrong):
    paper = a_moved_paper()
    row = offered(paper)

    with pytest.raises(PaperChanged):
        take(row, **wrong)

    assert offered(paper).text == row.text


def test_a_passage_with_nothing_to_offer_and_a_signed_paper_take_nothing():
    paper = a_moved_paper()
    row = offered(paper)
    idle = next(one for one in page(paper).passages if not one.offers)

    with pytest.raises(PaperChanged):
        take(idle)
    sign_off(paper_id=paper, version=1, digest=page(paper).digest, actor=WANG, at=LATER)
    with pytest.raises(CannotSign):
        take(row)


def test_only_the_office_takes_figures_into_a_passage_that_is_there():
    row = offered(a_moved_paper())

    for actor in (LI, SUN, ZHAO):
        with pytest.raises(NotAllowed):
            take(row, actor=actor)
    with pytest.raises(NoSuchThing):
        refresh_passage(passage_id=10**6, version=1, offered="", actor=WANG, at=LATER)


def test_what_is_offered_is_kept_until_something_happens_in_the_round(django_assert_max_num_queries):
    paper = a_moved_paper()
    offered(paper)

    with django_assert_max_num_queries(11):
        kept = offered(paper)
    figure = Figure.objects.get(current=True, text="15次")
    again = replace(PLAN, digits="16", word="次", scope="巡查河道")
    correct_figure(figure_id=figure.pk, plan=again, why="又漏一次", actor=WANG, at=LATER)

    assert [(one.then, one.now) for one in kept.offers] == [("12次", "15次")]
    assert [(one.then, one.now) for one in offered(paper).offers] == [("12次", "16次")]


def test_on_another_day_it_is_gathered_anew():
    paper = a_moved_paper()
    offered(paper)
    PaperFigures.objects.update(figures="[]")
    assert page(paper).moved == ()

    tomorrow = paper_page(paper_id=paper, actor=WANG, now=LATER + timedelta(days=1))

    assert [(one.then, one.now) for one in tomorrow.moved] == [("12次", "15次")]


def test_what_is_done_to_the_paper_lets_stand_what_was_kept():
    paper = a_moved_paper()
    row = offered(paper)
    PaperFigures.objects.update(figures="[]")

    take(row)

    assert page(paper).moved == ()
    assert PaperPassage.objects.get(pk=row.id).version == 2
