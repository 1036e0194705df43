"""Draws, visits and calls that check what was reported."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from closing import (
    a_ready_work,
    apply,
    closed,
    digest,
    drawn,
    sign,
    visit,
)
from drafts import TODAY
from exhibits import a_proof
from people import LI, NOON, SUN, WANG
from working import Work
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.sampling import Unit, draw
from zhenggai.domain.staging import CannotClose
from zhenggai.domain.visiting import CallFacts, VisitFacts
from zhenggai.journal.models import Entry
from zhenggai.ledger.closing_models import CallBack, Sample, Visit
from zhenggai.ledger.operations import closing as acts


@pytest.fixture
def work(db: None) -> Work:
    return a_ready_work()


class TestChecking:
    def test_the_same_seed_draws_the_same_list_from_the_kept_frame(self, work: Work) -> None:
        apply(work)
        sample = Sample.objects.get(pk=drawn(work))

        frame = [Unit(number, risky) for number, _, risky in json.loads(sample.frame)]
        again = draw(frame, seed=sample.seed, percent=sample.percent)
        assert list(again.by_lot) == json.loads(sample.by_lot) == [1]

    def test_an_application_stands_in_one_draw(self, work: Work) -> None:
        apply(work)
        drawn(work)

        with pytest.raises(CannotClose, match="现在没有可抽的任务"):
            drawn(work)

    @pytest.mark.parametrize("percent", [9, 101])
    def test_less_than_the_rules_ask_is_not_drawn(self, work: Work, percent: int) -> None:
        apply(work)

        with pytest.raises(CannotClose, match="10% 到 100%"):
            acts.draw_sample(cycle_id=work.cycle, purpose="closing", percent=percent, seed="x", actor=WANG, at=NOON)

    def test_a_look_back_draws_from_what_is_closed(self, work: Work) -> None:
        closed(work)

        sample = acts.draw_sample(cycle_id=work.cycle, purpose="look_back", percent=10, seed="x", actor=SUN, at=NOON)

        assert Sample.objects.get(pk=sample).by_lot == "[1]"

    def test_the_same_visit_sent_twice_is_one(self, work: Work) -> None:
        first = visit(work)
        entries = Entry.objects.count()

        assert (
            acts.record_visit(
                task_id=work.task,
                facts=VisitFacts(TODAY, "别的", passed=False),
                photo_ids=[],
                token="visit-0001",
                actor=SUN,
                at=NOON,
            )
            == first
        )
        assert (Visit.objects.count(), Entry.objects.count()) == (1, entries)

    def test_the_photos_of_a_visit_are_the_visitors_own(self, work: Work) -> None:
        theirs = a_proof(work.cycle, b"a photo of theirs", measures=[work.measure], actor=work.zhao)

        with pytest.raises(CannotClose, match="应由核查人本人上传"):
            acts.record_visit(
                task_id=work.task,
                facts=VisitFacts(TODAY, "到位", passed=True),
                photo_ids=[theirs],
                token="visit-0002",
                actor=SUN,
                at=NOON,
            )

    def test_a_visit_changes_nothing_that_was_signed(self, work: Work) -> None:
        closing = apply(work)
        sign(closing, LI)
        seen = digest(closing)

        visit(work)

        assert digest(closing) == seen

    def test_a_visitor_belongs_to_no_unit_of_the_task(self, work: Work) -> None:
        own = Actor(id=SUN.id, name="孙立", role=Role.SUPERVISOR, served=frozenset({work.unit}))

        with pytest.raises(NotAllowed):
            acts.record_visit(
                task_id=work.task,
                facts=VisitFacts(TODAY, "到位", passed=True),
                photo_ids=[],
                token="visit-0003",
                actor=own,
                at=NOON,
            )

    @pytest.mark.parametrize(
        "facts",
        [
            CallFacts("", "钱某", "confirmed", TODAY),
            CallFacts("名册", "", "confirmed", TODAY),
            CallFacts("名册", "钱某", "maybe", TODAY),
            CallFacts("名册", "钱某", "denied", TODAY),
            CallFacts("名册", "钱某", "confirmed", TODAY + timedelta(days=1)),
        ],
    )
    def test_a_call_that_says_nothing_is_not_kept(self, work: Work, facts: CallFacts) -> None:
        with pytest.raises(CannotClose):
            acts.record_call_back(task_id=work.task, facts=facts, actor=SUN, at=NOON)
        assert CallBack.objects.count() == 0
