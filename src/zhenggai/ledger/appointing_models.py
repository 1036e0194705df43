"""Tables of handovers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.people.models import Person

HANDOVER_CAUSES = ("post", "appointment", "account", "office")
# What a task names its giver as, what somebody promised, and all that may wait for somebody's word.
NAMED_KINDS = ("leader", "person", "unit")
ITEM_KINDS = (
    *NAMED_KINDS,
    *(
        "promise",
        "accept",
        "sign",
        "review",
        "decide",
        "judge",
        "returned",
        "refused",
        "sent_back",
        "doubt",
        "to_explain",
    ),
)


class Handover(models.Model):
    """What somebody leaves open in a cycle when they leave an office, and who takes it over.

    `giver_name` is who left as they were called then; `about` is the office; `due_at` is when it is escalated,
    and `why_none` why nothing had to be handed over after all.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="handed_over")
    giver_name = models.CharField(max_length=64)
    cause = models.CharField(max_length=12)
    about = models.CharField(max_length=320)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="takes_over")
    named_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    why_none = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cause__in=HANDOVER_CAUSES), name="handover_cause_is_known"),
            models.CheckConstraint(condition=Q(due_at__gte=F("opened_at")), name="handover_is_due_after_it_opens"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(successor__isnull=False) | ~Q(why_none=""),
                name="handover_done_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(giver=F("successor")), name="nobody_takes_over_from_themselves"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle", "done_at", "due_at"], name="handover_by_due")]

    def __str__(self) -> str:
        return f"{self.giver_name} {self.about}"


class HandoverItem(models.Model):
    """What is handed over: a task whose leader, responsible person or unit's person its giver was, or what waited for them.

    `what` says it and `door` is where it is done, where that is not the task itself.
    """

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items", db_index=False)
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, null=True, related_name="handed_over")
    kind = models.CharField(max_length=12)
    named = models.CharField(max_length=200)
    what = models.CharField(max_length=300, default="")
    door = models.CharField(max_length=60, default="")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=200, default="")
    remark = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "task", "kind", "what"], name="task_is_handed_over_once"),
            models.CheckConstraint(condition=Q(kind__in=ITEM_KINDS), name="handover_item_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.task_id or self.what}"
