"""Doubts on the ledger: the list of a round, the tab of a task, and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import doubting as acts
from zhenggai.ledger.queries.doubts import doubt_page, list_doubts
from zhenggai.ledger.queries.heads import task_head, task_in_cycle
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.shapes.doubts import DoubtList, DoubtPage
from zhenggai.office.access import staff
from zhenggai.office.forms.doubts import ExplainForm, SettleForm
from zhenggai.office.paths import in_cycle
from zhenggai.office.tabs import task_frame
from zhenggai.office.views.doing import done, refused
from zhenggai.ui.middleware import StaffRequest

FILTERS = ("state", "severity", "rule", "unit")


@require_safe
@staff(Act.READ)
def doubts(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the doubts of a round; the address is the state of the list."""
    page = _list(request, cycle_id)
    facts = {
        "here": "doubts",
        "path": in_cycle(page.cycle, (_("疑点"), "")),
        "page": page,
        "cycle": page.cycle,
        **_ways(request.GET, page),
    }
    return render(request, "office/doubts.html", facts)


@require_POST
@staff(Act.JUDGE)
def look(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Let the rules look at the whole round again."""
    _told(request, lambda: acts.look_again(cycle_id=cycle_id, actor=request.actor, at=now()))
    return HttpResponseRedirect(reverse("doubts", args=[cycle_id]))


@require_safe
@staff(Act.READ)
def tab(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show the doubts about a task."""
    head = task_head(task_id=task_id, actor=request.actor, today=localdate())
    if head.cycle.id != cycle_id:
        raise Http404
    page = _list(request, cycle_id, task_id=task_id)
    looks = {"may_look": may_in_cycle(request.actor, Act.LOOK, cycle_id)}
    facts = {**task_frame(head, "doubts"), "page": page, **looks, **_ways(request.GET, page)}
    return render(request, "office/task_doubts.html", facts)


@require_POST
@staff(Act.LOOK)
def look_at(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Let the quick rules look at a task again."""
    task_in_cycle(task_id, cycle_id=cycle_id, actor=request.actor, act=Act.LOOK)
    _told(request, lambda: acts.look_at_task(task_id=task_id, actor=request.actor, at=now()))
    return HttpResponseRedirect(reverse("task_doubts", args=[cycle_id, task_id]))


@require_safe
@staff(Act.READ)
def doubt(request: StaffRequest, cycle_id: int, doubt_id: int) -> HttpResponse:
    """Show one doubt, and what can be said to it."""
    return _page(request, _found(request, cycle_id, doubt_id, Act.READ))


@require_POST
@staff(Act.JUDGE)
def settle(request: StaffRequest, cycle_id: int, doubt_id: int) -> HttpResponse:
    """Settle a doubt with reasons."""
    page, form = _found(request, cycle_id, doubt_id, Act.JUDGE), SettleForm(request.POST, auto_id="settle-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.settle_doubt(
            doubt_id=doubt_id,
            version=typed["version"],
            verdict=typed["verdict"],
            why=typed["why"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, page, "settle", form, act, said=_("处置已记下，理由留在记录里。"))


@require_POST
@staff(Act.REPORT)
def explain(request: StaffRequest, cycle_id: int, doubt_id: int) -> HttpResponse:
    """Write down what the unit says."""
    page, form = _found(request, cycle_id, doubt_id, Act.REPORT), ExplainForm(request.POST, auto_id="explain-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.explain_doubt(doubt_id=doubt_id, version=typed["version"], why=typed["why"], actor=request.actor, at=now())

    return _done(request, page, "explain", form, act, said=_("说明已记下，等待认定。"))


def _list(request: StaffRequest, cycle_id: int, *, task_id: int | None = None) -> DoubtList:
    query = request.GET
    try:
        return list_doubts(
            cycle_id=cycle_id,
            actor=request.actor,
            state=query.get("state", "open" if task_id is None else "all"),
            severity=query.get("severity", ""),
            rule=query.get("rule", ""),
            unit=query.get("unit", ""),
            task_id=task_id,
            after=query.get("after", ""),
        )
    except BadKey as fault:
        raise Http404 from fault


def _ways(query: QueryDict, page: DoubtList) -> dict[str, object]:
    """The filters as addresses: each choice keeps the others, choosing one again takes it away."""
    chosen = {name: query[name] for name in FILTERS if query.get(name)}

    def to(name: str, value: str, *, on: bool = False) -> str:
        kept = {key: one for key, one in chosen.items() if key != name}
        return "?" + urlencode(kept if on else {**kept, name: value})

    groups = (("state", page.states), ("severity", page.severities), ("rule", page.rules), ("unit", page.units))
    return {
        "groups": {
            name: [(choice, to(name, choice.value, on=choice.chosen and name != "state")) for choice in choices]
            for name, choices in groups
        },
        "narrowed": bool(chosen.keys() - {"state"}),
        "first": not query.get("after"),
        "start": "?" + urlencode(chosen),
        "following": "?" + urlencode({**chosen, "after": page.after}) if page.after else "",
    }


def _told(request: StaffRequest, look_now: Callable[[], acts.Looked]) -> None:
    found: list[acts.Looked] = []
    sentence = refused(lambda: found.append(look_now()))
    if sentence:
        messages.warning(request, sentence)
        return
    facts = {"found": found[0].found + found[0].back, "gone": found[0].gone}
    messages.success(request, _("检查完了：新出现 %(found)s 处，消失 %(gone)s 处。") % facts)


def _found(request: StaffRequest, cycle_id: int, doubt_id: int, act: Act) -> DoubtPage:
    page = doubt_page(doubt_id=doubt_id, actor=request.actor, act=act)
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _done(
    request: StaffRequest, page: DoubtPage, name: str, form: forms.Form, act: Callable[[], None], *, said: str
) -> HttpResponse:
    def again(refusal: Refusal | None) -> HttpResponse:
        if not isinstance(refusal, acts.DoubtChanged):
            return _page(request, page, {name: form}, status=422)
        fresh = _found(request, page.cycle.id, page.doubt.id, Act.READ)
        form.data = {**form.data.dict(), "version": str(fresh.doubt.version)}  # type: ignore[attr-defined]
        return _page(request, fresh, {name: form}, status=409)

    to = reverse("doubt", args=[page.cycle.id, page.doubt.id])
    return done(request, form, act, said=said, to=to, again=again)


def _page(
    request: StaffRequest, page: DoubtPage, typed: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponse:
    seen = {"version": page.doubt.version}
    shown: dict[str, forms.Form] = {
        "settle": SettleForm(initial=seen, auto_id="settle-%s"),
        "explain": ExplainForm(initial=seen, auto_id="explain-%s"),
        **(typed or {}),
    }
    facts = {
        "here": "doubts",
        "path": in_cycle(
            page.cycle,
            (_("疑点"), reverse("doubts", args=[page.cycle.id])),
            (_("第 %(number)s 项") % {"number": page.doubt.id}, ""),
        ),
        "page": page,
        "cycle": page.cycle,
        "forms": shown,
        "failed": next(iter((typed or {}).values()), None),
    }
    return render(request, "office/doubt.html", facts, status=status)
