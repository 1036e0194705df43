"""Where the evidence of a doubt can be seen."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import gettext

from zhenggai.checking.on_ledger.registry import Place
from zhenggai.ledger.rule_titles import title_of

register = template.Library()


@register.filter
def rule_title(rule: str) -> str:
    """What a rule is called, in the reader's language."""
    return gettext(title_of(rule))


# Pages of the thing itself, and tabs of the task on which it stands.
OWN_PAGES = {
    "task": "task",
    "problem": "problem",
    "evidence": "evidence",
    "institution": "institution",
    "meeting": "meeting",
    "handover": "handover",
}
TABS = {
    "measure": "task_progress",
    "report": "task_progress",
    "figure": "task_figures",
    "relation": "task_figures",
    "closing": "task_closing",
}
OF_THE_CYCLE = {
    "figure": "figures",
    "relation": "figures",
    "register": "figures",
    "closing": "closings",
    "cycle": "dashboard",
}
UNSEEN_BY_UNITS = frozenset({"figures", "dashboard"})
KIND_NAMES = {
    "task": "任务",
    "measure": "措施",
    "report": "进展",
    "evidence": "佐证",
    "figure": "数字",
    "relation": "等式",
    "register": "清单",
    "institution": "制度",
    "closing": "销号申请",
    "problem": "问题",
    "meeting": "会议",
    "handover": "交接",
    "person": "人员",
    "cycle": "轮次",
}


@register.simple_tag
def place_url(place: Place, cycle_id: int, task_id: int | None, whole: bool) -> str:
    """The page that shows a place; empty where the reader has none, and for people, who are named and need no page."""
    if place.kind == "register" and task_id is not None:
        return reverse("register", args=[cycle_id, task_id, place.id])
    if place.kind in OWN_PAGES:
        return reverse(OWN_PAGES[place.kind], args=[cycle_id, place.id])
    if place.kind in TABS and task_id is not None:
        return reverse(TABS[place.kind], args=[cycle_id, task_id])
    name = OF_THE_CYCLE.get(place.kind, "")
    return reverse(name, args=[cycle_id]) if name and (whole or name not in UNSEEN_BY_UNITS) else ""


@register.filter
def kind_name(place: Place) -> str:
    """What kind of thing a place is, in the reader's language."""
    return gettext(KIND_NAMES[place.kind])
