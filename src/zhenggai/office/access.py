"""Who may see a page: settled before the view's first line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from zhenggai.domain.rights import Actor, Thing, demand, may_in_cycle, refused
from zhenggai.domain.roles import Act
from zhenggai.ui.middleware import StaffRequest

Rest = ParamSpec("Rest")
StaffView = Callable[Concatenate[StaffRequest, Rest], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


ANYBODY = None


# What is planned outside any cycle, such as topics and the calendar, is planned for all of them.
def _demand(actor: Actor, act: Act, cycle_id: object) -> None:
    demand(actor, act, Thing() if act is Act.PLAN and cycle_id is None else None)
    if isinstance(cycle_id, int) and not may_in_cycle(actor, act, cycle_id):
        raise refused(actor, act)


def staff(act: Act | None) -> Callable[[StaffView[Rest]], View[Rest]]:
    """Let only people through who may do this to anything, in the address's cycle where it names one, or ANYBODY who is known; a closed account is led to the log-in.

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
                _demand(actor, act, kwargs.get("cycle_id"))
            return view(cast("StaffRequest", request), *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]
        return cast("View[Rest]", guarded)

    return around
