"""Who brings and sees evidence, what a virus scanner says of it, and the lists that pages show."""

from __future__ import annotations

import pytest

from drafts import TODAY
from exhibits import a_proof, a_round, measures_of, tasks_of
from people import GU, LI, NOON, SUN, WANG
from scanner import VIRUS, running_scanner
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.operations import evidence as acts
from zhenggai.ledger.proving import evidence_in_reach, may_read_evidence
from zhenggai.ledger.queries.catalogue import list_evidence
from zhenggai.ledger.queries.evidence import (
    evidence_page,
    task_evidence,
)
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.shapes.evidence import EvidenceFilters

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> int:
    return a_round()


def clerk(cycle: int, place: int, number: int = 41) -> Actor:
    """A clerk of the unit that leads the task at that place."""
    return Actor(id=number, name="赵晓峰", role=Role.UNIT_CLERK, unit_id=tasks_of(cycle)[place].unit_id)


class TestRights:
    @pytest.fixture
    def proofs(self, cycle: int) -> list[int]:
        """Evidence of the first task, of the second, of both, and of none."""
        measures = measures_of(cycle)
        found = [a_proof(cycle, str(chosen).encode(), measures=chosen) for chosen in ([measures[0]], [measures[2]])]
        found += [a_proof(cycle, b"both", measures=[measures[0], measures[2]]), a_proof(cycle, b"none")]
        acts.unlink_evidence(evidence_id=found[3], measure_id=measures[0], why="误点", actor=WANG, at=NOON)
        return found

    @pytest.mark.parametrize("role", Role)
    def test_the_rule_and_its_sql_agree(self, cycle: int, proofs: list[int], role: Role) -> None:
        for unit in (None, tasks_of(cycle)[0].unit_id, tasks_of(cycle)[1].unit_id):
            actor = Actor(id=77, name="某人", role=role, unit_id=unit)

            listed = set(evidence_in_reach(actor, cycle_id=cycle).values_list("pk", flat=True))

            assert listed == {one.pk for one in Evidence.objects.all() if may_read_evidence(actor, one)}

    def test_a_unit_sees_what_proves_its_own_tasks(self, cycle: int, proofs: list[int]) -> None:
        seen = list_evidence(cycle_id=cycle, actor=clerk(cycle, 0))

        assert [row.id for row in seen.rows] == [proofs[0], proofs[2]]
        with pytest.raises(NotAllowed):
            evidence_page(evidence_id=proofs[1], actor=clerk(cycle, 0))

    def test_who_brought_it_sees_it_whatever_it_proves(self, cycle: int) -> None:
        zhao = clerk(cycle, 0)
        number = a_proof(cycle, actor=zhao)
        acts.unlink_evidence(evidence_id=number, measure_id=measures_of(cycle)[0], why="误点", actor=zhao, at=NOON)

        assert evidence_page(evidence_id=number, actor=zhao).may_change

    def test_nobody_attaches_to_a_task_of_another_unit(self, cycle: int) -> None:
        measures = measures_of(cycle)

        for wanted in ([measures[2]], [measures[0], measures[2]]):
            with pytest.raises(NotAllowed):
                a_proof(cycle, measures=wanted, actor=clerk(cycle, 0))

        assert not Evidence.objects.exists()

    def test_what_proves_the_task_of_another_unit_as_well_is_not_changed_alone(
        self, cycle: int, proofs: list[int]
    ) -> None:
        with pytest.raises(NotAllowed):
            acts.withdraw_evidence(evidence_id=proofs[2], version=1, why="x", actor=clerk(cycle, 0), at=NOON)

    def test_a_supervisor_attaches_and_changes_nothing_of_others(self, cycle: int, proofs: list[int]) -> None:
        own = a_proof(cycle, b"seen on the spot", actor=SUN)

        assert evidence_page(evidence_id=own, actor=SUN).may_change
        with pytest.raises(NotAllowed):
            acts.withdraw_evidence(evidence_id=proofs[0], version=1, why="x", actor=SUN, at=NOON)

    @pytest.mark.parametrize("actor", [LI, GU], ids=lambda actor: actor.name)
    def test_others_attach_nothing(self, cycle: int, actor: Actor) -> None:
        with pytest.raises(NotAllowed):
            a_proof(cycle, actor=actor)


