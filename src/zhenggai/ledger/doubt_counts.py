"""The counts of doubts that lists of tasks sort by: a doubt counts while it stands, whoever found it.

What was read in the document is counted for its task when the document is adopted, so such a doubt is taken off once it
no longer stands; one of the ledger is put on while it does. `counted` says that the count has been moved for a doubt.
"""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from zhenggai.domain.doubting import STANDING
from zhenggai.ledger.models import LedgerDoubt, Task

# What equations say is counted where it is kept.
EQUATIONS = "ledger.equation"
PUT_ON = Q(source="ledger", state__in=STANDING, task__isnull=False) & ~Q(rule=EQUATIONS)
TAKEN_OFF = Q(source="text", task__isnull=False) & ~Q(state__in=STANDING)
MOVED = PUT_ON | TAKEN_OFF
_SIGNS = {"ledger": 1, "text": -1}


def keep_counts(doubts: QuerySet[LedgerDoubt]) -> None:
    """Bring the counts of tasks in step with these doubts; part of the transaction that changed them."""
    coming = list(doubts.filter(MOVED, counted=False).values_list("pk", "task_id", "source"))
    going = list(doubts.filter(~MOVED, counted=True).values_list("pk", "task_id", "source"))
    moved: Counter[int] = Counter()
    for sign, rows in ((1, coming), (-1, going)):
        for _, task_id, source in rows:
            if task_id is not None:
                moved[task_id] += sign * _SIGNS[source]
    LedgerDoubt.objects.filter(pk__in=[pk for pk, _, _ in coming]).update(counted=True)
    LedgerDoubt.objects.filter(pk__in=[pk for pk, _, _ in going]).update(counted=False)
    for task_id, difference in moved.items():
        if difference:
            stands = Greatest(F("doubts_count") + difference, 0)
            Task.objects.filter(pk=task_id).update(doubts_count=stands)


def moved_by_doubts(task_id: int) -> int:
    """By how much doubts have moved the count of a task since it came into being."""
    moved = LedgerDoubt.objects.filter(task_id=task_id, counted=True)
    return moved.filter(source="ledger").count() - moved.filter(source="text").count()
