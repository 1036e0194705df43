"""What a page says when evidence is the same as another piece, or nearly."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhenggai.ledger.shapes.evidence import AlikeRow


def alike_sentences(rows: Iterable[AlikeRow]) -> list[str]:
    """One sentence for each: with which it is the same, and where that is used already."""
    return [alike_sentence(row) for row in rows]


def alike_sentence(row: AlikeRow) -> str:
    """The sentence of one: `与 2025-05-11 照片《现场会.jpg》重复（已用于(三)5）`."""
    pattern = _("与%(what)s重复%(used)s") if row.same else _("与%(what)s近似%(used)s")
    return pattern % {"what": _what(row), "used": _used(row)}


def _what(row: AlikeRow) -> str:
    if row.id is None:
        return _("其他单位的一件佐证")
    day = row.dated or row.taken
    facts = {"day": f" {day.isoformat()} " if day else "", "kind": _(row.kind_name), "name": row.name}
    return _("%(day)s%(kind)s《%(name)s》") % facts


def _used(row: AlikeRow) -> str:
    if row.withdrawn:
        return _("（已撤下）")
    if not row.problems:
        return _("（没有用于任何措施）")
    return _("（已用于%(problems)s）") % {"problems": "、".join(row.problems)}
