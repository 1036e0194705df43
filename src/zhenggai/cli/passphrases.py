"""The passphrase of a backup: from the setting, a pipe or the keyboard."""

from __future__ import annotations

import sys
from getpass import getpass

from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import _


def ask_passphrase(*, twice: bool) -> str:
    """The passphrase, asked for twice where a slip would lock the backup for ever.

    :raises CouldNot: where the two differ.
    """
    from django.conf import settings

    if settings.BACKUP_PASSPHRASE:
        return str(settings.BACKUP_PASSPHRASE)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    passphrase = getpass(_("备份口令（至少 10 个字符，输入时不显示）："))
    if twice and getpass(_("再输一遍：")) != passphrase:
        raise CouldNot(_("两次输入的口令不一样，什么都没有做。"))
    return passphrase
