"""What every request passes through: strict headers, who is asking, and refusals said in words."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import sync_only_middleware
from django.utils.timezone import now
from django_htmx.middleware import HtmxDetails

from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.people.queries import actor_behind
from zhenggai.ui import errors

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
STRICT_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A page belongs to one person; what may be kept longer says so itself.
    "Cache-Control": "private, no-cache",
}

FILES_AT_ONCE = 4

Answer = Callable[[HttpRequest], HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request whose actor is known; views behind the log-in receive no other."""

    actor: Actor
    htmx: HtmxDetails


@sync_only_middleware
def security_headers(get_response: Answer) -> Answer:
    """Give every answer the strict headers, unless it brings its own."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in STRICT_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


@sync_only_middleware
def bounded_body(get_response: Answer) -> Answer:
    """Turn away a body that is longer than several full files, before anything reads it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        limit = FILES_AT_ONCE * max(settings.MAX_UPLOAD_BYTES, settings.MAX_EVIDENCE_BYTES)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > limit:
            return errors.too_large(limit_megabytes=limit // 1_000_000, way_url="/imports/")
        return get_response(request)

    return answer


@sync_only_middleware
def known_actor(get_response: Answer) -> Answer:
    """Say who is asking: `request.actor`, None before the log-in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        # The user is loaded when it is asked for, and is nobody where the account is closed.
        user = request.user if request.user.is_authenticated else None
        request.actor = actor_behind(user=user, at=now())  # type: ignore[attr-defined]
        return get_response(request)

    return answer


class RefusalPages:
    """Answer refusals that a view did not answer itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for what may not be done and what does not exist; None for every other fault."""
        if isinstance(exception, NotAllowed):
            return errors.forbidden(request, exception)
        if isinstance(exception, NoSuchThing):
            return errors.not_found(request, exception)
        return None
