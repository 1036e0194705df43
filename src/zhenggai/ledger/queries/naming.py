"""Names in the ledger of which nobody has said which unit they mean."""

from __future__ import annotations

from django.db.models import Count

from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.naming import UNDECIDED
from zhenggai.ledger.shapes.units import OpenName
from zhenggai.people.models import Unit
from zhenggai.people.unit_finding import match_units


def list_open_names() -> tuple[OpenName, ...]:
    """Each name with its tasks and the units that it may mean, those with most tasks first."""
    waiting = Task.objects.filter(UNDECIDED).exclude(unit_name="").order_by()
    counts = dict(waiting.values_list("unit_name").annotate(n=Count("pk")).values_list("unit_name", "n"))
    matches = match_units(counts)
    kept = dict(Unit.objects.exclude(kind=None).values_list("pk", "name"))
    rows = [
        OpenName(name, number, tuple(kept[unit] for unit in matches[name].units if unit in kept))
        for name, number in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.tasks, row.name)))
