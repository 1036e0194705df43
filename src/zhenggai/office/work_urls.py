"""Addresses of 待办, the calendar and reminders."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhenggai.office.views import calendar, mail, work

urlpatterns: list[URLPattern] = [
    path("work/", work.work, name="work"),
    path("work/mail/", mail.own, name="own_mail"),
    path("people/accounts/<int:account_id>/mail/", mail.account, name="account_mail"),
    path("work/unmailed/", work.unmailed, name="unmailed"),
    path("work/unmailed/send/", work.send_all, name="unmailed_send"),
    path("cycles/<int:cycle_id>/team/", work.team, name="team"),
    path("cycles/<int:cycle_id>/reminders/", work.reminders, name="reminders"),
    path("cycles/<int:cycle_id>/reminders/send/", work.send, name="remind_send"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/oversight/", work.tab, name="task_oversight"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.add, name="calendar_add"),
    path("calendar/<int:day_id>/drop/", calendar.drop, name="calendar_drop"),
]
