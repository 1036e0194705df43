"""Addresses of rounds that come from another home."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import arrivals

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/round/", arrivals.arrival, name="arrival"),
    path("imports/round/upload/", arrivals.receive, name="arrival_upload"),
    path("imports/round/bring/", arrivals.bring, name="arrival_bring"),
    path("imports/round/drop/", arrivals.drop, name="arrival_drop"),
]
