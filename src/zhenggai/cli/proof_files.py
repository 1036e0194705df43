"""Checkpoints, keys and proofs as a command line names them: a file, `-`, or the text itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from zhenggai.chain.errors import Unproved
from zhenggai.chain.notes import Verifier, parse_verifier
from zhenggai.chain.proofs import LONGEST_PROOF
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import _, say


def load(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    :raises CouldNot: where it cannot be read.
    """
    try:
        if path == "-":
            return sys.stdin.buffer.read(LONGEST_PROOF + 1)
        with Path(path).open("rb") as file:
            return file.read(LONGEST_PROOF + 1)
    except OSError as fault:
        raise CouldNot(_("读不了“$path”：请确认它是一个文件，并且能在本机打开。", path=path)) from fault


def load_text(path: str) -> str:
    """The text of a file; what is no text shows as replacement marks and is refused by whoever reads it."""
    return load(path).decode("utf-8", errors="replace").replace("\r\n", "\n")


def key_named(text: str) -> Verifier:
    """The public key that is given as itself or as the file that holds it.

    :raises CouldNot: where it is none.
    """
    given = text if "+" in text and not _is_file(text) else load_text(text)
    try:
        return parse_verifier(given.strip())
    except Unproved as fault:
        raise CouldNot(say(fault)) from fault


def exit_of(check: Callable[[], str], *, write: Callable[[str], None]) -> int:
    """Write what a check says: 0 where it holds, 1 with the one line that names the fault."""
    try:
        write(check())
    except Unproved as fault:
        write(told(fault))
        return 1
    return 0


def told(fault: Unproved) -> str:
    """A fault, with the fault inside it, in the reader's language and in one line."""
    facts = {name: told(value) if isinstance(value, Unproved) else value for name, value in fault.facts.items()}
    return _(fault.pattern, **facts)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:
        return False
