"""The office's table of topics."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import topics_page
from zhenggai.office.access import staff
from zhenggai.office.forms.planning import SeenForm
from zhenggai.office.forms.topics import TopicForm, form_of
from zhenggai.office.paths import place
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of


@require_safe
@staff(Act.READ_CYCLE)
def topics(request: StaffRequest) -> HttpResponse:
    """List the topics; `topic` opens the form of one of them."""
    wanted = request.GET.get("topic", "")
    chosen = next((card for card in topics_page().cards if str(card.id) == wanted), None)
    return _page(request, form_of(chosen.topic) if chosen else TopicForm(), chosen_id=chosen.id if chosen else None)


@require_POST
@staff(Act.PLAN)
def add(request: StaffRequest) -> HttpResponse:
    """Keep another topic."""
    form = TopicForm(request.POST)
    return _kept(request, form, None, lambda: planning.add_topic(topic=form.topic(), actor=request.actor, at=now()))


@require_POST
@staff(Act.PLAN)
def change(request: StaffRequest, topic_id: int) -> HttpResponse:
    """Keep a topic anew."""
    form = TopicForm(request.POST)
    return _kept(
        request,
        form,
        topic_id,
        lambda: planning.change_topic(
            topic_id=topic_id,
            version=form.cleaned_data["version"] or 0,
            topic=form.topic(),
            actor=request.actor,
            at=now(),
        ),
    )


@require_POST
@staff(Act.PLAN)
def drop(request: StaffRequest, topic_id: int) -> HttpResponse:
    """Take a topic out of the table."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        planning.drop_topic(topic_id=topic_id, version=form.cleaned_data["version"], actor=request.actor, at=now())
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, _("主题已删去，已定的安排不变。"))
    return redirect("topics")


def _kept(request: StaffRequest, form: TopicForm, topic_id: int | None, act: Callable[[], object]) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, chosen_id=topic_id, status=422)
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return _page(request, form, chosen_id=topic_id, status=409)
    messages.success(request, _("主题已保存。"))
    return redirect("topics")


def _page(request: StaffRequest, form: TopicForm, *, chosen_id: int | None, status: int = 200) -> HttpResponse:
    page = topics_page()
    facts = {
        "here": "settings",
        "path": place(_("主题与责任")),
        "page": page,
        "form": form,
        "chosen": next((card for card in page.cards if card.id == chosen_id), None),
        "may_plan": may(request.actor, Act.PLAN),
    }
    return render(request, "office/topics.html", facts, status=status)
