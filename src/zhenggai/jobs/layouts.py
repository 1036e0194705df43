"""An office's own layout examined and filled in a child process with limits."""

from __future__ import annotations

from base64 import b64decode

from zhenggai.jobs.confined import ChildLimits, ask_child
from zhenggai.papers.layouts import Filling, Mistake

_DEFAULT = ChildLimits(size=20_000_000)


def mistakes_of(data: bytes, *, name: str, limits: ChildLimits = _DEFAULT) -> tuple[Mistake, ...]:
    """Every mistake of a layout; none where it may be used.

    :raises Unreadable: where it is no Word file, damaged, or cost too much.
    """
    answer = ask_child({"wanted": "layout"}, data, name=name, limits=limits, size=limits.size)
    return tuple(Mistake(**mistake) for mistake in answer["mistakes"])


def laid_out(data: bytes, filling: Filling, *, name: str, limits: ChildLimits = _DEFAULT) -> bytes:
    """The Word file of a layout and what is handed to it.

    :raises Unreadable: where it may not be used, or cost too much.
    """
    wish = {"wanted": "laid_out", "filling": filling.plain()}
    return b64decode(ask_child(wish, data, name=name, limits=limits, size=limits.size)["docx"])
