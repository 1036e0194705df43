"""What comes and goes on the way of an operation, such as a unit that a plan names for the first time: its entry tells that as well."""

from __future__ import annotations

from django.db import connection, transaction

from zhenggai.journal.telling import ToldRows, kinds, named


class _Along:
    """Things of a kind that the entry of this transaction has still to tell."""

    def __init__(self, kind: str, numbers: tuple[int, ...]) -> None:
        self.kind, self.numbers = kind, numbers

    def __call__(self) -> None:
        """Nothing is left to do when it is committed."""


def tell_along(kind: str, *numbers: int) -> None:
    """Let the entry of this transaction tell these as well; what is rolled back is told by nobody."""
    # What waits for a commit is forgotten with a transaction or savepoint that fails, which is all that is wanted here.
    transaction.on_commit(_Along(kind, numbers))


def rows_along() -> ToldRows:
    """The rows of what came along since the last entry, as they stand now; None for what went."""
    numbers: dict[str, set[int]] = {}
    for _, waiting, *_ in connection.run_on_commit:
        if isinstance(waiting, _Along):
            numbers.setdefault(waiting.kind, set()).update(waiting.numbers)
            waiting.numbers = ()
    found: ToldRows = {}
    for kind, some in numbers.items():
        found.update(named(kind, kinds()[kind].rows(some)))
    return found
