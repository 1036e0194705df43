"""What the frame around every page shows: the person, the rounds and the places."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhenggai.domain.rights import Actor, may, may_in_cycle
from zhenggai.domain.roles import ROLE_NAMES, Act
from zhenggai.ledger.queries import list_cycles
from zhenggai.ledger.shapes import CycleRow


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Who is logged in."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail."""

    name: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Values of the frame; empty before the log-in."""

    person: PersonCard | None = None
    cycles: tuple[CycleRow, ...] = ()
    cycle: CycleRow | None = None
    places: tuple[Place, ...] = ()


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame's values, for every template rendered with a request."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or request.headers.get("HX-Request") == "true":
        return {"shell": Shell()}
    cycles = list_cycles(actor=actor)
    cycle = _current(request, cycles)
    person = PersonCard(actor.name, _(ROLE_NAMES[actor.role]))
    return {"shell": Shell(person=person, cycles=cycles, cycle=cycle, places=_places(actor, cycle))}


def _current(request: HttpRequest, cycles: tuple[CycleRow, ...]) -> CycleRow | None:
    """The round that the address names, else the newest."""
    match = request.resolver_match
    wanted = match.kwargs.get("cycle_id") if match else None
    named = next((cycle for cycle in cycles if cycle.id == wanted), None)
    return named or (cycles[0] if cycles else None)


def first_place(actor: Actor) -> str:
    """Where somebody without the ledger begins their day."""
    places = _places(actor, None)
    return places[0].url if places else reverse("about")


def cycle_place(actor: Actor, cycle: CycleRow) -> str:
    """Where somebody begins in a round: at the overview, or at their own tasks."""
    name = "dashboard" if may_in_cycle(actor, Act.READ_CYCLE, cycle.id) else "ledger"
    return reverse(name, args=[cycle.id])


def _places(actor: Actor, cycle: CycleRow | None) -> tuple[Place, ...]:
    places: list[Place] = []
    whole = cycle is not None and may_in_cycle(actor, Act.READ_CYCLE, cycle.id)
    if may(actor, Act.READ_CYCLE):
        places.append(
            Place("dashboard", _("总览"), reverse("dashboard", args=[cycle.id]) if cycle and whole else reverse("home"))
        )
    if may(actor, Act.READ) and cycle:
        places.append(Place("ledger", _("台账"), reverse("ledger", args=[cycle.id])))
        places.append(Place("progress", _("进展"), reverse("progress", args=[cycle.id])))
        places.append(Place("schedule", _("进度"), reverse("schedule", args=[cycle.id])))
    if cycle and whole:
        places.append(Place("plan", _("方案"), reverse("coverage", args=[cycle.id])))
    if may(actor, Act.READ_CYCLE):
        places.append(Place("imports", _("导入"), reverse("imports")))
    if may(actor, Act.LIST_ACCOUNTS):
        places.append(Place("accounts", _("账号"), reverse("accounts")))
    if may(actor, Act.READ_PEOPLE):
        places.append(Place("people", _("单位"), reverse("people")))
    if cycle and whole:
        places.append(Place("journal", _("记录"), reverse("journal", args=[cycle.id])))
        places.append(Place("settings", _("设置"), reverse("settings", args=[cycle.id])))
    if may(actor, Act.READ_JOURNAL):
        places.append(Place("trail", _("全部记录"), reverse("trail")))
    return tuple(places)
