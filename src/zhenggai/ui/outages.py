"""What keeps us from serving that is none of our own faults: a full disk, a home that cannot be written, a database that is gone."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from enum import StrEnum

from django.db import DatabaseError, InterfaceError, OperationalError


class Outage(StrEnum):
    """What is in the way; all of it passes without anybody's hand on the program."""

    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    DATABASE_GONE = "database_gone"


_OF_NUMBERS = {
    errno.ENOSPC: Outage.DISK_FULL,
    errno.EDQUOT: Outage.DISK_FULL,
    errno.EFBIG: Outage.DISK_FULL,
    errno.EROFS: Outage.READ_ONLY,
    errno.EACCES: Outage.READ_ONLY,
    errno.EPERM: Outage.READ_ONLY,
}
# What SQLite and PostgreSQL say; the first that is found counts.
_OF_WORDS = (
    ("disk is full", Outage.DISK_FULL),
    ("no space left", Outage.DISK_FULL),
    ("disk i/o error", Outage.DISK_FULL),
    ("readonly database", Outage.READ_ONLY),
    ("read-only", Outage.READ_ONLY),
    ("database is locked", Outage.BUSY),
    ("too many clients", Outage.BUSY),
    ("lock timeout", Outage.BUSY),
)

_OURS = ("no such table", "no such column", "no such function", "near ", "too many sql")


def outage_of(fault: BaseException | None) -> Outage | None:
    """The outage behind a fault, None where it is something else."""
    for one in _behind(fault):
        found = _of_database(one) if isinstance(one, DatabaseError | InterfaceError) else _of_system(one)
        if found:
            return found
    return None


def _of_database(fault: BaseException) -> Outage | None:
    words = str(fault).lower()
    known = next((outage for part, outage in _OF_WORDS if part in words), None)
    if known or not isinstance(fault, OperationalError | InterfaceError):
        return known
    # A table or column that is not there is a fault of ours; all other trouble with the server is its being away.
    return None if words.startswith(_OURS) else Outage.DATABASE_GONE


def _of_system(fault: BaseException) -> Outage | None:
    return _OF_NUMBERS.get(fault.errno or 0) if isinstance(fault, OSError) else None


def _behind(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault, and what it came from."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        yield fault
        seen.add(id(fault))
        fault = fault.__cause__ or fault.__context__
