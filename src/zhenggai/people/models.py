"""Units and the accounts of their people."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from zhenggai.domain.roles import ROLE_NAMES, Role


class Unit(models.Model):
    """A body that can be responsible for a task."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="unit_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """A person who logs in. What they may do follows from `role` alone."""

    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="accounts")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "login"

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="account_role_is_known"),
            models.CheckConstraint(condition=~Q(login="") & ~Q(name=""), name="account_has_names"),
        ]

    def __str__(self) -> str:
        return self.name
