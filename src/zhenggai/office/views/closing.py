"""The tab of closing on the page of a task, and what is done there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.queries.closing import closing_tab
from zhenggai.ledger.queries.heads import demand_in_cycle
from zhenggai.ledger.shapes.closing import ClosingTab
from zhenggai.office.access import staff
from zhenggai.office.forms.closing import (
    ApplyForm,
    CallForm,
    DecisionForm,
    LongTermForm,
    PointForm,
    ReasonForm,
    ReopenForm,
    SeenForm,
    StageForm,
    VoucherForm,
)
from zhenggai.office.tabs import task_frame
from zhenggai.office.views.doing import done
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

# Each form stands on the page only for who may use it now.
RIGHT_OF_FORM = {
    "apply": "apply",
    "long_term": "ask_long_term",
    "not_applicable": "ask_not_applicable",
    "send_back": "send_back",
    "decide": "decide",
    "stage": "accept_stage",
    "reopen": "reopen",
    "point": "point",
    "call": "visit",
    "voucher": "vouch",
}


class Where(NamedTuple):
    """The round and the task of an address, and what is done there."""

    cycle_id: int
    task_id: int
    act: Act


@require_safe
@staff(Act.READ)
def tab(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show what is missing, who has signed, what others found, and what the reader may do."""
    return _page(request, _found(request, cycle_id, task_id))


