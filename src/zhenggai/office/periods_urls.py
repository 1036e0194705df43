"""Addresses of report periods."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import periods

CYCLE = "cycles/<int:cycle_id>/periods"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CYCLE}/", periods.periods, name="periods"),
    path(f"{CYCLE}/freeze/", periods.freeze, name="period_freeze"),
    path(f"{CYCLE}/settings/", periods.settings, name="period_settings"),
    path(f"{CYCLE}/<int:period_id>/", periods.period, name="period"),
]
