"""What can happen to files that were handed in."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "draft.keep": "上传了文件",
    "draft.read": "读出了文件内容",
    "draft.unreadable": "读取文件未成功",
    "draft.retitle": "修改了问题标题",
    "draft.set_number": "修改了问题序号",
    "draft.set_state": "修改了问题状态",
    "draft.merge": "把问题并入上一个问题",
    "draft.split_at_measure": "从一条措施处拆分了问题",
    "draft.split_at_offset": "从文中一处拆分了问题",
    "draft.move": "移动了问题",
    "draft.drop": "删去了问题",
    "draft.add": "添加了问题",
    "draft.retitle_section": "修改了方面标题",
    "draft.add_section": "添加了方面",
    "draft.drop_section": "删去了方面",
    "draft.edit_measure": "修改了措施",
    "draft.set_header": "修改了基本信息",
    "draft.undo": "撤销了一步",
    "draft.redo": "恢复了一步",
    "draft.discard": "放弃了草稿",
    "draft.adopt": "收入台账",
    "draft.adopt_history": "作为历史收入台账",
}

FACT_NAMES: dict[str, str] = {}
