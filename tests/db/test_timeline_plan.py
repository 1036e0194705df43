"""A timeline is found by the indexes of its subjects and of its round, however long they have been silent."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite walks no journal backwards"),
]
# A draft and its round speak first and never again; after them others speak all the time.
SILENT, SPOKEN, ENTRIES = 77, 500, 20_000
FILL = """
INSERT INTO journal_entry (sequence, at, actor_id, actor_name, actor_role, verb, subject_kind, subject_id, cycle_id, body, salt, leaf)
SELECT n, '2026-03-02'::timestamptz + n * interval '1 second', 1, '王敏', 'office_clerk', 'task.plan',
       CASE WHEN n <= %(spoken)s THEN 'draft' ELSE 'task' END, CASE WHEN n <= %(spoken)s THEN %(silent)s ELSE n %% 700 END,
       CASE WHEN n <= %(spoken)s THEN %(silent)s ELSE n %% 20 END,
       '{"verb":"task.plan","before":null,"after":null,"rows":{},"why":"' || repeat('整', 100) || '"}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
FROM generate_series(1, %(entries)s) n
"""


@pytest.fixture
def journal() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"silent": SILENT, "spoken": SPOKEN, "entries": ENTRIES})
        cursor.execute("ANALYZE journal_entry")


@pytest.mark.parametrize(
    ("subjects", "cycle", "indexes"),
    [
        ((Subject("draft", SILENT),), SILENT, {"entry_by_subject", "entry_by_cycle"}),
        ((Subject("draft", SILENT), Subject("draft", 800)), None, {"entry_by_subject"}),
        ((), SILENT, {"entry_by_cycle"}),
    ],
    ids=["a draft and its round", "drafts", "a round"],
)
def test_what_was_said_long_ago_is_found_without_walking_backwards(
    journal: None, subjects: tuple[Subject, ...], cycle: int | None, indexes: set[str]
) -> None:
    with CaptureQueriesContext(connection) as asked:
        rows = list_timeline(subjects=subjects, cycle=cycle, limit=8).rows

    assert [row.sequence for row in rows] == [*range(SPOKEN, SPOKEN - 8, -1)]
    plan = explained(next(one["sql"] for one in asked.captured_queries if "journal_entry" in one["sql"]))
    assert "Backward" not in plan
    assert all(index in plan for index in indexes)


def explained(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}")
        return "\n".join(line for (line,) in cursor.fetchall())
