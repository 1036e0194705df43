"""What the pages of the door have in common."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zhenggai.office.paths import Path


def in_account(*rest: tuple[str, str]) -> Path:
    """A path that begins at one's own log-in."""
    return ((_("登录与安全"), reverse("mfa_index")), *rest)


def device_options(asked: dict[str, Any]) -> str:
    """What a passkey's device is asked for, as the script reads it; `asked` holds it under one name."""
    (options,) = asked.values()
    return json.dumps(options, cls=DjangoJSONEncoder)


class Told:
    """A form page whose faults are answered with 422, so that htmx and tests can tell them."""

    title: object = ""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with the faults."""
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = 422
        return answer

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Add the page's title and its place."""
        title = str(self.title)
        found: dict[str, Any] = super().get_context_data(**facts)  # type: ignore[misc]
        return {**found, "title": title, "path": in_account((title, ""))}
