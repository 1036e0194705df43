"""What an office may set for a cycle: stages, names, lights, reviewers. Presets stand as TOML in `domain.presets`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from zhenggai.domain.appointing import GROUPS, HANDOVER_HOURS, LEADING_HEADS, STUCK_DAYS
from zhenggai.domain.closing_rules import PRESET_CLOSING, ClosingRules, closing_changes, closing_with
from zhenggai.domain.days import months_after
from zhenggai.domain.deciding import USUAL_DECIDERS
from zhenggai.domain.evidence import EVIDENCE_KINDS
from zhenggai.domain.extensions import USUAL, ExtensionRules
from zhenggai.domain.ladder import PRESET_LADDER, STEP_NAMES, Ladder
from zhenggai.domain.lights import PRESET, Thresholds
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.periods import PRESET_PERIODS, PeriodRules
from zhenggai.domain.quantities.tolerance import PRESET_TOLERANCE, Tolerance
from zhenggai.domain.report import Kind
from zhenggai.domain.states import TASK_KINDS

MEASURE_CLASSES: dict[str, str] = {
    "meeting": "会议",
    "document": "发文",
    "inspection": "检查",
    "construction": "建设",
    "funds": "资金",
    "accountability": "追责",
    "institution": "制度",
    "training": "培训",
    "other": "其他",
}
LIST_NAMES: dict[str, str] = {
    "problems": "问题清单",
    "tasks": "任务清单",
    "responsibilities": "责任清单",
    "measures": "措施清单",
}
ACCEPTANCE_HOURS = 72
REVIEW_QUESTIONS = ("是否一一回应", "措施有无针对性", "责任是否明确清晰", "时限是否合理")
MEETING_TYPES = ("常委会会议", "领导小组会议", "专题会议", "推进会", "专题民主生活会")
# The regulation of 2024 was published on this day; a feedback before it follows the one of 2015.
REGULATION_OF_2024 = date(2024, 2, 8)
PRESETS = ("inspection_2015", "inspection_2024", "patrol", "audit", "environment")

# Rules that are one number each.
NUMBERS = ("acceptance_hours", "leading_heads", "handover_hours", "stuck_days")

Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage ends so many months and days after the feedback, or on a day that the office has set."""

    key: str
    name: str
    months: int = 0
    days: int = 0
    own: date | None = None

    def usual_end(self, feedback: date | None) -> date | None:
        """The last day by the preset; None while the day of the feedback is unknown."""
        return months_after(feedback, self.months) + timedelta(days=self.days) if feedback else None

    def end(self, feedback: date | None) -> date | None:
        """The last day: the office's own, else the preset's."""
        return self.own or self.usual_end(feedback)


@dataclass(frozen=True, slots=True)
class Rules:
    """All that differs between offices. Names are pairs of key and name, in the order in which pages show them."""

    preset: str
    name: str
    stages: tuple[Stage, ...]
    reviewers: tuple[str, ...]
    lights: Thresholds = PRESET
    acceptance_hours: int = ACCEPTANCE_HOURS
    lists: Names = tuple(LIST_NAMES.items())
    kinds: Names = tuple(TASK_KINDS.items())
    measure_classes: Names = tuple(MEASURE_CLASSES.items())
    questions: tuple[str, ...] = REVIEW_QUESTIONS
    review_required: bool = True
    # Pairs of a group of fields and who decides on its changes.
    deciders: Names = tuple(USUAL_DECIDERS.items())
    evidence_kinds: Names = tuple(EVIDENCE_KINDS.items())
    papers: Names = tuple(PAPER_NAMES.items())
    ladder: Ladder = PRESET_LADDER
    ladder_steps: Names = tuple(STEP_NAMES.items())
    meeting_types: tuple[str, ...] = MEETING_TYPES
    tolerance: Tolerance = PRESET_TOLERANCE
    groups: Names = tuple(GROUPS.items())
    leading_heads: int = LEADING_HEADS
    handover_hours: int = HANDOVER_HOURS
    stuck_days: int = STUCK_DAYS
    extensions: ExtensionRules = USUAL
    closing: ClosingRules = PRESET_CLOSING
    periods: PeriodRules = PRESET_PERIODS

    def kind_name(self, kind: str) -> str:
        """What this office calls a kind of task."""
        return dict(self.kinds)[kind]

    def class_name(self, measure_class: str) -> str:
        """What this office calls a class of measures; empty for none."""
        return dict(self.measure_classes).get(measure_class, "")

    def evidence_name(self, kind: str) -> str:
        """What this office calls a kind of evidence."""
        return dict(self.evidence_kinds)[kind]

    def step_name(self, step: str) -> str:
        """What this office calls a step of the ladder after a deadline."""
        return dict(self.ladder_steps)[step]

    def list_name(self, key: str) -> str:
        """What this office calls a list."""
        return dict(self.lists)[key]


