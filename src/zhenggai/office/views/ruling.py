"""The settings of a cycle."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhenggai.domain.deciding import CHANGE_GROUPS, DECIDERS
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import rules_page
from zhenggai.ledger.shapes import RulesPage
from zhenggai.office.access import staff
from zhenggai.office.forms.ruling import PresetForm, RulesForm
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_http_methods(["GET", "HEAD"])
@staff(Act.READ_CYCLE)
def settings(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the rules a cycle goes by, as a form to those who plan."""
    page = rules_page(cycle_id=cycle_id)
    return _page(request, page, RulesForm(page=page), PresetForm(page=page))


@require_POST
@staff(Act.PLAN)
def save(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Keep an office's own values."""
    page = rules_page(cycle_id=cycle_id)
    form = RulesForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, page, form, PresetForm(page=page), status=422)
    try:
        planning.set_rules(
            cycle_id=cycle_id,
            version=form.cleaned_data["version"],
            rules=form.own_rules(),
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, form, PresetForm(page=page), status=409)
    messages.success(request, _("设置已保存，台账和任务页从现在起按新的设置显示。"))
    return redirect("settings", cycle_id)


@require_POST
@staff(Act.PLAN)
def choose(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Let the cycle go by another preset."""
    page = rules_page(cycle_id=cycle_id)
    form = PresetForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, page, RulesForm(page=page), form, status=422)
    try:
        planning.choose_preset(
            cycle_id=cycle_id,
            version=form.cleaned_data["version"],
            name=form.cleaned_data["preset"],
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, RulesForm(page=page), form, status=409)
    messages.success(request, _("已改用这套规则。"))
    return redirect("settings", cycle_id)


def _page(
    request: StaffRequest, page: RulesPage, form: RulesForm, preset_form: PresetForm, *, status: int = 200
) -> HttpResponse:
    names = (
        (_("清单名称"), form.group("list")),
        (_("整改类型"), form.group("kind")),
        (_("措施类别"), form.group("class")),
        (_("佐证类型"), form.group("evidence")),
        (_("文稿名称"), form.group("paper")),
        (_("督促步骤的名称"), form.group("step")),
        (_("领导小组和工作组的名称"), form.group("body")),
    )
    facts = {
        "here": "settings",
        "path": in_cycle(page.cycle, (_("设置"), "")),
        "page": page,
        "form": form,
        "preset_form": preset_form,
        "stages": form.group("stage"),
        "deciders": form.group("decider"),
        "deciding": [(_(CHANGE_GROUPS[group]), _(DECIDERS[level])) for group, level in page.rules.deciders],
        "names": names,
        "may_plan": may(request.actor, Act.PLAN),
        "may_take_out": may_in_cycle(request.actor, Act.ISSUE, page.cycle.id),
    }
    return render(request, "office/settings.html", facts, status=status)
