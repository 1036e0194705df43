"""Every address: the staff pages, and what answers where something fails."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("zhenggai.office.urls")),
]

handler400 = "zhenggai.ui.errors.bad_request"
handler403 = "zhenggai.ui.errors.forbidden"
handler429 = "zhenggai.ui.errors.too_many"
handler404 = "zhenggai.ui.errors.not_found"
handler500 = "zhenggai.ui.errors.server_error"
