"""Two periods or two instants of a round compared, as a page and as a workbook."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai.domain.period_comparing import CHANGE_NAMES
from zhenggai.domain.roles import Act
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.period_comparing import compare_periods, each_change, list_moments
from zhenggai.ledger.shapes.periods import ChangeRow, Comparison, Moment
from zhenggai.office.access import staff
from zhenggai.office.forms.period_comparing import CompareForm
from zhenggai.office.paths import in_cycle
from zhenggai.papers.table_book import BookColumn, Cell, table_book
from zhenggai.ui.middleware import StaffRequest

UNPROCESSABLE = 422
ASKED = ("first", "first_at", "second", "second_at")


@require_safe
@staff(Act.READ_CYCLE)
def compare(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Compare two moments; the address is what is compared."""
    query = request.GET
    moments = list_moments(cycle_id=cycle_id, actor=request.actor)
    form = CompareForm(query if "first" in query else None, moments=moments)
    page = _compared(request, cycle_id, form)
    above = (_("月结"), reverse("periods", args=[cycle_id]))
    facts = {
        "here": "periods",
        "path": in_cycle(page.cycle, above, (_("对比"), "")),
        "page": page,
        "cycle": page.cycle,
        "form": form,
        "asked": urlencode({name: query[name] for name in ASKED if name in query}),
        "earlier": _called(page.earlier),
        "later": _called(page.later),
        **_ways(query, page),
    }
    return render(request, "office/period_compare.html", facts, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@staff(Act.READ_CYCLE)
def workbook(request: StaffRequest, cycle_id: int) -> HttpResponseBase:
    """Hand out every list of the comparison as a workbook."""
    form = CompareForm(request.GET, moments=list_moments(cycle_id=cycle_id, actor=request.actor))
    if not form.is_valid():
        raise Http404
    rows = each_change(cycle_id=cycle_id, actor=request.actor, first=form.wanted("first"), second=form.wanted("second"))
    book = table_book(title=_("对比"), columns=_columns(), rows=(_cells(row) for row in rows))
    return FileResponse(book, as_attachment=True, filename=_("月结对比.xlsx"))


def _compared(request: StaffRequest, cycle_id: int, form: CompareForm) -> Comparison:
    valid = form.is_bound and form.is_valid()
    first, second = (form.wanted("first"), form.wanted("second")) if valid else (None, None)
    try:
        return compare_periods(
            cycle_id=cycle_id,
            actor=request.actor,
            first=first,
            second=second,
            show=request.GET.get("show", ""),
            after=request.GET.get("after", ""),
        )
    except BadKey as fault:
        raise Http404 from fault


def _called(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.month or f"{localtime(moment.at):%Y-%m-%d %H:%M}"


def _ways(query: QueryDict, page: Comparison) -> dict[str, object]:
    asked = {name: query[name] for name in ASKED if name in query}
    shown = next((one.value for one in page.lists if one.chosen), "")
    here = {**asked, "show": shown}
    return {
        "shown": shown,
        "lists": [(choice, "?" + urlencode({**asked, "show": choice.value}) + "#rows") for choice in page.lists],
        "first_page": not query.get("after"),
        "start": "?" + urlencode(here) + "#rows",
        "following": "?" + urlencode({**here, "after": page.after}) + "#rows" if page.after else "",
    }


def _columns() -> list[BookColumn]:
    names = (
        _("类别"),
        _("序号"),
        _("任务"),
        _("问题"),
        _("牵头单位"),
        _("之前"),
        _("之后"),
        _("谁、何时"),
        _("为什么"),
    )
    widths = (16, 10, 8, 44, 20, 16, 16, 24, 40)
    return [BookColumn(name, width) for name, width in zip(names, widths, strict=True)]


def _cells(row: ChangeRow) -> list[Cell]:
    when = f"{row.by} {localtime(row.when):%Y-%m-%d %H:%M}" if row.when else ""
    before, after = (
        (f"{row.light_before.shape} {_(row.light_before.word)}", f"{row.light_after.shape} {_(row.light_after.word)}")
        if row.light_before and row.light_after
        else (_(row.before) if row.before else "", _(row.after) if row.after else "")
    )
    return [_(CHANGE_NAMES[row.kind]), row.cited, row.number, row.title, row.unit, before, after, when, row.why]
