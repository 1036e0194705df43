"""Changing what was issued: which fields are protected, and what a request wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from zhenggai.domain.issuing import measure_plan_of, task_plan_of
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.refusals import Refusal

# Which group of fields a protected fact belongs to; what is not named here may be changed at any time.
TASK_GROUPS: dict[str, str] = {
    "target": "target",
    "kind": "target",
    "standard": "target",
    "deadline": "deadline",
    "leader": "owners",
    "lead_unit": "owners",
    "co_units": "owners",
    "person": "owners",
}
MEASURE_GROUPS: dict[str, str] = {
    "text": "measures",
    "deliverable": "measures",
    "frequency": "measures",
    "unit": "owners",
    "deadline": "deadline",
}
REQUEST_STATES: dict[str, str] = {
    "asked": "待审批",
    "approved": "已批准",
    "refused": "未批准",
    "withdrawn": "已撤回",
}


class CannotChange(Refusal):
    """A change that makes no sense, or that cannot be decided any more."""


@dataclass(frozen=True, slots=True)
class PlanWish:
    """The task planned anew."""

    plan: TaskPlan


@dataclass(frozen=True, slots=True)
class MeasureWish:
    """A measure planned anew."""

    measure_id: int
    plan: MeasurePlan


@dataclass(frozen=True, slots=True)
class AddWish:
    """Another measure."""

    plan: MeasurePlan


@dataclass(frozen=True, slots=True)
class DropWish:
    """A measure less."""

    measure_id: int


@dataclass(frozen=True, slots=True)
class PlaceWish:
    """Another place for a measure, counted from 1."""

    measure_id: int
    position: int


@dataclass(frozen=True, slots=True)
class SplitWish:
    """A task of its own for some measures."""

    measure_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MergeWish:
    """The task poured into the one of this number."""

    into: int


@dataclass(frozen=True, slots=True)
class MoveWish:
    """Other problems to answer."""

    problem_ids: tuple[int, ...]


Wish = PlanWish | MeasureWish | AddWish | DropWish | PlaceWish | SplitWish | MergeWish | MoveWish
# Each kind of wish: its class, what pages call it, and the group of fields it touches; "" where that depends on the facts.
_KINDS: dict[str, tuple[type[Wish], str, str]] = {
    "plan": (PlanWish, "修改任务安排", ""),
    "measure": (MeasureWish, "修改措施", ""),
    "add": (AddWish, "添加措施", "measures"),
    "drop": (DropWish, "删去措施", "measures"),
    "place": (PlaceWish, "调整措施顺序", "measures"),
    "split": (SplitWish, "拆分任务", "shape"),
    "merge": (MergeWish, "合并任务", "shape"),
    "move": (MoveWish, "改变对应问题", "shape"),
}
WISHES: dict[str, type[Wish]] = {kind: made for kind, (made, _, _) in _KINDS.items()}
WISH_NAMES: dict[str, str] = {kind: name for kind, (_, name, _) in _KINDS.items()}
_GROUP_OF_KIND = {kind: group for kind, (_, _, group) in _KINDS.items() if group}


def kind_of(wish: Wish) -> str:
    """The key of a wish among WISHES."""
    return next(key for key, made in WISHES.items() if made is type(wish))


def plain_wish(wish: Wish) -> dict[str, Any]:
    """The wish as plain values, for the one writer of canonical text."""
    return {"kind": kind_of(wish), **asdict(wish)}


def wish_of(plain: Mapping[str, Any]) -> Wish:
    """The wish that was written from `plain_wish`."""
    facts = {name: value for name, value in plain.items() if name != "kind"}
    made: Callable[..., Wish] = WISHES[plain["kind"]]
    if "plan" in facts:
        facts["plan"] = (task_plan_of if made is PlanWish else measure_plan_of)(facts["plan"])
    return made(**{name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()})


def protected(names: Iterable[str], groups: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the facts that may change only through a request."""
    return tuple(name for name in names if name in groups)


def groups_of(kind: str, names: Iterable[str]) -> frozenset[str]:
    """The groups that a wish touches, by its kind and the facts it changes."""
    if kind in _GROUP_OF_KIND:
        return frozenset({_GROUP_OF_KIND[kind]})
    groups = TASK_GROUPS if kind == "plan" else MEASURE_GROUPS
    return frozenset(groups[name] for name in names if name in groups) or frozenset({"measures"})


def with_facts(current: TaskPlan, wished: TaskPlan, names: Iterable[str]) -> TaskPlan:
    """The current plan with just these facts from the wished one, so that what changed beside them stays."""
    fields = ["unit" if name == "lead_unit" else name for name in names]
    return replace(current, **{field: getattr(wished, field) for field in fields})


def with_measure_facts(current: MeasurePlan, wished: MeasurePlan, names: Iterable[str]) -> MeasurePlan:
    """The current measure with just these facts from the wished one."""
    fields = [field for name in names for field in (("times", "per") if name == "frequency" else (name,))]
    return replace(current, **{field: getattr(wished, field) for field in fields})
