"""What an office sets about closing."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import rules_page
from zhenggai.ledger.shapes import RulesPage
from zhenggai.office.access import staff
from zhenggai.office.forms.closing_rules import NUMBERS, RUSH, ClosingRulesForm
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.READ_CYCLE)
def settings(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the rules of closing, as a form to those who plan, and keep what they set."""
    page = rules_page(cycle_id=cycle_id)
    form = ClosingRulesForm(request.POST or None, rules=page.rules.closing, version=page.version)
    if request.method != "POST":
        return _page(request, page, form)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        planning.set_rules(
            cycle_id=cycle_id,
            version=form.cleaned_data["version"],
            rules=replace(page.rules, closing=form.own_rules()),
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, form, status=409)
    messages.success(request, _("销号设置已保存，从现在起按新的设置办。"))
    return redirect("closing_settings", cycle_id)


def _page(request: StaffRequest, page: RulesPage, form: ClosingRulesForm, *, status: int = 200) -> HttpResponse:
    above = (_("设置"), reverse("settings", args=[page.cycle.id]))
    facts = {
        "here": "settings",
        "path": in_cycle(page.cycle, above, (_("销号设置"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
        "several": [form["chain"], form["asked"], form["used"]],
        "numbers": [form[name] for name in NUMBERS],
        "rush": [form[name] for name in RUSH],
        "may_plan": may(request.actor, Act.PLAN),
    }
    return render(request, "office/closing_settings.html", facts, status=status)
