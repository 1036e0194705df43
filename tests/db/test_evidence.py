"""Evidence: what becomes of a file, what it proves, who may see and change it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from builders.pdf import pdf_of
from builders.pictures import HERE, jpeg
from builders.word import docx_of
from exhibits import a_proof, a_round, measures_of, tasks_of
from people import NOON, WANG
from zhenggai.domain.evidence import CannotAttach, EvidenceWords
from zhenggai.domain.planning import CannotPlan
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.ledger.files import FileTooLarge
from zhenggai.ledger.models import Evidence, EvidenceMark, EvidenceUse
from zhenggai.ledger.operations import evidence as acts
from zhenggai.ledger.operations.planning import drop_measure
from zhenggai.ledger.queries.catalogue import list_evidence
from zhenggai.ledger.queries.evidence import (
    alike_evidence,
    evidence_page,
    evidence_shown,
    evidence_thumb,
)
from zhenggai.ledger.shapes.evidence import EvidenceFilters
from zhenggai.ledger.stores import store

pytestmark = pytest.mark.django_db
MINUTES = "会议纪要\n" + "今天研究河道管护,明确由水利局牵头,财政局配合,每月调度一次。\n" * 8


@pytest.fixture
def cycle() -> int:
    return a_round()


def clerk(cycle: int, place: int, number: int = 41) -> Actor:
    """A clerk of the unit that leads the task at that place."""
    return Actor(id=number, name="赵晓峰", role=Role.UNIT_CLERK, unit_id=tasks_of(cycle)[place].unit_id)


class TestAdding:
    def test_a_file_becomes_evidence_with_a_number_and_one_entry(self, cycle: int) -> None:
        before = Entry.objects.count()
        words = EvidenceWords("red_document", "县办发[2026]5号", date(2026, 2, 27), "河道管护办法")

        page = evidence_page(evidence_id=a_proof(cycle, docx_of(MINUTES), name="办法.docx", words=words), actor=WANG)

        assert page.row.number == "(一)1-1-001"
        assert (page.words.number, page.words.dated) == ("县办发〔2026〕5号", date(2026, 2, 27))
        assert page.row.faults == page.row.lacking == ()
        assert [(use.problem, use.position) for use in page.uses] == [("(一)1", 1)]
        assert Entry.objects.count() == before + 1
        entry = page.timeline.rows[0]
        assert (entry.did, entry.about) == ("上传了佐证", "(一)1-1-001 办法.docx")
        assert ("用于", "(一)1 任务 1 措施 1") in [(change.label, change.after) for change in entry.changes]

    def test_numbers_run_within_a_task_and_are_never_given_twice(self, cycle: int) -> None:
        measures = measures_of(cycle)
        first, second = a_proof(cycle, b"one"), a_proof(cycle, b"two")
        other = a_proof(cycle, b"three", measures=[measures[2]])
        acts.withdraw_evidence(evidence_id=second, version=1, why="传错了", actor=WANG, at=NOON)
        third = a_proof(cycle, b"four")

        numbers = dict(Evidence.objects.values_list("pk", "number"))
        assert [numbers[pk] for pk in (first, second, other, third)] == [
            "(一)1-1-001",
            "(一)1-1-002",
            "(一)2-2-001",
            "(一)1-1-003",
        ]

    def test_a_photo_says_when_and_where_it_was_taken(self, cycle: int) -> None:
        photo = jpeg(taken=datetime(2025, 5, 11, 9, 30), place=HERE)

        page = evidence_page(evidence_id=a_proof(cycle, photo, name="现场.jpg"), actor=WANG)

        assert page.row.taken_at == datetime(2025, 5, 11, 1, 30, tzinfo=UTC)
        assert (page.latitude, page.longitude) == pytest.approx(HERE, abs=1e-5)
        assert evidence_thumb(cycle_id=cycle, evidence_id=page.row.id, actor=WANG).startswith(b"\xff\xd8")

    def test_what_is_kept_is_what_was_brought(self, cycle: int) -> None:
        kept = Evidence.objects.get(pk=a_proof(cycle, b"x" * 3_000_000))

        assert sum(len(piece) for piece in store().stream(kept.sha256)) == kept.size == 3_000_000
        assert b"".join(store().stream(kept.sha256, first=5, last=9)) == b"x" * 5

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("空.txt", b"", "空文件"),
            ("现场.jpg", b"MZ" + b"\0" * 99, "程序或脚本"),
            ("网页.html", b"<html></html>", "网页或标记文件"),
            ("数据.bin", bytes(range(256)), "认不出"),
        ],
    )
    def test_what_proves_nothing_does_not_come_in(self, cycle: int, name: str, content: bytes, said: str) -> None:
        entries = Entry.objects.count()

        with pytest.raises(acts.NoFile, match=said):
            a_proof(cycle, content, name=name)

        assert (Evidence.objects.count(), Entry.objects.count()) == (0, entries)

    def test_a_locked_or_broken_file_comes_in_and_says_so(self, cycle: int) -> None:
        locked = a_proof(cycle, pdf_of("通报", password="secret"), name="通报.pdf")
        broken = a_proof(cycle, jpeg()[:9000], name="现场.png")

        rows = {row.id: row for row in list_evidence(cycle_id=cycle, actor=WANG).rows}
        assert rows[locked].faults == ("文件已加密，打不开",)
        assert rows[broken].faults == ("文件打不开或不完整", "扩展名与内容不符")
        assert list_evidence(cycle_id=cycle, actor=WANG, filters=EvidenceFilters(state="faulty")).total == 2

    def test_a_file_above_the_limit_is_refused(self, cycle: int, settings) -> None:
        settings.MAX_EVIDENCE_BYTES = 10

        with pytest.raises(FileTooLarge):
            a_proof(cycle, b"x" * 11)

        assert list(settings.UPLOADS.glob(".incoming-*")) == []

    def test_evidence_needs_a_measure(self, cycle: int) -> None:
        with pytest.raises(CannotAttach, match="请选择佐证用于哪条措施"):
            acts.add_evidence(
                task_id=tasks_of(cycle)[0].pk,
                name="1.txt",
                data=io.BytesIO(b"x"),
                words=EvidenceWords(),
                measure_ids=[],
                actor=WANG,
                at=NOON,
            )

    def test_a_measure_of_another_round_is_refused(self, cycle: int) -> None:
        other = a_round_again()

        with pytest.raises(CannotAttach, match="同一轮次"):
            a_proof(cycle, measures=[measures_of(cycle)[0], measures_of(other)[0]])

    @pytest.mark.parametrize("measure", [999_999, 2**70])
    def test_a_measure_that_does_not_exist_is_said(self, cycle: int, measure: int) -> None:
        with pytest.raises(NoSuchThing):
            acts.add_evidence(
                task_id=tasks_of(cycle)[0].pk,
                name="1.txt",
                data=io.BytesIO(b"x"),
                words=EvidenceWords(),
                measure_ids=[measure],
                actor=WANG,
                at=NOON,
            )

    def test_the_database_keeps_kinds_and_places(self, cycle: int) -> None:
        a_proof(cycle)

        for change in ({"kind": "nothing"}, {"size": 0}, {"scan": "perhaps"}, {"withdrawn_at": NOON}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Evidence.objects.update(**change)


class TestTheSameAgain:
    def test_the_same_file_proves_more_and_gets_no_second_number(self, cycle: int) -> None:
        measures = measures_of(cycle)
        first = a_proof(cycle, b"the same", measures=measures[:1])

        again = acts.add_evidence(
            task_id=tasks_of(cycle)[1].pk,
            name="另一个名字.txt",
            data=io.BytesIO(b"the same"),
            words=EvidenceWords(),
            measure_ids=[measures[2]],
            actor=WANG,
            at=NOON,
        )

        assert (again.evidence_id, again.again) == (first, True)
        page = evidence_page(evidence_id=first, actor=WANG)
        assert [use.problem for use in page.uses] == ["(一)1", "(一)2"]
        assert page.timeline.rows[0].did == "把佐证用于更多措施"

    def test_the_same_file_for_the_same_measure_changes_nothing(self, cycle: int) -> None:
        a_proof(cycle, b"the same")
        entries = Entry.objects.count()

        a_proof(cycle, b"the same")

        assert (Evidence.objects.count(), Entry.objects.count()) == (1, entries)

    def test_a_unit_that_may_not_see_the_other_is_told_the_problem_and_no_more(self, cycle: int) -> None:
        measures = measures_of(cycle)
        a_proof(cycle, b"the same", name="内部.txt", measures=measures[2:3], actor=clerk(cycle, 1, 42))

        own = a_proof(cycle, b"the same", measures=measures[:1], actor=clerk(cycle, 0))

        found = alike_evidence(evidence_id=own, actor=clerk(cycle, 0))
        assert [(row.id, row.name, row.same, row.problems) for row in found] == [(None, "", True, ("(一)2",))]

    def test_a_picture_that_was_made_smaller_is_found(self, cycle: int) -> None:
        measures = measures_of(cycle)
        first = a_proof(cycle, jpeg(5, size=(1600, 1200)), name="05-11 现场会.jpg", measures=measures[2:3])
        for seed in range(20, 26):
            a_proof(cycle, jpeg(seed), name=f"{seed}.jpg")

        second = a_proof(cycle, jpeg(5, size=(500, 375), quality=50), name="微信图片.jpg")

        found = alike_evidence(evidence_id=second, actor=WANG)
        assert [(row.id, row.same, row.problems) for row in found] == [(first, False, ("(一)2",))]

    def test_minutes_in_another_format_are_found(self, cycle: int) -> None:
        first = a_proof(cycle, docx_of(MINUTES), name="纪要.docx")

        second = a_proof(cycle, pdf_of(MINUTES), name="纪要.pdf")

        assert [row.id for row in alike_evidence(evidence_id=second, actor=WANG)] == [first]

    def test_withdrawn_evidence_is_still_found_and_named_as_such(self, cycle: int) -> None:
        first = a_proof(cycle, b"the same")
        acts.withdraw_evidence(evidence_id=first, version=1, why="传错了", actor=WANG, at=NOON)

        second = a_proof(cycle, b"the same")

        found = alike_evidence(evidence_id=second, actor=WANG)
        assert [(row.id, row.withdrawn) for row in found] == [(first, True)]

    def test_finding_alikes_asks_a_fixed_number_of_times(self, cycle: int, django_assert_max_num_queries) -> None:
        for seed in range(4):
            last = a_proof(cycle, jpeg(7, quality=90 - seed * 9), name=f"{seed}.jpg")

        with django_assert_max_num_queries(12):
            found = alike_evidence(evidence_id=last, actor=WANG)

        assert len(found) == 3


class TestLinking:
    def test_a_link_ends_with_a_reason_and_stays_in_the_history(self, cycle: int) -> None:
        measures = measures_of(cycle)
        number = a_proof(cycle)
        acts.link_evidence(evidence_id=number, measure_ids=measures[1:3], actor=WANG, at=NOON)

        acts.unlink_evidence(evidence_id=number, measure_id=measures[1], why="与本条无关", actor=WANG, at=NOON)

        page = evidence_page(evidence_id=number, actor=WANG)
        assert [use.measure_id for use in page.uses] == [measures[0], measures[2]]
        assert [(use.measure_id, use.ended_by) for use in page.ended] == [(measures[1], "王敏")]
        assert (page.row.uses, page.timeline.rows[0].why) == (2, "与本条无关")

    def test_an_ended_link_can_begin_anew(self, cycle: int) -> None:
        number, first = a_proof(cycle), measures_of(cycle)[0]
        acts.unlink_evidence(evidence_id=number, measure_id=first, why="误点", actor=WANG, at=NOON)

        acts.link_evidence(evidence_id=number, measure_ids=[first], actor=WANG, at=NOON)

        assert EvidenceUse.objects.filter(evidence=number, measure=first).count() == 2

    def test_linking_what_is_linked_is_refused(self, cycle: int) -> None:
        number = a_proof(cycle)

        with pytest.raises(CannotAttach, match="已经用于"):
            acts.link_evidence(evidence_id=number, measure_ids=measures_of(cycle)[:1], actor=WANG, at=NOON)

    def test_unlinking_wants_a_reason_and_a_link(self, cycle: int) -> None:
        number, measures = a_proof(cycle), measures_of(cycle)

        with pytest.raises(CannotAttach, match="原因"):
            acts.unlink_evidence(evidence_id=number, measure_id=measures[0], why="  ", actor=WANG, at=NOON)
        with pytest.raises(NoSuchThing):
            acts.unlink_evidence(evidence_id=number, measure_id=measures[1], why="x", actor=WANG, at=NOON)

    def test_a_proved_measure_cannot_be_dropped(self, cycle: int) -> None:
        a_proof(cycle)

        with pytest.raises(CannotPlan, match="已有办理记录"):
            drop_measure(measure_id=measures_of(cycle)[0], version=1, actor=WANG, at=NOON)


class TestSayingAndWithdrawing:
    def test_what_is_said_changes_with_before_and_after(self, cycle: int) -> None:
        number = a_proof(cycle)

        acts.describe_evidence(
            evidence_id=number, version=1, words=EvidenceWords("voucher", "007"), actor=WANG, at=NOON
        )

        page = evidence_page(evidence_id=number, actor=WANG)
        assert (page.row.kind_name, page.words.number, page.version) == ("凭证", "007", 2)
        assert ("佐证类型", "其他", "凭证") in [
            (change.label, change.before, change.after) for change in page.timeline.rows[0].changes
        ]

    def test_a_late_hand_is_told_who_came_first(self, cycle: int) -> None:
        number = a_proof(cycle)
        acts.describe_evidence(evidence_id=number, version=1, words=EvidenceWords("photo"), actor=WANG, at=NOON)

        with pytest.raises(acts.EvidenceChanged, match="王敏 修改了佐证说明"):
            acts.describe_evidence(evidence_id=number, version=1, words=EvidenceWords("roster"), actor=WANG, at=NOON)

    def test_withdrawn_evidence_keeps_number_and_file_and_changes_no_more(self, cycle: int) -> None:
        number = a_proof(cycle)
        acts.withdraw_evidence(evidence_id=number, version=1, why="传错了", actor=WANG, at=NOON)

        page = evidence_page(evidence_id=number, actor=WANG)
        assert (page.row.withdrawn, page.withdrawn_why, page.may_change) == (True, "传错了", False)
        assert evidence_shown(cycle_id=cycle, evidence_id=number, actor=WANG).blocks
        with pytest.raises(CannotAttach, match="已经撤下"):
            acts.describe_evidence(evidence_id=number, version=2, words=EvidenceWords(), actor=WANG, at=NOON)
        with pytest.raises(CannotAttach, match="已经撤下"):
            acts.link_evidence(evidence_id=number, measure_ids=measures_of(cycle)[1:2], actor=WANG, at=NOON)

    def test_withdrawing_wants_a_reason(self, cycle: int) -> None:
        with pytest.raises(CannotAttach, match="原因"):
            acts.withdraw_evidence(evidence_id=a_proof(cycle), version=1, why=" ", actor=WANG, at=NOON)


def test_marks_stand_for_pictures_and_texts_and_for_nothing_else(cycle: int) -> None:
    photo, text, plain = (
        a_proof(cycle, jpeg(), name="1.jpg"),
        a_proof(cycle, MINUTES.encode(), name="1.txt"),
        a_proof(cycle, b"short", name="2.txt"),
    )

    counts = [EvidenceMark.objects.filter(evidence=number).count() for number in (photo, text, plain)]

    assert counts == [4, 4, 0]


def a_round_again() -> int:
    """Another round."""
    from builders.reports import Finding, a_report
    from drafts import a_cycle

    return a_cycle(a_report([Finding("绿化不达标的问题", measures=["补种树木。"])]))
