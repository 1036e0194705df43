"""SQLite in which writers take turns: whoever comes first writes first, and nobody is sent away because others were luckier.

SQLite itself lets waiting writers try again from time to time; whoever tries in the right moment wins, and somebody may
lose for half a minute. Here transactions wait in a queue that the operating system keeps, at files beside the database.
Whoever dies in it leaves it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.sqlite3 import base

# Whose turn takes longer than this hangs, or does something that takes minutes: whoever is next then tries all the same,
# and SQLite's own waiting, which ends, says the rest.
LONGEST_TURN = 30.0
LOOK_AGAIN = 0.002


class Turnstile:
    """A queue of writers at two files; where they cannot be made, SQLite's own waiting is all there is.

    Only who is next waits at `turn`; all others wait to be next. Whoever leaves therefore cannot step in again before
    them, which a single lock would allow: it goes to whoever asks first after it was let go, and that is who let it go.
    """

    def __init__(self) -> None:
        self._held: int | None = None

    def take(self, database: str) -> None:
        """Wait for one's turn."""
        self.leave()
        waiting = _locked(Path(f"{database}-next"))
        try:
            self._held = _locked(Path(f"{database}-turn"), longest=LONGEST_TURN)
        finally:
            _let_go(waiting)

    def leave(self) -> None:
        """Let the next one through."""
        held, self._held = self._held, None
        _let_go(held)


def _locked(path: Path, *, longest: float | None = None) -> int | None:
    """The file, locked; None where that cannot be, or took longer than the seconds given."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        # A full disk or a home that cannot be written: the database will say so better.
        return None
    try:
        if longest is None:
            fcntl.flock(opened, fcntl.LOCK_EX)
            return opened
        if _tried(opened, until=time.monotonic() + longest):
            return opened
    except BaseException:
        os.close(opened)
        raise
    os.close(opened)
    return None


def _tried(opened: int, *, until: float) -> bool:
    """Lock the file within that time; only one tries at a time, so that trying is as just as waiting."""
    import fcntl

    while True:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_AGAIN)
        else:
            return True


def _let_go(opened: int | None) -> None:
    if opened is not None:
        os.close(opened)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, whose transactions begin at the turnstile."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        self._turnstile = Turnstile()

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            self._turnstile.take(str(self.settings_dict["NAME"]))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs do not know it
        except BaseException:
            self._turnstile.leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._turnstile.leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._turnstile.leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._turnstile.leave()
