"""Figures of the ledger as fields of papers: those that were current at an instant, each under the key of its first version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.timezone import localtime

from zhenggai.domain.papers.words import FigureField
from zhenggai.ledger.models import Figure, Relation
from zhenggai.ledger.queries.figure_rows import SOURCE_NAMES


def figures_of_tasks(task_ids: Iterable[int], *, at: datetime) -> dict[int, tuple[FigureField, ...]]:
    """The figures that tasks had stated by then, in the order in which they came to be; in two queries."""
    wanted = list(task_ids)
    rows = list(
        Figure.objects.filter(task__in=wanted, entered_at__lte=at).select_related("scope_version__term").order_by("pk")
    )
    superseded = {row.supersedes_id for row in rows}
    first = _first_versions(rows)
    ratios = _ratios([row.pk for row in rows])
    found: dict[int, list[FigureField]] = defaultdict(list)
    for row in rows:
        if row.pk not in superseded and row.task_id is not None:
            found[row.task_id].append(_field(row, first[row.pk], ratios.get(row.pk, ("", ""))))
    return {task: tuple(fields) for task, fields in found.items()}


def _field(row: Figure, first: int, ratio: tuple[str, str]) -> FigureField:
    version = row.scope_version
    where = f"{SOURCE_NAMES[row.source]}：{row.origin}" if row.origin else SOURCE_NAMES[row.source]
    who = f"，{row.entered_by} {localtime(row.entered_at).date()} 登记" if row.entered_at else ""
    return FigureField(
        key=f"figure/{first}",
        text=row.text,
        value=row.value,
        unit=row.unit,
        source=f"{where}{who}",
        scope=row.scope or (f"{version.term.name}（第 {version.number} 版）" if version else ""),
        as_of=row.until,
        top=ratio[0],
        bottom=ratio[1],
        figure=row.pk,
        task=row.task_id,
    )


def _first_versions(rows: list[Figure]) -> dict[int, int]:
    """The key of the first version of each figure; rows come oldest first."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.pk] = found.get(row.supersedes_id or 0, row.pk)
    return found


def _ratios(figure_ids: list[int]) -> dict[int, tuple[str, str]]:
    return dict(_numerators(figure_ids))


def _numerators(figure_ids: list[int]) -> Iterator[tuple[int, tuple[str, str]]]:
    ratios = Relation.objects.filter(kind="ratio", total__in=figure_ids).prefetch_related("parts__figure")
    for relation in ratios:
        parts = [part.figure.text for part in sorted(relation.parts.all(), key=lambda one: one.position)]
        if len(parts) == 2:
            yield relation.total_id, (parts[0], parts[1])
