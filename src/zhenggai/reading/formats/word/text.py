"""The characters of one Word paragraph as a person sees them with all changes accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.word.names import MARKUP, MATHS, is_on, w
from zhenggai.reading.formats.xml import Element

_TEXT = {w("t"), f"{{{MATHS}}}t"}
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_SKIPPED = {
    w(name)
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "del", "moveFrom", "delText", "instrText", "delInstrText"),
        *("footnoteReference", "endnoteReference", "commentReference", "annotationRef", "rt", "fldData", "softHyphen"),
    )
}
_BOX = w("txbxContent")
_RUN = w("r")
_ALTERNATE = f"{{{MARKUP}}}AlternateContent"
_CHOICES = (f"{{{MARKUP}}}Choice", f"{{{MARKUP}}}Fallback")


@dataclass(slots=True)
class Gathered:
    """What a paragraph holds: its text, whether all of it is bold, and the text boxes anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    plain: bool = False
    written: bool = False

    @property
    def text(self) -> str:
        """The paragraph's characters."""
        return "".join(self.parts)

    @property
    def bold(self) -> bool:
        """Whether every visible character is bold."""
        return self.written and not self.plain


def gather(paragraph: Element, *, bold: bool, depth: int) -> Gathered:
    """Text and boxes of a paragraph whose style is `bold` or not; `depth` is how far it may nest.

    :raises Unreadable: where it nests deeper.
    """
    found = Gathered()
    _walk(paragraph, found, bold, depth)
    return found


def _walk(parent: Element, found: Gathered, bold: bool, depth: int) -> None:
    if depth <= 0:
        raise Unreadable(faults.TOO_DEEP, limit=200)
    for child in parent:
        tag = child.tag
        if tag in _TEXT:
            _write(found, child.text or "", bold)
        elif tag in _SIGNS:
            found.parts.append(_SIGNS[tag])
        elif tag not in _SKIPPED:
            _CONTAINERS.get(tag, _walk)(child, found, bold, depth - 1)


def _write(found: Gathered, text: str, bold: bool) -> None:
    found.parts.append(text)
    if text.strip():
        found.written = True
        found.plain = found.plain or not bold


def _walk_run(run: Element, found: Gathered, bold: bool, depth: int) -> None:
    properties = run.find(w("rPr"))
    if is_on(properties, "vanish"):
        return
    own = is_on(properties, "b")
    _walk(run, found, bold if own is None else own, depth)


def _walk_alternate(alternate: Element, found: Gathered, bold: bool, depth: int) -> None:
    """The same content stands here in several forms: the first that says anything is read."""
    for name in _CHOICES:
        for form in alternate.iterchildren(name):
            before = (len(found.parts), len(found.boxes))
            _walk(form, found, bold, depth)
            if (len(found.parts), len(found.boxes)) != before:
                return


def _keep_box(box: Element, found: Gathered, bold: bool, depth: int) -> None:
    found.boxes.append(box)


_CONTAINERS: dict[str, Callable[[Element, Gathered, bool, int], None]] = {
    _RUN: _walk_run,
    _ALTERNATE: _walk_alternate,
    _BOX: _keep_box,
}
