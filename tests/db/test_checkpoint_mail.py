"""Checkpoints by mail, and sealing beside the server."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import transaction

from people import NOON, WANG
from zhenggai.chain.checkpoints import open_checkpoint
from zhenggai.chain.notes import make_signer
from zhenggai.cli.sealing_clock import start_sealing
from zhenggai.journal.keys import house_signer
from zhenggai.journal.mailing import CannotMail, mail_checkpoint
from zhenggai.journal.models import Checkpoint
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.journal.sealing import Sealed, TreeHash, seal

SIGNER = make_signer("zhenggai.example/qingshui", bytes(range(32)))
SEALED = Sealed(7, datetime(2026, 3, 2, tzinfo=UTC), TreeHash.SHA256, "zhenggai.example/qingshui\n7\nAAAA\n\n— x y\n")


def write() -> None:
    with transaction.atomic():
        append(
            actor=WANG, verb="draft.drop", subject=Subject("draft", 1), before=None, after=None, why="", at=NOON,
            salt=fresh_salt(),
        )  # fmt: skip


@pytest.mark.django_db
def test_each_keeper_gets_the_checkpoint_as_it_was_signed(settings):
    settings.EMAIL_HOST = "mail.example"
    write()
    sealed = seal(signer=SIGNER, at=NOON)

    count = mail_checkpoint(sealed=sealed, keepers=["a@audit.example", "b@archive.example"])

    assert count == 2
    assert [message.to for message in mail.outbox] == [["a@audit.example"], ["b@archive.example"]]
    name, content, _kind = mail.outbox[0].attachments[0]
    assert name == "checkpoint-1.txt"
    assert open_checkpoint(content, verifier=SIGNER.verifier).size == 1


def test_without_keepers_nothing_is_sent(settings):
    settings.EMAIL_HOST = "mail.example"

    with pytest.raises(CannotMail):
        mail_checkpoint(sealed=SEALED, keepers=[])


def test_without_a_mail_server_nothing_is_sent():
    with pytest.raises(CannotMail):
        mail_checkpoint(sealed=SEALED, keepers=["a@audit.example"])


def test_a_mail_server_that_does_not_answer_is_told_in_a_sentence(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(CannotMail):
        mail_checkpoint(sealed=SEALED, keepers=["a@audit.example"])


def test_an_address_that_would_add_a_header_is_refused(settings):
    settings.EMAIL_HOST = "mail.example"

    with pytest.raises(CannotMail):
        mail_checkpoint(sealed=SEALED, keepers=["a@audit.example\nBcc: c@elsewhere.example"])


def test_the_server_seals_by_itself_until_it_ends(committing_db):
    write()
    over = start_sealing(minutes=0.0005)
    try:
        deadline = time.monotonic() + 20
        while not Checkpoint.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        over.set()

    assert open_checkpoint(Checkpoint.objects.get().note, verifier=house_signer().verifier).size == 1


def test_with_0_minutes_nobody_seals(db):
    assert not start_sealing(minutes=0).is_set()
