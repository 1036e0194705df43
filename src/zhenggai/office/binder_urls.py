"""Addresses of binders of evidence."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import binder

urlpatterns: list[URLPattern | URLResolver] = [
    path("cycles/<int:cycle_id>/binder/", binder.binder, name="binder"),
    path("cycles/<int:cycle_id>/binder/export/", binder.export, name="binder_export"),
]
