"""A ledger of any size, put straight into the tables: 1,000 rounds, 200 units that take part in each, entries that verify as leaves."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from itertools import cycle as cycle_of
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.timezone import localdate

from zhenggai.chain.canonical import canonical_text, instant_text
from zhenggai.chain.hashing import leaf_hash
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.roles import Role
from zhenggai.domain.states import TASK_KINDS
from zhenggai.journal.models import Entry, Head
from zhenggai.journal.operations import fresh_salt
from zhenggai.ledger.bulk import write_rows
from zhenggai.ledger.models import (
    Aspect,
    Cycle,
    CycleRules,
    Draft,
    Measure,
    Problem,
    Progress,
    Task,
    TaskProblem,
    TaskUnit,
)
from zhenggai.ledger.search import index_tasks
from zhenggai.people.models import Account, Unit

CYCLES, UNITS, ASPECTS, LEADERS = 1000, 200, 8, 30
ORDINARY = 1000
PIECE = 5000
AT = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    "河道巡查",
    "账目清理",
    "高企培育",
    "酒驾整治",
    "粮食储备",
    "项目拨付",
    "土地复耕",
    "管网建设",
    "招标管理",
    "干部作风",
)
STATES = ("not_started", "ongoing", "ongoing", "long_term", "done")
ENTRY_COLUMNS = (
    "sequence", "at", "actor_id", "actor_name", "actor_role", "verb", "subject_kind", "subject_id", "cycle_id", "body", "salt", "leaf",
)  # fmt: skip
# The unit of the clerk and the head who ask; half of all units stand below it, so half of the rows are theirs.
OWN, BELOW = 1, UNITS // 2


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled: the round that is measured at every size, the large one, and who asks."""

    ordinary: int
    large: int
    largest: int
    tasks: int
    entries: int


