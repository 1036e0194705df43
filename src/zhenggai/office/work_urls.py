"""Addresses of 待办, the calendar and reminders."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhenggai.office.views import calendar

urlpatterns: list[URLPattern] = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.add, name="calendar_add"),
    path("calendar/<int:day_id>/drop/", calendar.drop, name="calendar_drop"),
]
