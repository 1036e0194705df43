"""The counts of doubts that lists of tasks sort by: a doubt of the ledger counts while it stands."""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from zhenggai.domain.doubting import STANDING
from zhenggai.ledger.models import LedgerDoubt, Task

# What was read in the document and what equations say is counted where it is kept.
EQUATIONS = "ledger.equation"
COUNTS = Q(source="ledger", state__in=STANDING, task__isnull=False) & ~Q(rule=EQUATIONS)


def keep_counts(doubts: QuerySet[LedgerDoubt]) -> None:
    """Bring the counts of tasks in step with these doubts; part of the transaction that changed them."""
    coming = list(doubts.filter(COUNTS, counted=False).values_list("pk", "task_id"))
    going = list(doubts.filter(~COUNTS, counted=True).values_list("pk", "task_id"))
    moved: Counter[int] = Counter()
    for sign, rows in ((1, coming), (-1, going)):
        for _, task_id in rows:
            if task_id is not None:
                moved[task_id] += sign
    LedgerDoubt.objects.filter(pk__in=[pk for pk, _ in coming]).update(counted=True)
    LedgerDoubt.objects.filter(pk__in=[pk for pk, _ in going]).update(counted=False)
    for task_id, difference in moved.items():
        if difference:
            stands = Greatest(F("doubts_count") + difference, 0)
            Task.objects.filter(pk=task_id).update(doubts_count=stands)
