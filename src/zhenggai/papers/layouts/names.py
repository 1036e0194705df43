"""The placeholders that there are, and how a mistake is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

BODY = "正文"
# Every placeholder and what stands there afterwards; the help page lists the same, a test compares.
PLACES: dict[str, str] = {
    "标题": "文稿的标题",
    BODY: "标题、主送、署名、日期以外的全部：各级标题、段落、表格、附件；单独占一段，只能有一处",
    "主送": "主送机关，如“市委巡察办：”",
    "署名": "落款的单位",
    "成文日期": "落款的日期",
    "发文字号": "如“云发〔2026〕5号”，没有时为空",
    "文稿名称": "这种文稿的名称，如“集中整改进展情况报告”",
    "范围": "文稿写的单位、领导、方面或任务，整个轮次时为空",
    "轮次": "整改轮次的名称",
    "截至日期": "台账截至的日期",
}
# A layout with more places than this is none.
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a layout, and where: two sentences with `$name` places."""

    where: str
    what: str
    facts: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LayoutFacts:
    """What a paper does not say of itself: the range it is about, and its round."""

    part: str = ""
    cycle: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """All that is handed to a layout: a text for each placeholder, the body and its styles as parts of a Word file."""

    fields: dict[str, str]
    body: str
    styles: str
    width: int

    def plain(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)
