"""What somebody with every right on the database can do, and that it is seen: by anyone who kept one checkpoint.

The triggers are dropped and rows are changed straight in the database, a thousand times, each in another way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from random import Random

import pytest
from django.conf import settings
from django.db import transaction

import guards
from builders.reports import Finding, a_report
from drafts import a_cycle, first_task
from people import NOON, WANG
from zhenggai.chain.auditing import Broken
from zhenggai.chain.canonical import canonical_text
from zhenggai.chain.hashing import TreeHash, leaf_hash
from zhenggai.chain.notes import make_signer
from zhenggai.domain.planning import TaskPlan
from zhenggai.journal.models import Checkpoint, Entry, Head
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.journal.sealing import seal
from zhenggai.journal.verifying import verify_journal
from zhenggai.ledger.models import Measure, Problem, Task, TaskProblem
from zhenggai.ledger.operations.planning import plan_task
from zhenggai.ledger.verifying import verify_home
from zhenggai.people.models import Unit
from zhenggai.people.unit_finding import find_or_add_units

SIGNER = make_signer("zhenggai.example/qingshui", bytes(range(32)))
KEY = SIGNER.verifier
ENTRIES, TURNS = 40, 1000
Deed = Callable[[Random], None]


def write(number: int) -> None:
    with transaction.atomic():
        append(
            actor=WANG, verb="draft.retitle", subject=Subject("draft", number % 5 + 1), before={"title": f"旧{number}"},
            after={"title": f"新{number}"}, why="", at=NOON, salt=fresh_salt(), cycle=number % 3 or None,
        )  # fmt: skip


def rewritten(entry: Entry, **changed: object) -> Entry:
    """The entry with another body, its hash made to fit: what only somebody outside can tell."""
    entry.body = canonical_text({**json.loads(entry.body), **changed})
    entry.leaf = leaf_hash(bytes(entry.salt), entry.body.encode())
    return entry


def numbered(entry: Entry, sequence: int) -> Entry:
    entry.sequence = sequence
    return rewritten(entry, sequence=sequence)


def some_entry(chance: Random) -> Entry:
    return Entry.objects.get(pk=chance.randint(1, ENTRIES))


def edit_a_column(chance: Random) -> None:
    entry = some_entry(chance)
    name, value = chance.choice(
        [("actor_id", 99), ("actor_name", "李建国"), ("actor_role", "leader"), ("verb", "draft.drop"), ("subject_id", 77),
         ("subject_kind", "task"), ("cycle_id", 55), ("salt", chance.randbytes(32)), ("leaf", chance.randbytes(32)),
         ("at", NOON.replace(year=2025))]
    )  # fmt: skip
    Entry.objects.filter(pk=entry.pk).update(**{name: value})


def edit_a_body(chance: Random) -> None:
    entry = some_entry(chance)
    place = chance.randrange(len(entry.body))
    other = chance.choice("甲乙丙")
    Entry.objects.filter(pk=entry.pk).update(body=entry.body[:place] + other + entry.body[place + 1 :])


def edit_with_a_fitting_hash(chance: Random) -> None:
    rewritten(some_entry(chance), why=f"另有缘由{chance.random()}".replace(".", "")).save()


def delete_one(chance: Random) -> None:
    some_entry(chance).delete()


def delete_one_and_close_the_gap(chance: Random) -> None:
    gone = chance.randint(1, ENTRIES)
    later = list(Entry.objects.filter(sequence__gt=gone).order_by("sequence"))
    Entry.objects.filter(sequence__gte=gone).delete()
    Entry.objects.bulk_create(numbered(entry, entry.sequence - 1) for entry in later)
    Head.objects.update(sequence=ENTRIES - 1)


def insert_one(chance: Random) -> None:
    place = chance.randint(1, ENTRIES)
    later = list(Entry.objects.filter(sequence__gte=place).order_by("sequence"))
    slipped = rewritten(Entry.objects.get(pk=place), why="补记")
    Entry.objects.filter(sequence__gte=place).delete()
    Entry.objects.bulk_create([slipped, *(numbered(entry, entry.sequence + 1) for entry in later)])
    Head.objects.update(sequence=ENTRIES + 1)


def swap_two(chance: Random) -> None:
    one, other = sorted(chance.sample(range(1, ENTRIES + 1), 2))
    first, second = Entry.objects.get(pk=one), Entry.objects.get(pk=other)
    Entry.objects.filter(pk__in=(one, other)).delete()
    Entry.objects.bulk_create([numbered(first, other), numbered(second, one)])


def cut_the_tail(chance: Random) -> None:
    left = ENTRIES - chance.randint(1, ENTRIES)
    Entry.objects.filter(sequence__gt=left).delete()
    if chance.random() < 0.7:
        Head.objects.update(sequence=left)
    if chance.random() < 0.7:
        Checkpoint.objects.filter(size__gt=left).delete()


def cut_and_write_on(chance: Random) -> None:
    left = ENTRIES - chance.randint(1, 10)
    Entry.objects.filter(sequence__gt=left).delete()
    Head.objects.update(sequence=left)
    for number in range(left, ENTRIES + chance.randint(0, 3)):
        write(number + 100)


def sealed_again(deed: Deed) -> Deed:
    """The deed, and every checkpoint signed anew with the house's own key over what it left."""

    def both(chance: Random) -> None:
        deed(chance)
        Checkpoint.objects.all().delete()
        last = Entry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        Head.objects.update(sequence=last)
        if last and Entry.objects.count() == last:
            seal(signer=SIGNER, at=NOON)

    return both


