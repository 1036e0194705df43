"""Small questions asked of the nodes of a page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode as Node

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul ucapcontent"
)
_SILENT_NAMES = (
    "script style noscript template svg canvas iframe object embed audio video select option textarea button input head title "
    "meta link map datalist -comment _comment !--"
)
BLOCK = frozenset(_BLOCK_NAMES.split())
SILENT = frozenset(_SILENT_NAMES.split())
TEXT = "-text"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def is_text(node: Node) -> bool:
    """Whether the node is a run of characters."""
    return node.tag == TEXT


def is_hidden(node: Node) -> bool:
    """Whether the page's own markup hides the element."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def marks_of(node: Node) -> str:
    """Class and id, by which sites name what an element is for."""
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}".lower()
