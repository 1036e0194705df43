"""Tables of groups, appointments and delegations. A cycle stands here as its number, because the ledger lies above."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhenggai.domain.appointing import APPOINTABLE, OF_GROUPS
from zhenggai.domain.roles import OF_UNITS


class Group(models.Model):
    """The leading group of a cycle or one of its working groups; `key` says which of the preset it is."""

    cycle_id = models.BigIntegerField()
    key = models.CharField(max_length=20, default="")
    name = models.CharField(max_length=100)
    leading = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle_id", "name"], name="group_name_is_its_own"),
            models.UniqueConstraint(fields=["cycle_id"], condition=Q(leading=True), name="cycle_has_one_leading_group"),
            models.CheckConstraint(condition=~Q(name=""), name="group_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """What a person is in one cycle, or with None in every one, from the first day to the last; never deleted."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20)
    cycle_id = models.BigIntegerField(null=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="appointments")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="appointments")
    names = models.TextField(default="[]")
    starts = models.DateField()
    ends = models.DateField(null=True)
    why = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in APPOINTABLE]), name="appointment_role_is_appointable"
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in sorted(OF_UNITS)], unit__isnull=False)
                | (~Q(role__in=[role.value for role in sorted(OF_UNITS)]) & Q(unit__isnull=True)),
                name="appointment_of_a_unit_names_it",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[role.value for role in sorted(OF_GROUPS)], group__isnull=False, cycle_id__isnull=False
                )
                | (~Q(role__in=[role.value for role in sorted(OF_GROUPS)]) & Q(group__isnull=True)),
                name="appointment_to_a_group_names_it",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cycle_id", "role"], name="appointment_by_cycle")]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class Delegation(models.Model):
    """One account's holder lets another's act for them from day to day; `acts` is a JSON list, empty for all that can be given.

    `ended_at` is when the giver took it back before its last day.
    """

    giver = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="delegated")
    taker = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="stands_in")
    acts = models.TextField(default="[]")
    starts = models.DateField()
    ends = models.DateField()
    why = models.TextField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="nobody_stands_in_for_themselves"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="delegation_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(why=""), name="delegation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.taker_id} for {self.giver_id}"
