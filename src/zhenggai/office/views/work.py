"""What waits for somebody, their team, and the reminders that were given."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.rights import reaching_offices
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import KIND_NAMES, VERBS_OF_KINDS, WorkItem
from zhenggai.office.access import staff
from zhenggai.office.paths import in_cycle, place
from zhenggai.office.tabs import task_frame
from zhenggai.oversight.operations.reminding import Reminded, remind
from zhenggai.oversight.queries.reminding import list_reminders, unmailed_page
from zhenggai.oversight.queries.tasks import task_oversight
from zhenggai.oversight.queries.team import team_page
from zhenggai.oversight.queries.work import my_work
from zhenggai.ui.middleware import StaffRequest

HERE = "work"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A line of work with the address where it is done."""

    item: WorkItem
    kind: str
    verb: str
    url: str
    cycle: str


@require_safe
@staff(Act.WORK)
def work(request: StaffRequest) -> HttpResponse:
    """Show all that waits for whoever asks."""
    page = my_work(actor=request.actor, today=localdate(), now=now())
    several = len(page.cycles) > 1
    groups = [(group, [_line(item, page.cycles if several else {}) for item in group.items]) for group in page.groups]
    facts = {"here": HERE, "path": place(_("待办")), "page": page, "groups": groups}
    return render(request, "office/work.html", facts)


@require_safe
@staff(Act.READ)
def team(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show what stands open at each unit, or at each person of one's own."""
    page = team_page(cycle_id=cycle_id, actor=request.actor, today=localdate(), after=request.GET.get("after") or None)
    path = in_cycle(page.cycle, (_("待办"), reverse("work")), (_("团队"), ""))
    return render(request, "office/team.html", {"here": HERE, "path": path, "page": page})


@require_safe
@staff(Act.WORK)
def reminders(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the reminders that were given."""
    page = list_reminders(
        cycle_id=cycle_id,
        actor=request.actor,
        step=request.GET.get("step", ""),
        after=request.GET.get("after") or None,
    )
    path = in_cycle(page.cycle, (_("待办"), reverse("work")), (_("督促记录"), ""))
    return render(request, "office/reminders.html", {"here": HERE, "path": path, "page": page})


@require_POST
@staff(Act.REMIND)
def send(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Take the steps that are due and send the mails of the day."""
    _tell(request, remind(cycle_id=cycle_id, actor=request.actor, at=now()))
    return redirect("reminders", cycle_id)


@require_POST
@staff(Act.REMIND)
def send_all(request: StaffRequest) -> HttpResponse:
    """Remind in every cycle in which the asker may, and show whom no mail reached."""
    cycles = {office.cycle_id for office in reaching_offices(request.actor, Act.REMIND)}
    for cycle_id in [None] if None in cycles else sorted(filter(None, cycles)):
        _tell(request, remind(cycle_id=cycle_id, actor=request.actor, at=now()))
    return redirect("unmailed")


def _tell(request: StaffRequest, done: Reminded) -> None:
    said = _("已发出 %(steps)s 条提醒，寄出 %(sent)s 封邮件。") % {"steps": done.steps, "sent": done.sent}
    messages.success(request, said)
    if done.failed:
        messages.warning(request, _("%(count)s 封没有寄出，下次运行再试。") % {"count": done.failed})
    if done.no_mail:
        messages.warning(request, _("%(count)s 人没有邮箱，请电话告知。") % {"count": len(done.no_mail)})


@require_safe
@staff(Act.REMIND)
def unmailed(request: StaffRequest) -> HttpResponse:
    """List whom the office calls today, ready to be printed."""
    page = unmailed_page(actor=request.actor, today=localdate())
    path = place(_("待办"), _("没有寄到的人"))
    again = any(row.failed for row in page.rows)
    return render(request, "office/unmailed.html", {"here": HERE, "path": path, "page": page, "again": again})


@require_safe
@staff(Act.READ)
def tab(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show reminders, meetings and institutions of a task."""
    found = task_oversight(task_id=task_id, actor=request.actor, today=localdate())
    return render(request, "office/task_oversight.html", {**task_frame(found.head, "oversight"), "found": found})


def _line(item: WorkItem, cycles: dict[int, str]) -> WorkLine:
    url = reverse(item.door.name, args=item.door.numbers)
    return WorkLine(item, KIND_NAMES[item.kind], VERBS_OF_KINDS[item.kind], url, cycles.get(item.cycle_id, ""))
