"""What can happen to reviews, issued plans, changes and acceptances."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "review.open": "把方案送会审",
    "review.answer": "提交了会审意见",
    "review.pass": "结束会审，方案通过",
    "review.return": "结束会审，方案退回修改",
    "plan.issue": "印发了方案",
    "plan.reissue": "重新印发了方案",
    "change.ask": "申请变更",
    "change.approve": "批准了变更",
    "change.refuse": "没有批准变更",
    "change.withdraw": "撤回了变更申请",
    "task.accept": "认领了任务",
    "task.accept_many": "一次认领了几项任务",
    "task.refuse": "退回了任务",
    "task.insist": "坚持由原单位或领导认领",
    "task.reassign": "改派了任务",
}

FACT_NAMES: dict[str, str] = {
    "review": "会审轮次",
    "parties": "会审单位",
    "party": "会审意见的单位",
    "opinion_outcome": "会审结论",
    "review_answers": "对各问的回答",
    "remarks": "逐项意见数",
    "scan": "意见原件",
    "written_by_office": "整改办代为录入",
    "document_number": "文号",
    "issue_day": "印发日期",
    "plan_version": "方案版本",
    "plan_digest": "方案校验值",
    "tasks": "任务数",
    "accepted_tasks": "认领的任务",
    "side": "认领方",
    "asked_of": "请谁认领",
    "asked_count": "请人认领的份数",
    "wish": "变更内容",
    "questions": "会审问题",
    "review_required": "印发前须会审",
    "deciders": "变更由谁审批",
}
