"""The addresses on a ledger page: every chip, heading and choice is a link that changes one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from string import Template

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from zhenggai.domain.states import STATE_NAMES, STATES
from zhenggai.ledger.shapes import Choice, LedgerChoices, LedgerFoot, LedgerPage, SortKey
from zhenggai.office.forms.ledger import COLUMNS, NONE_NAMED, LedgerWish
from zhenggai.ui.words import grouped, speaker

Sorting = Callable[[str], str]
PAGE_KEYS = ("after", "before")
FILTER_NAMES = {
    "aspect": gettext_lazy("方面"),
    "state": gettext_lazy("状态"),
    "deadline": gettext_lazy("期限"),
    "unit": gettext_lazy("牵头单位"),
    "leader": gettext_lazy("牵头领导"),
    "kind": gettext_lazy("整改类型"),
    "doubts": gettext_lazy("疑点"),
}
COLUMN_NAMES = {
    "aspect": gettext_lazy("方面"),
    "state": gettext_lazy("状态"),
    "deadline": gettext_lazy("期限"),
    "unit": gettext_lazy("牵头单位"),
    "leader": gettext_lazy("牵头领导"),
    "kind": gettext_lazy("整改类型"),
    "measures": gettext_lazy("措施"),
    "figures": gettext_lazy("数字"),
    "doubts": gettext_lazy("疑点"),
}
# Filters whose choices are names of people's own.
NAMED = frozenset({"unit", "leader"})
NUMERIC = frozenset({"measures", "figures", "doubts"})
SORTS: dict[str, SortKey] = {
    "number": "number",
    "aspect": "aspect",
    "state": "state",
    "deadline": "deadline",
    "unit": "unit",
    "leader": "leader",
    "measures": "measures",
    "doubts": "doubts",
}
PRESETS = (
    (pgettext_lazy("视图", "全部"), ""),
    (gettext_lazy("已逾期"), "deadline=late&sort=deadline"),
    (gettext_lazy("临近到期"), "deadline=near&sort=deadline"),
    (gettext_lazy("长期坚持"), "state=long_term"),
    (gettext_lazy("有疑点"), "doubts=yes&sort=-doubts"),
    (gettext_lazy("未定单位"), f"unit={NONE_NAMED}"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is filtered by, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; `url` sorts by it, `direction` says whether it is sorted already."""

    name: str
    label: str
    url: str
    direction: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may be shown or not."""

    name: str
    label: str
    shown: bool


@dataclass(frozen=True, slots=True)
class View:
    """A ready-made view of the ledger."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a filter."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter with its boxes; `single` where only one may be ticked."""

    name: str
    label: str
    single: bool
    options: tuple[Option, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class FootCell:
    """A sum below a column."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class LedgerLinks:
    """All links of a ledger page, and the sums below it."""

    number: Heading
    previous: str
    following: str
    foot: tuple[FootCell, ...]
    foot_span: int
    states: str
    last_place: int
    chips: tuple[Chip, ...]
    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]
    views: tuple[View, ...]
    filters: tuple[Filter, ...]
    kept: tuple[tuple[str, str], ...]
    query: str


@dataclass(frozen=True, slots=True)
class _Labels:
    """The words of a page of the ledger that never change."""

    columns: Mapping[str, str]
    filters: Mapping[str, str]
    views: tuple[tuple[str, str, str], ...]


def ledger_links(query: QueryDict, wish: LedgerWish, page: LedgerPage) -> LedgerLinks:
    """Every link of the page that this address shows."""
    labels, sorting = _labels(get_language()), _sorting(query)
    filters = tuple(_filters(page.choices, labels))
    kept = tuple((name, value) for name in ("sort", "hide", "view") for value in query.getlist(name) if value)
    headings = tuple(_heading(sorting, wish, name, labels) for name in COLUMNS if name not in wish.hidden)
    return LedgerLinks(
        number=_sorted_by(sorting, wish, "number", _("序号")),
        previous=address_with(query, before=page.before) if page.before else "",
        following=address_with(query, after=page.after) if page.after else "",
        foot=tuple(_foot_cell(heading, page.foot) for heading in headings if heading.numeric),
        foot_span=2 + sum(not heading.numeric for heading in headings),
        states=_states(page.foot),
        last_place=page.first_place + len(page.rows) - 1,
        chips=tuple(_chips(query, wish, filters)),
        headings=headings,
        columns=tuple(Column(name, labels.columns[name], name not in wish.hidden) for name in COLUMNS),
        views=tuple(_views(query, labels)),
        filters=filters,
        kept=kept,
        query=_without(query, PAGE_KEYS).urlencode(),
    )


