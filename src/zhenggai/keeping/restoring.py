"""Restoring a backup into an empty home: the version that wrote it first, then every later migration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from zhenggai.keeping.backups import FOLDERS, FORMAT
from zhenggai.keeping.faults import CannotRestore, NoBackup
from zhenggai.keeping.members import lines_of, read_json, read_members
from zhenggai.keeping.sealed import Opener
from zhenggai.keeping.starting import start_database
from zhenggai.keeping.tables import empty_tables, load_table, set_sequences, tables_of, without_triggers
from zhenggai.ledger.files import incoming
from zhenggai.ledger.reindexing import reindex_everything

Member = tuple[str, Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; `missing` are files that stand in no backup that was given."""

    rows: int
    files: int
    missing: tuple[str, ...]


def restore_backup(
    source: BinaryIO, *, home: Path, passphrase: str, earlier: Sequence[BinaryIO] = (), rows_only: bool = False
) -> Restored:
    """Fill an empty database and home from a backup and, for the files that it left out, from earlier ones.

    :raises CannotRestore: where the database already holds something, or the backup comes from a later version.
    :raises NoBackup: where a file is none of ours, is damaged, or the passphrase is wrong; the database stays empty.
    """
    _demand_empty()
    members = read_members(Opener(source, passphrase=passphrase))
    about = _about(members)
    executor = _at_version_of(about)
    rows = _load_rows(about, members, executor)
    found = set() if rows_only else _write_files(members, home, wanted=None)
    wanted = set() if rows_only else set(about["files"]) - found
    for file in earlier:
        if wanted:
            found |= _write_files(read_members(Opener(file, passphrase=passphrase)), home, wanted=wanted)
            wanted -= found
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    reindex_everything()
    return Restored(rows, len(found), tuple(sorted(wanted)))


def _demand_empty() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "people_account" not in tables:
            return
        cursor.execute("SELECT count(*) FROM people_account")
        if cursor.fetchone()[0]:
            raise CannotRestore(
                "这个数据目录（数据库）里已有账号，不能覆盖：请恢复到一个空的 ZHENGGAI_HOME 或空的数据库。"
            )


def _about(members: Iterator[Member]) -> dict[str, Any]:
    name, pieces = next(members, ("", iter(())))
    if name != "about":
        raise NoBackup("备份文件的结构不对。")
    about: dict[str, Any] = read_json(pieces)
    if about.get("format") != FORMAT:
        raise CannotRestore(
            "这份备份是更新的版本做的（$version），请先升级整改再恢复。", version=about.get("version", "?")
        )
    return about


def _at_version_of(about: dict[str, Any]) -> MigrationExecutor:
    """An empty database with the tables that the backup was made from."""
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, name in about["migrations"]}
    if unknown := sorted(f"{app}.{name}" for app, name in applied - set(executor.loader.graph.nodes)):
        raise CannotRestore(
            "这份备份是更新的版本做的（$version），请先升级整改再恢复。", version=about["version"], unknown=unknown
        )
    if MigrationRecorder(connection).applied_migrations().keys() - applied:
        raise CannotRestore("数据库已是更新的版本，请换一个空的 ZHENGGAI_HOME 或空的数据库。")
    if applied != set(executor.loader.graph.nodes) or not start_database(connection):
        executor.migrate(_last_of(applied, executor))
    return MigrationExecutor(connection)


def _last_of(applied: set[tuple[str, str]], executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The migrations on which no other applied one of the same app builds."""
    children = executor.loader.graph.node_map
    return [
        key
        for key in sorted(applied)
        if not any(child.key in applied and child.key[0] == key[0] for child in children[key].children)
    ]


def _load_rows(about: dict[str, Any], members: Iterator[Member], executor: MigrationExecutor) -> int:
    applied = {(app, name) for app, name in about["migrations"]}
    apps: Apps = executor.loader.project_state(_last_of(applied, executor)).apps
    tables = tables_of(apps)
    counted: dict[str, int] = {}
    with without_triggers(connection):
        empty_tables(reversed(list(tables.values())), connection)
        for name, pieces in members:
            kind, _, label = name.partition("/")
            if kind == "rows":
                if label not in tables:
                    raise NoBackup("备份里有这个版本不认识的内容：$names。", names=label)
                counted[label] = load_table(tables[label], lines_of(pieces), names=about["columns"][label])
            if len(counted) == len(about["columns"]):
                break
        if counted.keys() != about["columns"].keys():
            raise NoBackup("备份文件不完整，末尾缺了一段。")
        set_sequences(tables.values(), connection)
    return sum(counted.values())


def _write_files(members: Iterator[Member], home: Path, *, wanted: set[str] | None) -> set[str]:
    """Write the files of a backup, all or those wanted, and return their names."""
    found: set[str] = set()
    for name, pieces in members:
        kind, _, path = name.partition("/")
        if kind == "file" and (wanted is None or path in wanted):
            _write(_place(path, home), pieces)
            found.add(path)
        elif kind == "counts":
            json.loads(b"".join(pieces))
    return found


def _place(name: str, home: Path) -> Path:
    """Where a file of the backup belongs; nothing is ever written outside the folders that are kept.

    :raises NoBackup: for a name that leads elsewhere.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in FOLDERS:
        raise NoBackup("备份文件的结构不对。")
    return home.joinpath(*path.parts)


def _write(place: Path, pieces: Iterator[bytes]) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with incoming(place.parent) as arriving:
        for piece in pieces:
            arriving.file.write(piece)
        arriving.stand_at(place)
