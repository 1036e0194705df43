"""The figures of a task and of a cycle."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import figures as operations
from zhenggai.ledger.queries.figures import cycle_figures, figures_page, indicator_card
from zhenggai.ledger.queries.heads import task_head
from zhenggai.ledger.shapes import TaskHead
from zhenggai.ledger.shapes.figures import FiguresPage
from zhenggai.office.access import staff
from zhenggai.office.forms.figures import (
    CorrectionForm,
    FigureForm,
    IndicatorForm,
    ReadingForm,
    RegisterForm,
    RelationForm,
)
from zhenggai.office.forms.pages import number_in
from zhenggai.office.indicator_charts import chart_of
from zhenggai.office.paths import in_cycle
from zhenggai.office.tabs import task_frame
from zhenggai.ui.charts import chart_svg
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

# What `?add=` opens.
FORMS = ("figure", "relation", "indicator", "register")


@require_safe
@staff(Act.READ)
def task_figures(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Show the figures of a task; `add` opens a form, `correct` that of a figure, `read` that of an indicator."""
    page = _found(request, cycle_id, task_id)
    opened: dict[str, object] = {}
    add = request.GET.get("add", "")
    if add in FORMS:
        opened[f"{add}_form"] = _empty(add, page)
    wanted = number_in(request.GET, "correct")
    chosen = next((figure for figure in page.figures if figure.id == wanted and figure.source == "typed"), None)
    if chosen:
        opened |= {"chosen": chosen, "correction_form": CorrectionForm(page=page, figure=chosen)}
    reading = next((card for card in page.indicators if card.id == number_in(request.GET, "read")), None)
    if reading:
        opened |= {"reading_of": reading.id, "reading_form": ReadingForm(indicator_id=reading.id)}
    return _page(request, page, opened)


