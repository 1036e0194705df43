"""What can happen to papers that are composed from the ledger."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "paper.compose": "生成了文稿",
    "paper.edit": "修改了文稿的一段",
    "paper.refresh": "更新了文稿的数字",
    "paper.return": "退回了文稿",
    "paper.sign": "签发了文稿",
    "paper.freeze": "把文稿定了稿",
    "layout.add": "上传了文稿的版式",
    "layout.retire": "停用了文稿的版式",
}

FACT_NAMES: dict[str, str] = {
    "composed_paper": "文稿",
    "papers": "文稿名称",
    "paper_kind": "文稿种类",
    "paper_part": "文稿范围",
    "paper_as_of": "台账截至",
    "paper_state": "文稿状态",
    "paper_digest": "文稿校验值",
    "passages": "段数",
    "passage": "段落文字",
    "moved_figures": "变动的数字",
    "figures_in_paper": "数字个数",
    "paper_layout": "版式",
    "layout_number": "第几版",
    "layout_state": "版式状态",
    "withheld_problems": "不公开的问题数",
}
