"""Where daily mails go: one's own, and those of the accounts that an administrator keeps."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhenggai.domain.roles import Act
from zhenggai.office.access import staff
from zhenggai.office.oversight_pages import tried
from zhenggai.office.paths import place
from zhenggai.people.account_queries import account_row
from zhenggai.people.mail_operations import LONGEST_MAIL, mail_of, set_mail, set_own_mail
from zhenggai.ui.middleware import StaffRequest


class MailForm(forms.Form):
    """An address, or none."""

    mail = forms.CharField(
        label=gettext_lazy("邮箱"),
        max_length=LONGEST_MAIL,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("每天一封待办邮件寄到这里。留空就不寄，只在待办页看。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_OWN_LOGIN)
def own(request: StaffRequest) -> HttpResponse:
    """Say where one's own mail goes."""
    form = MailForm(request.POST or None, initial={"mail": mail_of(account_id=request.actor.id)})
    return _kept(
        request,
        form,
        lambda: set_own_mail(mail=form.cleaned_data["mail"], actor=request.actor, at=now()),
        title=_("我的邮箱"),
        here="",
        to="mfa_index",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.KEEP_ACCOUNTS)
def account(request: StaffRequest, account_id: int) -> HttpResponse:
    """Say where the mail of an account goes."""
    row = account_row(account_id=account_id)
    form = MailForm(request.POST or None, initial={"mail": mail_of(account_id=account_id)})
    return _kept(
        request,
        form,
        lambda: set_mail(account_id=account_id, mail=form.cleaned_data["mail"], actor=request.actor, at=now()),
        title=_("%(name)s 的邮箱") % {"name": row.name},
        here="accounts",
        to="accounts",
    )


def _kept(
    request: StaffRequest, form: MailForm, act: Callable[[], None], *, title: str, here: str, to: str
) -> HttpResponse:
    if request.method == "POST" and tried(form, act):
        messages.success(request, _("邮箱已保存。"))
        return redirect(to)
    facts = {"here": here, "path": place(title), "title": title, "submit": _("保存邮箱"), "form": form}
    return render(request, "office/people_form.html", facts, status=422 if form.is_bound else 200)
