"""What can happen to months of reporting."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "period.freeze": "冻结了报告期",
}

FACT_NAMES: dict[str, str] = {
    "report_period": "报告期",
    "period_days": "起止",
    "period_entry": "截至第几条记录",
    "period_rows": "任务数",
    "period_done": "已完成",
    "period_rates": "严格、宽口径",
    "period_overdue": "逾期",
    "period_digest": "指纹",
    "period_checkpoint": "最近的存证点",
    "period_rules": "报告期设置",
}
