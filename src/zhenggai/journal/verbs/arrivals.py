"""What comes into the house from another one."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "cycle.import": "迁入了别处导出的轮次",
}

FACT_NAMES: dict[str, str] = {
    "arrival_origin": "原来的系统",
    "arrival_key": "原来的公钥",
    "arrival_checkpoint": "原来的存证点",
    "arrival_rows": "迁入行数",
    "arrival_files": "迁入原件数",
    "arrival_entries": "迁入的记录数",
    "arrival_numbers": "编号对照的校验值",
    "arrival_missing": "没有迁入的原件数",
    "arrival_pairs": "对照",
    "arrival_said": "由人指定",
    "arrival_made": "新建",
}