@cache
def preset(name: str) -> Rules:
    """The rules of a preset as they are delivered.

    :raises KeyError: for a name that is not in PRESETS.
    """
    if name not in PRESETS:
        raise KeyError(name)
    found = tomllib.loads((files("zhenggai.domain.presets") / f"{name}.toml").read_text("utf-8"))
    return Rules(
        preset=name,
        name=found["name"],
        stages=tuple(Stage(**stage) for stage in found["stages"]),
        reviewers=tuple(found["reviewers"]),
        kinds=_renamed(tuple(TASK_KINDS.items()), found.get("kinds", {})),
    )


def preset_for(kind: Kind, feedback: date | None) -> str:
    """The preset that a cycle begins with, by its kind and the day of its feedback."""
    if kind == "巡视" or kind == "其他":
        return "inspection_2015" if feedback and feedback < REGULATION_OF_2024 else "inspection_2024"
    return {"巡察": "patrol", "审计": "audit", "环保督察": "environment"}[kind]


def with_changes(rules: Rules, changes: Mapping[str, Any]) -> Rules:
    """The rules with an office's own values, as `changes_between` wrote them."""
    own = {key: date.fromisoformat(day) for key, day in changes.get("stages", {}).items()}
    return replace(
        rules,
        stages=tuple(replace(stage, own=own.get(stage.key)) for stage in rules.stages),
        reviewers=tuple(changes.get("reviewers", rules.reviewers)),
        lights=replace(rules.lights, **changes.get("lights", {})),
        acceptance_hours=changes.get("acceptance_hours", rules.acceptance_hours),
        lists=_renamed(rules.lists, changes.get("lists", {})),
        kinds=_renamed(rules.kinds, changes.get("kinds", {})),
        measure_classes=_renamed(rules.measure_classes, changes.get("measure_classes", {})),
        questions=tuple(changes.get("questions", rules.questions)),
        review_required=changes.get("review_required", rules.review_required),
        deciders=_renamed(rules.deciders, changes.get("deciders", {})),
        evidence_kinds=_renamed(rules.evidence_kinds, changes.get("evidence_kinds", {})),
        papers=_renamed(rules.papers, changes.get("papers", {})),
        ladder=_ladder_with(rules.ladder, changes.get("ladder", {})),
        ladder_steps=_renamed(rules.ladder_steps, changes.get("ladder_steps", {})),
        meeting_types=tuple(changes.get("meeting_types", rules.meeting_types)),
        tolerance=replace(rules.tolerance, **changes.get("tolerance", {})),
        groups=_renamed(rules.groups, changes.get("groups", {})),
        leading_heads=changes.get("leading_heads", rules.leading_heads),
        handover_hours=changes.get("handover_hours", rules.handover_hours),
        stuck_days=changes.get("stuck_days", rules.stuck_days),
        extensions=replace(rules.extensions, **changes.get("extensions", {})),
        closing=closing_with(rules.closing, changes.get("closing", {})),
        periods=replace(rules.periods, **changes.get("periods", {})),
    )


def changes_between(usual: Rules, own: Rules) -> dict[str, Any]:
    """What differs from the preset, as plain JSON values; what is the same is left out and follows the preset."""
    found: dict[str, Any] = {
        "stages": {stage.key: stage.own.isoformat() for stage in own.stages if stage.own},
        "lists": _differing(usual.lists, own.lists),
        "kinds": _differing(usual.kinds, own.kinds),
        "measure_classes": _differing(usual.measure_classes, own.measure_classes),
        "deciders": _differing(usual.deciders, own.deciders),
        "evidence_kinds": _differing(usual.evidence_kinds, own.evidence_kinds),
        "papers": _differing(usual.papers, own.papers),
        "ladder_steps": _differing(usual.ladder_steps, own.ladder_steps),
        "groups": _differing(usual.groups, own.groups),
        **{name: getattr(own, name) for name in NUMBERS if getattr(own, name) != getattr(usual, name)},
        "closing": closing_changes(usual.closing, own.closing),
    }
    found = {name: value for name, value in found.items() if value}
    if own.lights != usual.lights:
        found["lights"] = {
            "near": own.lights.near,
            "urgent": own.lights.urgent,
            "counting": own.lights.counting,
        }
    if own.ladder != usual.ladder:
        found["ladder"] = {**asdict(own.ladder), "before": list(own.ladder.before)}
    if own.extensions != usual.extensions:
        found["extensions"] = asdict(own.extensions)
    if own.periods != usual.periods:
        found["periods"] = asdict(own.periods)
    if own.tolerance != usual.tolerance:
        found["tolerance"] = asdict(own.tolerance)
    # A list may be empty and a switch off, so these stand here as soon as they differ.
    for name in ("reviewers", "questions", "meeting_types"):
        if getattr(own, name) != getattr(usual, name):
            found[name] = list(getattr(own, name))
    if own.review_required != usual.review_required:
        found["review_required"] = own.review_required
    return found


def _ladder_with(ladder: Ladder, changes: Mapping[str, Any]) -> Ladder:
    found = {**asdict(ladder), **changes}
    return Ladder(**{**found, "before": tuple(found["before"])})


def _renamed(names: Names, own: Mapping[str, str]) -> Names:
    return tuple((key, own.get(key, name)) for key, name in names)


def _differing(usual: Names, own: Names) -> dict[str, str]:
    return {key: name for (key, name), (_, before) in zip(own, usual, strict=True) if name != before}
