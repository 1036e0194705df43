"""Comments: the page of a task."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.comments import CannotComment
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.progress.commenting import (
    CommentChanged,
    add_comment,
    see_mentions,
    withdraw_comment,
)
from zhenggai.ledger.queries.comments import comment_tab
from zhenggai.office.access import staff
from zhenggai.office.forms.comments import CommentForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.tabs import task_frame
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.COMMENT)
def tab(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show what was said about a task; `reply` names the comment that is being answered."""
    return _page(request, cycle_id, task_id, CommentForm(initial={"reply_to": number_in(request.GET, "reply")}))


@require_POST
@staff(Act.COMMENT)
def add(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Say something about a task."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle_id, task_id, form, status=422)
    typed = form.cleaned_data
    try:
        number = add_comment(
            task_id=task_id, text=typed["text"], reply_to=typed["reply_to"], actor=request.actor, at=now()
        )
    except CannotComment as refusal:
        form.add_error("text", sentence_of(refusal))
        return _page(request, cycle_id, task_id, form, status=422)
    messages.success(request, _("意见已发表。"))
    return _back(cycle_id, task_id, f"#comment-{number}")


@require_POST
@staff(Act.COMMENT)
def seen(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Mark what calls the person on a task as seen."""
    see_mentions(task_id=task_id, actor=request.actor, at=now())
    return _back(cycle_id, task_id)


@require_POST
@staff(Act.COMMENT)
def withdraw(request: StaffRequest, cycle_id: int, task_id: int, comment_id: int) -> HttpResponse:
    """Take one's own comment back."""
    try:
        withdraw_comment(comment_id=comment_id, actor=request.actor, at=now())
    except CommentChanged as refusal:
        messages.warning(request, sentence_of(refusal))
        return _page(request, cycle_id, task_id, CommentForm(), status=409)
    messages.success(request, _("意见已撤回。"))
    return _back(cycle_id, task_id)


def _back(cycle_id: int, task_id: int, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("task_comments", args=[cycle_id, task_id]) + anchor)


def _page(request: StaffRequest, cycle_id: int, task_id: int, form: CommentForm, *, status: int = 200) -> HttpResponse:
    before = number_in(request.GET, "before")
    page = comment_tab(task_id=task_id, actor=request.actor, today=localdate(), before=before)
    if page.head.cycle.id != cycle_id:
        raise Http404
    wanted = form["reply_to"].value()
    answered = next((row for row in page.rows if str(row.id) == str(wanted) and not row.withdrawn), None)
    facts = {**task_frame(page.head, "comments"), "page": page, "form": form, "answered": answered, "before": before}
    return render(request, "office/task_comments.html", facts, status=status)
