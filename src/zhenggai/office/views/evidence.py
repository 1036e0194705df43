"""The evidence of a task, the catalogue of a cycle, and the page of one piece of evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import refused
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import evidence as operations
from zhenggai.ledger.queries import BadKey
from zhenggai.ledger.queries.catalogue import list_evidence
from zhenggai.ledger.queries.evidence import evidence_page, measures_to_prove, task_evidence
from zhenggai.ledger.shapes.evidence import EvidencePage, LinkChoice
from zhenggai.office.access import staff
from zhenggai.office.evidence_words import alike_sentence
from zhenggai.office.forms.evidence import DescribeForm, LinkForm, UnlinkForm, UploadForm, WithdrawForm, read_filters
from zhenggai.office.paths import in_cycle
from zhenggai.office.tabs import task_frame
from zhenggai.office.views.evidence_facts import form_of_task, upload_facts
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

PAGE_SIZE = 50
MOST_TASK_NUMBER = 10**9


@require_safe
@staff(Act.READ)
def task(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show what proves the measures of a task, and take more."""
    return task_page(request, cycle_id, task_id)


def task_page(
    request: StaffRequest, cycle_id: int, task_id: int, *, form: UploadForm | None = None, status: int = 200
) -> HttpResponse:
    """The tab of a task, with a form that came back where one did."""
    page = task_evidence(task_id=task_id, actor=request.actor, today=localdate())
    if page.head.cycle.id != cycle_id:
        raise Http404
    wanted = request.GET.get("measure", "")
    facts = {
        **task_frame(page.head, "evidence"),
        **upload_facts(),
        "page": page,
        "form": form or form_of_task(page, chosen=[wanted] if wanted.isdigit() else []),
    }
    template = "office/task_evidence.html#groups" if request.htmx else "office/task_evidence.html"
    return render(request, template, facts, status=status)


