"""Doing something and saying how it went."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.ui.words import sentence_of


def refused(act: Callable[[], object]) -> str:
    """Do it; the sentence of the refusal, empty where it was done.

    :raises NotAllowed: where the rule closes it.
    :raises NoSuchThing: where it is about nothing.
    """
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        return sentence_of(refusal)
    return ""


def done(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    said: str,
    to: str,
    again: Callable[[Refusal | None], HttpResponse],
) -> HttpResponse:
    """Do what a form asks for and lead on, saying so; else the page `again`, to which a refusal is given where there was one.

    The refusal stands on the form by then, at the field that it names.

    :raises NotAllowed: where the rule closes it.
    :raises NoSuchThing: where it is about nothing.
    """
    if not form.is_valid():
        return again(None)
    try:
        act()
    except (NotAllowed, NoSuchThing):
        raise
    except Refusal as refusal:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, sentence_of(refusal))
        return again(refusal)
    messages.success(request, said)
    return HttpResponseRedirect(to)
