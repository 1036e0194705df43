"""Where passages come from, as links to the ledger: tasks, problems, meetings and institutions, each asked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhenggai.domain.papers.passages import Passage, Ref
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Problem, Task
from zhenggai.oversight.models import Institution, Meeting
from zhenggai.oversight.paper_shapes import Source

# More would be no help to a reader; a table names its tasks itself.
MOST = 6


def sources_of(passages: Sequence[Passage]) -> dict[str, tuple[Source, ...]]:
    """The sources of passages by their keys."""
    prose = [passage for passage in passages if passage.table is None]
    known = _known(ref for passage in prose for ref in passage.refs)
    return {
        passage.key: tuple(source for ref in passage.refs if (source := known.get(ref)) is not None)[:MOST]
        for passage in prose
    }


def _known(refs: Iterable[Ref]) -> dict[Ref, Source]:
    wanted: dict[str, set[int]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.id)
    tasks = Task.objects.filter(pk__in=wanted.get("task", ())).values_list("pk", "number")
    problems = Problem.objects.filter(pk__in=wanted.get("problem", ())).select_related("aspect")
    meetings = Meeting.objects.filter(pk__in=wanted.get("meeting", ())).values_list("pk", "held_on", "kind")
    institutions = Institution.objects.filter(pk__in=wanted.get("institution", ())).values_list("pk", "name")
    return {
        **{Ref("task", key): Source("task", key, f"任务 {number}") for key, number in tasks},
        **{Ref("problem", row.pk): Source("problem", row.pk, f"问题 {cite_problem(row)}") for row in problems},
        **{Ref("meeting", key): Source("meeting", key, f"{day.isoformat()} {kind}") for key, day, kind in meetings},
        **{Ref("institution", key): Source("institution", key, name) for key, name in institutions},
    }