@require_safe
@staff(Act.READ)
def catalogue(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show the page of the catalogue that the address asks for."""
    filters = read_filters(request.GET)
    try:
        page = list_evidence(
            cycle_id=cycle_id,
            actor=request.actor,
            filters=filters,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
            size=PAGE_SIZE,
        )
    except BadKey:
        messages.warning(request, _("网址中的翻页位置已失效，已回到第一页。"))
        return redirect("evidence_list", cycle_id)
    kept = request.GET.copy()
    for key in ("after", "before"):
        kept.pop(key, None)
    facts = {
        "here": "evidence",
        "path": in_cycle(page.cycle, (_("佐证"), "")),
        "page": page,
        "filters": filters,
        "kept": kept.urlencode(),
        "last_place": page.first_place + len(page.rows) - 1,
    }
    return render(request, "office/evidence_list.html", facts)


@require_safe
@staff(Act.READ)
def evidence(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """Show one piece of evidence; `task` opens the measures of that task to link."""
    return _page(request, _found(request, cycle_id, evidence_id))


@require_POST
@staff(Act.ATTACH)
def describe(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """Keep what is said of the evidence."""
    page = _own(request, cycle_id, evidence_id)
    form = DescribeForm(request.POST, kinds=page.kinds)
    if not form.is_valid():
        return _page(request, page, describe_form=form, status=422)
    answer = _refused(
        lambda: operations.describe_evidence(
            evidence_id=evidence_id,
            version=form.cleaned_data["version"],
            words=form.words(),
            actor=request.actor,
            at=now(),
        )
    )
    if answer:
        form.add_error(None, answer)
        return _page(request, _found(request, cycle_id, evidence_id), describe_form=form, status=409)
    messages.success(request, _("佐证说明已保存。"))
    return _back(page)


@require_POST
@staff(Act.ATTACH)
def link(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """Let the evidence prove more measures."""
    page = _own(request, cycle_id, evidence_id)
    form = LinkForm(request.POST, measures=_as_choices(_choices(request, page)))
    if not form.is_valid():
        return _page(request, page, link_form=form, status=422)
    wanted = form.cleaned_data["measures"]
    answer = _refused(
        lambda: operations.link_evidence(evidence_id=evidence_id, measure_ids=wanted, actor=request.actor, at=now())
    )
    return _said(request, page, answer, said=_("已用于 %(count)s 条措施。") % {"count": len(wanted)})


@require_POST
@staff(Act.ATTACH)
def unlink(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """Let the evidence no longer prove a measure."""
    page = _own(request, cycle_id, evidence_id)
    form = UnlinkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("请写明取消关联的原因。"))
        return _page(request, page, status=422)
    answer = _refused(
        lambda: operations.unlink_evidence(
            evidence_id=evidence_id,
            measure_id=form.cleaned_data["measure"],
            why=form.cleaned_data["why"],
            actor=request.actor,
            at=now(),
        )
    )
    return _said(request, page, answer, said=_("已取消关联，曾经的关联留在记录里。"))


@require_POST
@staff(Act.ATTACH)
def withdraw(request: StaffRequest, cycle_id: int, evidence_id: int) -> HttpResponse:
    """Withdraw the evidence, with a reason."""
    page = _own(request, cycle_id, evidence_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, page, withdraw_form=form, status=422)
    answer = _refused(
        lambda: operations.withdraw_evidence(
            evidence_id=evidence_id,
            version=form.cleaned_data["version"],
            why=form.cleaned_data["why"],
            actor=request.actor,
            at=now(),
        )
    )
    return _said(request, page, answer, said=_("佐证已撤下，编号不再使用。"))


def _found(request: StaffRequest, cycle_id: int, evidence_id: int) -> EvidencePage:
    page = evidence_page(evidence_id=evidence_id, actor=request.actor)
    if page.cycle.id != cycle_id:
        raise Http404
    return page


def _own(request: StaffRequest, cycle_id: int, evidence_id: int) -> EvidencePage:
    """The page of evidence to which the actor may attach; who may change it, the operation says."""
    page = _found(request, cycle_id, evidence_id)
    if not page.may_attach:
        raise refused(request.actor, Act.ATTACH)
    return page


def _choices(request: StaffRequest, page: EvidencePage) -> tuple[LinkChoice, ...]:
    """The measures of the task that was asked for, or of the first that the evidence proves."""
    asked = request.POST.get("task") or request.GET.get("task") or ""
    numbers = [use.task_number for use in page.uses if use.in_reach]
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else next(iter(numbers), None)
    if number is None or not page.may_attach:
        return ()
    return measures_to_prove(cycle_id=page.cycle.id, task_number=number, evidence_id=page.row.id, actor=request.actor)


def _as_choices(choices: tuple[LinkChoice, ...]) -> list[tuple[int, str]]:
    return [(choice.measure_id, f"{choice.position}. {choice.text}") for choice in choices]


def _refused(act: Callable[[], object]) -> str:
    """Do it; the sentence of the refusal, empty where it was done."""
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        return sentence_of(refusal)
    return ""


def _said(request: StaffRequest, page: EvidencePage, answer: str, *, said: str) -> HttpResponse:
    if answer:
        messages.warning(request, answer)
        return _page(request, _found(request, page.cycle.id, page.row.id), status=409)
    messages.success(request, said)
    return _back(page)


def _back(page: EvidencePage) -> HttpResponse:
    return HttpResponseRedirect(reverse("evidence", args=[page.cycle.id, page.row.id]))


def _page(
    request: StaffRequest,
    page: EvidencePage,
    *,
    describe_form: DescribeForm | None = None,
    link_form: LinkForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    words = page.words
    said: dict[str, Any] = {
        "kind": words.kind,
        "number": words.number,
        "dated": words.dated,
        "description": words.description,
    }
    choices = _choices(request, page)
    asked = request.POST.get("task") or request.GET.get("task") or ""
    facts = {
        "here": "evidence",
        "path": in_cycle(
            page.cycle, (_("佐证"), reverse("evidence_list", args=[page.cycle.id])), (page.row.number, "")
        ),
        "page": page,
        "row": page.row,
        "alike": [(row, alike_sentence(row)) for row in page.alike],
        "describe_form": describe_form or DescribeForm(kinds=page.kinds, initial=said),
        "describing": describe_form is not None,
        "link_form": link_form or LinkForm(measures=_as_choices(choices)),
        "link_task": asked or next((str(use.task_number) for use in page.uses if use.in_reach), ""),
        "linking": link_form is not None or bool(asked),
        "choices": choices,
        "withdraw_form": withdraw_form or WithdrawForm(),
        "withdrawing": withdraw_form is not None,
    }
    return render(request, "office/evidence.html", facts, status=status)
