"""Who could answer for a task, by the names that stand in its texts. Suggestions only: a person takes them or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.planning import TaskPlan, names_in
from zhenggai.domain.things import LEADER_NAMES, UNIT_NAMES

Field = Literal["unit", "leader", "co_units"]
Reason = Literal["label", "measure", "topic"]
CO_UNIT_NAMES = ("配合单位", "协同单位", "协办单位", "参与单位")
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """Who usually answers for problems that speak of `words`."""

    name: str
    words: tuple[str, ...]
    unit: str
    leader: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name for a field of a task's plan; `source` is the label, the measure's place or the topic that gives it."""

    field: Field
    value: str
    reason: Reason
    source: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a task: title and description of its problems, labelled lines, measures in order."""

    problem: str
    extra: Mapping[str, str]
    measures: Sequence[str]


def suggest(
    plan: TaskPlan, wording: Wording, *, units: Iterable[str], topics: Iterable[Topic]
) -> tuple[Suggestion, ...]:
    """Names for the fields that are still empty, the surest first, each name once for each field."""
    found = [*_labelled(wording), *_in_measures(wording, units), *_by_topic(wording, topics)]
    taken = {plan.unit, *plan.co_units, ""}
    open_fields = {"co_units"} | {field for field in ("unit", "leader") if not getattr(plan, field)}
    kept: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        if one.field in open_fields and one.value not in taken:
            kept.setdefault((one.field, one.value), one)
    return tuple(kept.values())


def _labelled(wording: Wording) -> Iterator[Suggestion]:
    for label, text in wording.extra.items():
        names = names_in(text)
        if label in UNIT_NAMES and names:
            yield Suggestion("unit", names[0], "label", label)
            for name in names[1:]:
                yield Suggestion("co_units", name, "label", label)
        if label in CO_UNIT_NAMES:
            for name in names:
                yield Suggestion("co_units", name, "label", label)
        if label in LEADER_NAMES and text.strip():
            yield Suggestion("leader", text.strip(), "label", label)


def _in_measures(wording: Wording, units: Iterable[str]) -> Iterator[Suggestion]:
    known = sorted({unit for unit in units if len(unit) >= SHORTEST_NAME}, key=len, reverse=True)
    for place, text in enumerate(wording.measures, start=1):
        rest = text
        for unit in known:
            if unit in rest:
                # A longer name hides the shorter ones inside it.
                rest = rest.replace(unit, "\n")
                yield Suggestion("unit", unit, "measure", str(place))


def _by_topic(wording: Wording, topics: Iterable[Topic]) -> Iterator[Suggestion]:
    text = "\n".join((wording.problem, *wording.measures))
    for topic in topics:
        if any(word in text for word in topic.words):
            yield Suggestion("unit", topic.unit, "topic", topic.name)
            yield Suggestion("leader", topic.leader, "topic", topic.name)
