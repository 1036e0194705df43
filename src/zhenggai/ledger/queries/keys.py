"""Paging by key: where a page begins is a row's own sort values, so that pages stay right while rows come and go."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet

from zhenggai.domain.refusals import Refusal
from zhenggai.ledger.models import Task
from zhenggai.ledger.shapes import SortKey

# Each sort ends in the place within the cycle, which no two tasks share.
SORT_FIELDS: dict[SortKey, str] = {
    "number": "position",
    "aspect": "aspect_position",
    "state": "state_rank",
    "unit": "unit_name",
    "leader": "leader",
    "deadline": "deadline_rank",
    "measures": "measures_count",
    "doubts": "doubts_count",
}


class BadKey(Refusal):
    """A page key that was cut, changed, or belongs to another sort."""


class Placed(Protocol):
    """A task with the columns that sorts go by."""

    @property
    def position(self) -> int:
        """Its place within the cycle."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a ledger is sorted."""

    sort: SortKey
    descending: bool

    @property
    def field(self) -> str:
        """The column it sorts by."""
        return SORT_FIELDS[self.sort]

    def apply(self, tasks: QuerySet[Task], *, backwards: bool = False) -> QuerySet[Task]:
        """The tasks in this order, or in its reverse."""
        sign = "-" if self.descending != backwards else ""
        return tasks.order_by(*(f"{sign}{field}" for field in self._fields()))

    def sql(self, *, backwards: bool = False) -> str:
        """The same as text, for a statement that calls the tasks so."""
        way = "DESC" if self.descending != backwards else "ASC"
        return ", ".join(f"task.{field} {way}" for field in self._fields())

    def beyond(self, key: str, *, backwards: bool = False) -> Q:
        """What comes after the key in this order, or before it.

        :raises BadKey: for a key of another sort or no key at all.
        """
        value, position = self._parse(key)
        way = "lt" if self.descending != backwards else "gt"
        later = Q(**{f"position__{way}": position})
        if self.field == "position":
            return later
        # Said in this way a database can go straight to the place in its index.
        return Q(**{f"{self.field}__{way}e": value}) & (Q(**{f"{self.field}__{way}": value}) | later)

    def key_of(self, task: Placed) -> str:
        """The key of the task's place."""
        value = getattr(task, self.field)
        written = json.dumps([self.sort, value.isoformat() if isinstance(value, date) else value, task.position])
        return urlsafe_b64encode(written.encode()).decode().rstrip("=")

    def _fields(self) -> Iterable[str]:
        return dict.fromkeys([self.field, "position"])

    def _parse(self, key: str) -> tuple[int | str, int]:
        try:
            sort, value, position = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
            if sort != self.sort or type(position) is not int or not self._fits(value):
                raise ValueError(sort)
        except (ValueError, TypeError) as fault:
            raise BadKey("这个页码已失效，请从第一页看起。") from fault
        return value, position

    def _fits(self, value: object) -> bool:
        if self.field == "deadline_rank":
            return isinstance(value, str) and bool(date.fromisoformat(value))
        return isinstance(value, str if self.field in {"unit_name", "leader"} else int)
