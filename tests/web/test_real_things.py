"""Every operation, called about real things by everybody: it refuses exactly where the rule says, and units change no field that binds them."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import pytest
import test_every_way_in as ways
from django.db import transaction
from django.forms.models import model_to_dict
from test_every_way_in import ABOUT_A_TASK, operations

from drafts import TODAY
from people import NOON
from reach import OPERATIONS
from zhenggai.domain.appointing import delegable_acts
from zhenggai.domain.refusals import NotAllowed, Refusal
from zhenggai.domain.rights import Actor, Office, Thing, may
from zhenggai.domain.roles import OF_UNITS, Act, Role
from zhenggai.ledger.models import Handover, Measure, Problem, Task
from zhenggai.ledger.standing import thing_of_task
from zhenggai.oversight.models import Institution, Meeting
from zhenggai.people.models import Unit

Places = Mapping[str, Any]
# What a person would have typed, where that alone says nothing of whose the thing is.
TYPED = {
    "why": "县委会议",
    "reason": "县委会议",
    "remark": "",
    "on": TODAY,
    "ends": TODAY,
    "day": TODAY,
    "text": "已看",
    "wish": None,
}
places = ways.places
# What else names a thing of the task besides what stands in addresses of its pages.
OF_A_TASK = ABOUT_A_TASK | {"report_id", "extension_id", "comment_id"}
# Besides the rule these ask who somebody is: the successor, the giver, whose evidence it is.
BY_PERSON = frozenset(
    {
        "ledger.operations.appointing.handovers.accept_handover",
        "ledger.operations.evidence.describing.describe_evidence",
        "ledger.operations.evidence.describing.withdraw_evidence",
        "ledger.operations.evidence.linking.unlink_evidence",
        "ledger.operations.closing.vouching.state_voucher",
        "people.delegation_operations.end_delegation",
        "people.delegation_operations.delegate",
    }
)
# A task's number, wording, deadline, kind, leader and verdict, and the wording of its problem (severity belongs to doubts).
BINDING = ("number", "kind", "state", "leader", "deadline", "target", "standard", "risk", "unit", "unit_name", "person")
LOCKED = ("number", "label", "title", "description", "position")


def everybody(cycle: int) -> Iterator[Actor]:
    """Every role in the unit of the task and in another, in every cycle, in this one alone and in another alone."""
    units = [Unit.objects.get(name=name).pk for name in ("县水利局", "县财政局")]
    for role, unit, within in product(Role, units, (None, cycle, cycle + 1)):
        own = frozenset({unit})
        office = Office(role, within, own, own, frozenset({"某人"}))
        yield Actor(900_404, "某人", role, unit, (office,))


def guarded() -> Iterator[tuple[str, Callable[..., object], Act]]:
    """Every operation that an act guards."""
    for name, operation in operations():
        entry = OPERATIONS[name]
        if isinstance(entry, Act):
            yield name, operation, entry


def thing_of(operation: Callable[..., object], numbers: Places) -> Thing | None:
    """What the operation is about, called with the numbers of the fixture."""
    names = inspect.signature(operation).parameters.keys()
    if names & OF_A_TASK:
        return thing_of_task(Task.objects.get(pk=numbers["task_id"]))
    if names & {"cycle_id", "group_id", "appointment_id", "handover_id"}:
        return Thing(cycle_id=numbers["cycle_id"])
    return None


def versions(numbers: Places) -> dict[str, int]:
    """The version at which each thing is."""
    task = Task.objects.get(pk=numbers["task_id"]).version
    return {
        "task_id": task,
        "measure_id": task,
        "meeting_id": Meeting.objects.get(pk=numbers["meeting_id"]).version,
        "institution_id": Institution.objects.get(pk=numbers["institution_id"]).version,
        "handover_id": Handover.objects.get(pk=numbers["handover_id"]).version,
    }


def real_arguments(operation: Callable[..., object], numbers: Places) -> dict[str, Any]:
    """Real numbers, the version seen and a reason; nothing where a person would have typed more."""
    names = inspect.signature(operation).parameters.keys()
    kept = versions(numbers)
    version = next((kept[name] for name in names if name in kept), 1)
    return {name: version if name == "version" else {**numbers, **TYPED}.get(name) for name in names}


def answer_of(operation: Callable[..., object], arguments: dict[str, Any], actor: Actor) -> str:
    """Whether it refused the actor, turned the request away for another reason, did it, or stumbled over what nobody typed."""
    before = transaction.savepoint()
    try:
        operation(**{**arguments, "actor": actor, "at": NOON})
    except NotAllowed:
        return "refused"
    except Refusal:
        return "turned away"
    except Exception:  # let in, and then without the rest of what it needs
        return "stumbled"
    finally:
        transaction.savepoint_rollback(before)
    return "done"


def _vague(arguments: dict[str, Any]) -> bool:
    """Whether it may stumble over what nobody typed before it knows whose the thing is; its own tests tell it something true."""
    return any(value is None for name, value in arguments.items() if name not in {"actor", "at"})


@pytest.mark.parametrize("role", Role)
def test_every_operation_about_a_real_thing_refuses_where_the_rule_says(places: Places, role: Role) -> None:
    for name, operation, act in guarded():
        thing, arguments = thing_of(operation, places), real_arguments(operation, places)
        for actor in everybody(places["cycle_id"]):
            if actor.role is not role:
                continue
            answer = answer_of(operation, arguments, actor)
            if not may(actor, act, thing):
                expected = {"refused", "turned away", *(["stumbled"] if _vague(arguments) else [])}
                assert answer in expected, (name, actor)
            elif may(actor, act, thing or Thing()) and name not in BY_PERSON:
                assert answer != "refused", (name, actor)


@pytest.mark.parametrize("role", sorted(OF_UNITS))
def test_a_unit_changes_nothing_that_binds_it_whatever_it_calls(places: Places, role: Role) -> None:
    units = (actor for actor in everybody(places["cycle_id"]) if actor.role is role)
    task, problem = Task.objects.get(pk=places["task_id"]), Problem.objects.get(pk=places["problem_id"])
    before = (
        model_to_dict(task, BINDING),
        model_to_dict(problem, LOCKED),
        list(Measure.objects.values("text", "deadline")),
    )

    for actor in units:
        for _name, operation, _act in guarded():
            try:
                operation(**{**real_arguments(operation, places), "actor": actor, "at": NOON})
            except Exception:  # refused or stumbled, as the other test tells
                continue

    task.refresh_from_db()
    problem.refresh_from_db()
    after = (
        model_to_dict(task, BINDING),
        model_to_dict(problem, LOCKED),
        list(Measure.objects.values("text", "deadline")),
    )
    assert after == before


def test_the_acts_that_change_what_binds_a_unit_are_no_unit_s() -> None:
    binding = {Act.PLAN, Act.ISSUE, Act.ADOPT, Act.MEND, Act.DECIDE_CHANGE, Act.GRANT_EXTENSION, Act.JUDGE, Act.REVIEW}

    for role in OF_UNITS:
        actor = Actor(9, "某人", role, 7)
        own = Thing(cycle_id=1, lead_unit=7, units=frozenset({7}), leader="某人")
        assert {act for act in binding if may(actor, act, own)} == set()
        assert not binding & set(delegable_acts(role))


def test_every_operation_whose_act_can_be_lent_says_for_whom_it_was_done() -> None:
    lendable = {act for role in Role for act in delegable_acts(role)}

    silent = [name for name, operation, act in guarded() if act in lendable and not _says_for_whom(operation)]

    assert silent == []


def _says_for_whom(operation: Callable[..., object]) -> bool:
    """Whether the operation, or what it tells the journal by, asks in whose name it is done."""
    own = importlib.import_module(operation.__module__)
    package = operation.__module__.rpartition(".")[0]
    beside = [f"{package}.holding"] if importlib.util.find_spec(f"{package}.holding") else []
    telling = [told.__module__ for name, told in vars(own).items() if name.startswith("tell_")]
    rooms = {operation.__module__, *beside, *telling}
    return any("acting" in inspect.getsource(importlib.import_module(room)) for room in rooms)
