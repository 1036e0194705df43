"""By which way somebody came in, as the journal says it."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from zhenggai.people.factors import FACTOR_NAMES

WAYS = {"password": "密码", "socialaccount": "统一认证"}


def way_of(request: HttpRequest, user: AbstractBaseUser) -> str:
    """The steps of a log-in in their order, such as `密码、动态码`."""
    records = get_authentication_records(request, user)
    names = [WAYS.get(record["method"]) or FACTOR_NAMES.get(record.get("type"), "") for record in records]
    return "、".join(dict.fromkeys(name for name in names if name))
