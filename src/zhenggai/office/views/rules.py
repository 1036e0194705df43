"""The registry of rules: which are on, how strict, who changed one and why, and how often each was mistaken."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import doubting as acts
from zhenggai.ledger.queries.rules import rules_page
from zhenggai.office.access import staff
from zhenggai.office.forms.doubts import SwitchForm, ThresholdForm
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def rules(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show every rule of a round."""
    return _page(request, cycle_id)


@require_POST
@staff(Act.PLAN)
def switch(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Switch a rule off or on."""
    form = SwitchForm(request.POST, auto_id="switch-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.switch_rule(
            cycle_id=cycle_id,
            rule=typed["rule"],
            number=typed["number"],
            on=typed["on"] == "on",
            why=typed["why"],
            actor=request.actor,
            at=now(),
        )

    on = request.POST.get("on") == "on"
    said = _("规则已启用，下次检查时生效。") if on else _("规则已停用，它查到的疑点不再显示。")
    return _done(request, cycle_id, form, act, said=said)


@require_POST
@staff(Act.PLAN)
def threshold(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Set how strict a rule is."""
    form = ThresholdForm(request.POST, auto_id="threshold-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.set_threshold(
            cycle_id=cycle_id,
            rule=typed["rule"],
            number=typed["number"],
            name=typed["name"],
            value=typed["value"],
            why=typed["why"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, cycle_id, form, act, said=_("阈值已保存，下次检查时生效。"))


def _done(
    request: StaffRequest, cycle_id: int, form: forms.Form, act: Callable[[], None], *, said: str
) -> HttpResponse:
    """Do it; the page again with the form open and what was typed where it was refused."""
    if not form.is_valid():
        return _page(request, cycle_id, form, status=422)
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        field = getattr(refusal, "field", "value")
        form.add_error(field if field in form.fields else None, sentence_of(refusal))
        return _page(request, cycle_id, form, status=409 if isinstance(refusal, acts.RuleChanged) else 422)
    messages.success(request, said)
    rule = form.cleaned_data["rule"]
    return HttpResponseRedirect(f"{reverse('rules', args=[cycle_id])}#{rule}")


def _page(request: StaffRequest, cycle_id: int, failed: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
    page = rules_page(cycle_id=cycle_id, actor=request.actor)
    facts = {
        "here": "doubts",
        "path": in_cycle(page.cycle, (_("疑点"), reverse("doubts", args=[cycle_id])), (_("规则"), "")),
        "page": page,
        "cycle": page.cycle,
        "failed": failed,
        "failed_rule": failed.data.get("rule", "") if failed else "",
        "failed_name": failed.data.get("name", "") if failed else "",
    }
    return render(request, "office/rules.html", facts, status=status)
