"""Figures, the equations between them, what they count, and how they move."""

from __future__ import annotations

from typing import ClassVar, get_args

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.indicators import DIRECTIONS
from zhenggai.domain.relations import EQUATION_NAMES
from zhenggai.domain.report import QuantityKind
from zhenggai.ledger.finding_models import Stated

FIGURE_SOURCES = ("text", "typed", "indicator", "register")
FIGURE_BOUNDS = ("", "min", "max")


class ScopeTerm(models.Model):
    """A term of the dictionary of scopes: what may be counted, by one name."""

    name = models.CharField(max_length=100, unique=True)
    latest = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="scope_term_has_a_name")]

    def __str__(self) -> str:
        return self.name


class ScopeVersion(models.Model):
    """What a term means from a day on; a version is never changed, the next one follows it."""

    term = models.ForeignKey(ScopeTerm, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.TextField()
    valid_from = models.DateField()
    written_by = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["term", "number"], name="scope_version_is_its_own"),
            models.CheckConstraint(condition=~Q(definition=""), name="scope_version_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} v{self.number}"


class Indicator(models.Model):
    """A series of readings from a baseline to a target; values are exact decimal text in the unit's own terms."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="indicators")
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, related_name="indicators")
    measure = models.ForeignKey("ledger.Measure", on_delete=models.PROTECT, null=True, related_name="indicators")
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=6)
    scope_version = models.ForeignKey(ScopeVersion, on_delete=models.PROTECT, null=True)
    baseline = models.TextField()
    baseline_day = models.DateField()
    target = models.TextField()
    target_day = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "name"], name="indicator_name_is_its_own"),
            models.CheckConstraint(condition=~Q(name=""), name="indicator_has_a_name"),
            models.CheckConstraint(condition=Q(direction__in=tuple(DIRECTIONS)), name="indicator_direction_is_known"),
            models.CheckConstraint(
                condition=Q(target_day__gte=F("baseline_day")), name="indicator_target_follows_baseline"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Figure(Stated):
    """A figure with a unit. `value` is exact decimal text, because a database's own numbers may round.

    One read from the text has its place there; every other one belongs to a task and is never changed: what corrects
    it `supersedes` it, and it is not `current` any more. `until` is its day or the last of its period.
    """

    position = models.PositiveIntegerField(null=True)
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, null=True, related_name="own_figures")
    measure = models.ForeignKey("ledger.Measure", on_delete=models.PROTECT, null=True)
    source = models.CharField(max_length=10, default="text")
    origin = models.TextField(default="")
    text = models.TextField()
    value = models.TextField()
    unit = models.TextField()
    kind = models.CharField(max_length=10)
    approximate = models.BooleanField(default=False)
    bound = models.CharField(max_length=3, default="")
    scope = models.TextField(default="")
    scope_version = models.ForeignKey(ScopeVersion, on_delete=models.PROTECT, null=True, related_name="figures")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="readings")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    current = models.BooleanField(default=True)
    entered_by = models.TextField(default="")
    entered_at = models.DateTimeField(null=True)

    class Meta(Stated.Meta):
        constraints: ClassVar = [
            *Stated.Meta.constraints,
            models.UniqueConstraint(fields=["cycle", "position"], name="figure_place_is_its_own"),
            models.CheckConstraint(condition=Q(kind__in=get_args(QuantityKind)), name="figure_kind_is_known"),
            models.CheckConstraint(condition=Q(bound__in=FIGURE_BOUNDS), name="figure_bound_is_known"),
            models.CheckConstraint(condition=Q(source__in=FIGURE_SOURCES), name="figure_source_is_known"),
            models.CheckConstraint(
                condition=Q(source="text", position__isnull=False, first__isnull=False, last__isnull=False)
                | (~Q(source="text") & Q(task__isnull=False, position__isnull=True)),
                name="figure_is_read_or_of_a_task",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__gte=F("since")), name="figure_period_in_order"
            ),
            models.UniqueConstraint(
                fields=["indicator", "until"], condition=Q(current=True), name="reading_of_a_day_is_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Relation(models.Model):
    """An equation between figures, `holds` being None where it cannot be computed; one that was read has no `task`."""

    cycle = models.ForeignKey("ledger.Cycle", on_delete=models.PROTECT, related_name="relations")
    problem = models.ForeignKey("ledger.Problem", on_delete=models.PROTECT, null=True, related_name="relations")
    task = models.ForeignKey("ledger.Task", on_delete=models.PROTECT, null=True, related_name="relations")
    kind = models.CharField(max_length=10)
    total = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="totalled")
    holds = models.BooleanField(null=True)
    computed = models.TextField()
    stated = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=tuple(EQUATION_NAMES)), name="relation_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.stated} / {self.computed}"


class RelationPart(models.Model):
    """A figure on the right side of an equation."""

    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="parted")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["relation", "position"], name="part_place_is_its_own")]

    def __str__(self) -> str:
        return f"{self.relation_id}.{self.position}"
