"""Signed notes and checkpoints: read as others read them, refused in one named way when they are anything else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.chain.checkpoints import open_checkpoint, read_checkpoint, sign_checkpoint
from zhenggai.chain.errors import Malformed, Mismatch, Unproved
from zhenggai.chain.hashing import TreeHash
from zhenggai.chain.notes import make_signer, parse_note, parse_signer, parse_verifier, sign, verify_note

# The example of the Go checksum database's own documentation of notes.
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
OURS = make_signer("zhenggai.example/qingshui", bytes(range(32)))
THEIRS = make_signer("zhenggai.example/qingshui", bytes(range(1, 33)))
NOTE = sign_checkpoint(size=7, root=b"r" * 32, tree_hash=TreeHash.SHA256, signer=OURS)


class TestTheNotesOfOthers:
    def test_a_note_signed_by_another_program_is_verified(self):
        verify_note(parse_note(SIGNED), parse_verifier(PUBLIC))

    def test_the_same_key_signs_the_same_note(self):
        assert sign(TEXT, parse_signer(PRIVATE)) == SIGNED

    def test_keys_keep_their_written_form(self):
        assert str(parse_verifier(PUBLIC)) == PUBLIC
        assert parse_signer(PRIVATE).secret_text() == PRIVATE

    def test_a_witness_may_sign_beside_us(self):
        witnessed = NOTE + "— witness.example " + SIGNED.rsplit(" ", 1)[1]

        assert open_checkpoint(witnessed, verifier=OURS.verifier).size == 7


class TestCheckpoints:
    def test_a_checkpoint_says_whose_how_many_and_which_root(self):
        assert NOTE.splitlines()[:4] == [
            "zhenggai.example/qingshui", "7", "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=", "",
        ]  # fmt: skip

    @pytest.mark.parametrize("tree_hash", list(TreeHash))
    def test_it_is_read_back_as_it_was_signed(self, tree_hash):
        note = sign_checkpoint(size=0, root=b"0" * 32, tree_hash=tree_hash, signer=OURS)

        found = open_checkpoint(note, verifier=OURS.verifier)

        assert (found.origin, found.size, found.root, found.tree_hash) == (OURS.name, 0, b"0" * 32, tree_hash)

    def test_another_key_of_the_same_name_did_not_sign_it(self):
        with pytest.raises(Mismatch):
            open_checkpoint(NOTE, verifier=THEIRS.verifier)

    def test_a_checkpoint_of_another_log_is_refused_though_our_key_signed_it(self):
        other = sign("other.example\n7\n" + NOTE.splitlines()[2] + "\n", OURS)

        with pytest.raises(Mismatch):
            open_checkpoint(other, verifier=OURS.verifier)

    @pytest.mark.parametrize(
        "text",
        ["\n", "a\n", "a\n1\n", "a\nx\nAA==\n", "a\n01\n" + "A" * 43 + "=\n", "a\n-1\n" + "A" * 43 + "=\n",
         "a\n1\nAAAA\n", "a\n1\n" + "A" * 42 + "B=\n", "a\n1\n" + "A" * 43 + "=\ntree-hash md5\n",
         "a\n1\n" + "A" * 43 + "=\ntree-hash sm3\ntree-hash sm3\n", "\n1\n" + "A" * 43 + "=\n"],
    )  # fmt: skip
    def test_a_signed_text_that_is_no_checkpoint_is_refused(self, text):
        with pytest.raises(Malformed):
            read_checkpoint(sign(text, OURS))


class TestForgeries:
    def test_every_flipped_bit_of_a_note_is_refused(self):
        data = NOTE.encode("utf-8")

        for place in range(len(data) * 8):
            forged = bytearray(data)
            forged[place // 8] ^= 1 << place % 8
            with pytest.raises(Unproved):
                open_checkpoint(forged.decode("utf-8", errors="replace"), verifier=OURS.verifier)

    def test_every_flipped_bit_of_a_key_is_refused(self):
        data = str(OURS.verifier).encode("ascii")

        for place in range(len(data) * 8):
            forged = bytearray(data)
            forged[place // 8] ^= 1 << place % 8
            with pytest.raises(Unproved):
                parse_verifier(forged.decode("utf-8", errors="replace"))

    @given(st.text())
    def test_any_text_is_refused_in_one_named_way(self, text):
        for reader in (read_checkpoint, parse_note, parse_verifier, parse_signer):
            with pytest.raises(Unproved):
                reader(text)

    @given(st.integers(0, 10_000))
    def test_a_note_with_random_lines_in_it_is_refused_in_one_named_way(self, seed):
        chance = Random(seed)
        lines = NOTE.split("\n")
        lines.insert(
            chance.randrange(len(lines)), chance.choice(["", "— a b", "— a AAAA", "x" * 9, "\x00", "— a AAAAAA=="])
        )

        with pytest.raises(Unproved):
            open_checkpoint("\n".join(lines), verifier=OURS.verifier)

    @pytest.mark.parametrize("name", ["", "two words", "a+b", "a\n"])
    def test_a_name_that_would_break_a_note_is_refused(self, name):
        with pytest.raises(Malformed):
            make_signer(name, bytes(32))

    def test_a_signer_does_not_show_its_secret(self):
        assert "seed" not in repr(OURS)
