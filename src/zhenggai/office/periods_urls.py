"""Addresses of report periods."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import period_comparing, periods

CYCLE = "cycles/<int:cycle_id>/periods"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CYCLE}/", periods.periods, name="periods"),
    path(f"{CYCLE}/freeze/", periods.freeze, name="period_freeze"),
    path(f"{CYCLE}/settings/", periods.settings, name="period_settings"),
    path(f"{CYCLE}/compare/", period_comparing.compare, name="period_compare"),
    path(f"{CYCLE}/compare/workbook/", period_comparing.workbook, name="period_compare_book"),
    path(f"{CYCLE}/<int:period_id>/", periods.period, name="period"),
    path(f"{CYCLE}/<int:period_id>/burndown.svg", periods.chart, name="period_chart"),
]
