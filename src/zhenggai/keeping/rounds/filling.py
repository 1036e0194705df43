"""The rows of a round put into this home under fresh numbers, table by table, in streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import ForeignKey, Model

from zhenggai.chain.errors import Malformed, Mismatch
from zhenggai.keeping.rounds.fields import ACCOUNTS, CHANGES
from zhenggai.keeping.rounds.numbering import Renumbered
from zhenggai.keeping.rounds.reading import RoundRows, Row, columns_of
from zhenggai.keeping.rounds.settling import SHARED
from zhenggai.ledger.closing_models import Visit
from zhenggai.ledger.models import Cycle, Progress, WorkbookExport
from zhenggai.people.models import Account

ROWS_AT_ONCE = 500
# What follows from other rows, and is worked out anew.
DERIVED = frozenset({"ledger.taskreadiness"})
# What an arrival keeps in a way of its own.
OWN = frozenset({"ledger.arrival", "ledger.arrivednumber", "ledger.arrivedentry"})
# Codes by which the same form or workbook is known when it is sent twice; a second copy of a round needs others.
_CODES = {
    "ledger.visit": ("token", Visit),
    "ledger.progress": ("token", Progress),
    "ledger.workbookexport": ("code", WorkbookExport),
}


@dataclass(slots=True)
class Filling:
    """A round on its way into the tables; `keys` are those under which its doubts are known here."""

    rows: RoundRows
    here: Renumbered
    marks: str
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def number(self) -> None:
        """Give every row its number before the first is put in, since rows may name each other in any order."""
        for label in self._labels():
            model = apps.get_model(label)
            own = model._meta.pk
            if own is not None and not isinstance(own, ForeignKey):
                self.here.take(model, _unlike([row["id"] for row in self.rows.rows(label)], label))

    def fill(self, labels: Iterable[str] | None = None) -> int:
        """Put the rows in, and return how many there were.

        :raises Mismatch: where a row refers to one that did not come.
        :raises Malformed: where a table does not take a row.
        """
        return sum(self._fill(apps.get_model(label)) for label in (self._labels() if labels is None else labels))

    def labels_but(self, *later: str) -> list[str]:
        """All tables but those that are filled later."""
        return [label for label in self._labels() if label not in later]

    def _labels(self) -> list[str]:
        return [label for label in self.rows.labels() if label not in SHARED | DERIVED | OWN]

    def _fill(self, model: type[Model]) -> int:
        source, count = self._changed(model), 0
        while some := list(islice(source, ROWS_AT_ONCE)):
            try:
                model._base_manager.bulk_create(model(**row) for row in some)
            except (DatabaseError, ValueError, OverflowError) as fault:
                place = f"{count + 1}—{count + len(some)}"
                raise Malformed(
                    "$table 的第 $place 行放不进台账。", table=model._meta.label_lower, place=place
                ) from fault
            count += len(some)
        return count

    def _changed(self, model: type[Model]) -> Iterator[Row]:
        label = model._meta.label_lower
        foreign = [one for one in columns_of(model).values() if isinstance(one, ForeignKey)]
        own, changes = columns_of(model), CHANGES.get(label, {})
        for place, row in enumerate(self.rows.rows(label), start=1):
            try:
                changed = {name: change(row[name], row, self.here) for name, change in changes.items()}
            except (ValueError, TypeError, KeyError, LookupError, AttributeError) as fault:
                raise Malformed("$table 的第 $place 行读不懂。", table=label, place=place) from fault
            changed |= {name: self.here.account(row[name]) for name in ACCOUNTS.get(label, {}) if row[name] is not None}
            changed |= {one.attname: self._referred(one, row[one.attname], label, place) for one in foreign}
            if "id" in own:
                changed["id"] = self.here.tables[label][row["id"]]
            yield self._own_way(label, {**row, **changed})

    def _referred(self, column: ForeignKey[Any, Any], old: int | None, label: str, place: int) -> int | None:
        if old is None:
            return None
        model = column.related_model
        if model is Account:
            return self.here.account(old)
        table = str(model._meta.label_lower)
        if old in self.here.tables.get(table, {}):
            return self.here.tables[table][old]
        if getattr(column, "db_constraint", True):
            raise Mismatch("$table 的第 $place 行指向文件里没有的行。", table=label, place=place)
        # A task that was merged away is kept by its number alone.
        return self.here.number(table, old)

    def _own_way(self, label: str, row: Row) -> Row:
        if label == "ledger.cycle":
            row["repeated"] = row["repeated"] or Cycle.objects.filter(sha256=row["sha256"]).exists()
        elif label in _CODES:
            name, model = _CODES[label]
            if model._base_manager.filter(**{name: row[name]}).exists():
                row[name] = f"{self.marks}-{row['id']}"
        elif label == "ledger.ledgerdoubt":
            row["key"] = self._key(row)
        return row

    def _key(self, row: Row) -> str:
        """Under which key a doubt is found again: what the rules call it here, by its rule and its places."""
        kind, _, number = row["key"].partition("/")
        if kind == "text" and number.isdigit():
            return f"text/{self.here.number('ledger.doubt', int(number))}"
        return self.keys.get((row["rule"], row["places"]), row["key"])


def _unlike(numbers: list[int], label: str) -> list[int]:
    if len(set(numbers)) != len(numbers) or any(number < 1 for number in numbers):
        raise Malformed("$table 里有编号重复或不对的行。", table=label)
    return numbers