def forge_a_checkpoint(chance: Random) -> None:
    row = Checkpoint.objects.order_by("?").first()
    assert row is not None
    name, value = chance.choice(
        [("size", row.size + 1), ("tree_hash", "sm3"), ("edge", chance.randbytes(32)),
         ("note", row.note.replace("\n", "\n\n", 1)), ("note", row.note.replace(str(row.size), str(row.size + 1), 1)),
         ("note", row.note[:-10] + "AAAAAAAA=\n")]
    )  # fmt: skip
    Checkpoint.objects.filter(pk=row.pk).update(**{name: value})


def forget_the_head(chance: Random) -> None:
    Head.objects.update(sequence=chance.choice([0, ENTRIES - 1, ENTRIES + 1, ENTRIES * 2]))


PLAIN: tuple[Deed, ...] = (
    edit_a_column,
    edit_a_body,
    edit_with_a_fitting_hash,
    delete_one,
    delete_one_and_close_the_gap,
    insert_one,
    swap_two,
    cut_the_tail,
    cut_and_write_on,
    forge_a_checkpoint,
    forget_the_head,
)
REWRITERS = (
    edit_with_a_fitting_hash,
    delete_one_and_close_the_gap,
    insert_one,
    swap_two,
    cut_the_tail,
    cut_and_write_on,
)
DEEDS = (*PLAIN, *(sealed_again(deed) for deed in REWRITERS))


