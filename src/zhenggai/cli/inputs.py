"""The files a command line names: files, folders, patterns, and `-` for standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zhenggai.cli.words import _

KNOWN = frozenset({".txt", ".docx", ".pdf", ".html", ".htm", ".mhtml", ".xlsx", ".xls", ".ofd", ".doc", ".wps"})
STANDARD_INPUT = "-"
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: its path as given and the name its report carries."""

    path: str
    name: str

    def load(self, *, limit: int) -> bytes:
        """The file's bytes, one more than `limit` at most.

        :raises OSError: where the file cannot be read.
        """
        if self.path == STANDARD_INPUT:
            return sys.stdin.buffer.read(limit + 1)
        with Path(self.path).open("rb") as file:
            return file.read(limit + 1)


def find_inputs(arguments: Iterable[str]) -> tuple[Input, ...]:
    """Every file the arguments name; a folder gives the files of known types in it and below, by name."""
    return tuple(Input(path, _name(path)) for argument in arguments for path in _paths(argument))


def is_single(arguments: tuple[str, ...]) -> bool:
    """True where the command line names one file, so that one answer is expected and no list."""
    return len(arguments) == 1 and not Path(arguments[0]).is_dir() and not _is_pattern(arguments[0])


def _paths(argument: str) -> Iterator[str]:
    if argument == STANDARD_INPUT:
        yield argument
    elif Path(argument).is_dir():
        below = (str(Path(place, name)) for place, _folders, names in os.walk(argument) for name in names)
        yield from sorted(path for path in below if _is_known(path))
    elif _is_pattern(argument):
        found = [path for path in glob.glob(argument, recursive=True) if Path(path).is_file()]  # noqa: PTH207
        yield from sorted(found) or [argument]
    else:
        yield argument


def _is_pattern(argument: str) -> bool:
    return bool(_PATTERN & set(argument)) and not Path(argument).exists()


def _is_known(path: str) -> bool:
    name = Path(path).name
    return Path(name).suffix.lower() in KNOWN and not name.startswith((".", "~$"))


def _name(path: str) -> str:
    return _("标准输入") if path == STANDARD_INPUT else Path(path).name
