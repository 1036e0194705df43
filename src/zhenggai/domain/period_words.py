"""What later corrections of a frozen period are called, and by what lists of frozen rows are chosen."""

from __future__ import annotations

from typing import Literal

CorrectionKind = Literal["late", "corrected", "returned", "reopened", "deadline", "register", "figure"]
CORRECTION_NAMES: dict[CorrectionKind, str] = {
    "late": "补报进展",
    "corrected": "更正进展",
    "returned": "退回进展",
    "reopened": "重新激活",
    "deadline": "期限变更",
    "register": "清单变动",
    "figure": "数字更正",
}
# Rows that are marked so, and what each list is called.
MARKS: dict[str, str] = {
    "done": "已完成",
    "on_time": "按期完成",
    "overdue": "逾期",
    "moved": "本期有进展",
    "still": "本期没有进展",
    "returns": "本期退回",
}
