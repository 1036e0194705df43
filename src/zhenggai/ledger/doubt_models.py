"""Tables of doubts on the ledger: what was found, what was said of it, which rules are on, and how far one has looked."""

from __future__ import annotations

from typing import ClassVar, get_args

from django.db import models
from django.db.models import Q

from zhenggai.domain.doubting import DOUBT_STATES, GONE_WHY, SAID, SOURCE_NAMES, VERDICTS
from zhenggai.domain.report import Severity

SWITCHES = ("off", "on", "threshold")


class LedgerDoubt(models.Model):
    """What a rule finds: the same thing found again is the same row, by `key`. `places` is JSON: kind, number, words.

    A task may be merged away, hence no constraint. `settled` is a judge's last word, which stays when the doubt goes or
    comes back; `was` the state it had before it went. `counted` says that the list's count of the task holds it.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="ledger_doubts", db_index=False)
    task = models.ForeignKey(
        "ledger.Task",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="ledger_doubts",
        db_constraint=False,
        db_index=False,
    )
    source = models.CharField(max_length=10)
    rule = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    severity = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField()
    message = models.TextField()
    places = models.TextField(default="[]")
    state = models.CharField(max_length=10, default="open")
    was = models.CharField(max_length=10, default="")
    settled = models.CharField(max_length=10, default="")
    gone_why = models.CharField(max_length=8, default="")
    explained_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    returns = models.PositiveIntegerField(default=0)
    counted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "rule", "key"], name="ledger_doubt_is_found_once"),
            models.CheckConstraint(condition=Q(source__in=tuple(SOURCE_NAMES)), name="ledger_doubt_source_is_known"),
            models.CheckConstraint(condition=Q(severity__in=get_args(Severity)), name="ledger_doubt_severity_is_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(DOUBT_STATES)), name="ledger_doubt_state_is_known"),
            models.CheckConstraint(condition=Q(settled__in=("", *VERDICTS)), name="ledger_doubt_verdict_is_known"),
            models.CheckConstraint(condition=Q(gone_why__in=tuple(GONE_WHY)), name="ledger_doubt_goes_for_a_reason"),
            models.CheckConstraint(
                condition=Q(state="gone", gone_at__isnull=False) | ~Q(state="gone") & Q(gone_at=None),
                name="ledger_doubt_goes_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=VERDICTS) | Q(settled=models.F("state")), name="ledger_doubt_state_was_said"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cycle", "state", "rank", "-id"], name="ledger_doubt_by_state"),
            models.Index(fields=["cycle", "rule", "rank", "-id"], name="ledger_doubt_by_rule"),
            models.Index(fields=["cycle", "rank", "-id"], name="ledger_doubt_by_rank"),
            models.Index(fields=["task", "state"], name="ledger_doubt_by_task"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.cycle_id}"


class DoubtWord(models.Model):
    """What somebody said of a doubt: a unit's explanation, or a judge's verdict. Never changed, by a trigger.

    `message` is what the doubt said then.
    """

    doubt = models.ForeignKey(LedgerDoubt, on_delete=models.PROTECT, related_name="words")
    how = models.CharField(max_length=10)
    why = models.TextField()
    message = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_id = models.BigIntegerField()
    role = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(how__in=tuple(SAID)), name="doubt_word_is_known"),
            models.CheckConstraint(condition=~Q(why=""), name="doubt_word_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.how} of {self.doubt_id}"


class RuleSwitch(models.Model):
    """A rule was switched off or on in a round, or a threshold was set, with reasons. Never changed, by a trigger.

    `number` counts the changes of a rule in a round; two people who looked at the same state cannot both be next.
    """

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="rule_switches", db_index=False)
    rule = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10)
    threshold = models.CharField(max_length=40, default="")
    before = models.CharField(max_length=40, default="")
    after = models.CharField(max_length=40, default="")
    why = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "rule", "number"], name="rule_switch_number_is_its_own"),
            models.CheckConstraint(condition=Q(what__in=SWITCHES), name="rule_switch_is_known"),
            models.CheckConstraint(condition=~Q(why=""), name="rule_switch_has_reasons"),
            models.CheckConstraint(
                condition=Q(what="threshold") & ~Q(threshold="") | ~Q(what="threshold") & Q(threshold=""),
                name="rule_switch_names_a_threshold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.rule}"


class LedgerLook(models.Model):
    """How far the rules have looked in a round: up to which entry of the journal, on which day.

    `quick_upto` is of the rules that look at single tasks, `whole_upto` of all. It can be lost: then everything is
    looked at anew.
    """

    cycle = models.OneToOneField("ledger.Cycle", on_delete=models.PROTECT, primary_key=True, related_name="ledger_look")
    quick_upto = models.BigIntegerField(default=0)
    whole_upto = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    quick_at = models.DateTimeField(null=True)
    whole_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"look at {self.cycle_id}"
