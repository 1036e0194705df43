"""Rows of many tables in one statement, which is written once and asked again with other numbers.

Writing a query costs more than asking it: whoever needs a little of everything about one thing asks here. Rows come as JSON
and leave as the models that they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    GeneratedField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import F, Func
from django.db.models.functions import JSONObject

from zhenggai.journal.repeated import Repeated

Read = Callable[[Any], Any]
_NAME = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """A question for some columns, whose rows are dictionaries and no models."""

    rows: QuerySet[Any]
    names: tuple[str, ...]


Question = QuerySet[Any] | Columns
Answers = dict[str, list[Any]]


class _Digits(Func):
    """A number with a fraction as text that reads back as the same number, which JSON of SQLite does not promise."""

    template = "CAST(%(expressions)s AS TEXT)"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """With as many digits as tell any two numbers apart."""
        same = "CASE WHEN %(expressions)s IS NULL THEN NULL ELSE printf('%%%%!.17g', %(expressions)s) END"
        return self.as_sql(compiler, connection, template=same, **more)


class OneStatement:
    """Several questions about one thing, or about a few that belong together, in one statement.

    `write` is given numbers and answers with the questions by name; no two of those numbers are the same.
    """

    def __init__(self, write: Callable[..., Mapping[str, Question]]) -> None:
        self._write = write
        self._written: dict[tuple[str, int], _Written] = {}

    def ask(self, *numbers: int) -> Answers:
        """The rows by the names of their questions, in no order."""
        key = (connection.vendor, len(numbers))
        if key not in self._written:
            self._written[key] = _written(self._write, len(numbers))
        return self._written[key].ask(numbers)


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows of a table that a query picks, as a question; how they are told is written once for all that are told so.

    `beside` is loaded with each row; `added` are columns of the query, and `key` tells those of one kind from others.
    """

    numbers: QuerySet[Any]
    beside: tuple[str, ...] = ()
    key: str = ""
    added: Mapping[str, Any] = field(default_factory=dict)

    def select_related(self, *beside: str) -> Picked:
        """The same with what hangs on each row."""
        return replace(self, beside=beside)

    def annotate(self, key: str, **added: Any) -> Picked:
        """The same with more columns; whatever has that key adds the very same ones."""
        return replace(self, key=key, added=added)


def first_of(rows: QuerySet[Any], *order: str, most: int) -> Picked:
    """The first rows in an order, as a question: they come in no order."""
    return Picked(rows.order_by(*order).values("pk")[:most])


def ask_together(questions: Mapping[str, Question | Picked]) -> Answers:
    """The rows of questions that are put only once like this, in one statement and in no order."""
    found: Answers = {name: [] for name in questions}
    parts, values, readers = [], [], {}
    for name, question in questions.items():
        with suppress(EmptyResultSet):
            told = _told(question)
            sql, own = told.part(name, question)
            readers[name] = told.reader
            parts.append(sql)
            values += own
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for name, row in cursor.fetchall():
                found[name].append(readers[name].read(json.loads(row)))
    return found


def rounded(numbers: Sequence[int]) -> Sequence[int]:
    """The numbers, the last one as often as it takes to be one of few counts, so that few statements are written."""
    count = 1 << (len(numbers) - 1).bit_length()
    return [*numbers, *[numbers[-1]] * (count - len(numbers))]


def ask_apart(questions: Mapping[str, Question]) -> Answers:
    """The same, in a query each."""
    return {
        name: list(one.rows.values(*one.names)) if isinstance(one, Columns) else list(one)
        for name, one in questions.items()
    }


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the JSON of a row is read: columns that are models' own, and those that the query adds."""

    model: type[Model] | None
    own: tuple[tuple[str, Read], ...]
    added: tuple[tuple[str, Read], ...] = ()
    related: tuple[tuple[str, _Reader], ...] = ()

    def columns(self, path: str = "") -> JSONObject:
        """The JSON of a row that the query reaches by a path."""
        columns = {
            name: _Digits(path + name) if read is _number else F(path + name) for name, read in (*self.own, *self.added)
        }
        return JSONObject(**columns, **{name: one.columns(f"{path}{name}__") for name, one in self.related})

    def read(self, row: Mapping[str, Any]) -> Any:
        """The row that a JSON object tells; None where nothing stands at its path."""
        if self.model is None:
            return {name: read(row[name]) for name, read in self.added}
        if row[self.model._meta.pk.attname] is None:
            return None
        found = self.model.from_db(
            connection.alias, [name for name, _ in self.own], [read(row[name]) for name, read in self.own]
        )
        for name, read in self.added:
            setattr(found, name, read(row[name]))
        for name, one in self.related:
            # None, too, so that nobody asks again.
            found._state.fields_cache[name] = one.read(row[name])
        return found


