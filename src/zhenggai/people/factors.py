"""The second step of a log-in: which ways a person has, and whether they need one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.people.entries import note
from zhenggai.people.models import Account

FACTOR_NAMES = {
    Authenticator.Type.TOTP: "动态码",
    Authenticator.Type.WEBAUTHN: "通行密钥",
    Authenticator.Type.RECOVERY_CODES: "恢复码",
}


class NoSuchAccount(NoSuchThing):
    """Nobody logs in by this name."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as a page shows it; `alone` where it logs in without a password."""

    id: int
    name: str
    alone: bool
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """Every second step of one person; times are None where there is none. `codes_left` counts unused recovery codes."""

    code_added_at: datetime | None
    code_used_at: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether a log-in takes two steps."""
        return self.code_added_at is not None or bool(self.passkeys)

    @property
    def only_one(self) -> bool:
        """Whether one way alone is left, recovery codes not counted."""
        return len(self.passkeys) + (self.code_added_at is not None) == 1


def list_factors(*, account_id: int) -> Factors:
    """The second steps of a person, passkeys oldest first."""
    kept = list(Authenticator.objects.filter(user_id=account_id).order_by("created_at", "pk"))
    of_type = {one.type: one for one in kept if one.type != Authenticator.Type.WEBAUTHN}
    code = of_type.get(Authenticator.Type.TOTP)
    spare = of_type.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        code_added_at=code.created_at if code else None,
        code_used_at=code.last_used_at if code else None,
        passkeys=tuple(_passkey(one) for one in kept if one.type == Authenticator.Type.WEBAUTHN),
        codes_left=len(spare.wrap().get_unused_codes()) if spare else None,
    )


def must_add_factor(*, actor: Actor, roles: Collection[str]) -> bool:
    """Whether the actor's role is among those that need a second step and they have none yet."""
    if actor.role not in roles:
        return False
    ways = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user_id=actor.id, type__in=ways).exists()


def may_remove_factor(*, account_id: int, role: str, roles: Collection[str]) -> bool:
    """Whether a person would still have what their role needs with one way less."""
    return role not in roles or not list_factors(account_id=account_id).only_one


def reset_factors(*, login: str, actor: Actor, at: datetime) -> int:
    """Take all second steps from an account whose owner lost them; return how many there were.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises NoSuchAccount: where nobody logs in by this name.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    account = account_named(login)
    with transaction.atomic(durable=True):
        kept = Authenticator.objects.filter(user_id=account.pk)
        count: int = kept.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
        kept.delete()
        note(
            "account.reset_factors",
            account_id=account.pk,
            actor=actor,
            at=at,
            before={"login": account.login, "factors": count},
            after={"login": account.login, "factors": 0},
        )
    return count


def account_named(login: str) -> Account:
    """The open account of that name.

    :raises NoSuchAccount: where there is none.
    """
    account = Account.objects.filter(login=login.strip(), is_active=True).first()
    if account is None:
        raise NoSuchAccount("没有登录名是“$login”的账号。", login=login.strip())
    return account


def _passkey(kept: Authenticator) -> Passkey:
    wrapped = kept.wrap()
    return Passkey(kept.pk, wrapped.name, bool(wrapped.is_passwordless), kept.created_at, kept.last_used_at)
