"""Problems, institutions and meetings, as facts of the rules.

The last two are kept in a room above this one, hence by the names of relations and not by models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from zhenggai.domain.institutions import ESTABLISHED, STANDING_NAMES, standing_of
from zhenggai.domain.ledger_things import InstitutionCard, MeetingCard, ProblemFacts
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Measure, Problem, Task

INSTITUTION = (
    "id",
    "name",
    "state",
    "unit_name",
    "doc_number",
    "issued_on",
    "effective_on",
    "trial_ends",
    "abolished_on",
    "paper_id",
    "reviewed_on",
)
MEETING = ("id", "kind", "held_on", "topic", "minutes_number", "withdrawn")


def problems_of(wanted: Q) -> tuple[ProblemFacts, ...]:
    """The problems in the order of the document."""
    rows = Problem.objects.filter(wanted).select_related("aspect").order_by("position")
    return tuple(map(problem_facts, rows))


def problem_facts(row: Problem) -> ProblemFacts:
    """A problem that was loaded with its aspect."""
    return ProblemFacts(
        id=row.pk,
        name=cite_problem(row),
        title=row.title,
        text=row.description,
        aspect_id=row.aspect_id,
        aspect=row.aspect.title,
        number=row.number,
    )


def institutions_of(task_ids: Sequence[int], *, today: date) -> tuple[InstitutionCard, ...]:
    """The institutions that tasks are to leave behind, by themselves or by their measures."""
    direct = Task.objects.filter(pk__in=task_ids, institution_links__isnull=False)
    through = Measure.objects.filter(task_id__in=task_ids, institution_links__isnull=False)
    path = "institution_links__institution"
    rows = [
        *direct.values_list(*_columns("pk", path, INSTITUTION)),
        *through.values_list(*_columns("task_id", path, INSTITUTION)),
    ]
    return tuple(_institution(row, tasks, today=today) for row, tasks in _by_thing(rows, INSTITUTION))


def meetings_of(task_ids: Sequence[int]) -> tuple[MeetingCard, ...]:
    """The meetings that carried out measures of tasks."""
    held = Measure.objects.filter(task_id__in=task_ids, meeting_links__isnull=False)
    rows = held.values_list(*_columns("task_id", "meeting_links__meeting", MEETING))
    return tuple(
        MeetingCard(
            id=row["id"],
            kind=row["kind"],
            held_on=row["held_on"],
            topic=row["topic"],
            minutes_number=row["minutes_number"],
            task_ids=tasks,
        )
        for row, tasks in _by_thing(rows, MEETING)
        if not row["withdrawn"]
    )


def _columns(task: str, path: str, names: Iterable[str]) -> list[F]:
    return [F(task), *(F(f"{path}__{name}") for name in names)]


def _by_thing(rows: Iterable[tuple[Any, ...]], names: Sequence[str]) -> list[tuple[dict[str, Any], tuple[int, ...]]]:
    """Each thing once, with the tasks it belongs to."""
    things: dict[int, dict[str, Any]] = {}
    tasks: dict[int, set[int]] = defaultdict(set)
    for task, *values in rows:
        thing = dict(zip(names, values, strict=True))
        things[thing["id"]] = thing
        tasks[thing["id"]].add(task)
    return [(things[key], tuple(sorted(tasks[key]))) for key in sorted(things)]


def _institution(row: dict[str, Any], tasks: tuple[int, ...], *, today: date) -> InstitutionCard:
    standing = standing_of(
        state=row["state"],
        effective_on=row["effective_on"],
        trial_ends=row["trial_ends"],
        today=today,
    )
    return InstitutionCard(
        id=row["id"],
        name=row["name"],
        standing=STANDING_NAMES[standing],
        established=standing in ESTABLISHED,
        task_ids=tasks,
        unit=row["unit_name"],
        doc_number=row["doc_number"],
        issued_on=row["issued_on"],
        effective_on=row["effective_on"],
        abolished=row["abolished_on"] is not None,
        has_text=row["paper_id"] is not None,
        used_on=(row["reviewed_on"],) if row["reviewed_on"] else (),
    )
