"""What entries tell of people: accounts, units, persons with their posts, groups, appointments, delegations."""

from __future__ import annotations

from datetime import datetime

from zhenggai.journal.tables import Begins, Part, TableKind
from zhenggai.journal.telling import Reached, Room, Subject, own
from zhenggai.people.models import Account, Appointment, Delegation, Group, Person, Post, Unit, UnitName, UnitType

KINDS = (
    # Passwords are left out, and so is when somebody came last.
    TableKind("account", "账号", Account, left_out=frozenset({"password", "last_login", "mail"}), begins=Begins.LATER),
    # Units also come to be where a document or a plan names one: the entry of that tells them along.
    TableKind("unit", "单位", Unit, (Part("names", UnitName, "unit_id"),)),
    TableKind("unit_type", "单位类型", UnitType, begins=Begins.LATER, born=8),
    # A telephone never enters the journal.
    TableKind(
        "person",
        "人员",
        Person,
        (Part("posts", Post, "person_id"),),
        left_out=frozenset({"phone"}),
        begins=Begins.LATER,
    ),
    TableKind("group", "工作组", Group),
    TableKind("appointment", "任命", Appointment, begins=Begins.MENTIONED),
    TableKind("delegation", "委托", Delegation, begins=Begins.MENTIONED),
)


def _groups_of(_subject: Subject, cycle: int | None, _at: datetime) -> Reached:
    return {"group": list(Group.objects.filter(cycle_id=cycle).values_list("pk", flat=True)) if cycle else ()}


def _all_known(_subject: Subject, cycle: int | None, _at: datetime) -> Reached:
    """Everybody, and the groups and appointments of the round: some may have come with it."""
    everybody = {"account": Account, "person": Person, "unit_type": UnitType}
    of_the_round = {"group": Group, "appointment": Appointment}
    return {
        **{kind: list(model._default_manager.values_list("pk", flat=True)) for kind, model in everybody.items()},
        **{
            kind: list(model._default_manager.filter(cycle_id=cycle).values_list("pk", flat=True))
            for kind, model in of_the_round.items()
        },
    }


ROOM = Room(
    KINDS,
    {
        **{
            f"account.{act}": own("account")
            for act in ("create", "close", "reopen", "assign", "link", "link_sso", "change_password")
        },
        "unit": own("unit"),
        "unit_type": own("unit_type"),
        "person": own("person"),
        "post": own("person"),
        "group": _groups_of,
        "appointment": own("appointment"),
        "delegation": own("delegation"),
        "cycle.import": _all_known,
    },
)
