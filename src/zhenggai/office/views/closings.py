"""The applications of a round, its draws and its rates."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.rates import DIFFERENCE_NAMES
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.domain.states import STATE_NAMES
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.queries.closings import list_closings
from zhenggai.ledger.queries.rates import rates_page
from zhenggai.ledger.queries.samples import sample_page, samples_page
from zhenggai.office.access import staff
from zhenggai.office.closing_pages import closing_pages
from zhenggai.office.forms.closing import DrawForm
from zhenggai.office.forms.pages import number_in
from zhenggai.office.paths import in_cycle
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

SEED_BYTES = 16


@require_safe
@staff(Act.READ)
def closings(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the applications of a round, those under way first."""
    query = request.GET
    after, state = number_in(query, "after"), query.get("state", "open")
    page = list_closings(cycle_id=cycle_id, actor=request.actor, today=localdate(), state=state, after=after)
    facts = {
        "here": "closing",
        **closing_pages(request.actor, cycle_id),
        "path": in_cycle(page.cycle, (_("销号"), "")),
        "page": page,
        "cycle": page.cycle,
        "first": after is None,
        "following": "?" + urlencode({"state": state, "after": page.after}) if page.after else "",
    }
    return render(request, "office/closings.html", facts)


@require_safe
@staff(Act.READ_CYCLE)
def samples(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """List the draws of a round, and offer the next one."""
    return _samples(request, cycle_id)


@require_POST
@staff(Act.DRAW)
def draw(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Draw; the seed is the machine's, nobody chooses it."""
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("抽查比例应为 1 到 100 的整数。"))
        return _samples(request, cycle_id, status=422)
    try:
        sample_id = acts.draw_sample(
            cycle_id=cycle_id,
            purpose=form.cleaned_data["purpose"],
            percent=form.cleaned_data["percent"],
            seed=secrets.token_hex(SEED_BYTES),
            actor=request.actor,
            at=now(),
        )
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
        return _samples(request, cycle_id, status=409)
    messages.success(request, _("已抽取。种子和抽样框都存下了，谁都可以照样再抽一次。"))
    return HttpResponseRedirect(reverse("sample", args=[cycle_id, sample_id]))


@require_safe
@staff(Act.READ_CYCLE)
def sample(request: StaffRequest, cycle_id: int, sample_id: int) -> HttpResponse:
    """Show a draw with its frame, drawn again."""
    page = sample_page(cycle_id=cycle_id, sample_id=sample_id, actor=request.actor)
    above = ((_("销号"), reverse("closings", args=[cycle_id])), (_("抽样"), reverse("samples", args=[cycle_id])))
    here = _("第 %(n)s 次抽样") % {"n": page.row.number}
    facts = {
        "here": "closing",
        **closing_pages(request.actor, cycle_id),
        "path": in_cycle(page.cycle, *above, (here, "")),
        "page": page,
        "cycle": page.cycle,
    }
    return render(request, "office/sample.html", facts)


@require_safe
@staff(Act.READ_CYCLE)
def rates(request: StaffRequest, cycle_id: int) -> HttpResponse:
    """Show how much is done, strictly and broadly."""
    page = rates_page(cycle_id=cycle_id, actor=request.actor)
    facts = {
        "here": "closing",
        **closing_pages(request.actor, cycle_id),
        "path": in_cycle(page.cycle, (_("销号"), reverse("closings", args=[cycle_id])), (_("完成率"), "")),
        "page": page,
        "cycle": page.cycle,
        "states": [((state, STATE_NAMES[state]), count) for state, count in page.rates.by_state],
        "differences": [
            {"name": DIFFERENCE_NAMES[one.kind], "what": one.what, "by": one.by, "why": one.why}
            for one in page.rates.differences
        ],
    }
    return render(request, "office/rates.html", facts)


def _samples(request: StaffRequest, cycle_id: int, *, status: int = 200) -> HttpResponse:
    page = samples_page(cycle_id=cycle_id, actor=request.actor)
    facts = {
        "here": "closing",
        **closing_pages(request.actor, cycle_id),
        "path": in_cycle(page.cycle, (_("销号"), reverse("closings", args=[cycle_id])), (_("抽样"), "")),
        "page": page,
        "cycle": page.cycle,
    }
    return render(request, "office/samples.html", facts, status=status)
