"""Handing a mail to the server that the settings name."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from zhenggai.oversight.digest import Mail


class MailFault(Exception):
    """A mail that was not taken; its text is short enough for a list."""


class Sender(Protocol):
    """How a mail is handed over; a test keeps it instead."""

    def __call__(self, mail: Mail, *, to: str) -> None:
        """Hand the mail over, or MailFault."""


def send_mail(mail: Mail, *, to: str) -> None:
    """Hand a mail to the backend of the settings.

    :raises MailFault: where it was not taken.
    """
    message = EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [to])
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as fault:
        raise MailFault(f"{type(fault).__name__}: {fault}"[:300]) from fault


def is_mail_set() -> bool:
    """Whether the settings name a way for mails."""
    return settings.MAIL_BACKEND != "none"
