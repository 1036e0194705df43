"""Who may see a page: settled before the view's first line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from zhenggai.domain.roles import Act, demand
from zhenggai.ui.middleware import StaffRequest

Rest = ParamSpec("Rest")
StaffView = Callable[Concatenate[StaffRequest, Rest], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


ANYBODY = None


def staff(act: Act | None) -> Callable[[StaffView[Rest]], View[Rest]]:
    """Let only people through whose role includes the act, or ANYBODY who is known; a closed account is led to the log-in.

    The act stays readable as `act` of the view, so that a test can walk all views.

    :raises NotAllowed: from the view, for everybody else.
    """

    def around(view: StaffView[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                logout(request)
                return redirect("login")
            if act is not None:
                demand(actor, act)
            return view(cast("StaffRequest", request), *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]
        return cast("View[Rest]", guarded)

    return around
