"""Doing something and saying how it went."""

from __future__ import annotations

from collections.abc import Callable

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
