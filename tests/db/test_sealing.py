"""Sealing and verifying the journal through its own doors."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import guards
from people import NOON, WANG
from zhenggai.chain.checkpoints import open_checkpoint
from zhenggai.chain.errors import Unproved
from zhenggai.chain.hashing import TreeHash
from zhenggai.chain.notes import Signer, make_signer
from zhenggai.chain.proofs import read_proof, verify_proof
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.journal.keys import UnusableKey, house_signer
from zhenggai.journal.models import Checkpoint, Entry
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.journal.proving import CannotProve, prove_entry, prove_growth
from zhenggai.journal.sealing import CannotSeal, list_checkpoints, seal
from zhenggai.journal.verifying import verify_journal

OURS = make_signer("zhenggai.example/qingshui", bytes(range(32)))
THEIRS = make_signer("zhenggai.example/qingshui", bytes(32))


def write(count: int = 1, *, at=NOON, cycle: int | None = None, after: dict[str, object] | None = None) -> None:
    for _ in range(count):
        with transaction.atomic():
            append(
                actor=WANG, verb="draft.retitle", subject=Subject("draft", 7), before={"title": "旧"},
                after={"title": "新", **(after or {})}, why='按"原文"\n', at=at, salt=fresh_salt(), cycle=cycle,
            )  # fmt: skip


def seal_now(signer: Signer = OURS):
    return seal(signer=signer, at=NOON)


@pytest.mark.django_db
class TestSealing:
    def test_a_checkpoint_covers_every_entry(self):
        write(5)

        sealed = seal_now()

        assert open_checkpoint(sealed.note, verifier=OURS.verifier).size == sealed.size == 5
        assert [found.size for found in list_checkpoints()] == [5]

    def test_sealing_again_without_new_entries_gives_the_same_checkpoint(self):
        write(5)

        assert seal_now() == seal_now()
        assert Checkpoint.objects.count() == 1

    def test_a_tree_that_grew_in_many_steps_is_the_tree_grown_in_one(self):
        for count in (1, 2, 3, 1, 5):
            write(count)
            seal_now()
        grown = list_checkpoints()[0].note
        with_guards_lifted("DELETE FROM journal_checkpoint")

        assert seal_now().note == grown

    def test_an_empty_journal_is_not_sealed(self):
        with pytest.raises(CannotSeal):
            seal_now()

    def test_another_key_does_not_go_on_with_our_tree(self):
        write()
        seal_now()
        write()

        with pytest.raises(CannotSeal):
            seal_now(THEIRS)

    def test_a_tampered_edge_is_not_grown_further(self):
        write(3)
        seal_now()
        write()
        with_guards_lifted("UPDATE journal_checkpoint SET edge = (SELECT leaf FROM journal_entry WHERE sequence = 1)")

        with pytest.raises(CannotSeal):
            seal_now()

    def test_the_other_hash_has_a_tree_of_its_own(self, settings):
        write(5)
        seal_now()
        settings.TREE_HASH = "sm3"

        sealed = seal_now()

        assert sealed.tree_hash is TreeHash.SM3
        assert "tree-hash sm3" in sealed.note
        assert verify_journal(verifier=OURS.verifier).checkpoints == 2

    @pytest.mark.parametrize("statement", ["UPDATE journal_checkpoint SET size = 9", "DELETE FROM journal_checkpoint"])
    def test_the_database_refuses_to_alter_a_checkpoint(self, statement):
        write()
        seal_now()

        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

        assert Checkpoint.objects.count() == 1

    def test_checkpoints_are_listed_newest_first_and_paged(self):
        for _ in range(3):
            write()
            seal_now()

        assert [found.size for found in list_checkpoints(limit=2)] == [3, 2]
        assert [found.size for found in list_checkpoints(before=2)] == [1]


def with_guards_lifted(statement: str) -> None:
    guards.drop()
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
class TestVerifying:
    def test_an_empty_journal_is_in_order(self):
        assert verify_journal(verifier=OURS.verifier).entries == 0

    def test_entries_and_checkpoints_are_counted(self):
        write(3)
        seal_now()
        write(2, cycle=9, after={"nested": {"at": "x", "cycle": 3, "why": ["}"]}})

        found = verify_journal(verifier=OURS.verifier)

        assert (found.entries, found.checkpoints, found.sealed, found.set_back) == (5, 1, 3, ())

    @pytest.mark.parametrize(
        "actor",
        [
            replace(WANG, on_behalf="李建国"),
            replace(WANG, name='王"敏\\（代 李建国）'),
            replace(WANG, name="Rene\u0301"),
        ],
    )
    def test_whoever_acted_is_found_as_remembered(self, actor):
        with transaction.atomic():
            append(
                actor=actor, verb="draft.drop", subject=Subject("draft", 7), before=None, after=None, why="", at=NOON,
                salt=fresh_salt(),
            )  # fmt: skip

        assert verify_journal(verifier=OURS.verifier).entries == 1

    def test_a_clock_that_was_set_back_is_told_and_is_no_fault(self):
        write()
        write(at=NOON - timedelta(hours=1))
        write(at=NOON + timedelta(microseconds=7))

        assert verify_journal(verifier=OURS.verifier).set_back == (2,)

    def test_what_somebody_kept_is_met(self):
        write(3)
        kept = seal_now().note
        write(3)

        assert verify_journal(verifier=OURS.verifier, kept=[kept]).entries == 6

    @pytest.mark.parametrize("kept", ["", "nonsense", "a\n1\nAA==\n\n— a AAAAAAAA\n"])
    def test_what_is_no_checkpoint_is_refused(self, kept):
        with pytest.raises(Unproved):
            verify_journal(verifier=OURS.verifier, kept=[kept])

    def test_a_checkpoint_that_another_key_signed_is_refused(self):
        write()
        seal_now(THEIRS)

        with pytest.raises(Unproved):
            verify_journal(verifier=OURS.verifier)

    def test_progress_is_told(self):
        seen: list[int] = []
        write(3)

        verify_journal(verifier=OURS.verifier, watch=lambda rows: seen.append(len(rows)))

        assert seen == [3]


@pytest.mark.django_db
class TestProving:
    def test_an_entry_is_proved_to_whoever_holds_the_key(self):
        write(7)
        sealed = seal_now()

        for sequence in range(1, 8):
            proved = verify_proof(read_proof(prove_entry(sequence=sequence, sealed=sealed)), verifier=OURS.verifier)
            assert proved.body is not None
            assert proved.body["sequence"] == sequence

    def test_an_older_checkpoint_is_proved_to_be_the_beginning_of_the_newest(self):
        write(3)
        older = seal_now().note
        write(4)

        proof = prove_growth(older=older, sealed=seal_now())

        assert verify_proof(read_proof(proof), verifier=OURS.verifier).checkpoint.size == 7

    @pytest.mark.parametrize("sequence", [0, 8, -1])
    def test_there_is_no_proof_of_what_was_not_written(self, sequence):
        write(7)

        with pytest.raises(NoSuchThing):
            prove_entry(sequence=sequence, sealed=seal_now())

    def test_growth_from_what_is_no_checkpoint_is_refused(self):
        write()

        with pytest.raises(CannotProve):
            prove_growth(older="nonsense", sealed=seal_now())


class TestKeys:
    @pytest.fixture(autouse=True)
    def home(self, settings, tmp_path: Path) -> Path:
        (tmp_path / "keys").mkdir()
        settings.HOME = tmp_path
        return tmp_path

    def test_a_key_is_made_once_and_read_by_its_owner_alone(self, home: Path):
        first, second = house_signer(), house_signer()

        assert first == second
        assert stat.S_IMODE((home / "keys" / "journal_key").stat().st_mode) & 0o077 == 0
        assert list((home / "keys").iterdir()) == [home / "keys" / "journal_key"]

    def test_many_first_uses_agree_on_one_key(self):
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda _: house_signer().seed, range(32)))

        assert len(keys) == 1

    def test_its_name_is_the_one_that_was_set(self, settings):
        settings.ORIGIN = "zhenggai.example/qingshui"

        assert house_signer().name == "zhenggai.example/qingshui"

    def test_a_name_that_changes_later_is_refused(self, settings):
        house_signer()
        settings.ORIGIN = "another.example"

        with pytest.raises(UnusableKey):
            house_signer()

    @pytest.mark.parametrize("origin", ["two words", "a+b"])
    def test_a_name_that_would_break_a_note_is_refused(self, settings, origin):
        settings.ORIGIN = origin

        with pytest.raises(UnusableKey):
            house_signer()

    @pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff", b"PRIVATE+KEY+a+00000000+AAAA"])
    def test_a_key_file_that_holds_none_is_refused(self, home: Path, content):
        (home / "keys" / "journal_key").write_bytes(content)

        with pytest.raises(UnusableKey):
            house_signer()

    def test_a_key_from_the_settings_needs_no_file(self, settings, home: Path):
        settings.JOURNAL_KEY = OURS.secret_text()

        assert house_signer() == OURS
        assert not list((home / "keys").iterdir())


def test_processes_that_seal_at_once_agree(committing_db):
    def work(_: int) -> None:
        write(3)
        seal_now()
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))

    found = verify_journal(verifier=OURS.verifier)
    assert (found.entries, found.sealed) == (18, 18)
    assert Entry.objects.count() == 18
