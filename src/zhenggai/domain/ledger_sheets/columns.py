"""What the columns of somebody's own ledger mean: guessed from the headings, said by a person, remembered."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from zhenggai.domain.refusals import Refusal

# In the order in which a page asks for them; a column has one use, a use one column.
USES: dict[str, str] = {
    "number": "序号",
    "problem": "问题",
    "target": "整改目标",
    "measures": "整改措施",
    "leader": "牵头领导",
    "unit": "牵头（责任）单位",
    "co_units": "配合单位",
    "person": "责任人",
    "deadline": "整改时限",
    "kind": "整改类型",
    "progress": "整改进展",
    "result": "整改成效",
    "next_step": "下一步",
    "status": "完成状态",
}
_NOTE = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]|[\s*★☆：:]+")
# Co-units come before units, so that 配合责任单位 is no lead unit; the first pattern that fits a heading decides.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile(r"(?:问题|任务|反馈)?(?:序号|编号|号)")),
    ("next_step", re.compile(r".{0,8}下(?:一步|步|阶段).{0,8}")),
    (
        "status",
        re.compile(r"(?:是否|有无)已?(?:完成|销号|整改|办结).{0,4}|.{0,4}状态|(?:完成|销号)与否|.{0,2}销号情况"),
    ),
    ("progress", re.compile(r"(?!.*(?:原因|未完成)).{0,10}(?:进展|(?:进展|落实|推进|完成|办理|整改)情况|工作进度)")),
    ("result", re.compile(r".{0,4}(?:成效|成果|实效|产出)(?:清单|情况)?")),
    ("target", re.compile(r".{0,6}目标.{0,4}")),
    ("measures", re.compile(r"(?!.*(?:下一?步|落实情况)).{0,6}(?:措施|举措).{0,4}")),
    ("kind", re.compile(r"整改(?:类型|类别|方式|性质)|类型")),
    ("deadline", re.compile(r"(?!.*(?:实际|销号)).{0,6}(?:时限|期限|完成时间|时间节点|整改时间).{0,2}")),
    ("co_units", re.compile(r".{0,4}(?:配合|协办|协同|参与|协助).{0,4}(?:单位|部门|科室|股室|处室)")),
    ("leader", re.compile(r".{0,4}(?:牵头|责任|包保|分管|包案).{0,4}领导|牵头人")),
    ("unit", re.compile(r".{0,4}(?:牵头|责任|主责|主办|承办).{0,4}(?:单位|部门|科室|股室|处室)|责任主体")),
    ("person", re.compile(r".{0,4}责任人")),
    ("problem", re.compile(r"(?!.*(?:性质|类型|原因|来源|序|编)).{0,8}(?:问题|意见|具体表现)(?:内容|清单|描述|摘要)?")),
    ("problem", re.compile(r"整改?(?:任务|事项)|任务(?:内容|名称)?")),
)


class WrongSheetMapping(Refusal):
    """Columns that cannot mean what was said."""


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The sheet, the rows of its head counted from 0, and the column of each use by its heading."""

    sheet: str
    row: int
    levels: int
    columns: tuple[tuple[str, str], ...]

    def column_of(self, use: str) -> str:
        """The heading of the column that is there for this; empty where none is."""
        return dict(self.columns).get(use, "")


def guess_columns(headings: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The uses that headings most likely have; of two columns for one use the first has it."""
    found: dict[str, str] = {}
    for heading in headings:
        use = next((use for use in map(_use, _names_of(heading)) if use and use not in found), "")
        if use:
            found[use] = heading
    return tuple((use, found[use]) for use in USES if use in found)


def _names_of(heading: str) -> tuple[str, ...]:
    """A heading by its lowest level, and by all of them together: 责任分工/单位."""
    levels = [_NOTE.sub("", part) for part in heading.split("/")]
    return (levels[-1], "".join(levels))


def _use(name: str) -> str:
    return next((use for use, pattern in _PATTERNS if pattern.fullmatch(name)), "")


def demand_sheet_mapping(mapping: SheetMapping, headings: Sequence[str]) -> None:
    """Return where the mapping fits these headings.

    :raises WrongSheetMapping: where it does not.
    """
    uses = [use for use, _heading in mapping.columns]
    columns = [heading for _use, heading in mapping.columns]
    if len(set(uses)) != len(uses) or not set(uses) <= set(USES):
        raise WrongSheetMapping("没有这种栏目。")
    missing = next((heading for heading in columns if heading not in headings), None)
    if missing is not None:
        raise WrongSheetMapping("表里没有“$column”这一列。", column=missing)
    if len(set(columns)) != len(columns):
        raise WrongSheetMapping("同一列只能用作一个栏目。")
    if not {"number", "problem"} & set(uses):
        raise WrongSheetMapping("请指明问题或序号在哪一列，才能和台账对上。")
    if not set(uses) - {"number", "problem"}:
        raise WrongSheetMapping("请至少再指明一列要合并的内容，如整改措施、整改时限。")


def sheet_mapping_to_json(mapping: SheetMapping) -> str:
    """The mapping as its row keeps it."""
    return json.dumps(asdict(mapping), ensure_ascii=False)


def sheet_mapping_from_json(text: str) -> SheetMapping:
    """The mapping of a row."""
    told = json.loads(text)
    return SheetMapping(told["sheet"], told["row"], told["levels"], tuple((use, name) for use, name in told["columns"]))