def sizes(count: int) -> list[int]:
    """How many tasks each round has: the first 1,000, the second a tenth of all, the others the rest in equal parts."""
    large = max(count // 10, 100)
    left = count - ORDINARY - large
    each, more = divmod(max(left, 0), CYCLES - 2)
    return [ORDINARY, large, *(each + (place < more) for place in range(CYCLES - 2))]


def fill(count: int, *, entries: int) -> Filled:
    """Put `count` tasks and `entries` entries for each of them into an empty database; the same every time but for salts."""
    first, wanted = 1, sizes(count)
    with in_haste(), _indexes_made_last(Task, Entry):
        with transaction.atomic():
            fill_people()
        for cycle, many in enumerate(wanted, start=1):
            with transaction.atomic():
                fill_cycle(cycle)
                fill_tasks(cycle, first, many)
            first += many
        _entries(wanted, entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    count_on()
    # What was interrupted on the way has no head behind its entries.
    set_head(sum(wanted) * entries)
    return Filled(1, 2, wanted[1], first - 1, Head.objects.get().sequence)


@contextmanager
def in_haste() -> Iterator[None]:
    """Let SQLite keep more in memory and wait for no disk: what is lost here is made anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def _indexes_made_last(*found: type[models.Model]) -> Iterator[None]:
    """Fill these tables without the indexes that rows would come into out of their order; sorting once at the end is quicker."""
    with connection.schema_editor() as editor:
        for model in found:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model in found:
            for index in model._meta.indexes:
                editor.add_index(model, index)


def fill_rows(model: type[models.Model], values: Iterable[dict[str, Any]]) -> None:
    """Write rows with the model's own defaults where a value is not given, many at once."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.GeneratedField)]
    usual = {field.attname: field.get_default() for field in fields}
    rest = iter(values)
    while piece := list(islice(rest, PIECE)):
        names = [name for name in usual if name != "id" or "id" in piece[0]]
        write_rows(model, names, ([_plain(row.get(name, usual[name])) for name in names] for row in piece))


def _plain(value: object) -> Any:
    return str(value) if isinstance(value, date) else value


def fill_people() -> None:
    """Units, and the people who ask."""
    fill_rows(
        Unit,
        ({"id": n, "name": f"第{n}单位", "parent_id": OWN if 1 < n <= BELOW else None} for n in range(1, UNITS + 1)),
    )
    people = (
        ("office", "王敏", Role.OFFICE_CLERK, None),
        ("clerk", "赵晓峰", Role.UNIT_CLERK, OWN),
        ("head", "马骏", Role.UNIT_HEAD, OWN),
    )
    for login, name, role, unit in people:
        account = Account(login=login, name=name, role=role, unit_id=unit)
        account.set_unusable_password()
        account.save()


def fill_cycle(cycle: int) -> None:
    """A round with its aspects."""
    digest = f"{cycle:064x}"
    Draft.objects.create(
        pk=cycle, name="反馈.docx", sha256=digest, size=1, state="adopted", received_at=AT, received_by="王敏"
    )
    Cycle.objects.create(
        pk=cycle, title=f"第{cycle}轮巡察整改", kind="巡察", draft_id=cycle, sha256=digest, feedback_date=AT.date(), history=cycle > 2,
        adopted_at=AT + timedelta(minutes=CYCLES - cycle), adopted_by="王敏",
    )  # fmt: skip
    if cycle <= 2:
        # What a unit would have to bring before it may apply is measured elsewhere; here every task may be applied for.
        own = {"closing": {"waived": sorted(condition.key for condition in CONDITIONS)}}
        CycleRules.objects.create(cycle_id=cycle, preset="patrol", changes=json.dumps(own))
    fill_rows(
        Aspect,
        (
            {"id": cycle * ASPECTS + n, "cycle_id": cycle, "position": n + 1, "label": f"({n + 1})", "title": "方面"}
            for n in range(ASPECTS)
        ),
    )


def fill_tasks(cycle: int, first: int, many: int) -> None:
    """Tasks of a round with their problems, units and measures."""
    chance, today = Random(cycle), localdate()
    for start in range(0, many, PIECE):
        places = range(start, min(start + PIECE, many))
        tasks = [_task(cycle, first + place, place + 1, many, chance, today) for place in places]
        titles = {task["id"]: f"第{task['id']}号" + "".join(chance.sample(WORDS, 3)) + "不到位的问题" for task in tasks}
        fill_rows(
            Problem,
            (
                {
                    "id": task["id"],
                    "cycle_id": cycle,
                    "aspect_id": task["aspect_id"],
                    "position": task["position"],
                    "number": task["position"],
                    "title": titles[task["id"]],
                }
                for task in tasks
            ),
        )
        fill_rows(Task, tasks)
        fill_rows(TaskProblem, ({"task_id": task["id"], "problem_id": task["id"]} for task in tasks))
        fill_rows(TaskUnit, _parts(tasks, chance))
        fill_rows(Measure, _measures(tasks))
        texts = ((number, [title, f"一是开展{WORDS[number % 10]}"]) for number, title in titles.items())
        index_tasks(texts, cycle_id=cycle)


def _task(cycle: int, number: int, position: int, many: int, chance: Random, today: date) -> dict[str, Any]:
    unit = chance.randint(1, UNITS)
    aspect = (position - 1) * ASPECTS // many
    return {
        "id": number, "cycle_id": cycle, "aspect_id": cycle * ASPECTS + aspect, "problem_id": number,
        "position": position, "number": position, "aspect_position": aspect + 1,
        "kind": chance.choice(list(TASK_KINDS)), "state": chance.choice(STATES),
        "leader": f"领导{chance.randint(1, LEADERS)}", "unit_id": unit, "unit_name": f"第{unit}单位",
        "deadline": today + timedelta(days=chance.randint(-90, 900)) if chance.random() < 0.8 else None,
        "measures_count": 1, "figures_count": chance.randint(0, 8), "doubts_count": chance.choice([0, 0, 0, 1, 2]),
    }  # fmt: skip


def _parts(tasks: Iterable[dict[str, Any]], chance: Random) -> Iterator[dict[str, Any]]:
    for task in tasks:
        known = {"task_id": task["id"], "cycle_id": task["cycle_id"]}
        yield {**known, "unit_id": task["unit_id"], "part": "lead"}
        if chance.random() < 0.2:
            yield {**known, "unit_id": chance.randint(1, UNITS), "part": "co"}


def _measures(tasks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for task in tasks:
        yield {
            "task_id": task["id"],
            "position": 1,
            "marker": "一是",
            "text": f"开展{WORDS[task['id'] % 10]}，建立台账。",
        }


def fill_reports(tasks: list[int]) -> None:
    """Let every measure of these tasks be reported as done, once: nobody may apply to close before."""
    told = Progress.objects.values("measure_id")
    rows = Measure.objects.filter(task_id__in=tasks).exclude(pk__in=told).values_list("pk", "text")
    fill_rows(
        Progress,
        (
            {
                "measure_id": measure, "day": AT.date(), "done": f"已{text}", "claims": "done", "token": f"filled-{measure}",
                "actor_id": 2, "by": "赵晓峰", "at": str(AT.replace(tzinfo=None)), "state": "accepted",
            }
            for measure, text in list(rows)
        ),
    )  # fmt: skip


def _entries(wanted: list[int], each: int) -> None:
    """Entries that planning writes, `each` for every task, with valid leaves."""
    tasks, ends = sum(wanted), list(accumulate(wanted))
    rounds = [(task, bisect_left(ends, task) + 1) for task in range(1, tasks + 1)]
    places = enumerate(islice(cycle_of(rounds), tasks * each), start=1)
    while piece := list(islice(places, PIECE)):
        with transaction.atomic():
            write_rows(Entry, ENTRY_COLUMNS, [_entry(sequence, task, cycle) for sequence, (task, cycle) in piece])


def set_head(sequence: int) -> None:
    """Let the journal go on behind an entry."""
    with connection.cursor() as cursor:
        guard = "journal_head_only_next"
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [guard])
            made = cursor.fetchone()[0]
            cursor.execute(f"DROP TRIGGER {guard}")
            cursor.execute("UPDATE journal_head SET sequence = %s", [sequence])
            cursor.execute(made)
        else:
            cursor.execute("ALTER TABLE journal_head DISABLE TRIGGER USER")
            cursor.execute("UPDATE journal_head SET sequence = %s", [sequence])
            cursor.execute("ALTER TABLE journal_head ENABLE TRIGGER USER")


def _entry(sequence: int, task: int, cycle: int) -> tuple[Any, ...]:
    at, salt = AT + timedelta(seconds=sequence), fresh_salt()
    body = _BODY % (instant_text(at), cycle, sequence, task)
    leaf = leaf_hash(salt, body.encode())
    # SQLite keeps instants as Django writes them: in UTC, without saying so.
    kept = at if connection.vendor == "postgresql" else str(at.replace(tzinfo=None))
    return sequence, kept, 1, "王敏", "office_clerk", "task.plan", "task", task, cycle, body, salt, leaf


def _body() -> str:
    """The canonical body of an entry, with places for its instant, round, number and task in the order of their names."""
    told = {
        "sequence": 3, "at": "%s", "actor": {"id": 1, "name": "王敏", "role": "office_clerk"},
        "verb": "task.plan", "subject": {"kind": "task", "id": 4}, "cycle": 2,
        "before": {"leader": ""}, "after": {"leader": "李建国"}, "why": "",
    }  # fmt: skip
    text = canonical_text(told)
    for name, number in (("sequence", 3), ("id", 4), ("cycle", 2)):
        text = text.replace(f'"{name}":{number}', f'"{name}":%s')
    return text


_BODY = _body()


def count_on() -> None:
    """Let PostgreSQL count on behind the numbers that were given."""
    found = [Draft, Cycle, Aspect, Problem, Task, Unit]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)


def home_size() -> float:
    """Megabytes of the database."""
    if connection.vendor == "sqlite":
        return sum(path.stat().st_size for path in settings.HOME.glob("zhenggai.sqlite3*")) / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 1e6
