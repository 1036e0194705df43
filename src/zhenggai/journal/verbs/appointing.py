"""What can happen to appointments, delegations and handovers."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "account.link": "写明了账号是谁的",
    "group.preset": "建立了领导小组和工作组",
    "group.add": "添加了工作组",
    "group.rename": "修改了组名",
    "appointment.add": "作了任命",
    "appointment.end": "免去了任命",
    "delegation.give": "委托他人代办",
    "delegation.end": "收回了委托",
    "handover.open": "列出了待交接的事项",
    "handover.name": "指定了接手人",
    "handover.accept": "接收了交接事项",
    "handover.drop": "写明不必交接",
}

FACT_NAMES: dict[str, str] = {
    "group": "组",
    "groups": "领导小组和工作组",
    "appointed_to": "任命为",
    "names": "方案里的称呼",
    "giver": "委托人",
    "taker": "受托人",
    "acts": "事项",
    "about": "原任",
    "successor": "接手人",
    "due_at": "接收期限",
    "handovers": "列出的交接",
    "remark": "附注",
    "leading_heads": "领导小组组长人数",
    "handover_hours": "交接时限（小时）",
    "stuck_days": "几天没有进展算停滞",
}
