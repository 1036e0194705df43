"""Units: the tree, one unit, and the table of types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.operations.naming import settle_unit_name
from zhenggai.ledger.queries import tasks_of_unit
from zhenggai.ledger.queries.naming import list_open_names
from zhenggai.office.access import staff
from zhenggai.office.forms.people import KindForm, UnitForm, initial_of_unit
from zhenggai.office.paths import in_people, place
from zhenggai.people.unit_operations import add_unit, add_unit_type, change_unit, rename_unit_type
from zhenggai.people.unit_queries import list_kinds, list_units, unit_card, unit_tree
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

MAX_TEXT = 100


@require_safe
@staff(Act.READ_PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    """Show the tree of units, or what a search finds in it."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:MAX_TEXT]
    facts = {
        "here": "people",
        "path": place(_("单位与人员")),
        "tree": unit_tree(text=text, on=localdate()),
        "may_keep": may(request.actor, Act.KEEP_PEOPLE),
    }
    return render(request, "office/people.html", facts)


@require_safe
@staff(Act.READ_PEOPLE)
def unit(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit: its place, its people, and its tasks to those who may read the ledger."""
    card = unit_card(unit_id=unit_id, on=localdate())
    tasks = (
        tasks_of_unit(unit_id=unit_id, actor=request.actor, today=localdate()) if may(request.actor, Act.READ) else None
    )
    facts = {
        "here": "people",
        "path": in_people(card, (card.name, "")),
        "card": card,
        "tasks": tasks,
        "rounds": tuple(dict.fromkeys((task.cycle_id, task.cycle) for task in tasks.rows)) if tasks else (),
        "timeline": list_timeline(subjects=(Subject("unit", unit_id),)),
        "may_keep": may(request.actor, Act.KEEP_PEOPLE),
    }
    return render(request, "office/unit.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def add(request: StaffRequest) -> HttpResponse:
    """Put a unit into the tree."""
    form = _unit_form(request, {"parent": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        try:
            unit_id = add_unit(facts=form.facts(), actor=request.actor, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已添加“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("unit", unit_id)
    path = in_people(None, (_("添加单位"), ""))
    return _form_page(request, form, path=path, title=_("添加单位"), submit=_("添加这个单位"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def edit(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Give a unit other facts."""
    card = unit_card(unit_id=unit_id, on=localdate())
    form = _unit_form(request, initial_of_unit(card))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            change_unit(unit_id=unit_id, version=version, facts=form.facts(), actor=request.actor, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已保存“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("unit", unit_id)
    path = in_people(card, (_("修改单位"), ""), through=True)
    return _form_page(request, form, path=path, title=_("修改单位"), submit=_("保存修改"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def names(request: StaffRequest) -> HttpResponse:
    """List the names of documents that found no unit or several, and let a person say which."""
    refused = False
    if request.method == "POST":
        name, unit = request.POST.get("name", ""), request.POST.get("unit", "")
        try:
            settled = settle_unit_name(name=name, unit=unit, actor=request.actor, at=now())
        except Refusal as refusal:
            messages.error(request, sentence_of(refusal))
            refused = True
        else:
            told = {"name": name, "unit": unit, "count": settled}
            messages.success(request, _("“%(name)s”已对上“%(unit)s”，涉及 %(count)s 项任务。") % told)
            return redirect("unit_names")
    path = in_people(None, (_("没有对上的名称"), ""))
    facts = {"here": "people", "path": path, "names": list_open_names(), "units": list_units()}
    return render(request, "office/unit_names.html", facts, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def kinds(request: StaffRequest) -> HttpResponse:
    """Show the table of unit types, and add to it."""
    form = KindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_unit_type(name=form.cleaned_data["name"], actor=request.actor, at=now())
        except Refusal as refusal:
            form.add_error("name", sentence_of(refusal))
        else:
            messages.success(request, _("已添加类型“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("unit_kinds")
    facts = {"here": "people", "path": in_people(None, (_("单位类型"), "")), "kinds": list_kinds(), "form": form}
    return render(request, "office/unit_kinds.html", facts, status=422 if form.errors else 200)


@require_POST
@staff(Act.KEEP_PEOPLE)
def rename_kind(request: StaffRequest, type_id: int) -> HttpResponse:
    """Give a type another name."""
    try:
        rename_unit_type(type_id=type_id, name=request.POST.get("name", ""), actor=request.actor, at=now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("类型名称已保存。"))
    return redirect("unit_kinds")


def _unit_form(request: StaffRequest, initial: dict[str, object]) -> UnitForm:
    names = [kind.name for kind in list_kinds()]
    return UnitForm(request.POST if request.method == "POST" else None, kinds=names, initial=initial)


def _form_page(request: StaffRequest, form: UnitForm, **facts: object) -> HttpResponse:
    page = {"here": "people", "form": form, "units": list_units(), **facts}
    return render(request, "office/people_form.html", page, status=422 if form.errors else 200)
