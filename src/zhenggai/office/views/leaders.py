"""What a leader leads: how many tasks, what is stuck, what they must sign."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.lights import LATE, NEAR, UNDATED, URGENT, Light
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import KIND_NAMES, VERBS_OF_KINDS
from zhenggai.ledger.queries.leaders import leader_page
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.leaders import LeaderPage
from zhenggai.office.access import staff
from zhenggai.office.paths import in_cycle
from zhenggai.office.views.work import WorkLine
from zhenggai.oversight.queries.work import my_work
from zhenggai.ui.middleware import StaffRequest

MAX_NAME = 100
# The windows that a light stands for; the ledger filters by the same.
LIGHTS: dict[str, Light] = {"late": LATE, "urgent": URGENT, "near": NEAR, "undated": UNDATED}
# What waits for a word of the leader's own; what is due stands among the tasks already, and reports are judged in 待办.
WORDS_WANTED = frozenset({"accept", "review", "sign", "decide", "handover"})


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure with the ledger behind it; `shape` is that of its light."""

    label: str
    count: int
    query: str
    shape: str = ""
    grave: bool = False


@require_safe
@staff(Act.READ_CYCLE)
def leaders(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what one leader leads, the asker's own unless another is named, and all leaders side by side."""
    name = request.GET.get("name", "").replace("\0", "").strip()[:MAX_NAME]
    page = leader_page(cycle_id=cycle_id, actor=request.actor, today=localdate(), name=name)
    title = _("我牵头的") if page.own else "、".join(page.names) or _("牵头领导")
    facts = {
        "here": "leaders" if page.own else "schedule",
        "path": in_cycle(page.cycle, (_("进度"), reverse("schedule", args=[cycle_id])), (title, "")),
        "title": title,
        "page": page,
        "cycle": page.cycle,
        "leaders": page.leaders,
        "all_query": _query(page),
        "lights": [_light(page, choice) for choice in page.deadlines if choice.value in LIGHTS],
        "states": [_state(page, choice) for choice in page.states if choice.count],
        "lines": _waiting(request, cycle_id) if page.own else [],
    }
    return render(request, "office/leaders.html", facts)


def _query(page: LeaderPage, **more: str) -> str:
    return urlencode([*(("leader", name) for name in page.names), *more.items()])


def _light(page: LeaderPage, choice: Choice) -> Tally:
    label = Template(_(choice.label)).safe_substitute(days=choice.days)
    shape, late = LIGHTS[choice.value].shape, choice.value == "late"
    return Tally(label, choice.count, _query(page, deadline=choice.value), shape, late and choice.count > 0)


def _state(page: LeaderPage, choice: Choice) -> Tally:
    return Tally(_(choice.label), choice.count, _query(page, state=choice.value))


def _waiting(request: StaffRequest, cycle_id: int) -> list[WorkLine]:
    """What waits in this cycle for the asker's word, from the same sources as their work."""
    work = my_work(actor=request.actor, today=localdate(), now=now())
    items = (item for group in work.groups if group.key in WORDS_WANTED for item in group.items if item.kind != "judge")
    return [
        WorkLine(
            item, KIND_NAMES[item.kind], VERBS_OF_KINDS[item.kind], reverse(item.door.name, args=item.door.numbers), ""
        )
        for item in items
        if item.cycle_id == cycle_id
    ]
