"""A round that was taken out comes into a home that has units, people and rounds already: everything works as before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.timezone import localdate, now
from pytest_django import DjangoDbBlocker

from arrivals import compared, taken
from people import GU, LI, SUN, WANG, ZHAO
from zhenggai.chain.proofs import read_proof, verify_proof
from zhenggai.cli.commands import demo
from zhenggai.cli.demo.living import people
from zhenggai.cli.demo.living.stage import before_all
from zhenggai.domain.refusals import NotAllowed
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.keeping.rounds.arriving import AlreadyHere, Arrived, take_in
from zhenggai.keeping.rounds.examining import examine_round
from zhenggai.ledger.arrival_models import Arrival, ArrivedEntry
from zhenggai.ledger.arrived import BeforeArrival
from zhenggai.ledger.as_of import ledger_as_of, task_as_of
from zhenggai.ledger.auditing import prove_arrived_entry
from zhenggai.ledger.closing.digests import digest_of
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.frozen import freeze, thaw
from zhenggai.ledger.inquiring import inquire
from zhenggai.ledger.models import Cycle, Evidence, LedgerDoubt, PlanIssue, Task
from zhenggai.ledger.operations.doubting.looking import look_again
from zhenggai.ledger.periods.waiting import find_periods_to_freeze
from zhenggai.ledger.queries import list_ledger
from zhenggai.ledger.queries.overview import overview
from zhenggai.ledger.queries.period_comparing import Wanted, each_change
from zhenggai.ledger.rating import rates_of_cycle
from zhenggai.ledger.ruling import rules_of_cycles
from zhenggai.ledger.timelines import subjects_of_tasks
from zhenggai.ledger.verifying import verify_home
from zhenggai.oversight.composing.stored import content_of, passage_of, passages_in
from zhenggai.oversight.composing.stored import digest_of as paper_digest
from zhenggai.oversight.models import ComposedPaper
from zhenggai.oversight.operations.composing import PaperWish, compose_paper
from zhenggai.oversight.queries.composed import paper_page
from zhenggai.people.models import Account, Unit
from zhenggai.people.operations import ensure_demo_people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def story(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Cycle, Path, Arrived]]:
    """The living round of the demonstration, the file it left in, and what came of that file in the same home."""
    begin = before_all(localdate())
    outer = transaction.atomic()
    # As Django's own TestCase does: operations that must be the outermost transaction may run in this one.
    outer._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), outer:
        people.forget()
        demo._fill_roster(begin)
        ensure_demo_people(at=begin)
        people.forget()
        demo._fill_living()
        cycle = Cycle.objects.latest("pk")
        path = taken(cycle.pk, tmp_path_factory.mktemp("rounds") / "round.zip", at=now())
        yield cycle, path, take_in(path=path, answers={}, again=False, actor=WANG, at=now())
        transaction.set_rollback(True)
    people.forget()


@pytest.fixture
def old(story: tuple[Cycle, Path, Arrived]) -> Cycle:
    return story[0]


@pytest.fixture
def new(story: tuple[Cycle, Path, Arrived]) -> Cycle:
    return Cycle.objects.get(pk=story[2].cycle_id)


def test_every_row_is_the_same_but_for_its_numbers(
    story: tuple[Cycle, Path, Arrived], new: Cycle, tmp_path: Path
) -> None:
    again = taken(new.pk, tmp_path / "again.zip", at=now())

    assert compared(again) == compared(story[1])


def test_the_home_takes_its_own_units_people_and_accounts_for_those_of_the_file(
    story: tuple[Cycle, Path, Arrived], new: Cycle
) -> None:
    found = examine_round(path=story[1], answers={}, actor=WANG)

    assert not found.unclear
    assert not found.made
    assert found.earlier == (new.pk, new.title)
    assert not Account.objects.filter(login__startswith="arrived-").exists()
    assert Unit.objects.values("name").distinct().count() == Unit.objects.count()
    for task in Task.objects.filter(cycle=new):
        assert task.unit_id is None or task.unit.name == task.unit_name or task.unit.others.exists()


def test_signatures_hold_for_exactly_what_was_signed(old: Cycle, new: Cycle) -> None:
    def told(cycle: Cycle) -> list[tuple[str, str]]:
        closings = Closing.objects.filter(cycle=cycle).order_by("pk").select_related("task")
        return [(one.digest, digest_of(closing_view(one.task, today=localdate()), one)) for one in closings]

    assert told(new) == told(old)
    signed = Signature.objects.filter(closing__cycle=new).order_by("pk").values_list("digest", "by")
    assert list(signed) == list(Signature.objects.filter(closing__cycle=old).order_by("pk").values_list("digest", "by"))


def test_the_issued_plan_is_the_same_text_and_speaks_of_the_tasks_of_here(old: Cycle, new: Cycle) -> None:
    theirs, ours = (PlanIssue.objects.get(cycle=cycle) for cycle in (old, new))

    assert (ours.frozen, ours.digest) == (theirs.frozen, theirs.digest)
    assert freeze(new.pk).digest == freeze(old.pk).digest
    here = set(Task.objects.filter(cycle=new).values_list("pk", flat=True))
    assert {task.id for task in thaw(ours.frozen, cycle_id=new.pk).tasks} <= here


def test_papers_keep_their_digests_and_trace_to_the_things_of_here(old: Cycle, new: Cycle) -> None:
    theirs, ours = (ComposedPaper.objects.filter(cycle=cycle).order_by("pk") for cycle in (old, new))

    assert ours.exists()
    for one, other in zip(theirs, ours, strict=True):
        passages = [passage_of(row) for row in other.passages.order_by("position")]
        newest = other.versions.order_by("number").last()
        assert newest is not None
        assert newest.digest == paper_digest(newest.content) == one.versions.order_by("number").last().digest  # type: ignore[union-attr]
        if other.digest:
            assert paper_digest(content_of(other, passages)) == other.digest
            assert list(passages_in(newest.content, cycle_id=new.pk)) == passages
        page = paper_page(paper_id=other.pk, actor=WANG, now=now())
        tasks = {one.number for row in page.passages for one in row.sources if one.door == "task"}
        assert tasks <= set(Task.objects.filter(cycle=new).values_list("pk", flat=True))


def test_counts_rates_and_lists_are_the_same(old: Cycle, new: Cycle) -> None:
    assert rates_of_cycle(new).strict == rates_of_cycle(old).strict
    assert rates_of_cycle(new).broad == rates_of_cycle(old).broad
    theirs, ours = (overview(cycle_id=cycle.pk, actor=WANG, today=localdate()) for cycle in (old, new))
    for name in ("states", "problems", "tasks", "measures", "figures", "late", "undated", "doubts", "left"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert replace(ours.standing, looked_at=None) == replace(theirs.standing, looked_at=None)
    assert ours.without_quantity_count == theirs.without_quantity_count
    rows = [list_ledger(cycle_id=cycle.pk, actor=WANG, today=localdate()).rows for cycle in (old, new)]
    assert [(row.title, row.state_name, row.deadline) for row in rows[0]] == [
        (row.title, row.state_name, row.deadline) for row in rows[1]
    ]


def test_everything_can_be_verified_old_records_too(new: Cycle, story: tuple[Cycle, Path, Arrived]) -> None:
    found = verify_home(verifier=house_signer().verifier)

    assert found.arrived == story[2].entries == ArrivedEntry.objects.filter(arrival__cycle=new).count()
    assert found.periods == 4


def test_the_arrival_is_one_entry_that_names_the_file_and_its_checkpoint(new: Cycle) -> None:
    entry = Entry.objects.get(verb="cycle.import")
    arrival = Arrival.objects.get(cycle=new)

    assert Entry.objects.filter(cycle_id=new.pk).first() == entry
    assert arrival.digest in entry.body
    assert all(line in entry.body for line in arrival.checkpoint.split("\n") if line)
    assert (entry.actor_name, arrival.by) == (WANG.name, WANG.name)


def test_a_task_tells_what_happened_to_it_in_its_old_home_and_proves_it(old: Cycle, new: Cycle) -> None:
    task = Task.objects.filter(cycle=new, state="closed").first() or Task.objects.filter(cycle=new).latest("pk")
    before = Task.objects.get(cycle=old, number=task.number)

    ours = list_timeline(subjects=subjects_of_tasks(task.pk), limit=500)
    theirs = list_timeline(subjects=subjects_of_tasks(before.pk), limit=500)

    told = [(row.did, row.actor, row.at, row.number) for row in theirs.rows if row.verb != "doubt.look"]
    assert [(row.did, row.actor, row.at, row.number) for row in ours.rows] == told
    assert all(row.origin for row in ours.rows)
    number, proof = prove_arrived_entry(cycle_id=new.pk, entry_id=ours.rows[0].arrived, actor=WANG)
    assert number == ours.rows[0].number
    assert verify_proof(read_proof(proof), verifier=house_signer().verifier).body["verb"] == ours.rows[0].verb  # type: ignore[index]


def test_a_record_is_turned_over_from_our_entries_into_those_of_the_old_home(new: Cycle) -> None:
    numbers: list[int] = []
    before: int | None = None
    while not numbers or before is not None:
        page = list_timeline(cycle=new.pk, before=before, limit=60)
        numbers += [row.sequence for row in page.rows]
        before = page.older

    own, arrived = ([one for one in numbers if (one > 0) is here] for here in (True, False))
    assert numbers == sorted(own, reverse=True) + sorted(arrived)
    assert len(arrived) == ArrivedEntry.objects.filter(arrival__cycle=new).count()


def test_the_ledger_can_be_seen_as_of_any_time_since_and_says_so_of_before(new: Cycle) -> None:
    arrival = Arrival.objects.get(cycle=new)

    since = ledger_as_of(cycle_id=new.pk, at=now(), actor=WANG)
    before = ledger_as_of(cycle_id=new.pk, at=arrival.at - timedelta(days=2), actor=WANG)

    assert len(since.tasks) == Task.objects.filter(cycle=new).count()
    assert (before.tasks, before.came) == ((), arrival.at)
    with pytest.raises(BeforeArrival, match="迁入"):
        task_as_of(cycle_id=new.pk, task_id=since.tasks[0].id, at=arrival.at - timedelta(days=2), actor=WANG)


def test_no_paper_is_composed_of_a_time_at_which_the_round_was_not_here(new: Cycle) -> None:
    past = Arrival.objects.get(cycle=new).at - timedelta(days=2)

    with pytest.raises(BeforeArrival, match="迁入"):
        compose_paper(cycle_id=new.pk, wish=PaperWish("progress", as_of=past), actor=WANG, at=now())
    with pytest.raises(BeforeArrival, match="迁入"):
        list(each_change(cycle_id=new.pk, first=Wanted(at=past), second=Wanted(at=now()), actor=WANG))


def test_nobody_is_asked_to_freeze_months_from_before_it_came(new: Cycle) -> None:
    rules = rules_of_cycles(cycle_ids=frozenset({new.pk}))

    assert inquire(find_periods_to_freeze(WANG, rules=rules, today=localdate())) == []


def test_what_people_said_of_doubts_holds_after_the_rules_have_looked_again(old: Cycle, new: Cycle) -> None:
    def told(cycle: Cycle) -> list[tuple[str, str, str]]:
        look_again(cycle_id=cycle.pk, actor=WANG, at=now())
        return sorted(LedgerDoubt.objects.filter(cycle=cycle).values_list("rule", "state", "message"))

    assert told(new) == told(old)
    assert {state for _rule, state, _message in told(new)} - {"open", "gone"}


def test_evidence_is_there_and_found(new: Cycle) -> None:
    for piece in Evidence.objects.filter(cycle=new):
        assert piece.marks.exists() or not piece.words


def test_the_same_export_comes_again_only_where_somebody_says_so(story: tuple[Cycle, Path, Arrived]) -> None:
    with pytest.raises(AlreadyHere, match="已经迁入过"):
        take_in(path=story[1], answers={}, again=False, actor=WANG, at=now())


@pytest.mark.parametrize("stranger", [ZHAO, GU, LI, SUN])
def test_who_adopts_no_rounds_neither_looks_nor_brings(story: tuple[Cycle, Path, Arrived], stranger: object) -> None:
    with pytest.raises(NotAllowed):
        examine_round(path=story[1], answers={}, actor=stranger)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        take_in(path=story[1], answers={}, again=True, actor=stranger, at=now())  # type: ignore[arg-type]
