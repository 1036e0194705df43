"""Units as a tree, persons and their posts, rosters that were handed in, and accounts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.appointing_models import Appointment, Delegation, Group

__all__ = [
    "Account",
    "Appointment",
    "Delegation",
    "Group",
    "Person",
    "Post",
    "Roster",
    "Unit",
    "UnitName",
    "UnitType",
]


class UnitType(models.Model):
    """A kind of unit; the table can be extended on its page."""

    name = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="unit_type_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A body that can be responsible for a task; `kind` is None for one that only a document has named so far."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.ForeignKey(UnitType, on_delete=models.PROTECT, null=True, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="unit_has_a_name"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="unit_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """A short name or alias of a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="others", db_index=False)
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="unit_is_called_so_once"),
            models.CheckConstraint(condition=~Q(name=""), name="unit_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who holds or held posts; never deleted, because what they did stays theirs."""

    name = models.CharField(max_length=64)
    phone = models.CharField(max_length=30, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name")]
        indexes: ClassVar = [models.Index(fields=["name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's office in a unit, from the first day to the last; None where that is not known."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=100)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="post_ends_after_it_starts"),
            models.UniqueConstraint(fields=["person", "unit", "title", "starts"], name="post_is_held_once"),
            models.UniqueConstraint(
                fields=["person", "unit", "title"], condition=Q(starts=None), name="post_without_a_day_is_held_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Roster(models.Model):
    """A workbook of units and persons that was handed in; `lines` is JSON and nothing of it holds until accepted."""

    name = models.TextField()
    lines = models.TextField()
    received_at = models.DateTimeField()
    received_by = models.TextField()

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """Somebody who logs in. What they may do follows from `role` and from what their `person` is appointed to."""

    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="accounts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="accounts")
    mail = models.CharField(max_length=254, default="")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "login"

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="account_role_is_known"),
            models.CheckConstraint(condition=~Q(login="") & ~Q(name=""), name="account_has_names"),
            models.UniqueConstraint(fields=["person"], condition=Q(is_active=True), name="person_has_one_open_account"),
        ]

    def __str__(self) -> str:
        return self.name