class TestViruses:
    def test_a_clean_file_is_noted_as_clean(self, cycle: int, settings) -> None:
        with running_scanner() as scanner:
            settings.CLAMD = scanner.address
            number = a_proof(cycle)

        assert evidence_page(evidence_id=number, actor=WANG).scan == "clean"

    def test_a_virus_is_refused_and_noted(self, cycle: int, settings) -> None:
        with running_scanner() as scanner:
            settings.CLAMD = scanner.address
            with pytest.raises(acts.Infected, match="Eicar-Test-Signature"):
                a_proof(cycle, b"minutes " + VIRUS, name="纪要.txt")

        entry = list_timeline(cycle=cycle, limit=1).rows[0]
        assert (entry.did, entry.about) == ("拒收了带病毒的文件", "(一)1 任务 1")
        assert ("病毒", "Eicar-Test-Signature") in [(change.label, change.after) for change in entry.changes]
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(("setting", "kept"), [("refuse", False), ("accept", True)])
    def test_the_settings_say_what_a_silent_scanner_means(self, cycle: int, settings, setting: str, kept: bool) -> None:
        settings.CLAMD, settings.CLAMD_UNREACHABLE = "unix:/nowhere/clamd.sock", setting

        if kept:
            assert evidence_page(evidence_id=a_proof(cycle), actor=WANG).scan == "unreachable"
        else:
            with pytest.raises(acts.Unscanned, match="暂时不能查毒"):
                a_proof(cycle)


class TestLists:
    def test_a_task_shows_its_evidence_by_measure_and_what_is_wanting(self, cycle: int) -> None:
        from zhenggai.ledger.models import Measure

        measures = measures_of(cycle)
        Measure.objects.filter(pk=measures[0]).update(measure_class="meeting")
        number = a_proof(cycle, words=EvidenceWords("minutes"), measures=measures[:2])

        found = task_evidence(task_id=tasks_of(cycle)[0].pk, actor=WANG, today=TODAY)

        assert [[row.id for row in one.rows] for one in found.measures] == [[number], [number]]
        assert [one.unmet for one in found.measures] == [("签到表",), ()]
        assert (found.count, found.may_attach) == (1, True)

    def test_a_task_asks_a_fixed_number_of_times(self, cycle: int, django_assert_max_num_queries) -> None:
        for content in range(6):
            a_proof(cycle, str(content).encode(), measures=measures_of(cycle)[:2])
        # What is missing of the task is worked out and kept.
        task_evidence(task_id=tasks_of(cycle)[0].pk, actor=WANG, today=TODAY)

        with django_assert_max_num_queries(8):
            task_evidence(task_id=tasks_of(cycle)[0].pk, actor=WANG, today=TODAY)

    def test_pages_follow_one_another_without_gap_or_repeat(self, cycle: int) -> None:
        measures = measures_of(cycle)
        for content in range(7):
            a_proof(cycle, str(content).encode(), measures=[measures[content % 3]])

        numbers, after = [], None
        while True:
            page = list_evidence(cycle_id=cycle, actor=WANG, size=3, after=after)
            numbers += [row.number for row in page.rows]
            if page.after is None:
                break
            after = page.after
        back = list_evidence(cycle_id=cycle, actor=WANG, size=3, before=page.before)

        assert numbers == sorted(numbers)
        assert len(set(numbers)) == 7
        assert [row.number for row in back.rows] == numbers[3:6]
        assert (page.first_place, page.total) == (7, 7)

    @pytest.mark.parametrize(
        ("filters", "count"),
        [
            (EvidenceFilters(text="纪要 河道"), 1),
            (EvidenceFilters(text="001"), 1),
            (EvidenceFilters(text="没有的"), 0),
            (EvidenceFilters(kind="photo"), 1),
            (EvidenceFilters(state="reused"), 1),
            (EvidenceFilters(state="unused"), 0),
            (EvidenceFilters(state="withdrawn"), 1),
            (EvidenceFilters(state="same"), 0),
            (EvidenceFilters(state="nonsense"), 2),
        ],
    )
    def test_the_catalogue_is_narrowed(self, cycle: int, filters: EvidenceFilters, count: int) -> None:
        a_proof(cycle, words=EvidenceWords("minutes", description="河道会议"), measures=measures_of(cycle)[:2])
        second = a_proof(cycle, b"another", words=EvidenceWords("photo"), name="现场.txt")
        acts.withdraw_evidence(evidence_id=second, version=1, why="传错了", actor=WANG, at=NOON)

        assert list_evidence(cycle_id=cycle, actor=WANG, filters=filters).total == count

    @pytest.mark.parametrize("key", ["x", "1", "1-", "-1", "1-2-3", "٣-١", "9" * 30 + "-1"])
    def test_a_key_that_no_page_gave_is_refused(self, cycle: int, key: str) -> None:
        with pytest.raises(BadKey):
            list_evidence(cycle_id=cycle, actor=WANG, after=key)
