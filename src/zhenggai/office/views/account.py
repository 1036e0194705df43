"""What the software says of itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhenggai import __version__
from zhenggai.office.paths import place


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say which version this is."""
    return render(request, "office/about.html", {"version": __version__, "path": place(_("关于本软件"))})