@contextmanager
def taken_back() -> Iterator[None]:
    """A turn of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def kept(db: None) -> str:
    """A journal with several checkpoints, the last of which somebody keeps elsewhere; the guards are gone."""
    for number in range(1, ENTRIES + 1):
        write(number)
        if number in {7, 23}:
            seal(signer=SIGNER, at=NOON)
    note = seal(signer=SIGNER, at=NOON).note
    guards.drop()
    return note


def is_found(kept: str) -> bool:
    try:
        verify_journal(verifier=KEY, kept=[kept])
    except Broken as fault:
        return "\n" not in str(fault)
    return False


@pytest.mark.parametrize("part", range(10))
def test_a_thousand_deeds_are_all_found_and_nothing_else_is(kept: str, part: int) -> None:
    missed = []

    for turn in range(part * TURNS // 10, (part + 1) * TURNS // 10):
        deed, chance = DEEDS[turn % len(DEEDS)], Random(turn)
        assert not is_found(kept), "an untouched journal is in order"
        with taken_back():
            deed(chance)
            if not is_found(kept):
                missed.append((turn, deed.__name__))

    assert not missed


@pytest.mark.parametrize("deed", [sealed_again(deed) for deed in REWRITERS])
def test_whoever_kept_nothing_cannot_see_that_all_was_signed_anew(kept: str, deed: Deed) -> None:
    """What is not promised: the key lies in the house, so the house alone cannot bear witness against itself."""
    deed(Random(1))

    assert verify_journal(verifier=KEY).checkpoints <= 1


class TestTheRowsAgainstTheJournal:
    @pytest.fixture(autouse=True)
    def ledger(self, db: None) -> int:
        cycle = a_cycle(a_report([Finding("河道巡查不到位的问题"), Finding("账目不清的问题")]))
        plan_task(task_id=first_task(cycle), version=1, plan=TaskPlan(leader="李建国"), actor=WANG, at=NOON)
        return cycle

    def test_an_untouched_ledger_is_in_order(self):
        found = verify_home(verifier=KEY)

        assert (found.rows, found.files) == (6, len(list(settings.FILES.glob("??/??/*"))))

    @pytest.mark.parametrize(
        "deed",
        [
            lambda: Task.objects.filter(position=1).update(leader="王敏"),
            lambda: Task.objects.filter(position=2).update(deadline="2027-01-01"),
            lambda: Task.objects.filter(position=2).update(state="done"),
            lambda: Problem.objects.filter(position=1).update(title="河道巡查较到位的问题"),
            lambda: Measure.objects.update(text="已整改"),
            lambda: Measure.objects.create(task=Task.objects.get(position=1), position=9, text="补的措施"),
            lambda: TaskProblem.objects.filter(task__position=1).update(problem=Problem.objects.get(position=2)),
            lambda: Task.objects.filter(position=2).update(version=9, target="另一目标"),
        ],
    )
    def test_a_row_that_was_changed_past_the_journal_is_found(self, deed):
        guards.drop()
        deed()

        with pytest.raises(Broken):
            verify_home(verifier=KEY)

    def test_a_task_that_was_slipped_in_is_found(self):
        task = Task.objects.get(position=2)
        task.pk, task.position, task.number = None, 77, 77
        task.save(force_insert=True)

        with pytest.raises(Broken):
            verify_home(verifier=KEY)

    def test_a_file_that_was_replaced_is_found(self):
        path = sorted(settings.FILES.glob("??/??/*"))[0]
        original = path.read_bytes()
        try:
            path.write_bytes(b"another")
            with pytest.raises(Broken, match="被替换或损坏"):
                verify_home(verifier=KEY)
        finally:
            path.write_bytes(original)

    def test_a_file_that_is_gone_is_found(self):
        text = json.loads(Entry.objects.filter(verb="draft.keep").values_list("body", flat=True)[0])["after"]["sha256"]
        path = settings.FILES / text[:2] / text[2:4] / text
        original = path.read_bytes()
        path.unlink()
        try:
            with pytest.raises(Broken, match="不见了"):
                verify_home(verifier=KEY)
        finally:
            path.write_bytes(original)

    def test_the_other_hash_finds_the_same(self, settings):
        settings.TREE_HASH = TreeHash.SM3
        note = seal(signer=SIGNER, at=NOON).note
        guards.drop()
        rewritten(Entry.objects.get(pk=1), why="另有缘由").save()

        with pytest.raises(Broken):
            verify_home(verifier=KEY, kept=[note])


class TestUnits:
    """A unit is named by a document or a plan before anybody keeps it: the entry of that tells it along."""

    @pytest.fixture(autouse=True)
    def ledger(self, db: None) -> int:
        return a_cycle(a_report([Finding("河道巡查不到位的问题")]))

    def plan(self, cycle: int, unit: str, version: int) -> None:
        plan_task(task_id=first_task(cycle), version=version, plan=TaskPlan(unit=unit), actor=WANG, at=NOON)

    def test_one_that_a_plan_names_is_told_and_stays_told_when_the_plan_changes(self, ledger):
        self.plan(ledger, "县水利局", 1)
        self.plan(ledger, "县财政局", 2)

        told = [json.loads(body)["rows"] for body in Entry.objects.order_by("pk").values_list("body", flat=True)][-2:]
        names = [row["name"] for rows in told for name, row in rows.items() if name.startswith("unit/")]
        assert names == ["县水利局", "县财政局"]
        verify_home(verifier=KEY)

    def test_one_that_was_slipped_in_is_found(self, ledger):
        self.plan(ledger, "县水利局", 1)
        Unit.objects.create(name="县城管局")

        with pytest.raises(Broken, match=r"单位（内部编号 \d+）不是经由记录产生的"):
            verify_home(verifier=KEY)

    def test_one_that_was_slipped_in_is_not_told_by_the_next_who_names_it(self, ledger):
        Unit.objects.create(name="县城管局")
        self.plan(ledger, "县城管局", 1)

        with pytest.raises(Broken, match="不是经由记录产生的"):
            verify_home(verifier=KEY)

    def test_one_of_an_operation_that_failed_is_told_by_nobody(self, ledger):
        with transaction.atomic():
            find_or_add_units(["县城管局"])
            transaction.set_rollback(True)
        self.plan(ledger, "县水利局", 1)

        assert "县城管局" not in Entry.objects.latest("pk").body
        verify_home(verifier=KEY)

    def test_one_that_was_renamed_past_the_journal_is_found(self, ledger):
        self.plan(ledger, "县水利局", 1)
        Unit.objects.filter(name="县水利局").update(name="县城管局")

        with pytest.raises(Broken, match="有人绕过系统改过它"):
            verify_home(verifier=KEY)


def test_the_stored_hash_is_that_of_the_standard(db: None) -> None:
    write(1)
    entry = Entry.objects.get()

    assert bytes(entry.leaf) == sha256(b"\x00" + bytes(entry.salt) + entry.body.encode()).digest()
