"""One's own password and log-ins."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.roles import Act
from zhenggai.office.access import staff
from zhenggai.office.door.forms import OwnPasswordForm
from zhenggai.office.door.pages import Told, in_account
from zhenggai.people.passwords import change_password
from zhenggai.people.queries import has_password
from zhenggai.people.sessions import end_other_sessions, end_session, list_sessions
from zhenggai.ui.middleware import StaffRequest


class ChangePassword(Told, PasswordChangeView):
    """Change one's own password."""

    title = gettext_lazy("修改密码")
    form_class = OwnPasswordForm
    template_name = "office/door/password.html"
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **facts: Any) -> HttpResponseBase:
        """Who has no password has none to change."""
        if not has_password(account_id=request.user.pk or 0):
            return redirect("mfa_index")
        answer: HttpResponseBase = super().dispatch(request, *args, **facts)
        return answer

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        """Set the password; this session goes on, all others end."""
        answers: list[HttpResponse] = []

        def change() -> str:
            answers.append(super(ChangePassword, self).form_valid(form))
            return self.request.session.session_key or ""

        change_password(change=change, actor=self.request.actor, at=now())
        messages.success(self.request, _("密码已修改，其他各处的登录都已结束。"))
        return answers[0]


@require_safe
@staff(Act.KEEP_OWN_LOGIN)
def sessions(request: StaffRequest) -> HttpResponse:
    """List where one is logged in."""
    rows = list_sessions(account_id=request.actor.id, key=request.session.session_key or "")
    return render(request, "office/door/sessions.html", {"path": in_account((_("登录的设备"), "")), "sessions": rows})


@require_POST
@staff(Act.KEEP_OWN_LOGIN)
def end(request: StaffRequest, session_id: int) -> HttpResponse:
    """End one of one's own log-ins."""
    end_session(session_id=session_id, actor=request.actor, at=now())
    messages.success(request, _("这处登录已结束。"))
    return redirect("sessions")


@require_POST
@staff(Act.KEEP_OWN_LOGIN)
def end_others(request: StaffRequest) -> HttpResponse:
    """End all of one's own log-ins but this one."""
    count = end_other_sessions(key=request.session.session_key or "", actor=request.actor, at=now())
    messages.success(request, _("已结束其他 %(count)s 处登录。") % {"count": count})
    return redirect("sessions")
