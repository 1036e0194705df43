"""What can happen when a task comes to its end and after."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "closing.apply": "申请销号并签署真实性承诺",
    "closing.sign": "在销号申请上签字",
    "closing.sign_list": "在会议清单上审定销号",
    "closing.return": "退回了销号申请",
    "closing.withdraw": "撤回了申请",
    "closing.ask": "申请转长期坚持或不再适用",
    "closing.grant": "批准了申请",
    "closing.refuse": "没有批准申请",
    "closing.accept_stage": "验收了阶段目标",
    "closing.reopen": "重新激活了任务",
    "closing.settle": "确认监测期满、已稳定",
    "closing.point_to_old": "指明是老问题再现",
    "closing.draw": "抽取了样本",
    "closing.visit": "现场核查了任务",
    "closing.call": "回访了名册上的人",
    "closing.voucher": "登记了凭证金额",
}

FACT_NAMES: dict[str, str] = {
    "application": "第几份申请",
    "closing_outcome": "申请结果",
    "digest": "所签内容指纹",
    "staged": "阶段目标",
    "meeting": "会议",
    "held_on": "会议日期",
    "reopened": "第几次重新激活",
    "cause": "原因类别",
    "old_task": "老问题",
    "sample": "第几次抽样",
    "purpose": "抽样用途",
    "seed": "种子",
    "percent": "比例（%）",
    "drawn_from": "抽样框",
    "drawn": "抽中",
    "day": "日期",
    "passed": "是否到位",
    "photos": "照片",
    "roster": "名册",
    "called": "问了谁",
    "call_result": "回访结果",
    "closing_rules": "销号设置",
    "voucher_number": "凭证号",
    "voucher_amount": "凭证金额（元）",
}