@dataclass(frozen=True, slots=True)
class _Told:
    """How rows are told: a statement with a place for its name, and one for the numbers of the rows where they are picked."""

    sql: str
    values: tuple[Any, ...]
    reader: _Reader

    def part(self, name: str, question: Question | Picked) -> tuple[str, list[Any]]:
        """The statement with the question's own name and numbers in it."""
        # Its name is the first that it selects.
        sql, values = self.sql, [name, *self.values[1:]]
        if isinstance(question, Picked):
            inner, own = question.numbers.query.get_compiler(connection=connection).as_sql()
            place = values.index(_NUMBERS)
            pieces = sql.split("%s")
            before, after = "%s".join(pieces[: place + 1]), "%s".join(pieces[place + 1 :])
            sql = f"{before.removesuffix('= ')}IN ({inner}){after}"
            values = [*values[:place], *own, *values[place + 1 :]]
        return sql, values


def _told(question: Question | Picked) -> _Told:
    if not isinstance(question, Picked):
        return _write_told(question)
    key = (connection.vendor, question.numbers.model, question.beside, question.key)
    if key not in _TOLD:
        rows = question.numbers.model._default_manager.filter(pk=_NUMBERS)
        beside = rows.select_related(*question.beside) if question.beside else rows
        _TOLD[key] = _write_told(beside.annotate(**question.added))
    return _TOLD[key]


def _write_told(question: Question) -> _Told:
    sql, values = _part(_STAND_IN, question).query.get_compiler(connection=connection).as_sql()
    return _Told(*_spelled_out(sql, values), _reader(question))


# What stands where a name, or the numbers of rows, will stand; no row has such a number.
_STAND_IN, _NUMBERS = "-", -7_400_000_000_000
_TOLD: dict[tuple[Any, ...], _Told] = {}


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement, and how what it answers is read."""

    statement: Repeated
    readers: Mapping[str, _Reader]

    def ask(self, numbers: tuple[int, ...]) -> Answers:
        found: Answers = {name: [] for name in self.readers}
        for name, row in self.statement.rows(numbers):
            found[name].append(self.readers[name].read(json.loads(row)))
        return found


def _written(write: Callable[..., Mapping[str, Question]], count: int) -> _Written:
    # No row has such a number, and no question names it otherwise.
    stand_ins = [-(7_300_000_000_000 + place) for place in range(count)]
    questions = write(*stand_ins)
    parts = [_part(name, question) for name, question in questions.items()]
    sql, values = parts[0].union(*parts[1:], all=True).query.get_compiler(connection=connection).as_sql()
    places = {number: place for place, number in enumerate(stand_ins)}
    sql, left = _spelled_out(sql, values)
    return _Written(Repeated(sql, left, places), {name: _reader(one) for name, one in questions.items()})


def _spelled_out(sql: str, values: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement with its names written into it, which are hundreds of values otherwise."""
    first, *pieces = sql.split("%s")
    left = []
    for value, piece in zip(values, pieces, strict=True):
        if isinstance(value, str) and _NAME.fullmatch(value):
            first += f"'{value}'{piece}"
        else:
            first += f"%s{piece}"
            left.append(value)
    return first, tuple(left)


def _part(name: str, question: Question) -> QuerySet[Any]:
    rows = question.rows if isinstance(question, Columns) else question
    told = Value(name, output_field=TextField())
    return rows.order_by().values(by_list=told, by_row=_reader(question).columns())


def _reader(question: Question) -> _Reader:
    if isinstance(question, Columns):
        return _Reader(None, (), tuple(_columns_read(question.rows, question.names)))
    added, beside = tuple(_columns_read(question, question.query.annotations)), question.query.select_related
    return _Reader(question.model, _own(question.model), added, _related(question.model, beside or {}))


def _own(model: type[Model]) -> tuple[tuple[str, Read], ...]:
    return tuple((field.attname, _read(field)) for field in model._meta.concrete_fields)


def _related(model: type[Model], wanted: Any) -> tuple[tuple[str, _Reader], ...]:
    """How what hangs on a row is read, by the tree of names that a query loads with it."""
    found: dict[str, Any] = {name: model._meta.get_field(name).related_model for name in wanted}
    return tuple((name, _Reader(one, _own(one), related=_related(one, wanted[name]))) for name, one in found.items())


def _columns_read(rows: QuerySet[Any], names: Iterable[str]) -> Iterator[tuple[str, Read]]:
    added = rows.query.annotations
    for name in names:
        field = added[name].output_field if name in added else rows.model._meta.get_field(name)
        yield name, _read(field)


def _read(field: Field[Any, Any]) -> Read:
    if isinstance(field, GeneratedField) and field.output_field is not None:
        return _read(field.output_field)
    # The one is a kind of the other, and comes first.
    if isinstance(field, DateTimeField):
        return _instant
    if isinstance(field, DateField):
        return _day
    if isinstance(field, FloatField):
        return _number
    return _truth if isinstance(field, BooleanField) else _same


def _instant(value: str | None) -> datetime | None:
    if value is None:
        return None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _truth(value: int | bool | None) -> bool | None:
    return None if value is None else bool(value)


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)


def _same(value: Any) -> Any:
    return value
