"""Which rows belong to a round: found by the keys between tables, so that a table that is added later is not forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from zhenggai.ledger.models import Cycle
from zhenggai.people.models import Account, Unit

Rows = QuerySet[Any]
ROOMS = frozenset({"ledger", "oversight"})
# Scratch paper, what can be made anew, and what concerns log-ins, which stay in the house.
LEFT_OUT = frozenset(
    {
        "ledger.upload",
        "ledger.evidencemark",
        "ledger.ledgerlook",
        "ledger.keptcounts",
        "ledger.progressdraft",
        "ledger.registerstage",
        "ledger.mention",
        "oversight.reminderrecipient",
        "oversight.digest",
        "oversight.paperfigures",
    }
)
# Tables of people that name a round by its number alone.
BY_NUMBER = ("people.group", "people.appointment")


def tables_of_round(cycle_id: int) -> dict[str, Rows]:
    """The rows of a round by the name of their table: what belongs to it, and what that refers to."""
    found: dict[str, Rows] = {
        model._meta.label_lower: model._base_manager.filter(**{way or "pk": cycle_id}).order_by("pk")
        for model, way in ways_to_round().items()
        if model._meta.label_lower not in LEFT_OUT
    }
    for label in BY_NUMBER:
        found[label] = apps.get_model(label)._base_manager.filter(cycle_id=cycle_id).order_by("pk")
    return dict(sorted((found | _referred_to(found)).items()))


def ways_to_round() -> dict[type[Model], str]:
    """Every table of the ledger and its oversight that belongs to a round, with the shortest way there."""
    ways: dict[type[Model], str] = {Cycle: ""}
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    grown = True
    while grown:
        nearer = {model: way for model in models if model not in ways and (way := _way(model, ways)) is not None}
        ways |= nearer
        grown = bool(nearer)
    return ways


def lines_of(rows: Rows, *, digests: set[str] | None = None) -> Iterator[bytes]:
    """The rows as lines of JSON with the names of their columns; the files they name are put into `digests` in passing."""
    names = [field.attname for field in rows.model._meta.concrete_fields if not getattr(field, "generated", False)]
    naming = _naming_files(rows.model)
    for row in rows.values(*names).iterator(chunk_size=2000):
        if digests is not None:
            digests.update(row[name] for name in naming if row[name])
        plain = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(plain, ensure_ascii=False).encode("utf-8") + b"\n"


def digests_of_round(cycle_id: int) -> set[str]:
    """The files that a round names now, by columns of digests alone; between two looks it may come to name more."""
    found: set[str] = set()
    for model, way in ways_to_round().items():
        if model._meta.label_lower in LEFT_OUT:
            continue
        rows = model._base_manager.filter(**{way or "pk": cycle_id}).order_by()
        columns = [*_naming_files(model), *(name for field in _keys(model) for name in _through(field))]
        for column in columns:
            found.update(rows.exclude(**{column: ""}).values_list(column, flat=True).distinct())
    return {digest for digest in found if digest}


def _through(field: Any) -> list[str]:
    """The columns of digests in a table beyond a key, such as the draft that a round came from."""
    return [f"{field.name}__{name}" for name in _naming_files(field.related_model)]


def _naming_files(model: type[Model]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname in ("sha256", "scan") and getattr(field, "max_length", 0) == 64
    ]


def _way(model: type[Model], ways: dict[type[Model], str]) -> str | None:
    keys = [field for field in _keys(model) if field.related_model in ways and field.related_model is not model]
    keys.sort(key=lambda field: field.null)
    for field in keys:
        beyond = ways[field.related_model]
        return f"{field.name}__{beyond}" if beyond else str(field.name)
    return None


def _referred_to(found: dict[str, Rows]) -> dict[str, Rows]:
    """The rows of other tables to which these refer, and those to which they refer in turn; never an account."""
    wanted: dict[type[Model], set[int]] = {}
    known = {rows.model for rows in found.values()}
    waiting = list(found.values())
    while waiting:
        rows = waiting.pop()
        for field in _keys(rows.model):
            target = field.related_model
            if (target in known and target is not rows.model) or target is Account:
                continue
            ids = set(rows.order_by().exclude(**{field.attname: None}).values_list(field.attname, flat=True).distinct())
            fresh = ids - wanted.get(target, set())
            if fresh and target not in known:
                wanted.setdefault(target, set()).update(fresh)
                waiting.append(target._base_manager.filter(pk__in=fresh))
    more: dict[str, Rows] = {
        model._meta.label_lower: model._base_manager.filter(pk__in=ids).order_by("pk") for model, ids in wanted.items()
    }
    if Unit in wanted:
        names = apps.get_model("people.unitname")
        more["people.unitname"] = names._base_manager.filter(Q(unit__in=wanted[Unit])).order_by("pk")
    return more


def _keys(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
