"""Meetings: the list, one of them, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries import problems_to_choose, rules_page
from zhenggai.office.access import staff
from zhenggai.office.forms.oversight import (
    DecisionForm,
    MeetingForm,
    PaperForm,
    ProblemForm,
    SettleForm,
    Versioned,
    WhyForm,
    numbers_in,
)
from zhenggai.office.oversight_pages import FormPage, form_page, linked, of_cycle, sent, tried
from zhenggai.office.paths import Path, in_cycle
from zhenggai.oversight import operations
from zhenggai.oversight.queries.links import meeting_choices
from zhenggai.oversight.queries.meetings import list_meetings, meeting_page, minutes_of
from zhenggai.oversight.shapes import MeetingPage
from zhenggai.ui.middleware import StaffRequest

HERE = "meetings"
MAX_TEXT = 100


@require_safe
@staff(Act.READ)
def meetings(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the meetings; `kind` and `q` filter, and the count that a report states is at the top."""
    page = list_meetings(
        cycle_id=cycle_id,
        actor=request.actor,
        today=localdate(),
        kind=_typed(request, "kind"),
        text=_typed(request, "q"),
        after=request.GET.get("after") or None,
    )
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, (_("会议"), "")),
        "page": page,
        "may_keep": may(request.actor, Act.KEEP_MEETINGS),
    }
    return render(request, "office/meetings.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def add(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Keep another meeting."""
    page = rules_page(cycle_id=cycle_id)
    form = MeetingForm(request.POST or None, kinds=page.rules.meeting_types, held_on=localdate())

    def act() -> int:
        return operations.add_meeting(cycle_id=cycle_id, facts=form.facts(), actor=request.actor, at=now())

    kept: list[int] = []
    if request.method == "POST" and tried(form, lambda: kept.append(act())):
        messages.success(request, _("会议已登记。"))
        return redirect("meeting", cycle_id, kept[0])
    list_url = reverse("meetings", args=[cycle_id])
    frame = FormPage(HERE, page.cycle, ((_("会议"), list_url),), _("登记会议"), _("登记这次会议"), list_url)
    return form_page(request, frame, form)


@require_safe
@staff(Act.READ)
def meeting(request: StaffRequest, cycle_id: int, meeting_id: int) -> HttpResponse:
    """Show a meeting."""
    page = _page(request, cycle_id, meeting_id)
    path = in_cycle(page.cycle, *_above(page), (page.facts.kind, ""))
    return render(request, "office/meeting.html", {"here": HERE, "path": path, "page": page, "paper_form": PaperForm()})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def change(request: StaffRequest, cycle_id: int, meeting_id: int) -> HttpResponse:
    """Correct the record of a meeting."""
    page = _page(request, cycle_id, meeting_id)
    kinds = rules_page(cycle_id=cycle_id).rules.meeting_types
    form = MeetingForm(request.POST or None, kinds=kinds, facts=page.facts)

    def act() -> None:
        operations.change_meeting(
            meeting_id=meeting_id,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            actor=request.actor,
            at=now(),
        )

    return _tried(
        request, page, form, act, title=_("修改会议记录"), submit=_("保存会议记录"), said=_("会议记录已保存。")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def withdraw(request: StaffRequest, cycle_id: int, meeting_id: int) -> HttpResponse:
    """Take a meeting out of every count."""
    page = _page(request, cycle_id, meeting_id)
    form = WhyForm(request.POST or None)

    def act() -> None:
        operations.withdraw_meeting(
            meeting_id=meeting_id,
            version=form.cleaned_data["version"],
            why=form.cleaned_data["why"],
            actor=request.actor,
            at=now(),
        )

    return _tried(
        request,
        page,
        form,
        act,
        title=_("撤销会议"),
        submit=_("撤销，不再计数"),
        said=_("会议已撤销，不再计数，记录仍在。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def file(request: StaffRequest, cycle_id: int, meeting_id: int) -> HttpResponse:
    """File the minutes."""
    page = _page(request, cycle_id, meeting_id)
    sent_files = request.FILES if request.method == "POST" else None
    form = PaperForm(request.POST or None, sent_files)

    def act() -> None:
        upload = form.cleaned_data["file"]
        operations.file_minutes(
            meeting_id=meeting_id,
            version=form.cleaned_data["version"],
            file=cast("BinaryIO", upload.file),
            name=upload.name,
            actor=request.actor,
            at=now(),
        )

    return _tried(request, page, form, act, title=_("归档纪要"), submit=_("上传纪要"), said=_("纪要已归档。"))


@require_safe
@staff(Act.READ)
def minutes(request: StaffRequest, cycle_id: int, meeting_id: int) -> FileResponse:
    """Hand out the minutes."""
    return sent(minutes_of(meeting_id=meeting_id, actor=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def links(request: StaffRequest, cycle_id: int, meeting_id: int) -> HttpResponse:
    """Say which measures a meeting carried out."""
    page = _page(request, cycle_id, meeting_id)
    if request.method == "POST":
        form = Versioned(request.POST)

        def act() -> None:
            operations.link_meeting(
                meeting_id=meeting_id,
                version=form.cleaned_data["version"],
                measure_ids=numbers_in(request.POST.getlist("measure")),
                actor=request.actor,
                at=now(),
            )

        return linked(request, form, act, to=_url(page))
    facts = {
        "here": HERE,
        "path": in_cycle(page.cycle, *_above(page), (page.facts.kind, _url(page)), (_("关联措施"), "")),
        "page": page,
        "choices": meeting_choices(meeting_id=meeting_id, cycle_id=cycle_id, actor=request.actor),
        "title": _("这次会议落实了哪些措施"),
        "back": _url(page),
    }
    return render(request, "office/oversight_links.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def decide(request: StaffRequest, cycle_id: int, meeting_id: int) -> HttpResponse:
    """Keep something that the meeting decided."""
    page = _page(request, cycle_id, meeting_id)
    form = DecisionForm(request.POST or None)

    def act() -> None:
        operations.add_decision(
            meeting_id=meeting_id,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            actor=request.actor,
            at=now(),
        )

    return _tried(request, page, form, act, title=_("登记议定事项"), submit=_("登记"), said=_("议定事项已登记。"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_MEETINGS)
def settle(request: StaffRequest, cycle_id: int, meeting_id: int, decision_id: int) -> HttpResponse:
    """Say how a decision was carried out."""
    page = _page(request, cycle_id, meeting_id)
    form = SettleForm(request.POST or None)

    def act() -> None:
        operations.settle_decision(
            decision_id=decision_id,
            version=form.cleaned_data["version"],
            outcome=form.cleaned_data["outcome"],
            actor=request.actor,
            at=now(),
        )

    words = next((row.text for row in page.decisions if row.id == decision_id), "")
    return _tried(
        request, page, form, act, title=_("落实情况"), submit=_("登记为已落实"), said=_("已登记落实情况。"), words=words
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.PLAN)
def make_task(request: StaffRequest, cycle_id: int, meeting_id: int, decision_id: int) -> HttpResponse:
    """Make a task of a decision."""
    page = _page(request, cycle_id, meeting_id)
    problems = [(link.id, f"{link.number} {link.title}") for link in problems_to_choose(cycle_id=cycle_id)]
    form = ProblemForm(request.POST or None, problems=problems)

    def act() -> None:
        operations.make_task_of_decision(
            decision_id=decision_id,
            version=form.cleaned_data["version"],
            problem_id=form.cleaned_data["problem"],
            actor=request.actor,
            at=now(),
        )

    words = next((row.text for row in page.decisions if row.id == decision_id), "")
    said = _("已列为任务，责任单位和时限照会议议定。")
    return _tried(request, page, form, act, title=_("列为任务"), submit=_("列为任务"), said=said, words=words)


def _tried(
    request: StaffRequest,
    page: MeetingPage,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    submit: str,
    said: str,
    words: str = "",
) -> HttpResponse:
    if request.method == "POST" and tried(form, act):
        messages.success(request, said)
        return redirect("meeting", page.cycle.id, page.id)
    frame = FormPage(
        HERE, page.cycle, (*_above(page), (page.facts.kind, _url(page))), title, submit, _url(page), page.version, words
    )
    return form_page(request, frame, form)


def _page(request: StaffRequest, cycle_id: int, meeting_id: int) -> MeetingPage:
    page = meeting_page(meeting_id=meeting_id, actor=request.actor, today=localdate())
    of_cycle(page.cycle, cycle_id)
    return page


def _above(page: MeetingPage) -> Path:
    return ((_("会议"), reverse("meetings", args=[page.cycle.id])),)


def _url(page: MeetingPage) -> str:
    return reverse("meeting", args=[page.cycle.id, page.id])


def _typed(request: StaffRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:MAX_TEXT]