@require_POST
@staff(Act.KEEP_FIGURES)
def add(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """State a figure."""
    page = _found(request, cycle_id, task_id)
    form = FigureForm(request.POST, page=page)
    return _kept(
        request,
        page,
        {"figure_form": form},
        form,
        lambda: operations.add_figure(task_id=task_id, plan=form.plan(), actor=request.actor, at=now()),
        said=_("数字已添加。"),
    )


@require_POST
@staff(Act.KEEP_FIGURES)
def correct(request: StaffRequest, cycle_id: int, task_id: int, figure_id: int) -> HttpResponse:
    """State a figure anew."""
    page = _found(request, cycle_id, task_id)
    # Whoever corrects what somebody else has corrected goes on from there.
    chosen = next((one for one in page.figures if figure_id in {one.id, *(old.id for old in one.superseded)}), None)
    if chosen is None:
        raise Http404
    form = CorrectionForm(request.POST, page=page, figure=chosen)
    return _kept(
        request,
        page,
        {"chosen": chosen, "correction_form": form},
        form,
        lambda: operations.correct_figure(
            figure_id=figure_id, plan=form.plan(), why=form.cleaned_data["why"], actor=request.actor, at=now()
        ),
        said=_("数字已更正，原来的数字留着，算式已重新计算。"),
    )


@require_POST
@staff(Act.KEEP_FIGURES)
def relate(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """State an equation."""
    page = _found(request, cycle_id, task_id)
    form = RelationForm(request.POST, page=page)
    return _kept(
        request,
        page,
        {"relation_form": form},
        form,
        lambda: operations.add_relation(
            task_id=task_id,
            kind=form.cleaned_data["kind"],
            total_id=int(form.cleaned_data["total"]),
            part_ids=form.parts(),
            actor=request.actor,
            at=now(),
        ),
        said=_("算式已添加，今后数字一变就重新计算。"),
    )


@require_POST
@staff(Act.KEEP_FIGURES)
def drop_relation(request: StaffRequest, cycle_id: int, task_id: int, relation_id: int) -> HttpResponse:
    """Take an equation away."""
    page = _found(request, cycle_id, task_id)
    if relation_id not in {relation.id for relation in page.relations if relation.task_id == task_id}:
        raise Http404
    try:
        operations.drop_relation(relation_id=relation_id, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, _("算式已删去，数字还在。"))
    return redirect("task_figures", cycle_id, task_id)


@require_POST
@staff(Act.KEEP_FIGURES)
def indicate(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Set up an indicator."""
    page = _found(request, cycle_id, task_id)
    form = IndicatorForm(request.POST, page=page)
    return _kept(
        request,
        page,
        {"indicator_form": form},
        form,
        lambda: operations.add_indicator(task_id=task_id, plan=form.plan(), actor=request.actor, at=now()),
        said=_("指标已添加，请记第一个读数。"),
    )


@require_POST
@staff(Act.KEEP_FIGURES)
def read(request: StaffRequest, cycle_id: int, task_id: int, indicator_id: int) -> HttpResponse:
    """Note what an indicator reads."""
    page = _found(request, cycle_id, task_id)
    if indicator_id not in {card.id for card in page.indicators}:
        raise Http404
    form = ReadingForm(request.POST, indicator_id=indicator_id)

    def act() -> object:
        return operations.add_reading(indicator_id=indicator_id, **form.cleaned_data, actor=request.actor, at=now())

    opened = {"reading_of": indicator_id, "reading_form": form}
    return _kept(request, page, opened, form, act, said=_("读数已记下。"))


@require_POST
@staff(Act.KEEP_FIGURES)
def open_register(request: StaffRequest, cycle_id: int, task_id: int) -> HttpResponse:
    """Open an empty register and go to it."""
    page = _found(request, cycle_id, task_id)
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _page(request, page, {"register_form": form}, status=422)
    try:
        number = operations.add_register(task_id=task_id, **form.cleaned_data, actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, {"register_form": form}, status=409)
    return redirect("register", cycle_id, task_id, number)


@require_safe
@staff(Act.READ)
def chart(request: StaffRequest, cycle_id: int, task_id: int, indicator_id: int) -> HttpResponse:
    """Draw the way of an indicator; the address carries a digest, so an old picture is never shown."""
    _head(request, cycle_id, task_id)
    card = indicator_card(task_id=task_id, indicator_id=indicator_id, actor=request.actor)
    if card is None:
        raise Http404
    drawn = chart_of(card)
    spec = drawn.narrow if "narrow" in request.GET else drawn.wide
    response = HttpResponse(chart_svg(spec, folder=settings.HOME / "charts"), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


@require_safe
@staff(Act.READ_CYCLE)
def cycle(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the figures of a cycle."""
    page = cycle_figures(
        cycle_id=cycle_id,
        actor=request.actor,
        source=request.GET.get("source", ""),
        text=request.GET.get("q", "").strip()[:100],
        after=number_in(request.GET, "after") or 0,
    )
    facts = {"here": "figures", "path": in_cycle(page.cycle, (_("数字"), "")), "page": page, "cycle": page.cycle}
    return render(request, "office/figures.html", facts)


def _head(request: StaffRequest, cycle_id: int, task_id: int) -> TaskHead:
    head = task_head(task_id=task_id, actor=request.actor, today=localdate())
    if head.cycle.id != cycle_id:
        raise Http404
    return head


def _found(request: StaffRequest, cycle_id: int, task_id: int) -> FiguresPage:
    page = figures_page(task_id=task_id, actor=request.actor, today=localdate())
    if page.head.cycle.id != cycle_id:
        raise Http404
    return page


def _empty(name: str, page: FiguresPage) -> forms.Form:
    if name == "register":
        return RegisterForm()
    kinds: dict[str, Callable[..., forms.Form]] = {
        "figure": FigureForm,
        "relation": RelationForm,
        "indicator": IndicatorForm,
    }
    return kinds[name](page=page)


def _kept(
    request: StaffRequest,
    page: FiguresPage,
    opened: dict[str, object],
    form: forms.Form,
    act: Callable[[], object],
    *,
    said: str,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, page, opened, status=422)
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, page, opened, status=409)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("task_figures", args=[page.head.cycle.id, page.task_id]))


def _page(request: StaffRequest, page: FiguresPage, opened: dict[str, object], *, status: int = 200) -> HttpResponse:
    facts = {
        **task_frame(page.head, "figures"),
        "page": page,
        "charts": [(card, chart_of(card)) for card in page.indicators],
        "may_keep": page.may_keep,
        **(opened if page.may_keep or status != HTTPStatus.OK else {}),
    }
    return render(request, "office/task_figures.html", facts, status=status)
