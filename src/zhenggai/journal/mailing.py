"""Sending checkpoints to people who keep them outside the house."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from zhenggai.domain.refusals import Refusal
from zhenggai.journal.sealing import Sealed

_SUBJECT = "存证点 {origin} 第 {size} 条"
_WORDS = """请原样保存这封邮件和附件，不必看懂，也不要改动。

附件是 {origin} 的记录到第 {size} 条为止的存证点。以后要查记录有没有被改过、删过、补过时，
把附件交给查的人：zhenggai verify --against 附件

存证点里只有条数和指纹，没有记录的内容。
"""


class CannotMail(Refusal):
    """A checkpoint that could not be sent."""


def mail_checkpoint(*, sealed: Sealed, keepers: Sequence[str]) -> int:
    """Send a checkpoint to each keeper, on their own, and return how many they are.

    :raises CannotMail: where nobody is to get it, or the mail server does not take it.
    """
    if not keepers:
        raise CannotMail("没有写明发给谁：请在 ZHENGGAI_CHECKPOINT_KEEPERS 里写上保存人的邮箱。")
    if not settings.EMAIL_HOST:
        raise CannotMail("没有写明邮件服务器：请设置 ZHENGGAI_MAIL_HOST。")
    facts = {"origin": sealed.note.split("\n", 1)[0], "size": sealed.size}
    try:
        for keeper in keepers:
            message = EmailMessage(_SUBJECT.format(**facts), _WORDS.format(**facts), to=[keeper])
            message.attach(f"checkpoint-{sealed.size}.txt", sealed.note.encode("utf-8"), "text/plain")
            message.send()
    except (OSError, SMTPException, ValueError) as fault:
        raise CannotMail("邮件没有发出去（$fault）。", fault=fault) from fault
    return len(keepers)
