"""Names of WordprocessingML, in the form lxml uses."""

from __future__ import annotations

from zhenggai.reading.formats.xml import Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def w(name: str) -> str:
    """Full name of a Word element or attribute."""
    return f"{{{MAIN}}}{name}"


VAL = w("val")


def value_of(parent: Element | None, name: str) -> str | None:
    """`w:val` of the child with this name; None where there is no such child or value."""
    child = parent.find(w(name)) if parent is not None else None
    return child.get(VAL) if child is not None else None


def number_of(parent: Element | None, name: str) -> int | None:
    """`w:val` of the child as a whole number; None where it is none."""
    return whole(value_of(parent, name))


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    if text is None or not text.removeprefix("-").isdecimal() or len(text) > 9:
        return None
    return int(text)


def is_on(parent: Element | None, name: str) -> bool | None:
    """A Word switch: on, off, or None where it is not set."""
    child = parent.find(w(name)) if parent is not None else None
    return None if child is None else child.get(VAL, "1").lower() not in {"0", "false", "off", "none"}


def transitional(data: bytes) -> bytes:
    """The part with the namespace of the strict variant replaced, so that one set of names serves both."""
    return data.replace(STRICT, MAIN.encode())
