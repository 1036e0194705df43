"""What can happen to binders of evidence."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "binder.export": "导出了佐证材料卷",
}

FACT_NAMES: dict[str, str] = {
    "binder_pieces": "卷内件数",
    "binder_bytes": "卷内字节数",
    "binder_digest": "卷内目录校验值",
    "binder_lacking": "缺件",
    "binder_left_out": "未收入",
}
