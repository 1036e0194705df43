"""Accepting tasks, giving them back, and what the office does then."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.accepting import ACCEPTANCE_STATES
from zhenggai.domain.rights import may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.queries.acceptances import acceptances_page
from zhenggai.office.access import staff
from zhenggai.office.forms.issuing import ReasonForm, ReassignForm
from zhenggai.office.forms.reshaping import chosen_in
from zhenggai.office.paths import in_cycle
from zhenggai.office.views.doing import refused
from zhenggai.ui.middleware import StaffRequest


@require_safe
@staff(Act.READ)
def acceptances(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what the reader is asked to accept, and how far all is."""
    return _page(request, cycle_id)


@require_POST
@staff(Act.ACCEPT)
def accept(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Accept the tasks that were ticked, or the one whose button was pressed."""
    one = chosen_in(request.POST, "one")
    keys = one or chosen_in(request.POST, "acceptance")

    def act() -> None:
        if len(keys) == 1:
            issuing.accept_task(acceptance_id=keys[0], actor=request.actor, at=now())
        else:
            issuing.accept_many(acceptance_ids=keys, actor=request.actor, at=now())

    return _done(request, cycle_id, act, said=_("已认领 %(count)s 项任务。") % {"count": len(keys)})


@require_POST
@staff(Act.ACCEPT)
def refuse(request: StaffRequest, cycle_id: int, acceptance_id: int) -> HttpResponse:
    """Give a task back with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle_id, wrong=acceptance_id, form=form, status=422)

    def act() -> None:
        issuing.refuse_task(
            acceptance_id=acceptance_id, reason=form.cleaned_data["reason"], actor=request.actor, at=now()
        )

    return _done(request, cycle_id, act, said=_("任务已退回整改办，理由已记下。"))


@require_POST
@staff(Act.ISSUE)
def insist(request: StaffRequest, cycle_id: int, acceptance_id: int) -> HttpResponse:
    """Ask the same leader or unit once more."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle_id, wrong=acceptance_id, form=form, status=422, state="refused")

    def act() -> None:
        issuing.insist_task(
            acceptance_id=acceptance_id, reason=form.cleaned_data["reason"], actor=request.actor, at=now()
        )

    return _done(request, cycle_id, act, said=_("已请原单位或领导再次认领。"), state="refused")


@require_POST
@staff(Act.ISSUE)
def reassign(request: StaffRequest, cycle_id: int, acceptance_id: int) -> HttpResponse:
    """Give a refused task to somebody else."""
    form = ReassignForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle_id, wrong=acceptance_id, form=form, status=422, state="refused")

    def act() -> None:
        issuing.reassign_task(
            acceptance_id=acceptance_id,
            name=form.cleaned_data["name"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, cycle_id, act, said=_("任务已改派，新的单位或领导可以认领了。"), state="refused")


def _done(
    request: StaffRequest, cycle_id: int, act: Callable[[], object], *, said: str, state: str = ""
) -> HttpResponse:
    why = refused(act)
    if why:
        messages.warning(request, why)
        return _page(request, cycle_id, status=409, state=state)
    messages.success(request, said)
    return redirect("acceptances", cycle_id)


def _page(
    request: StaffRequest,
    cycle_id: int,
    *,
    wrong: int = 0,
    form: ReasonForm | None = None,
    status: int = 200,
    state: str = "",
) -> HttpResponse:
    page = acceptances_page(
        cycle_id=cycle_id,
        actor=request.actor,
        now=now(),
        state=state or request.GET.get("state", "waiting"),
        after=request.GET.get("after", ""),
    )
    whole = may_in_cycle(request.actor, Act.READ_CYCLE, cycle_id)
    counts = {"waiting": page.counts.waiting, "accepted": page.counts.accepted, "refused": page.counts.refused}
    facts = {
        "here": "acceptances" if may_in_cycle(request.actor, Act.ACCEPT, cycle_id) else "plan",
        "path": in_cycle(page.cycle, (_("认领"), "")),
        "page": page,
        "cycle": page.cycle,
        "tab": "acceptances",
        "whole": whole,
        "states": [(key, ACCEPTANCE_STATES[key], count) for key, count in counts.items()],
        "may_issue": may_in_cycle(request.actor, Act.ISSUE, cycle_id),
        "wrong": wrong,
        "form": form,
    }
    return render(request, "office/acceptances.html", facts, status=status)
