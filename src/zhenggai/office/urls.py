"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import path

from zhenggai.office.views import account

urlpatterns = [
    path("login/", account.log_in, name="login"),
    path("logout/", account.log_out, name="logout"),
    path("about/", account.about, name="about"),
]
