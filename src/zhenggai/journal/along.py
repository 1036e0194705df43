"""What comes to be on the way of an operation, such as a unit that a plan names for the first time: its entry tells that as well."""

from __future__ import annotations

from django.db import connection, transaction

from zhenggai.journal.telling import ALONG, ToldRows, kinds, named


class _Along:
    """Numbers that the entry of this transaction has still to tell."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self.numbers = numbers

    def __call__(self) -> None:
        """Nothing is left to do when it is committed."""


def tell_along(*numbers: int) -> None:
    """Let the entry of this transaction tell these as well; what is rolled back is told by nobody."""
    # What waits for a commit is forgotten with a transaction or savepoint that fails, which is all that is wanted here.
    transaction.on_commit(_Along(numbers))


def rows_along() -> ToldRows:
    """The rows of what came along since the last entry, as they stand now."""
    numbers: set[int] = set()
    for _, waiting, *_ in connection.run_on_commit:
        if isinstance(waiting, _Along):
            numbers.update(waiting.numbers)
            waiting.numbers = ()
    return named(ALONG, kinds()[ALONG].rows(numbers)) if numbers else {}
