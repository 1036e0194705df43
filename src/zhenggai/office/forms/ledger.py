"""What a ledger's address asks for: the address is the whole state of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict, get_args

from django.http import QueryDict

from zhenggai.domain.states import STATES, TASK_KINDS, LedgerState
from zhenggai.ledger.shapes import DEADLINE_WINDOWS, SORT_KEYS, DeadlineWindow, LedgerFilters, SortKey

COLUMNS = ("aspect", "state", "deadline", "unit", "leader", "kind", "measures", "figures", "doubts")
FILTERS = ("aspect", "state", "deadline", "unit", "leader", "kind", "doubts")
NONE_NAMED = "-"
MAX_TEXT = 100
MAX_NAME = 30


class Question(TypedDict):
    """Arguments that every query of the ledger takes."""

    filters: LedgerFilters
    sort: SortKey
    descending: bool


class Place(TypedDict):
    """Arguments of a query that answers page by page."""

    after: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class LedgerWish:
    """A ledger address, understood; what makes no sense in it is left out."""

    filters: LedgerFilters
    sort: SortKey
    descending: bool
    after: str | None
    before: str | None
    hidden: frozenset[str]
    name: str

    def question(self) -> Question:
        """Which rows in which order, as the queries ask for it."""
        return {"filters": self.filters, "sort": self.sort, "descending": self.descending}

    def place(self) -> Place:
        """Which page of them."""
        return {"after": self.after, "before": self.before}


def read_wish(query: QueryDict) -> LedgerWish:
    """Understand the part of an address behind the question mark."""
    sort = query.get("sort", "")
    return LedgerWish(
        filters=_filters(query),
        sort=next((key for key in SORT_KEYS if key == sort.lstrip("-")), "number"),
        descending=sort.startswith("-"),
        after=query.get("after") or None,
        before=query.get("before") or None,
        hidden=frozenset(query.getlist("hide")) & frozenset(COLUMNS),
        name=query.get("view", "").strip()[:MAX_NAME],
    )


def _filters(query: QueryDict) -> LedgerFilters:
    return LedgerFilters(
        text=query.get("q", "").replace("\0", "").strip()[:MAX_TEXT],
        aspects=tuple(
            int(value) for value in query.getlist("aspect") if value.isascii() and value.isdigit() and len(value) < 16
        ),
        states=_states(query.getlist("state")),
        units=_names(query.getlist("unit")),
        leaders=_names(query.getlist("leader")),
        kinds=tuple(kind for kind in query.getlist("kind") if kind in TASK_KINDS),
        deadline=_window(query.get("deadline", "")),
        has_doubts={"yes": True, "no": False}.get(query.get("doubts", "")),
    )


def _states(values: list[str]) -> tuple[LedgerState, ...]:
    return tuple(state for state in STATES if state in values)


def _names(values: list[str]) -> tuple[str, ...]:
    return tuple("" if value == NONE_NAMED else value.replace("\0", "") for value in values)


def _window(value: str) -> DeadlineWindow | None:
    return next((window for window in get_args(DeadlineWindow) if window == value and window in DEADLINE_WINDOWS), None)
