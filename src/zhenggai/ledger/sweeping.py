"""Throwing away files that nothing names: what a process left behind that was ended between the disk and the database.

Content is put on the disk before its row is written, so that a row never names what is not there. A file that no row and
no entry names for a day belongs to nobody. Content in a bucket is left alone: its store has rules of its own for that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.db.models import CharField, Model

from zhenggai.journal.models import Entry
from zhenggai.ledger.files import path_of

GRACE = timedelta(days=1)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_INCOMING, _SWEPT = ".incoming-", ".swept-"
_DIGEST_LENGTH = 64
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were thrown away, and how many bytes they held."""

    files: int
    bytes: int


def sweep_files(*, folder: Path, now: datetime) -> Swept:
    """Throw away the files of the folder that nothing has named for a day, and what was arriving and never came."""
    before = (now - GRACE).timestamp()
    _put_back(folder)
    sizes = [_take_away(path, before) for path in folder.glob(f"{_INCOMING}*")]
    for some in _batches(path for path in folder.glob("??/??/*") if _DIGEST.fullmatch(path.name)):
        old = {path.name: path for path in some if _age_of(path) < before}
        sizes += [_take_away(old[digest], before) for digest in sorted(old.keys() - _named(old.keys()))]
    gone = [size for size in sizes if size is not None]
    return Swept(len(gone), sum(gone))


def drop_unnamed(digests: Iterable[str], *, folder: Path, kept_at: float) -> None:
    """Throw away files that were kept for something that did not come about, unless somebody has named or touched them since."""
    for some in _batches(path_of(digest, folder=folder) for digest in digests):
        mine = {path.name: path for path in some}
        for digest in sorted(mine.keys() - _named(mine.keys())):
            _take_away(mine[digest], kept_at)


def _named(digests: Iterable[str]) -> set[str]:
    """Those of the digests that a row or an entry names."""
    wanted = set(digests)
    for model, column in _columns():
        if not wanted:
            break
        rows = model._default_manager.filter(**{f"{column}__in": wanted})
        wanted -= set(rows.values_list(column, flat=True).distinct())
    # What an entry names has to stay, though its row may be gone. There are few left to ask about.
    unnamed = {one for one in wanted if not Entry.objects.filter(body__contains=f'"{one}"').exists()}
    return set(digests) - unnamed


def _columns() -> list[tuple[type[Model], str]]:
    """Every column that can hold a digest, whatever it is called; first those where nearly all files are named."""
    found = [
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField) and field.max_length == _DIGEST_LENGTH
    ]
    return sorted(found, key=lambda one: not getattr(one[0]._meta.get_field(one[1]), "db_index", False))


def _take_away(path: Path, before: float) -> int | None:
    """Remove a file unless somebody has touched it since it was found old; its size, None where it stayed."""
    hidden = path.with_name(f"{_SWEPT}{path.name}")
    with suppress(FileNotFoundError):
        # Out of everybody's reach first: whoever brings the same content now does not find it and keeps it anew.
        path.rename(hidden)
        found = hidden.stat()
        if found.st_mtime < before:
            hidden.unlink()
            return found.st_size
        _restore(hidden, path)
    return None


def _put_back(folder: Path) -> None:
    """Bring back what an earlier sweep hid when it was ended; this one looks at it again."""
    for hidden in (*folder.glob(f"{_SWEPT}*"), *folder.glob(f"??/??/{_SWEPT}*")):
        name = hidden.name.removeprefix(_SWEPT)
        _restore(hidden, path_of(name, folder=folder) if _DIGEST.fullmatch(name) else hidden.with_name(name))


def _restore(hidden: Path, path: Path) -> None:
    with suppress(FileExistsError):
        os.link(hidden, path)
    hidden.unlink(missing_ok=True)


def _age_of(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return float("inf")


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    waiting = iter(paths)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