def address_with(query: QueryDict, **values: str) -> str:
    """The address with one page key set, and every other page key gone."""
    changed = _without(query, PAGE_KEYS)
    for name, value in values.items():
        changed[name] = value
    return "?" + changed.urlencode()


@lru_cache(maxsize=8)
def _labels(_language: str | None) -> _Labels:
    return _Labels(
        columns={name: str(label) for name, label in COLUMN_NAMES.items()},
        filters={name: str(label) for name, label in FILTER_NAMES.items()},
        views=tuple((str(label), query, QueryDict(query).urlencode()) for label, query in PRESETS),
    )


def _sorting(query: QueryDict) -> Sorting:
    """The address of the first page in an order, which is written once for all of them."""
    mark = "--"
    before, _sign, after = address_with(query, sort=mark).partition(f"sort={mark}")
    return lambda order: f"{before}sort={order}{after}"


def _heading(sorting: Sorting, wish: LedgerWish, name: str, labels: _Labels) -> Heading:
    label = labels.columns[name]
    return _sorted_by(sorting, wish, name, label) if name in SORTS else Heading(name, label, "", "", name in NUMERIC)


def _sorted_by(sorting: Sorting, wish: LedgerWish, name: str, label: str) -> Heading:
    current = wish.sort == SORTS[name]
    falling = not wish.descending if current else name in NUMERIC
    direction = ("descending" if wish.descending else "ascending") if current else ""
    return Heading(name, label, sorting(f"-{name}" if falling else name), direction, name in NUMERIC)


def _foot_cell(heading: Heading, foot: LedgerFoot) -> FootCell:
    return FootCell(heading.label, grouped(getattr(foot, heading.name)))


def _states(foot: LedgerFoot) -> str:
    counted = zip(STATES, foot.states, strict=True)
    return " · ".join(f"{_(STATE_NAMES[state])} {grouped(count)}" for state, count in counted if count)


def _filters(choices: LedgerChoices, labels: _Labels) -> Iterable[Filter]:
    option = partial(_option, speaker())
    groups = {
        "aspect": choices.aspects,
        "state": choices.states,
        "deadline": choices.deadlines,
        "unit": choices.units,
        "leader": choices.leaders,
        "kind": choices.kinds,
        "doubts": choices.doubts,
    }
    for name, group in groups.items():
        # A word of ours stands among what people named only where there is no name.
        named = name in NAMED
        options = tuple(_named(choice) if named and choice.value else option(choice) for choice in group)
        if options:
            chosen = sum(option.chosen for option in options)
            yield Filter(name, labels.filters[name], name in {"deadline", "doubts"}, options, chosen)


def _named(choice: Choice) -> Option:
    """A box of what people named."""
    return Option(choice.value, choice.label, choice.count, choice.chosen)


def _option(said: Callable[[str], str], choice: Choice) -> Option:
    label = said(choice.label) if choice.label else _("未写明")
    if choice.days is not None:
        label = Template(label).safe_substitute(days=choice.days)
    return Option(choice.value or NONE_NAMED, label, choice.count, choice.chosen)


def _chips(query: QueryDict, wish: LedgerWish, filters: Iterable[Filter]) -> Iterable[Chip]:
    if wish.filters.text:
        yield Chip(_("搜索"), wish.filters.text, "?" + _without(query, ("q", *PAGE_KEYS)).urlencode())
    for group in filters:
        for option in group.options:
            if option.chosen:
                yield Chip(group.label, option.label, "?" + _less(query, group.name, option.value).urlencode())


def _views(query: QueryDict, labels: _Labels) -> Iterable[View]:
    here = _without(query, (*PAGE_KEYS, "hide", "view")).urlencode()
    return (View(label, f"?{address}", shown == here) for label, address, shown in labels.views)


def _without(query: QueryDict, names: Iterable[str]) -> QueryDict:
    changed = query.copy()
    for name in names:
        changed.pop(name, None)
    return changed


def _less(query: QueryDict, name: str, value: str) -> QueryDict:
    changed = _without(query, PAGE_KEYS)
    changed.setlist(name, [other for other in changed.getlist(name) if other != value])
    return changed
