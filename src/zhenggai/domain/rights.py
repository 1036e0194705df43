"""Whether somebody may do something: one pure function of actor, act and thing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.roles import ACT_NAMES, GRANTS, OF_THE_HOUSE, ROLE_NAMES, Act, Reach, Role

# What nobody does for somebody else where their own unit takes part.
DECISIONS = frozenset(
    {
        Act.DECIDE_CHANGE,
        Act.GRANT_EXTENSION,
        Act.JUDGE,
        Act.RETURN_CLOSING,
        Act.RELEASE,
        Act.SETTLE,
        Act.REOPEN,
        Act.VISIT,
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """A role that somebody holds: in one cycle or, with None, in every one.

    `own` is the holder's unit, `units` that and those below it, `names` what plans call the holder as a leader;
    `on_behalf` names who let the holder act for them, and `acts` what they let them do; None is all that the role may.
    An office with `tasks` reaches these and nothing else: that of somebody who stands in for an empty post.
    """

    role: Role
    cycle_id: int | None = None
    own: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    on_behalf: str = ""
    acts: frozenset[Act] | None = None
    tasks: frozenset[int] | None = None

    def reach(self, act: Act) -> Reach | None:
        """How far the right to do this goes; None where there is none."""
        return GRANTS[act].get(self.role) if self.acts is None or act in self.acts else None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the journal will remember them. Without `offices` they hold just their role, for their own unit.

    `served` are the units in which they hold or held a post; `on_behalf` names for whom they act just now.
    """

    id: int
    name: str
    role: Role
    unit_id: int | None = None
    offices: tuple[Office, ...] = ()
    served: frozenset[int] = frozenset()
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is about: whose task it is. `units` are all that take part in it, the leading one among them.

    `task` is its number; what is no task has none.
    """

    cycle_id: int | None = None
    lead_unit: int | None = None
    units: frozenset[int] = frozenset()
    leader: str = ""
    task: int | None = None


# The person at the machine's own console, before any account exists.
CONSOLE = Actor(id=0, name="控制台", role=Role.ADMINISTRATOR)

# The product itself, which notes what somebody at the door did.
DOOR = Actor(id=0, name="系统", role=Role.ADMINISTRATOR)


def offices_of(actor: Actor) -> tuple[Office, ...]:
    """Every office that an actor holds."""
    if actor.offices:
        return actor.offices
    units = frozenset() if actor.unit_id is None else frozenset({actor.unit_id})
    return (Office(actor.role, own=units, units=units, names=frozenset({actor.name})),)


def own_units(actor: Actor) -> frozenset[int]:
    """Every unit in which the actor holds an office or ever held a post; of its tasks they are no judge, whatever else they are."""
    return actor.served.union(*(office.own for office in offices_of(actor)))


def stood_for(actor: Actor) -> frozenset[int]:
    """The tasks on which the actor does the work of an empty post; of these they are no judge either."""
    return frozenset().union(*(office.tasks for office in offices_of(actor) if office.tasks is not None))


def of_own(actor: Actor, thing: Thing) -> bool:
    """Whether a unit of the actor takes part in the thing, or they do the work on it for an empty post."""
    return bool(own_units(actor) & thing.units) or thing.task in stood_for(actor)


def capacity(actor: Actor, act: Act, thing: Thing | None = None) -> Office | None:
    """The office in which the actor may do this, their own before one that they hold for somebody else.

    Without a thing: an office in which they may do it to anything at all.
    """
    return min(reaching_offices(actor, act, thing), key=lambda office: bool(office.on_behalf), default=None)


def reaching_offices(actor: Actor, act: Act, thing: Thing | None = None) -> tuple[Office, ...]:
    """Every office in which the actor may do this."""
    own = thing is not None and of_own(actor, thing)
    return tuple(office for office in offices_of(actor) if _reaches(office, act, thing, own=own))


def may(actor: Actor, act: Act, thing: Thing | None = None) -> bool:
    """Whether the actor may do this to the thing; without one, to anything at all."""
    return capacity(actor, act, thing) is not None


def may_in_cycle(actor: Actor, act: Act, cycle_id: int) -> bool:
    """Whether the actor may do this to anything of a cycle."""
    return any(office.reach(act) and office.cycle_id in (None, cycle_id) for office in offices_of(actor))


def names_led(actor: Actor, cycle_id: int) -> tuple[str, ...]:
    """What the plans of a cycle call the actor as a leader; nothing for those who hold no office that accepts what it leads."""
    held = (office for office in offices_of(actor) if office.reach(Act.ACCEPT) is Reach.LED and not office.on_behalf)
    names = (office.names for office in held if office.cycle_id in (None, cycle_id))
    return tuple(sorted(frozenset().union(*names) - {""}))


def demand(actor: Actor, act: Act, thing: Thing | None = None) -> Office:
    """The office in which the actor may do this.

    :raises NotAllowed: where there is none.
    """
    office = capacity(actor, act, thing)
    if office is None:
        raise refused(actor, act)
    return office


def acting(actor: Actor, act: Act, thing: Thing | None = None) -> Actor:
    """The actor as they do this: in their own name, or for somebody who let them.

    :raises NotAllowed: where they may not.
    """
    return replace(actor, on_behalf=demand(actor, act, thing).on_behalf)


def refused(actor: Actor, act: Act) -> NotAllowed:
    """The refusal of somebody whose offices do not go so far."""
    role = ROLE_NAMES[actor.role]
    if may(actor, act):
        return NotAllowed("这不在您的职责范围内：$role只能就本人职责范围内的事项$act。", role=role, act=ACT_NAMES[act])
    return NotAllowed("$role不能$act，请联系整改办。", role=role, act=ACT_NAMES[act])


def _reaches(office: Office, act: Act, thing: Thing | None, *, own: bool) -> bool:
    reach = office.reach(act)
    if reach is None:
        return False
    if thing is None:
        return office.cycle_id is None or act not in OF_THE_HOUSE
    if office.cycle_id is not None and office.cycle_id != thing.cycle_id:
        return False
    if own and (reach is Reach.OTHER_UNITS or (office.on_behalf and act in DECISIONS)):
        return False
    if office.tasks is not None:
        return thing.task in office.tasks
    return {
        Reach.EVERYTHING: True,
        Reach.OWN_UNIT: bool(office.units & thing.units),
        Reach.OWN_LEAD: thing.lead_unit in office.units,
        Reach.LED: bool(thing.leader) and thing.leader in office.names,
        Reach.OTHER_UNITS: True,
    }[reach]
