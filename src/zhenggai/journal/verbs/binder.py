"""What leaves the house: binders of evidence, and whole rounds."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "binder.export": "导出了佐证材料卷",
    "round.export": "导出了整个轮次",
}

FACT_NAMES: dict[str, str] = {
    "binder_pieces": "卷内件数",
    "binder_bytes": "卷内字节数",
    "binder_digest": "卷内目录校验值",
    "binder_lacking": "缺件",
    "binder_left_out": "未收入",
    "round_rows": "导出行数",
    "round_files": "导出原件数",
    "round_missing": "缺少的原件数",
    "round_digest": "导出目录校验值",
}
