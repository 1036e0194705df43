"""Making a backup: one consistent view of the database, then the files and keys, sealed as it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from zhenggai import __version__
from zhenggai.keeping.faults import NoBackup
from zhenggai.keeping.members import read_json, read_members, write_member
from zhenggai.keeping.sealed import Opener, Sealer
from zhenggai.keeping.tables import Model, columns_of, lines_of_table, tables_of
from zhenggai.ledger.files import PIECE, incoming

SNAPSHOT = "snapshot"
FORMAT = 1
# What of the home is neither the database nor made anew at the next start.
FOLDERS = ("keys", "files")


@dataclass(frozen=True, slots=True)
class Made:
    """What went into a backup; `skipped` files stand in the earlier one."""

    rows: int
    files: int
    skipped: int
    size: int


def make_backup(
    target: BinaryIO,
    *,
    home: Path,
    passphrase: str,
    salt: bytes,
    at: datetime,
    earlier: frozenset[str] = frozenset(),
    rows_only: bool = False,
) -> Made:
    """Write a backup of the running house; files named in `earlier` are left to the backup that has them.

    With `rows_only` there are no files in it, for moving to another database.

    :raises NoBackup: for a passphrase that is too short.
    """
    counted: dict[str, int] = {}
    with snapshot() as using, Sealer(target, passphrase=passphrase, salt=salt) as sealer:
        tables = tables_of(apps)
        files = [] if rows_only else _files_of(home)
        held = [name for name in files if name not in earlier]
        write_member(sealer, "about", [_about(tables, files, held, at=at, using=using)])
        for label, model in tables.items():
            write_member(sealer, f"rows/{label}", _counting(lines_of_table(model, using=using), counted, label))
        for name in held:
            write_member(sealer, f"file/{name}", _content(home / name))
        write_member(sealer, "counts", [json.dumps(counted).encode()])
    return Made(sum(counted.values()), len(held), len(files) - len(held), target.tell())


def files_in(source: BinaryIO, *, passphrase: str) -> frozenset[str]:
    """The names of all files that the state of a backup has, wherever they stand; only its beginning is read.

    :raises NoBackup: where it is none of ours or another passphrase sealed it.
    """
    for name, pieces in read_members(Opener(source, passphrase=passphrase)):
        if name == "about":
            return frozenset(read_json(pieces)["files"])
        break
    raise NoBackup("备份文件的结构不对。")


@contextmanager
def snapshot() -> Iterator[str]:
    """A second connection that sees the database as it is now, whatever is written meanwhile."""
    given = connections["default"].settings_dict
    options = {**given["OPTIONS"], "transaction_mode": "DEFERRED"} if "sqlite" in given["ENGINE"] else given["OPTIONS"]
    connections.databases[SNAPSHOT] = {**given, "OPTIONS": options, "CONN_MAX_AGE": 0}
    connection = connections[SNAPSHOT]
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN")
                # The view begins with the first read.
                cursor.execute("SELECT count(*) FROM sqlite_master")
            else:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield SNAPSHOT
            cursor.execute("ROLLBACK")
    finally:
        connection.close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def _about(tables: Mapping[str, Model], files: list[str], held: list[str], *, at: datetime, using: str) -> bytes:
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return json.dumps(
        {
            "format": FORMAT,
            "version": __version__,
            "at": at.isoformat(),
            "migrations": sorted([app, name] for app, name in applied),
            "columns": {label: [field.attname for field in columns_of(model)] for label, model in tables.items()},
            "files": files,
            "held": held,
        },
        ensure_ascii=False,
    ).encode("utf-8")


def _files_of(home: Path) -> list[str]:
    """The names of the files that are kept, relative to the home; what is still arriving is left out."""
    return sorted(
        path.relative_to(home).as_posix()
        for folder in FOLDERS
        for path in (home / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def _counting(lines: Iterable[bytes], counted: dict[str, int], label: str) -> Iterator[bytes]:
    counted[label] = 0
    for line in lines:
        counted[label] += 1
        yield line


def _content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def placed(target: Path) -> Iterator[BinaryIO]:
    """A file that stands at `target` only when all of it is on the disk; nothing of it stays where anything failed."""
    with incoming(target.parent) as arriving:
        yield arriving.file
        arriving.stand_at(target)
