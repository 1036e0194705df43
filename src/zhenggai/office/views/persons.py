"""Persons and the posts they hold."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.queries.handovers import standing_of_person
from zhenggai.office.access import staff
from zhenggai.office.forms.people import NewPersonForm, PersonForm, PostForm, initial_of_person, initial_of_post
from zhenggai.office.paths import in_people
from zhenggai.people.person_operations import add_person, add_post, change_person, change_post
from zhenggai.people.unit_queries import list_units, person_card, post_row, unit_card
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_PEOPLE)
def person(request: StaffRequest, person_id: int) -> HttpResponse:
    """Show a person: the posts they hold and held, and what was changed about them."""
    card = person_card(person_id=person_id, on=localdate())
    facts = {
        "here": "people",
        "path": in_people(None, (card.name, "")),
        "card": card,
        "standing": standing_of_person(person_id=person_id, actor=request.actor, today=localdate(), when=now()),
        "timeline": list_timeline(subjects=(Subject("person", person_id),)),
        "may_keep": may(request.actor, Act.KEEP_PEOPLE),
    }
    return render(request, "office/person.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def add(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Write down a person with a post in this unit."""
    card = unit_card(unit_id=unit_id, on=localdate())
    form = NewPersonForm(_posted(request), units=_units(), initial={"unit": str(unit_id)})
    if form.is_valid():
        told = form.cleaned_data
        try:
            person_id = add_person(
                name=told["name"], phone=told["phone"], post=form.post(), actor=request.actor, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已添加“%(name)s”。") % {"name": told["name"]})
            return redirect("person", person_id)
    path = in_people(card, (_("添加人员"), ""), through=True)
    return _form_page(request, form, path=path, title=_("添加人员"), submit=_("添加这个人"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def edit(request: StaffRequest, person_id: int) -> HttpResponse:
    """Correct name and telephone."""
    card = person_card(person_id=person_id, on=localdate())
    form = PersonForm(_posted(request), initial=initial_of_person(card))
    if form.is_valid():
        try:
            change_person(person_id=person_id, **form.cleaned_data, actor=request.actor, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已保存“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("person", person_id)
    path = in_people(None, (card.name, reverse("person", args=[person_id])), (_("修改人员"), ""))
    return _form_page(request, form, path=path, title=_("修改人员"), submit=_("保存修改"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def add_a_post(request: StaffRequest, person_id: int) -> HttpResponse:
    """Let a person hold another post."""
    card = person_card(person_id=person_id, on=localdate())
    form = PostForm(_posted(request), units=_units())
    if form.is_valid():
        try:
            add_post(person_id=person_id, post=form.post(), actor=request.actor, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("任职已登记。"))
            return redirect("person", person_id)
    path = in_people(None, (card.name, reverse("person", args=[person_id])), (_("登记任职"), ""))
    return _form_page(request, form, path=path, title=_("登记任职"), submit=_("登记这个任职"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_PEOPLE)
def edit_post(request: StaffRequest, post_id: int) -> HttpResponse:
    """Correct a post, or give it its last day."""
    held = post_row(post_id=post_id, on=localdate())
    form = PostForm(_posted(request), units=[(held.unit_id, held.unit)], initial=initial_of_post(held))
    if form.is_valid():
        wish = form.post()
        try:
            change_post(
                post_id=post_id, title=wish.title, starts=wish.starts, ends=wish.ends, actor=request.actor, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("任职已保存。"))
            return redirect("person", held.person_id)
    path = in_people(None, (held.person, reverse("person", args=[held.person_id])), (_("修改任职"), ""))
    return _form_page(request, form, path=path, title=_("修改任职"), submit=_("保存修改"))


def _posted(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _units() -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in list_units()]


def _form_page(request: StaffRequest, form: forms.Form, **facts: object) -> HttpResponse:
    page = {"here": "people", "form": form, **facts}
    return render(request, "office/people_form.html", page, status=422 if form.errors else 200)
