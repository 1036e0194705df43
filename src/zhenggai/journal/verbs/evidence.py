"""What can happen to evidence."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "evidence.add": "上传了佐证",
    "evidence.describe": "修改了佐证说明",
    "evidence.link": "把佐证用于更多措施",
    "evidence.unlink": "取消了佐证与措施的关联",
    "evidence.withdraw": "撤下了佐证",
    "evidence.infected": "拒收了带病毒的文件",
}

FACT_NAMES: dict[str, str] = {
    "file": "文件",
    "virus": "病毒",
    # Named apart from the fingerprints of files that are kept: this one is not.
    "refused_file": "拒收文件的指纹",
    "evidence_kind": "佐证类型",
    "document_number": "文号",
    "dated": "材料日期",
    "shows": "说明",
    "used_for": "用于",
    "evidence_kinds": "佐证类型名称",
}
