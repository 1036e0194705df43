"""Numbers for rows that come from elsewhere: such that no row here has, and that none had in the old home either.

What is signed names rows by the numbers of the old home. A row that is made here later must not be mistaken for one of
those, so that every fresh number lies behind all that came with the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection
from django.db.models import Max, Model

# A gap that is closed by counting through it; beyond it nobody else can be about to take those numbers.
_NEAR = 100_000
# More than any home will ever count to.
LARGEST = 1 << 52


@dataclass(slots=True)
class FreshNumbers:
    """Takes numbers for tables; part of its caller's transaction."""

    _last: dict[str, int] = field(default_factory=dict)

    def take(self, model: type[Model], count: int, *, behind: int) -> Sequence[int]:
        """So many numbers in order, behind that one."""
        if not count:
            return ()
        return (
            self._from_sequence(model, count, behind)
            if connection.vendor == "postgresql"
            else self._next(model, count, behind)
        )

    def keep(self) -> None:
        """See to it that nobody takes these numbers again, also where no row stands under the last of them."""
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            for table, last in self._last.items():
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s AND seq < %s", [last, table, last])

    def _next(self, model: type[Model], count: int, behind: int) -> Sequence[int]:
        table = model._meta.db_table
        if table not in self._last:
            highest = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
            with connection.cursor() as cursor:
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
                found = cursor.fetchone()
            self._last[table] = max(highest, found[0] if found else 0)
        first = max(self._last[table], behind) + 1
        self._last[table] = first + count - 1
        return range(first, first + count)

    def _from_sequence(self, model: type[Model], count: int, behind: int) -> Sequence[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            name = cursor.fetchone()[0]
            cursor.execute("SELECT nextval(%s)", [name])
            gap = behind - cursor.fetchone()[0]
            if gap > _NEAR:
                cursor.execute("SELECT setval(%s, %s)", [name, behind])
            elif gap > 0:
                cursor.execute("SELECT count(nextval(%s)) FROM generate_series(1, %s)", [name, gap])
            cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [name, count])
            return sorted(row[0] for row in cursor.fetchall())


@dataclass(slots=True)
class Renumbered:
    """What everything of a file is numbered here. What did not come, but is named, gets a number that nothing has."""

    fresh: FreshNumbers = field(default_factory=FreshNumbers)
    accounts: dict[int, int] = field(default_factory=dict)
    tables: dict[str, dict[int, int]] = field(default_factory=dict)

    def number(self, table: str, old: int) -> int:
        """The number here."""
        known = self.tables.setdefault(table, {})
        if old <= 0:
            return old
        if old not in known:
            (known[old],) = self.fresh.take(apps.get_model(table), 1, behind=max(old, max(known, default=0)))
        return known[old]

    def account(self, old: int) -> int:
        """The number of an account here; whoever has none acted for the house itself."""
        return self.accounts.get(old, old if old <= 0 else 0)

    def take(self, model: type[Model], olds: Sequence[int]) -> None:
        """Give fresh numbers to all rows of a table, in the order that they had."""
        ordered = sorted(olds)
        fresh = self.fresh.take(model, len(ordered), behind=ordered[-1] if ordered else 0)
        self.tables[model._meta.label_lower] = dict(zip(ordered, fresh, strict=True))
