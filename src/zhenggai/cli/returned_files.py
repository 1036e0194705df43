"""The workbooks that come back in files and folders, with the evidence beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".zip"})
# What systems put beside the files of people.
LITTER = frozenset({"Thumbs.db", "desktop.ini"})


def files_in(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Each workbook or parcel named, and those of folders and the folders within them.

    A folder within one that holds other files beside its workbooks is a unit's parcel: the evidence goes with them.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            yield from _books([path])
            continue
        for folder in (path, *sorted(one for one in path.rglob("*") if one.is_dir())):
            inside = [one for one in sorted(folder.iterdir()) if one.is_file() and not _is_litter(one)]
            books = [one for one in inside if one.suffix.lower() in ENDINGS]
            loose = any(one.suffix.lower() not in ENDINGS for one in inside)
            if folder != path and loose and books and not any(one.suffix.lower() == ".zip" for one in books):
                yield f"{folder.name}.zip", _packed(inside)
            else:
                yield from _books(books)


def _books(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        if path.suffix.lower() in ENDINGS and not _is_litter(path):
            yield path.name, path.read_bytes()


def _is_litter(path: Path) -> bool:
    return path.name.startswith(("~$", ".")) or path.name in LITTER


def _packed(paths: Sequence[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parcel:
        for path in paths:
            parcel.write(path, path.name)
    return out.getvalue()
