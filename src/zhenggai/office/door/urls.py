"""Addresses of the door; allauth looks for its pages by some of these names."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path
from django.views import View

from zhenggai.domain.roles import Act
from zhenggai.office.access import staff
from zhenggai.office.door import confirming, entering, factors, keeping


def page(route: str, view: type[View], name: str) -> URLPattern:
    """A page about one's own log-in."""
    return path(route, staff(Act.KEEP_OWN_LOGIN)(view.as_view()), name=name)


urlpatterns = [
    path("login/", entering.Entrance.as_view(), name="login"),
    path("login/", entering.Entrance.as_view(), name="account_login"),
    path("login/step/", entering.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", entering.PasskeyEntrance.as_view(), name="mfa_login_webauthn"),
    path("logout/", entering.log_out, name="logout"),
    path("account/", factors.account, name="mfa_index"),
    path("account/first/", factors.first, name="second_step_first"),
    page("account/password/", keeping.ChangePassword, "account_change_password"),
    page("account/confirm/", confirming.ConfirmByPassword, "account_reauthenticate"),
    page("account/confirm/code/", confirming.ConfirmByCode, "mfa_reauthenticate"),
    page("account/confirm/passkey/", confirming.ConfirmByPasskey, "mfa_reauthenticate_webauthn"),
    page("account/code/", factors.AddCode, "mfa_activate_totp"),
    page("account/code/remove/", factors.RemoveCode, "mfa_deactivate_totp"),
    page("account/passkeys/add/", factors.AddPasskey, "mfa_add_webauthn"),
    page("account/passkeys/<int:pk>/remove/", factors.RemovePasskey, "mfa_remove_webauthn"),
    page("account/recovery/", factors.RecoveryCodes, "mfa_view_recovery_codes"),
    page("account/recovery/renew/", factors.RenewCodes, "mfa_generate_recovery_codes"),
    path("account/sessions/", keeping.sessions, name="sessions"),
    path("account/sessions/others/end/", keeping.end_others, name="sessions_end_others"),
    path("account/sessions/<int:session_id>/end/", keeping.end, name="session_end"),
]

if settings.SSO_ISSUER:
    from zhenggai.office.door import sso

    urlpatterns += [
        path("login/sso/", sso.start, name="sso_start"),
        path("login/<slug:provider_id>/callback/", sso.come_back, name="openid_connect_callback"),
    ]
