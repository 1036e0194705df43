"""The leading group and the working groups of a cycle."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Thing, may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import appointing
from zhenggai.ledger.queries.appointing import group_name, groups_page
from zhenggai.office.access import staff
from zhenggai.office.forms.appointing import GroupForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def groups(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the groups with heads, members and conflicts."""
    return _page(request, cycle_id, GroupForm())


@require_POST
@staff(Act.APPOINT)
def make(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Make the groups of the rules."""
    try:
        made = appointing.make_groups(cycle_id=cycle_id, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("已建立 %(count)s 个组，请给每个组选定组长和成员。") % {"count": made})
    return redirect("groups", cycle_id)


@require_POST
@staff(Act.APPOINT)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Add a working group."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle_id, form, status=422)
    name = form.cleaned_data["name"]
    try:
        appointing.add_group(cycle_id=cycle_id, name=name, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error("name", sentence_of(refusal))
        return _page(request, cycle_id, form, status=409)
    messages.success(request, _("已添加“%(name)s”。") % {"name": name})
    return redirect("groups", cycle_id)


@require_POST
@staff(Act.APPOINT)
def rename(request: StaffRequest, cycle_id: int, group_id: int) -> HttpResponse:
    """Give a group another name."""
    group_name(group_id=group_id, cycle_id=cycle_id)
    version, name = number_in(request.POST, "version") or 0, request.POST.get("name", "")
    try:
        appointing.rename_group(group_id=group_id, version=version, name=name, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("组名已保存。"))
    return redirect("groups", cycle_id)


def _page(request: StaffRequest, cycle_id: int, form: GroupForm, *, status: int = 200) -> HttpResponse:
    page = groups_page(cycle_id=cycle_id, actor=request.actor, today=localdate())
    facts = {
        "here": "bodies",
        "path": in_cycle(page.cycle, (_("领导小组与工作组"), "")),
        "tab": "groups",
        "cycle": page.cycle,
        "whole": True,
        "page": page,
        "form": form,
        "may_appoint": may(request.actor, Act.APPOINT, Thing(cycle_id=cycle_id)),
    }
    return render(request, "office/groups.html", facts, status=status)