@require_POST
@staff(Act.APPLY_CLOSING)
def apply(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Apply to close, which is the unit's own signature."""
    form = ApplyForm(request.POST, auto_id="apply-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.apply_to_close(
            task_id=task_id,
            version=typed["version"],
            seen=typed["seen"],
            statement=typed["statement"],
            actor=request.actor,
            at=now(),
        )

    return _done(
        request,
        Where(cycle_id, task_id, Act.APPLY_CLOSING),
        "apply",
        form,
        act,
        said=_("销号申请已提交，等待各方签字。"),
    )


@require_POST
@staff(Act.APPLY_CLOSING)
def ask_long_term(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Ask that the task goes on by stages."""
    form = LongTermForm(request.POST, auto_id="long-%s")

    def act() -> None:
        acts.ask_long_term(
            task_id=task_id,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["why"],
            stages=form.stages(),
            actor=request.actor,
            at=now(),
        )

    return _done(
        request,
        Where(cycle_id, task_id, Act.APPLY_CLOSING),
        "long_term",
        form,
        act,
        said=_("转长期坚持的申请已提交，等待审批。"),
    )


@require_POST
@staff(Act.APPLY_CLOSING)
def ask_not_applicable(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Ask that the task is dropped."""
    form = ReasonForm(request.POST, auto_id="na-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.ask_not_applicable(
            task_id=task_id, version=typed["version"], reason=typed["why"], actor=request.actor, at=now()
        )

    return _done(
        request,
        Where(cycle_id, task_id, Act.APPLY_CLOSING),
        "not_applicable",
        form,
        act,
        said=_("不再适用的申请已提交，等待审批。"),
    )


@require_POST
@staff(Act.APPLY_CLOSING)
def withdraw(request: StaffRequest, cycle_id: int, task_id: int, closing_id: int) -> HttpResponse:
    """Take an application back."""
    form = SeenForm(request.POST)

    def act() -> None:
        version = form.cleaned_data["version"]
        acts.withdraw_closing(closing_id=closing_id, version=version, actor=request.actor, at=now())

    return _done(request, Where(cycle_id, task_id, Act.APPLY_CLOSING), "", form, act, said=_("申请已撤回。"))


@require_POST
@staff(Act.RETURN_CLOSING)
def send_back(request: StaffRequest, cycle_id: int, task_id: int, closing_id: int) -> HttpResponse:
    """Send an application back with reasons."""
    form = ReasonForm(request.POST, auto_id="return-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.return_closing(
            closing_id=closing_id, version=typed["version"], why=typed["why"], actor=request.actor, at=now()
        )

    return _done(
        request,
        Where(cycle_id, task_id, Act.RETURN_CLOSING),
        "send_back",
        form,
        act,
        said=_("申请已退回，原因写在申请里。"),
    )


@require_POST
@staff(Act.DECIDE_CHANGE)
def decide_long_term(request: StaffRequest, cycle_id: int, task_id: int, closing_id: int) -> HttpResponse:
    """Grant or refuse that the task goes on by stages."""
    return _decided(request, Where(cycle_id, task_id, Act.DECIDE_CHANGE), closing_id, acts.decide_long_term)


@require_POST
@staff(Act.RELEASE)
def release(request: StaffRequest, cycle_id: int, task_id: int, closing_id: int) -> HttpResponse:
    """Grant or refuse that the task is dropped."""
    return _decided(request, Where(cycle_id, task_id, Act.RELEASE), closing_id, acts.decide_not_applicable)


@require_POST
@staff(Act.JUDGE)
def accept_stage(request: StaffRequest, cycle_id: int, task_id: int, stage_id: int) -> HttpResponse:
    """Say that a stage was reached."""
    form = StageForm(request.POST, auto_id="stage-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.accept_stage(stage_id=stage_id, reached=typed["reached"], on=typed["on"], actor=request.actor, at=now())

    return _done(request, Where(cycle_id, task_id, Act.JUDGE), "stage", form, act, said=_("阶段目标已验收。"))


@require_POST
@staff(Act.REOPEN)
def reopen(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Open the task again."""
    form = ReopenForm(request.POST, auto_id="reopen-%s")

    def act() -> None:
        typed = form.cleaned_data
        acts.reopen_task(
            task_id=task_id,
            version=typed["version"],
            cause=typed["cause"],
            what=typed["what"],
            actor=request.actor,
            at=now(),
        )

    return _done(
        request, Where(cycle_id, task_id, Act.REOPEN), "reopen", form, act, said=_("任务已重新激活，原号和历史都在。")
    )


@require_POST
@staff(Act.SETTLE)
def settle(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Say that nothing came back during the watch."""
    form = SeenForm(request.POST)

    def act() -> None:
        acts.mark_stable(task_id=task_id, version=form.cleaned_data["version"], actor=request.actor, at=now())

    return _done(request, Where(cycle_id, task_id, Act.SETTLE), "", form, act, said=_("监测期满，任务已稳定。"))


@require_POST
@staff(Act.PLAN)
def point(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Point to the task of an earlier round."""
    page = _found(request, cycle_id, task_id, Act.PLAN)
    form = PointForm(request.POST, auto_id="point-%s", olds=_olds(page))

    def act() -> None:
        typed = form.cleaned_data
        acts.point_to_old(
            task_id=task_id,
            version=typed["version"],
            old_task_id=typed["old"],
            why=typed["why"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, Where(cycle_id, task_id, Act.PLAN), "point", form, act, said=_("已指向老问题。"))


@require_POST
@staff(Act.VISIT)
def call(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Note what somebody said whom a list names."""
    form = CallForm(request.POST, auto_id="call-%s")

    def act() -> None:
        acts.record_call_back(task_id=task_id, facts=form.facts(), actor=request.actor, at=now())

    return _done(request, Where(cycle_id, task_id, Act.VISIT), "call", form, act, said=_("回访已记下。"))


@require_POST
@staff(Act.ATTACH)
def voucher(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Note the sum that a voucher shows."""
    page = _found(request, cycle_id, task_id, Act.ATTACH)
    form = VoucherForm(request.POST, auto_id="voucher-%s", vouchers=_vouchers(page))

    def act() -> None:
        typed = form.cleaned_data
        acts.state_voucher(
            evidence_id=typed["evidence"],
            number=typed["number"],
            amount=typed["amount"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, Where(cycle_id, task_id, Act.ATTACH), "voucher", form, act, said=_("凭证金额已登记。"))


def _decided(request: StaffRequest, where: Where, closing_id: int, decide: Callable[..., None]) -> HttpResponse:
    form = DecisionForm(request.POST, auto_id="decide-%s")

    def act() -> None:
        typed = form.cleaned_data
        decide(
            closing_id=closing_id,
            version=typed["version"],
            approve=typed["decision"] == "grant",
            why=typed["why"],
            actor=request.actor,
            at=now(),
        )

    return _done(request, where, "decide", form, act, said=_("审批意见已记下。"))


def _found(request: StaffRequest, cycle_id: int, task_id: int, act: Act = Act.READ) -> ClosingTab:
    page = closing_tab(task_id=task_id, actor=request.actor, today=localdate(), act=act)
    if page.head.cycle.id != cycle_id:
        raise Http404
    return page


def _done(
    request: StaffRequest, where: Where, name: str, form: forms.Form, act: Callable[[], None], *, said: str
) -> HttpResponse:
    """Do it where the form is whole; the page again with what was typed where it is not or was refused.

    Nothing of the page is worked out before that: the operation itself asks for rights and for what stands in the ledger.
    """

    def act_here() -> None:
        demand_in_cycle(where.task_id, cycle_id=where.cycle_id)
        act()

    def again(refusal: Refusal | None) -> HttpResponse:
        if refusal is None:
            return _page(request, _found(request, *where), {name: form}, status=422)
        page = _found(request, where.cycle_id, where.task_id)
        # A form that is not there any more cannot say why, nor keep what was typed.
        if getattr(page.rights, RIGHT_OF_FORM.get(name, ""), False):
            return _page(request, page, {name: form}, status=409)
        messages.warning(request, sentence_of(refusal))
        return _page(request, page, kept=_typed_in(form), status=409)

    to = reverse("task_closing", args=[where.cycle_id, where.task_id])
    return done(request, form, act_here, said=said, to=to, again=again)


def _vouchers(page: ClosingTab) -> tuple[tuple[int, str], ...]:
    return tuple((one.id, f"{one.number} {one.name}") for one in page.vouchers)


def _olds(page: ClosingTab) -> tuple[tuple[int, str], ...]:
    return tuple((old.task_id, f"{old.cycle} {old.name}") for old in page.old_tasks)


def _page(
    request: StaffRequest,
    page: ClosingTab,
    typed: Mapping[str, forms.Form] | None = None,
    *,
    kept: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    version = {"version": page.current.version if page.current and page.current.state == "open" else page.head.version}
    shown: dict[str, forms.Form] = {
        "apply": ApplyForm(initial={**version, "seen": page.seen}, auto_id="apply-%s"),
        "long_term": LongTermForm(initial=version, auto_id="long-%s"),
        "not_applicable": ReasonForm(initial=version, auto_id="na-%s"),
        "send_back": ReasonForm(initial=version, auto_id="return-%s"),
        "decide": DecisionForm(initial=version, auto_id="decide-%s"),
        "reopen": ReopenForm(initial=version, auto_id="reopen-%s"),
        "point": PointForm(initial=version, auto_id="point-%s", olds=_olds(page)),
        "stage": StageForm(auto_id="stage-%s"),
        "call": CallForm(auto_id="call-%s"),
        "voucher": VoucherForm(auto_id="voucher-%s", vouchers=_vouchers(page)),
    }
    for name, form in (typed or {}).items():
        _renew(form, {**version, "seen": page.seen})
        shown[name] = form
    facts = {**task_frame(page.head, "closing"), "page": page, "forms": shown, "version": version["version"]}
    return render(request, "office/task_closing.html", {**facts, "kept": kept}, status=status)


def _typed_in(form: forms.Form) -> list[tuple[str, str]]:
    """The texts of a form with their labels."""
    fields = (field for field in form.visible_fields() if isinstance(field.field, forms.CharField))
    return [(str(field.label), str(field.value())) for field in fields if field.value()]


def _renew(form: forms.Form, hidden: Mapping[str, object]) -> None:
    """Let a form that comes back name what the person sees now, so that they can send it again."""
    fresh = {name: str(value) for name, value in hidden.items() if name in form.fields}
    form.data = {**{name: form.data[name] for name in form.data}, **fresh}
