"""Printing to terminals, pipes and files alike: nothing in a document can drive the terminal or crash the output."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

Thing = TypeVar("Thing")

_PIPED_WIDTH = 100
_NARROWEST = 40


def plain(text: str) -> str:
    """One line of text without control characters, so that a document cannot move the cursor or change colours."""
    return "".join(" " if character in "\n\t" else character for character in text if _prints(character))


def console(*, errors: bool = False) -> Console:
    """A console of the terminal's width; 100 columns and no colours where the output is piped."""
    from rich.console import Console

    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _PIPED_WIDTH
    made = Console(file=stream, width=width, markup=False, highlight=False, emoji=False)
    made.width = max(made.width, _NARROWEST)
    return made


def print_json(value: Any, *, end: str = "\n") -> None:
    """Print one JSON value: indented on a terminal, on one line in a pipe."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not unicode, indent=2 if sys.stdout.isatty() else None) + end, nl=False)


def print_json_list(values: Iterable[Any]) -> None:
    """Print a JSON list item by item, so that many files need no more memory than one."""
    separator = "[\n"
    for value in values:
        click.echo(separator, nl=False)
        print_json(value, end="")
        separator = ",\n"
    click.echo("[]" if separator == "[\n" else "\n]")


def complain(sentence: str) -> None:
    """Print one sentence on standard error."""
    click.echo(plain(sentence), err=True)


def with_progress(things: Iterator[Thing], *, names: Sequence[str], what: str) -> Iterator[Thing]:
    """The things themselves, with a progress bar on a terminal where there are several."""
    if len(names) < 2 or not sys.stderr.isatty():
        yield from things
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(errors=True), transient=True) as progress:
        task = progress.add_task(what, total=len(names))
        for thing in things:
            progress.update(task, advance=1)
            yield thing


def _prints(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
