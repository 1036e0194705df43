"""The rows of a register, page by page: by place within a state, so that any page of 100,000 rows is one step in an index."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import Register, RegisterImport, RegisterRow, Relation
from zhenggai.ledger.queries.figures import doubts_of, scope_options
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.registers import card_of, entry_row, import_rows, register_in_reach
from zhenggai.ledger.relating import relations_on_tasks
from zhenggai.ledger.shapes.figures import EntryRow, RegisterCard, RegisterPage

PAGE = 50
LONGEST_SEARCH = 100
# Longer runs of digits are numbers of papers, cards and accounts.
NUMBER = re.compile(r"[-+−]?[0-9,]{1,10}(\.[0-9]+)?%?")


def register_page(
    *,
    register_id: int,
    actor: Actor,
    state: str = "",
    text: str = "",
    vanished: bool = False,
    after: str = "",
    before: str = "",
) -> RegisterPage:
    """A page of a register: rows of a state, or whose key or name holds a text, or those that vanished.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where its task is out of reach.
    :raises BadKey: for a page key that is none.
    """
    register = register_in_reach(register_id, actor=actor)
    card = card_of(register)
    words = text.strip()[:LONGEST_SEARCH]
    found = _filtered(register, state=state, text=words, vanished=vanished)
    page, first, last = _page(found, after=after, before=before)
    mapping = json.loads(register.mapping) if register.mapping else {"amounts": [], "keys": []}
    columns, rows = tuple(json.loads(register.columns)), tuple(entry_row(row) for row in page)
    return RegisterPage(
        register=card,
        task_id=register.task_id,
        columns=columns,
        rows=rows,
        imports=import_rows(RegisterImport.objects.filter(register=register).exclude(state="dropped")),
        amount_columns=tuple((column, unit) for column, unit in mapping["amounts"]),
        number_columns=_number_columns(columns, rows, mapping),
        doubts=doubts_of(_relations(register, card)),
        scopes=scope_options(),
        state=state,
        text=words,
        vanished=vanished,
        matching=_matching(found, page, first + last) if words else _known_count(card, state=state, vanished=vanished),
        before=first,
        after=last,
    )


def _number_columns(columns: Sequence[str], rows: Sequence[EntryRow], mapping: Mapping[str, Any]) -> frozenset[int]:
    """The places of columns that hold amounts and counts, as far as a page shows; a number that only names is none."""
    found = set()
    for place, column in enumerate(columns):
        said = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]
        plain = column not in mapping["keys"] and bool(said) and all(NUMBER.fullmatch(cell) for cell in said)
        if plain or column in dict(mapping["amounts"]):
            found.add(place)
    return frozenset(found)


def _filtered(register: Register, *, state: str, text: str, vanished: bool) -> QuerySet[RegisterRow]:
    found = RegisterRow.objects.filter(register=register, vanished=vanished)
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(key__icontains=text) | Q(name__icontains=text))
    return found


def _page(found: QuerySet[RegisterRow], *, after: str, before: str) -> tuple[list[RegisterRow], str, str]:
    """The rows of a page, and the keys by which the pages before and after it are asked for."""
    if before:
        rows = list(found.filter(_beyond(before, way="lt")).order_by("-position", "-pk")[: PAGE + 1])
        more_before, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        more_after = True
    else:
        wanted = found.filter(_beyond(after, way="gt")) if after else found
        rows = list(wanted.order_by("position", "pk")[: PAGE + 1])
        more_before, more_after, rows = bool(after), len(rows) > PAGE, rows[:PAGE]
    if not rows:
        return [], "", ""
    return rows, _key(rows[0]) if more_before else "", _key(rows[-1]) if more_after else ""


def _key(row: RegisterRow) -> str:
    return f"{row.position}-{row.pk}"


def _beyond(key: str, *, way: str) -> Q:
    position, _, number = key.partition("-")
    if not (position.isascii() and position.isdigit() and number.isascii() and number.isdigit() and len(key) < 40):
        raise BadKey("这个页码已失效，请从第一页看起。")
    later = Q(**{f"position__{way}": int(position)}) | Q(**{f"pk__{way}": int(number)})
    return Q(**{f"position__{way}e": int(position)}) & later


def _matching(found: QuerySet[RegisterRow], rows: list[RegisterRow], keys: str) -> int:
    """How many rows a search finds; where they all stand on this page, nobody need search twice."""
    return found.count() if keys else len(rows)


def _known_count(card: RegisterCard, *, state: str, vanished: bool) -> int:
    """Counts that are kept, so that nobody waits for them."""
    if vanished:
        return card.vanished
    return sum(total.rows for total in card.states if not state or total.state == state)


def _relations(register: Register, card: RegisterCard) -> QuerySet[Relation]:
    """The equations in which a figure of the register stands."""
    figures = [figure.id for figure in card.figures]
    with_mine = Q(total__in=figures) | Q(parts__figure__in=figures)
    return relations_on_tasks([register.task_id]).filter(with_mine)
