"""Report periods: the months of a round, freezing one, and a frozen one with later corrections beside it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django import forms
from django.conf import settings as conf
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.period_words import CORRECTION_NAMES
from zhenggai.domain.periods import COUNT_NAMES
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.periods import freeze_period
from zhenggai.ledger.queries import rules_page
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.periods import UNIT_COLUMNS, frozen_left, list_periods, period_page
from zhenggai.ledger.shapes.periods import Correction, PeriodPage
from zhenggai.office.access import staff
from zhenggai.office.burn_charts import burn_chart
from zhenggai.office.forms.periods import FreezeForm, PeriodRulesForm
from zhenggai.office.paths import in_cycle
from zhenggai.office.views.doing import refused
from zhenggai.ui.charts import chart_svg
from zhenggai.ui.middleware import StaffRequest

FILTERS = ("state", "light", "mark", "unit")
MOST_SHOWN = 30


@require_safe
@staff(Act.READ_CYCLE)
def periods(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the months of a round."""
    return _list(request, cycle_id)


@require_POST
@staff(Act.FREEZE)
def freeze(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Freeze a month."""
    page = list_periods(cycle_id=cycle_id, actor=request.actor, today=localdate())
    form = FreezeForm(request.POST, waiting=page.waiting)
    if not form.is_valid():
        return _list(request, cycle_id, freezing=form, status=422)
    made: list[int] = []
    typed = form.cleaned_data
    sentence = refused(
        lambda: made.append(
            freeze_period(
                cycle_id=cycle_id, month=typed["month"], skipping=typed["skipping"], actor=request.actor, at=now()
            )
        )
    )
    if sentence:
        form.add_error("skipping" if not typed["skipping"] else None, sentence)
        return _list(request, cycle_id, freezing=form, status=422)
    messages.success(request, _("%(month)s 已冻结，从此不变；以后的更正列在旁边。") % {"month": typed["month"]})
    return HttpResponseRedirect(reverse("period", args=[cycle_id, made[0]]))


@require_POST
@staff(Act.PLAN)
def settings(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Keep when months end."""
    page = rules_page(cycle_id=cycle_id)
    form = PeriodRulesForm(request.POST, rules=page.rules.periods, version=page.version)
    if not form.is_valid():
        return _list(request, cycle_id, setting=form, status=422)
    rules = replace(page.rules, periods=form.own_rules())
    version = form.cleaned_data["version"]
    sentence = refused(
        lambda: planning.set_rules(cycle_id=cycle_id, version=version, rules=rules, actor=request.actor, at=now())
    )
    if sentence:
        form.add_error(None, sentence)
        return _list(request, cycle_id, setting=form, status=409)
    messages.success(request, _("报告期设置已保存；已冻结的不变。"))
    return HttpResponseRedirect(reverse("periods", args=[cycle_id]))


@require_safe
@staff(Act.READ_CYCLE)
def period(request: StaffRequest, cycle_id: int, period_id: int) -> HttpResponse:
    """Show a frozen month; the address is the state of its list."""
    query = request.GET
    try:
        page = period_page(
            cycle_id=cycle_id,
            period_id=period_id,
            actor=request.actor,
            state=query.get("state", ""),
            light=query.get("light", ""),
            mark=query.get("mark", ""),
            unit=query.get("unit"),
            after=query.get("after", ""),
        )
    except BadKey as fault:
        raise Http404 from fault
    above = (_("月结"), reverse("periods", args=[cycle_id]))
    facts = {
        "here": "periods",
        "path": in_cycle(page.cycle, above, (page.period.month, "")),
        "page": page,
        "cycle": page.cycle,
        "unit_heads": [_(COUNT_NAMES[name]) for name in UNIT_COLUMNS],
        "corrections": _corrections(page, every="all" in query),
        "more": len(page.corrections) > MOST_SHOWN and "all" not in query,
        "chart": burn_chart(page.left),
        "changed": [figure for figure in page.figures if figure.now is not None],
        **_ways(query, page),
    }
    return render(request, "office/period.html", facts)


@require_safe
@staff(Act.READ_CYCLE)
def chart(request: StaffRequest, cycle_id: int, period_id: int) -> HttpResponse:
    """Draw the burn-down as it was frozen; the address carries a digest."""
    drawn = burn_chart(frozen_left(cycle_id=cycle_id, period_id=period_id, actor=request.actor))
    if drawn is None:
        raise Http404
    spec = drawn.draw("narrow" in request.GET)
    response = HttpResponse(chart_svg(spec, folder=conf.HOME / "charts"), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


def _corrections(page: PeriodPage, *, every: bool) -> list[tuple[str, Correction]]:
    shown = page.corrections if every else page.corrections[:MOST_SHOWN]
    return [(_(CORRECTION_NAMES[one.kind]), one) for one in shown]


def _ways(query: QueryDict, page: PeriodPage) -> dict[str, object]:
    """The filters as addresses: each choice keeps the others, choosing one again takes it away."""
    chosen = {name: query[name] for name in FILTERS if name in query}

    def to(name: str, value: str, *, on: bool = False) -> str:
        kept = {key: one for key, one in chosen.items() if key != name}
        return "?" + urlencode(kept if on else {**kept, name: value}) + "#rows"

    groups = (("state", page.states), ("light", page.lights), ("mark", page.marks))
    return {
        "groups": {
            name: [(choice, to(name, choice.value, on=choice.chosen)) for choice in choices] for name, choices in groups
        },
        "narrowed": bool(chosen),
        "by_unit": "unit" in chosen,
        "first": not query.get("after"),
        "start": "?" + urlencode(chosen) + "#rows",
        "following": "?" + urlencode({**chosen, "after": page.after}) + "#rows" if page.after else "",
    }


def _list(
    request: StaffRequest,
    cycle_id: int,
    *,
    freezing: forms.Form | None = None,
    setting: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    page = list_periods(cycle_id=cycle_id, actor=request.actor, today=localdate())
    facts = {
        "here": "periods",
        "path": in_cycle(page.cycle, (_("月结"), "")),
        "page": page,
        "cycle": page.cycle,
        "freezing": freezing or FreezeForm(waiting=page.waiting),
        "setting": setting or PeriodRulesForm(rules=page.rules, version=page.rules_version),
        "setting_open": setting is not None,
        "failed": freezing or setting,
    }
    return render(request, "office/periods.html", facts, status=status)
