"""What a row of a ledger says about who and when, read from its labelled lines or columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.outline import OutlineProblem
from zhenggai.domain.report import DateRange

UNIT_NAMES = ("牵头单位", "责任单位", "主责单位", "整改责任单位", "牵头责任单位", "责任部门", "牵头部门", "整改单位")
LEADER_NAMES = ("牵头领导", "责任领导", "牵头责任领导", "牵头人", "分管领导", "包保领导", "责任人")
DEADLINE_NAMES = ("完成时限", "整改时限", "整改期限", "完成期限", "时限", "完成时间", "计划完成时间", "整改完成时限")

_BETWEEN_NAMES = re.compile(r"[、,;;\s]+")
_UNIT_ENDING = re.compile(
    r"[局委办部院会处站队所镇乡司厅校行]$|中心$|街道$|机关$|党组$|支部$|政府$|集团$|办公室$|办事处$"
)


@dataclass(frozen=True, slots=True)
class Charge:
    """Who leads a task and until when; texts are empty and the day None where nothing is said."""

    leader: str
    unit: str
    deadline: date | None
    deadline_text: str


def charge_of(problem: OutlineProblem, *, dates: Iterable[DateRange]) -> Charge:
    """Who leads and until when, by the problem's labelled lines; `dates` are those read within the problem."""
    facts = {name.strip(": "): text for name, text in problem.extra}
    deadline_text = _first_of(facts, DEADLINE_NAMES)
    days = [found.last for found in dates if deadline_text and found.text in deadline_text]
    return Charge(
        leader=_first_of(facts, LEADER_NAMES),
        unit=_lead_unit(problem, facts),
        deadline=max(days, default=None),
        deadline_text=deadline_text,
    )


def _lead_unit(problem: OutlineProblem, facts: dict[str, str]) -> str:
    printed = [name for name in _BETWEEN_NAMES.split(_first_of(facts, UNIT_NAMES)) if name]
    if printed:
        return printed[0]
    return next((name for name in problem.responsible if _UNIT_ENDING.search(name)), "")


def _first_of(facts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((facts[name].strip() for name in names if facts.get(name, "").strip()), "")
