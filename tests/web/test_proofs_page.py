"""The auditor's page, and proofs from the record of a round."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import guards
from drafts import a_cycle
from people import NOON
from zhenggai.chain.checkpoints import open_checkpoint
from zhenggai.chain.notes import parse_verifier
from zhenggai.chain.proofs import read_proof, verify_proof
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.ledger import auditing
from zhenggai.ledger.models import Task
from zhenggai.people.models import Account
from zhenggai.people.operations import create_account

FORBIDDEN, UNPROCESSABLE = 403, 422


def logged_in(role: Role) -> Client:
    number = create_account(
        login=role.value, name="季诚", role=role, unit=None, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    client = Client()
    client.force_login(Account.objects.get(pk=number))
    return client


@pytest.fixture
def auditor(db: None) -> Client:
    return logged_in(Role.AUDITOR)


def checkpoint_of(client: Client) -> bytes:
    return client.post("/proofs/checkpoint/").content


def key_of(client: Client):
    return parse_verifier(client.get("/proofs/key/").content.decode().strip())


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("kept.txt", data)


def test_the_first_checkpoint_is_one_press_away(auditor: Client) -> None:
    empty = auditor.get("/proofs/").content.decode()
    note = checkpoint_of(auditor).decode()
    listed = auditor.get("/proofs/").content.decode()

    assert "还没有存证点" in empty
    assert open_checkpoint(note, verifier=key_of(auditor)).size == Entry.objects.count()
    assert open_checkpoint(note, verifier=key_of(auditor)).root.hex() in listed


def test_an_untouched_house_is_in_order_also_against_what_was_kept(auditor: Client) -> None:
    a_cycle()
    kept = checkpoint_of(auditor)
    a_cycle(again=True)

    answer = auditor.post("/proofs/verify/", {"kept": upload(kept)})

    assert "全部对得上" in answer.content.decode()
    assert "与保存的存证点一致" in answer.content.decode()


def test_what_is_wrong_is_said_in_one_sentence(auditor: Client) -> None:
    a_cycle()
    guards.drop()
    Task.objects.filter(position=1).update(leader="另有其人")

    page = auditor.post("/proofs/verify/").content.decode()

    assert "对不上" in page
    assert "有人绕过系统改过它" in page


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xff\xfe", b"a\n1\nAA==\n\n\xe2\x80\x94 a AAAA\n"])
def test_a_file_that_is_no_checkpoint_is_told_and_not_a_fault_of_the_page(auditor: Client, data: bytes) -> None:
    page = auditor.post("/proofs/verify/", {"kept": upload(data)}).content.decode()

    assert "对不上" in page
    assert "保存的存证点" in page


def test_a_file_that_is_too_large_for_a_checkpoint_is_refused_at_its_field(auditor: Client) -> None:
    answer = auditor.post("/proofs/verify/", {"kept": upload(b"x" * 200_000)})

    assert answer.status_code == UNPROCESSABLE
    assert "可能选错了" in answer.content.decode()


def test_a_proof_is_downloaded_and_checked_again(auditor: Client) -> None:
    proof = auditor.post("/proofs/entry/", {"number": "1"}).content

    page = auditor.post("/proofs/check/", {"proof": upload(proof)}).content.decode()

    assert verify_proof(read_proof(proof), verifier=key_of(auditor)).body is not None
    assert "证明有效" in page


def test_a_forged_proof_does_not_hold(auditor: Client) -> None:
    proof = json.loads(auditor.post("/proofs/entry/", {"number": "1"}).content)
    forged = json.dumps({**proof, "salt": proof["salt"][::-1]}, ensure_ascii=False, indent=1).encode()

    page = auditor.post("/proofs/check/", {"proof": upload(forged)}).content.decode()

    assert "对不上" in page


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30])
def test_a_number_that_makes_no_sense_is_refused_at_its_field(auditor: Client, number: str) -> None:
    answer = auditor.post("/proofs/entry/", {"number": number})

    assert answer.status_code == UNPROCESSABLE
    assert 'id="id_number_error"' in answer.content.decode()


def test_an_auditor_gets_no_proof_that_shows_the_work(auditor: Client) -> None:
    a_cycle()
    sequence = Entry.objects.filter(verb="draft.adopt").values_list("sequence", flat=True)[0]

    answer = auditor.post("/proofs/entry/", {"number": str(sequence)}, follow=True)

    assert "attachment" not in answer.get("Content-Disposition", "")
    assert "审计管理员看不到" in answer.content.decode()


def test_a_longer_journal_is_left_to_the_command(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST_ENTRIES", 0)

    assert "zhenggai verify" in auditor.post("/proofs/verify/", follow=True).content.decode()


def test_whoever_reads_a_round_proves_its_entries(db: None) -> None:
    cycle = a_cycle()
    client = logged_in(Role.SUPERVISOR)
    sequence = Entry.objects.filter(verb="draft.adopt").values_list("sequence", flat=True)[0]

    page = client.get(f"/cycles/{cycle}/journal/").content.decode()
    proof = client.post(f"/cycles/{cycle}/journal/{sequence}/proof/").content

    assert f"/cycles/{cycle}/journal/{sequence}/proof/" in page
    assert read_proof(proof).sequence == sequence


def test_an_entry_of_elsewhere_is_not_proved_through_a_round(db: None) -> None:
    cycle = a_cycle()
    client = logged_in(Role.SUPERVISOR)

    assert client.post(f"/cycles/{cycle}/journal/1/proof/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.ADMINISTRATOR, Role.UNIT_CLERK])
def test_nobody_but_the_auditor_sees_the_page(db: None, role: Role) -> None:
    assert logged_in(role).get("/proofs/").status_code == FORBIDDEN
