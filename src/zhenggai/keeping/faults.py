"""Why a backup could not be made or read."""

from __future__ import annotations

from zhenggai.domain.refusals import Refusal


class NoBackup(Refusal):
    """A file that is no backup of ours, is damaged, or was sealed with another passphrase."""


class CannotRestore(Refusal):
    """A home or a backup with which restoring cannot begin."""
