"""What a voucher shows is stated once and counts once; a finding that comes back points to the old task."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from closing import the_task
from exhibits import a_proof
from people import NOON, SUN, WANG
from working import FEEDBACK, Work, a_work
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.staging import CannotClose
from zhenggai.journal.models import Entry
from zhenggai.ledger.closing_models import Recurrence, Voucher
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.operations.closing import point_to_old, state_voucher
from zhenggai.ledger.operations.closing.holding import ClosingChanged
from zhenggai.ledger.operations.planning.holding import TaskChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Work:
    return a_work()


def a_voucher(work: Work, content: bytes = b"paid in", *, kind: str = "voucher") -> int:
    """A piece of evidence that Zhao brings for the first measure."""
    words = EvidenceWords(kind, dated=None)
    return a_proof(work.cycle, content, name="凭证.txt", words=words, measures=work.measures[:1], actor=work.zhao)


def state(
    work: Work, evidence: int, *, number: str = "记-12", amount: str = "1200.50", actor: Actor | None = None
) -> None:
    """Zhao states what the voucher shows, unless somebody else does."""
    state_voucher(evidence_id=evidence, number=number, amount=Decimal(amount), actor=actor or work.zhao, at=NOON)


def test_a_voucher_keeps_its_number_and_sum_and_what_is_stated_later_counts(work: Work) -> None:
    evidence = a_voucher(work)

    state(work, evidence)
    state(work, evidence, amount="1300")

    kept = Voucher.objects.get(evidence_id=evidence)
    assert (kept.number, Decimal(kept.amount)) == ("记-12", Decimal(1300))
    assert Entry.objects.filter(verb="closing.voucher").count() == 2


def test_one_voucher_number_proves_one_payment_in_a_round(work: Work) -> None:
    first, second = a_voucher(work), a_voucher(work, b"paid once more")
    state(work, first)

    with pytest.raises(ClosingChanged, match="已用在另一张凭证上"):
        state(work, second)

    assert not Voucher.objects.filter(evidence_id=second).exists()


@pytest.mark.parametrize(
    ("number", "amount"), [("", "1"), ("  ", "1"), ("记" * 300, "1"), ("记-1", "0"), ("记-1", "-5"), ("记-1", "0.001")]
)
def test_a_voucher_without_a_number_or_with_a_sum_that_makes_no_sense_is_refused(
    work: Work, number: str, amount: str
) -> None:
    evidence = a_voucher(work)

    with pytest.raises(CannotClose):
        state(work, evidence, number=number, amount=amount)


def test_a_photo_is_no_voucher(work: Work) -> None:
    evidence = a_voucher(work, kind="minutes")

    with pytest.raises(CannotClose, match="只有在用的凭证"):
        state(work, evidence)


def test_nobody_states_the_vouchers_of_somebody_else(work: Work) -> None:
    evidence = a_voucher(work)

    for actor in (work.qian, SUN):
        with pytest.raises(NotAllowed):
            state(work, evidence, actor=actor)


def point(
    new: Work, old: Work, *, why: str = "同一河段又有补填。", version: int | None = None, actor: Actor = WANG
) -> None:
    """The office says that the new task answers the old finding."""
    seen = the_task(new).version if version is None else version
    point_to_old(task_id=new.task, version=seen, old_task_id=old.task, why=why, actor=actor, at=NOON)


@pytest.fixture
def later(work: Work) -> Work:
    """A round after the first."""
    found = a_work(text="再次排查")
    Cycle.objects.filter(pk=found.cycle).update(feedback_date=FEEDBACK + timedelta(days=90))
    return found


def test_a_finding_that_comes_back_points_to_the_old_task_which_stays_as_it_is(work: Work, later: Work) -> None:
    before = the_task(work).version

    point(later, work)

    assert Recurrence.objects.get().why == "同一河段又有补填。"
    assert Recurrence.objects.get().old_id == work.task
    assert the_task(work).version == before
    assert Entry.objects.filter(verb="closing.point_to_old", subject_id=later.task).count() == 1


def test_a_finding_points_to_an_old_task_only_once(work: Work, later: Work) -> None:
    point(later, work)

    with pytest.raises(CannotClose, match="已经指向过"):
        point(later, work)


def test_an_old_task_does_not_point_to_a_later_one_nor_to_one_of_its_own_round(work: Work, later: Work) -> None:
    with pytest.raises(CannotClose, match="更早轮次"):
        point(work, later)
    with pytest.raises(CannotClose, match="更早轮次"):
        point(work, work)


def test_pointing_wants_a_reason_the_newest_version_and_the_right(work: Work, later: Work) -> None:
    with pytest.raises(CannotClose):
        point(later, work, why=" ")
    with pytest.raises(TaskChanged):
        point(later, work, version=99)
    with pytest.raises(NotAllowed):
        point(later, work, actor=later.zhao)
