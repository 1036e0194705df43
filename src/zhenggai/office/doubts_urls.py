"""Addresses of doubts and of the rules that find them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import doubts, rules

CYCLE = "cycles/<int:cycle_id>"
TASK = f"{CYCLE}/tasks/<int:task_id>/doubts"
ONE = f"{CYCLE}/doubts/<int:doubt_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CYCLE}/doubts/", doubts.doubts, name="doubts"),
    path(f"{CYCLE}/doubts/look/", doubts.look, name="doubts_look"),
    path(f"{ONE}/", doubts.doubt, name="doubt"),
    path(f"{ONE}/settle/", doubts.settle, name="doubt_settle"),
    path(f"{ONE}/explain/", doubts.explain, name="doubt_explain"),
    path(f"{TASK}/", doubts.tab, name="task_doubts"),
    path(f"{TASK}/look/", doubts.look_at, name="task_look"),
    path(f"{CYCLE}/rules/", rules.rules, name="rules"),
    path(f"{CYCLE}/rules/switch/", rules.switch, name="rule_switch"),
    path(f"{CYCLE}/rules/threshold/", rules.threshold, name="rule_threshold"),
]
