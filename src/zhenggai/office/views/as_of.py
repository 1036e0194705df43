"""The ledger, a task and the overview as they were at any past instant."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.past_overview import PastOverview, moved_figures, moved_groups
from zhenggai.domain.roles import Act
from zhenggai.ledger.as_of import compare_ledgers, ledger_as_of, task_as_of
from zhenggai.office.access import staff
from zhenggai.office.forms.as_of import AsOfForm, written
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest

UNPROCESSABLE = 422
# Addresses carry no seconds: a minute behind a deed, it is done.
A_MINUTE = timedelta(minutes=1)


@require_safe
@staff(Act.READ_CYCLE)
def ledger(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show a round at an instant, and what changed until another."""
    form = _form(request)
    bound = form.is_bound
    valid = bound and form.is_valid()
    at = form.cleaned_data["at"] if valid else now()
    until = form.cleaned_data["until"] if valid else None
    found = ledger_as_of(cycle_id=cycle_id, at=at, actor=request.actor)
    later = ledger_as_of(cycle_id=cycle_id, at=until, actor=request.actor) if until else None
    facts = {
        "here": "journal",
        "path": in_cycle(found.cycle, (_("记录"), reverse("journal", args=[cycle_id])), (_("过去某一刻"), "")),
        "cycle": found.cycle,
        "form": form,
        "found": found,
        "later": later,
        "differences": compare_ledgers(found, later) if later else (),
        **(_moves(found.overview, later.overview) if later and found.tasks and later.tasks else {}),
        "instant": written(at),
        "first": written((found.came or found.cycle.adopted_at) + A_MINUTE),
    }
    return render(request, "office/as_of.html", facts, status=UNPROCESSABLE if bound and not valid else 200)


@require_safe
@staff(Act.READ_CYCLE)
def task(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show a task at an instant."""
    form = _form(request)
    valid = form.is_bound and form.is_valid()
    at = form.cleaned_data["at"] if valid else now()
    found, past = task_as_of(cycle_id=cycle_id, task_id=task_id, at=at, actor=request.actor)
    back = f"{reverse('as_of', args=[cycle_id])}?at={written(at)}"
    path = in_cycle(found.cycle, (_("过去某一刻"), back), (_("任务 %(number)s") % {"number": past.number}, ""))
    facts = {"here": "journal", "path": path, "cycle": found.cycle, "found": found, "task": past, "form": form}
    status = UNPROCESSABLE if form.is_bound and not valid else 200
    return render(request, "office/as_of_task.html", facts, status=status)


def _moves(earlier: PastOverview, later: PastOverview) -> dict[str, object]:
    """How the figures of the overview moved between two instants; of aspects and units, those that did."""
    aspects = moved_groups(earlier.aspects, later.aspects) if earlier.told and later.told else ()
    units = moved_groups(earlier.units, later.units)
    return {
        "moved": moved_figures(earlier, later),
        "moved_aspects": [group for group in aspects if group.moved],
        "aspects_same": sum(not group.moved for group in aspects),
        "moved_units": [group for group in units if group.moved],
        "units_same": sum(not group.moved for group in units),
    }


def _form(request: HttpRequest) -> AsOfForm:
    return AsOfForm(request.GET) if "at" in request.GET else AsOfForm(initial={"at": now()})
