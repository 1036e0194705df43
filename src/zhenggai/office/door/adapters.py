"""Where allauth asks us: limits told with their time, journal entries, secrets kept unreadable."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.office.door.limits import seconds_to_wait, wait_sentence
from zhenggai.office.door.middleware import mark_seen
from zhenggai.office.door.ways import WAYS, way_of
from zhenggai.people import entrance
from zhenggai.people.factors import may_remove_factor
from zhenggai.people.queries import find_actor


class AccountAdapter(DefaultAccountAdapter):
    """Logging in and out by our own accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where to go when nobody asked for a page: whoever reads no content sees their own log-in."""
        actor = find_actor(account_id=request.user.pk or 0, at=now())
        return reverse("home" if actor and may(actor, Act.READ) else "mfa_index")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session and note it."""
        enter = super().login
        entrance.log_in(
            account_id=user.pk,
            way=way_of(request, user),
            address=self.get_client_ip(request),
            enter=lambda: enter(request, user),
            at=now(),
        )
        mark_seen(request)

    def logout(self, request: HttpRequest) -> None:
        """End the session and note it."""
        leave = super().logout
        entrance.log_out(account_id=request.user.pk or 0, leave=lambda: leave(request), at=now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Whose name and password these are; a closed account is nobody's."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password or name."""
        note_failure(login=credentials.get("username", ""), way=WAYS["password"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who failed too often, and say how long.

        :raises ValidationError: with the time that is left.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refusal:
            key = self._get_login_attempts_cache_key(request, **credentials)
            seconds = seconds_to_wait(request, action="login_failed", key=key)
            raise ValidationError(wait_sentence(seconds), code=refusal.code) from refusal

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Our words for what allauth refuses."""
        if code in {"too_many_login_attempts", "rate_limited"}:
            return ValidationError(wait_sentence(self._seconds_of_second_step()), code=code)
        own = {
            "username_password_mismatch": _("账号或密码不对，请核对后重新填写。"),
            "incorrect_password": _("密码不对，请重新填写。"),
            "enter_current_password": _("现在的密码不对，请重新填写。"),
        }
        return ValidationError(own[code], code=code) if code in own else super().validation_error(code, *args)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Back to the log-in: a closed account is let in by no way."""
        note_failure(account_id=user.pk, way=way_of(request, user))
        messages.error(request, _("这个账号已经停用，请联系系统管理员。"))
        return redirect("login")

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **kwargs: Any) -> None:
        """Pass plain sentences on; what allauth tells by templates our pages tell themselves."""
        if message:
            messages.add_message(request, level, message)

    def _seconds_of_second_step(self) -> int:
        request = context.request
        stage = getattr(request, "_login_stage", None)
        account_id = stage.login.user.pk if stage else request.user.pk
        return seconds_to_wait(request, action="login_failed", key=f"mfa-auth-user-{account_id}")


class FactorAdapter(DefaultMFAAdapter):
    """Second steps: secrets are encrypted in the database, and the last one of a role that needs it stays."""

    error_messages = DefaultMFAAdapter.error_messages

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Our words for what allauth refuses."""
        own = {
            "incorrect_code": _("验证没有通过，请重新验证。"),
            "cannot_delete_authenticator": _("这个岗位必须保留一种两步验证方式，请先添加另一种。"),
        }
        return ValidationError(own[code], code=code) if code in own else super().validation_error(code, *args)

    def encrypt(self, text: str) -> str:
        """The secret, unreadable to whoever has the database alone."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where the key has changed, another one, which fits no code."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the person still has what their role needs afterwards."""
        user = authenticator.user
        return may_remove_factor(account_id=user.pk, role=user.role, roles=settings.TWO_STEP_ROLES)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name to begin with."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("设备 %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def note_failure(*, way: str, account_id: int | None = None, login: str = "") -> None:
    """Note that somebody was not let in, from the address of the request at hand."""
    address = AccountAdapter().get_client_ip(context.request)
    entrance.note_failed_log_in(account_id=account_id, login=login, way=way, address=address, at=now())


def _box() -> Fernet:
    key = hashlib.sha256(b"zhenggai second steps\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
