"""Addresses of binders of evidence, and of rounds that leave."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import binder

urlpatterns: list[URLPattern | URLResolver] = [
    path("cycles/<int:cycle_id>/binder/", binder.binder, name="binder"),
    path("cycles/<int:cycle_id>/binder/export/", binder.export, name="binder_export"),
    path("cycles/<int:cycle_id>/take-out/", binder.take_round_out, name="round_export"),
]
