"""What the frame around every page shows: the person, the rounds and the places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zhenggai.domain.rights import Actor, may, may_in_cycle, names_led
from zhenggai.domain.roles import ROLE_NAMES, Act
from zhenggai.ledger.queries.cycles import newest_cycles
from zhenggai.ledger.shapes import CycleName

# The switch lists so many rounds; the page of all rounds has the others.
SWITCH, LARGEST_ID = 20, 2**63 - 1
# Whoever is at work at the same time finds their places ready.
MOST_KEPT = 500
# Places of the rail: whether somebody has it, its name and label, the address behind it and the numbers in that.
Offered = tuple[tuple[bool, str, str, str, list[int]], ...]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Who is logged in."""

    name: str
    post: str
    works: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail; `begins` says that it is the first of its group."""

    name: str
    label: str
    url: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """Values of the frame; empty before the log-in."""

    person: PersonCard | None = None
    cycles: tuple[CycleName, ...] = ()
    cycle: CycleName | None = None
    places: tuple[Place, ...] = ()


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame's values, for every template rendered with a request."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or request.headers.get("HX-Request") == "true":
        return {"shell": Shell()}
    wanted = _wanted(request)
    cycles = newest_cycles(actor=actor, limit=SWITCH, beside=wanted)
    cycle = _current(wanted, cycles)
    person = PersonCard(actor.name, _(ROLE_NAMES[actor.role]), works=may(actor, Act.WORK))
    return {"shell": Shell(person=person, cycles=cycles, cycle=cycle, places=_places(actor, cycle))}


def _wanted(request: HttpRequest) -> int | None:
    """The round that the address names."""
    match = request.resolver_match
    wanted = match.kwargs.get("cycle_id") if match else None
    return wanted if isinstance(wanted, int) and wanted <= LARGEST_ID else None


def _current(wanted: int | None, cycles: tuple[CycleName, ...]) -> CycleName | None:
    """The round that the address names, else the newest."""
    named = next((cycle for cycle in cycles if cycle.id == wanted), None)
    return named or (cycles[0] if cycles else None)


def first_place(actor: Actor) -> str:
    """Where somebody without the ledger begins their day."""
    places = _places(actor, None)
    return places[0].url if places else reverse("about")


def cycle_place(actor: Actor, cycle: CycleName) -> str:
    """Where somebody begins in a round: at the overview, or at their own tasks."""
    name = "dashboard" if may_in_cycle(actor, Act.READ_CYCLE, cycle.id) else "ledger"
    return reverse(name, args=[cycle.id])


def _places(actor: Actor, cycle: CycleName | None) -> tuple[Place, ...]:
    return _places_in(get_language(), actor, cycle)


@lru_cache(maxsize=MOST_KEPT)
def _places_in(_language: str | None, actor: Actor, cycle: CycleName | None) -> tuple[Place, ...]:
    here = [cycle.id] if cycle else []
    whole = cycle is not None and may_in_cycle(actor, Act.READ_CYCLE, cycle.id)
    reads = cycle is not None and may(actor, Act.READ)
    overview = may(actor, Act.READ_CYCLE)
    accepts = cycle is not None and may_in_cycle(actor, Act.ACCEPT, cycle.id)
    leads = whole and cycle is not None and bool(names_led(actor, cycle.id))
    bodies = reads and may(actor, Act.TAKE_OVER)
    journal = may(actor, Act.READ_JOURNAL)
    fills = cycle is not None and may_in_cycle(actor, Act.REPORT, cycle.id)
    daily: Offered = (
        (overview, "dashboard", _("总览"), "dashboard" if whole else "home", here if whole else []),
        (may(actor, Act.WORK), "work", _("待办"), "work", []),
        (leads, "leaders", _("我牵头的"), "leaders", here),
        (reads, "ledger", _("台账"), "ledger", here),
    )
    working: Offered = (
        (reads, "progress", _("进展"), "progress", here),
        (reads, "evidence", _("佐证"), "evidence_list", here),
        (fills, "workbooks", _("电子表"), "workbooks", here),
        (reads, "closing", _("销号"), "closings", here),
        (reads, "doubts", _("疑点"), "doubts", here),
        (reads, "schedule", _("进度"), "schedule", here),
        (whole, "figures", _("数字"), "figures", here),
        (whole, "periods", _("月结"), "periods", here),
        (whole, "papers", _("文稿"), "papers", here),
        (reads, "meetings", pgettext("栏目", "会议"), "meetings", here),
    )
    arranging: Offered = (
        (accepts, "acceptances", _("认领"), "acceptances", here),
        (whole, "plan", _("方案"), "plan", here),
        (bodies, "bodies", _("分工"), "groups" if whole else "handovers", here),
        (overview, "imports", _("导入"), "imports", []),
    )
    keeping: Offered = (
        (may(actor, Act.LIST_ACCOUNTS), "accounts", _("账号"), "accounts", []),
        (may(actor, Act.READ_PEOPLE), "people", _("单位"), "people", []),
        (whole, "journal", _("记录"), "journal", here),
        (journal, "trail", _("全部记录"), "trail", []),
        (journal, "proofs", _("存证"), "proofs", []),
        (whole, "settings", _("设置"), "settings", here),
    )
    return tuple(place for group in (daily, working, arranging, keeping) for place in _group(group))


def _group(offered: Offered) -> list[Place]:
    had = [one[1:] for one in offered if one[0]]
    return [
        Place(name, label, reverse(address, args=numbers), begins=place == 0)
        for place, (name, label, address, numbers) in enumerate(had)
    ]
