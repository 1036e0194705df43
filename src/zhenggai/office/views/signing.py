"""What somebody has to sign: one sheet after the other, and the list of a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.queries.heads import task_in_reach
from zhenggai.ledger.queries.signing import meeting_page, signing_page
from zhenggai.office.access import staff
from zhenggai.office.closing_pages import closing_pages
from zhenggai.office.forms.closing import MeetingForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.SIGN)
def signing(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what has to be signed; `item` is open, and only what is open can be signed."""
    return _sheet(request, cycle_id, number_in(request.GET, "item"))


@require_POST
@staff(Act.SIGN)
def sign(request: StaffRequest, cycle_id: int, task_id: int, closing_id: int) -> HttpResponse:
    """Sign the sheet that was open, and open the next one."""
    _task(request, cycle_id, task_id)
    following = number_in(request.POST, "following")
    try:
        acts.sign_closing(closing_id=closing_id, digest=request.POST.get("digest", ""), actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _sheet(request, cycle_id, None, status=409)
    messages.success(request, _("已签字。"))
    return HttpResponseRedirect(_address(cycle_id, following))


@require_safe
@staff(Act.SIGN)
def meeting(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what a meeting may decide by list."""
    return _list(request, cycle_id)


@require_POST
@staff(Act.SIGN)
def decide(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Close what stands on the meeting's list."""
    page = meeting_page(cycle_id=cycle_id, actor=request.actor, today=localdate())
    form = MeetingForm(request.POST, auto_id="meeting-%s", meetings=page.meetings)
    shown = {str(row.item.id): request.POST.get(f"digest-{row.item.id}", "") for row in page.rows}
    digests = {int(pk): shown[pk] for pk in request.POST.getlist("closing") if pk in shown}
    if not form.is_valid():
        return _list(request, cycle_id, form, status=422)
    try:
        acts.sign_at_meeting(
            cycle_id=cycle_id,
            digests=digests,
            meeting=form.name(),
            held_on=form.cleaned_data["held_on"],
            meeting_id=form.cleaned_data["meeting_id"],
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _list(request, cycle_id, form, status=409)
    messages.success(request, _("会议清单已审定，共 %(count)s 项销号。") % {"count": len(digests)})
    return HttpResponseRedirect(reverse("closings", args=[cycle_id]) + "?state=closed")


def _task(request: StaffRequest, cycle_id: int, task_id: int) -> None:
    if task_in_reach(task_id, actor=request.actor, act=Act.SIGN).cycle_id != cycle_id:
        raise Http404


def _address(cycle_id: int, item: int | None) -> str:
    return reverse("signing", args=[cycle_id]) + (f"?item={item}" if item else "")


def _sheet(request: StaffRequest, cycle_id: int, item: int | None, *, status: int = 200) -> HttpResponse:
    try:
        page = signing_page(cycle_id=cycle_id, actor=request.actor, today=localdate(), chosen=item)
    except NoSuchThing:
        if item is None:
            raise
        return HttpResponseRedirect(_address(cycle_id, None))
    facts = {
        "here": "closing",
        **closing_pages(request.actor, cycle_id),
        "path": in_cycle(page.cycle, (_("销号"), reverse("closings", args=[cycle_id])), (_("我要签的"), "")),
        "page": page,
        "cycle": page.cycle,
        "sheet": page.sheet,
    }
    return render(request, "office/signing.html", facts, status=status)


def _list(request: StaffRequest, cycle_id: int, form: MeetingForm | None = None, *, status: int = 200) -> HttpResponse:
    page = meeting_page(cycle_id=cycle_id, actor=request.actor, today=localdate())
    facts = {
        "here": "closing",
        **closing_pages(request.actor, cycle_id),
        "path": in_cycle(page.cycle, (_("销号"), reverse("closings", args=[cycle_id])), (_("会议销号清单"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form or MeetingForm(auto_id="meeting-%s", meetings=page.meetings),
        "chosen": request.POST.getlist("closing"),
    }
    return render(request, "office/meeting_list.html", facts, status=status)
