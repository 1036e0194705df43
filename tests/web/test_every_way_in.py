"""Every address and every operation, tried as everybody: nothing opens that the rule does not open."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate, now

import zhenggai
from appointed import a_person, an_account, appoint, known, somebody_appointed
from builders.reports import Finding, a_report
from doubts import a_doubt
from drafts import a_cycle, a_draft
from exhibits import a_proof
from oversight import something_kept
from people import NOON, WANG
from periods import frozen
from reach import ADDRESSES, OPERATIONS, Door
from standing import a_unit
from tallies import INDICATOR, a_figure, a_register, companies, hand_in
from working import work_on
from zhenggai.domain.calendar import LocalDay
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import CONSOLE, Actor, Thing, may, may_in_cycle
from zhenggai.domain.roles import OF_UNITS, Act, Role
from zhenggai.domain.suggesting import Topic
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Measure, Problem, Task
from zhenggai.ledger.operations.evidence import begin_upload
from zhenggai.ledger.operations.figures import add_indicator, add_relation, add_scope
from zhenggai.ledger.operations.planning import add_topic
from zhenggai.ledger.operations.work import add_local_day
from zhenggai.ledger.standing import thing_of_task
from zhenggai.oversight.models import PaperLayout, PaperPassage
from zhenggai.oversight.operations.composing import PaperWish, compose_paper
from zhenggai.people.delegation_operations import DelegationWish, delegate
from zhenggai.people.models import Account, Post, Unit, UnitType
from zhenggai.people.operations import create_account
from zhenggai.people.person_operations import PostWish, add_person
from zhenggai.people.queries import find_actor
from zhenggai.people.roster_operations import keep_roster

PASSWORD = "stone-bridge-41"
# The single sign-on can be imported only where a provider is set; it has no operation of its own.
NOT_WALKED = ("zhenggai.cli", "zhenggai.settings", "zhenggai.environment", "zhenggai.wsgi", "zhenggai.office.door.sso")
# What stands in the address of a page about a task.
ABOUT_A_TASK = frozenset(
    {"task_id", "problem_id", "measure_id", "meeting_id", "institution_id", "evidence_id", "promise_id", "doubt_id"}
)
FORBIDDEN, WRONG_METHOD, ELSEWHERE, FAULT = 403, 405, 302, 500


class Somebody(NamedTuple):
    """A role, in the unit that leads the tasks or in another."""

    role: Role
    unit: str

    def __str__(self) -> str:
        return f"{self.role.value} of {self.unit}"


class Manner(NamedTuple):
    """An account's role and unit, and what it holds beside: appointed here or elsewhere, or for somebody."""

    account: Role
    unit: str
    role: Role
    how: str

    def __str__(self) -> str:
        return f"{self.account.value} {self.how} {self.role.value}"


MANNERS = [
    *(
        Manner(account, "县财政局", role, how)
        for account, role in (
            (Role.UNIT_CLERK, Role.SUPERVISOR),
            (Role.UNIT_CLERK, Role.UNIT_HEAD),
            (Role.GROUP_MEMBER, Role.OFFICE_CLERK),
        )
        for how in ("appointed here", "appointed elsewhere")
    ),
    Manner(Role.UNIT_CLERK, "县财政局", Role.UNIT_HEAD, "in the name of"),
    Manner(Role.UPPER_INSPECTOR, "县财政局", Role.OFFICE_CLERK, "in the name of"),
]
EVERYBODY = [Somebody(role, unit) for role in Role for unit in ("县水利局", "县财政局")]


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address of the product."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def operations() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function that acts for somebody at a time."""
    for found in pkgutil.walk_packages(zhenggai.__path__, "zhenggai."):
        if ".migrations" in found.name or found.name.startswith(NOT_WALKED):
            continue
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == found.name and not name.startswith("_")
            if own and {"actor", "at"} <= inspect.signature(function).parameters.keys():
                yield f"{found.name}.{name}".removeprefix("zhenggai."), function


@pytest.fixture
def places(db: None) -> dict[str, object]:
    """A product with something behind every address, and the numbers that stand in them."""
    unit = a_unit("县水利局")
    a_unit("县财政局")
    person = add_person(name="钱明", phone="", post=PostWish(unit, "局长"), actor=WANG, at=NOON)
    roster = keep_roster(
        name="名册.xlsx", data=b"", actor=WANG, at=NOON, read=lambda data, name: [[["单位", "类型"], ["东村", ""]]]
    )
    cycle = a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))
    kept = create_account(
        login="kept", name="陈静", role=Role.OFFICE_CLERK, unit=None, password=PASSWORD, actor=CONSOLE, at=NOON
    )
    return {
        "draft_id": a_draft(data=b"another"),
        "step": "retitle",
        "cycle_id": cycle,
        "problem_id": Problem.objects.values_list("pk", flat=True)[0],
        "task_id": Task.objects.values_list("pk", flat=True)[0],
        "measure_id": Measure.objects.values_list("pk", flat=True)[0],
        "step_id": 1,
        "topic_id": add_topic(topic=Topic("水利", ("河道",), "县水利局", ""), actor=WANG, at=NOON),
        "what": "problems",
        "name": "aspects",
        "unit_id": unit,
        "person_id": person,
        "post_id": Post.objects.values_list("pk", flat=True)[0],
        "type_id": UnitType.objects.values_list("pk", flat=True)[0],
        "roster_id": roster,
        "day_id": add_local_day(day=LocalDay(date(2026, 3, 4), working=False, note="县庆"), actor=WANG, at=NOON),
        **something_kept(cycle),
        **somebody_appointed(cycle),
        "account_id": kept,
        "evidence_id": a_proof(cycle),
        **a_paper(cycle),
        "upload_key": begin_upload(task_id=Task.objects.all()[0].pk, name="1.txt", size=9, actor=WANG, at=NOON),
        "number": 1,
        **work_on(Task.objects.get()),
        **tallied(),
        "period_id": frozen(cycle),
        "doubt_id": a_doubt(Task.objects.get()),
        **dict.fromkeys(("closing_id", "stage_id", "sample_id"), 1),
        "pk": 1,
        "session_id": 1,
        "review_id": 1,
        "answer_id": 1,
        "request_id": 1,
        "acceptance_id": 1,
        "key": "now",
        "wish": "plan",
        "sequence": 1,
        **dict.fromkeys(("workbook_id", "returned_id", "sheet_id", "entry_id"), 999),
    }


def a_paper(cycle: int) -> dict[str, object]:
    """A paper composed from the round, and its first passage."""
    paper = compose_paper(cycle_id=cycle, wish=PaperWish("progress"), actor=WANG, at=NOON)
    layout = PaperLayout.objects.create(
        cycle_id=cycle, kind="progress", number=1, name="版式.docx", sha256="0" * 64, size=1, by="王敏", at=NOON
    )
    passage = PaperPassage.objects.filter(paper=paper).order_by("position")[0].pk
    return {"paper_id": paper, "passage_id": passage, "layout_id": layout.pk}


def tallied() -> dict[str, object]:
    """A figure, an equation, an indicator, a register with a workbook, and a scope."""
    task = Task.objects.values_list("pk", flat=True)[0]
    figure, register = a_figure(task, "5"), a_register(task)
    other = a_figure(task, "5")
    facts = {"actor": WANG, "at": NOON}
    return {
        "figure_id": figure,
        "relation_id": add_relation(task_id=task, kind="equal", total_id=figure, part_ids=[other], **facts),
        "indicator_id": add_indicator(task_id=task, plan=INDICATOR, **facts),
        "register_id": register,
        "import_id": hand_in(register, companies(1, 1, 0)),
        "term_id": add_scope(name="户数", definition="按执照", valid_from=date(2026, 1, 1), **facts),
    }


def address_of(pattern: URLPattern, places: dict[str, object]) -> str:
    """A real address of this pattern."""
    return reverse(str(pattern.name), kwargs={name: places[name] for name in pattern.pattern.converters})


def status_of(answer: HttpResponseBase) -> int:
    """The status of an answer, which is read to its end where it is a file."""
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


def opens(actor: Actor, pattern: URLPattern, places: dict[str, object]) -> bool:
    """Whether the rule opens this address to the actor, by whose the task behind it is and by its cycle."""
    entry = ADDRESSES[str(pattern.name)]
    if isinstance(entry, Door):
        return True
    named = pattern.pattern.converters.keys()
    if ABOUT_A_TASK & named:
        return may(actor, entry, thing_of_task(Task.objects.get(pk=places["task_id"])))
    if "cycle_id" in named and not may_in_cycle(actor, entry, int(str(places["cycle_id"]))):
        return False
    return may(actor, entry, Thing() if entry is Act.PLAN and "cycle_id" not in named else None)


def shows_its_form(actor: Actor, pattern: URLPattern, places: dict[str, object]) -> bool:
    """Whether a page about what the actor may read shows its form, because they may do so to other things; what it sends is refused."""
    entry, named = ADDRESSES[str(pattern.name)], pattern.pattern.converters.keys()
    if (
        isinstance(entry, Door)
        or not ABOUT_A_TASK & named
        or not may_in_cycle(actor, entry, int(str(places["cycle_id"])))
    ):
        return False
    return may(actor, Act.READ, thing_of_task(Task.objects.get(pk=places["task_id"])))


def logged_in(somebody: Somebody) -> tuple[Client, Actor]:
    """A browser in which this person has logged in, and who they are."""
    number = create_account(
        login="somebody",
        name="某人",
        role=somebody.role,
        unit=somebody.unit,
        password=PASSWORD,
        actor=CONSOLE,
        at=NOON,
    )
    return browser_of(number)


def browser_of(account: int) -> tuple[Client, Actor]:
    """A browser in which this account has logged in, and who that is."""
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(pk=account))
    actor = find_actor(account_id=account, at=now())
    assert actor is not None
    return client, actor


def an_account_with(manner: Manner, cycle: int) -> int:
    """An account that holds an office beside its own."""
    person = a_person("某人", unit=manner.unit)
    account = an_account("某人", manner.account, unit=manner.unit, person=person)
    unit = Unit.objects.get(name="县水利局")
    if manner.how == "in the name of":
        giver = known(an_account("张三", manner.role, unit=unit.name), at=now())
        wish = DelegationWish(account, localdate(), localdate(), "外出")
        delegate(wish=wish, actor=giver, at=now())
        return account
    where = cycle if manner.how == "appointed here" else a_cycle(a_report([Finding("账目不清的问题")]), again=True)
    of_unit = {"unit_id": unit.pk} if manner.role in OF_UNITS else {}
    appoint(person, manner.role, cycle_id=where, **of_unit)
    return account


def test_every_address_has_its_entry() -> None:
    assert {pattern.name for pattern in patterns()} == set(ADDRESSES)


def test_every_operation_has_its_entry() -> None:
    assert {name for name, _ in operations()} == set(OPERATIONS)


def test_every_view_asks_for_the_act_of_its_entry() -> None:
    asked = {pattern.name: getattr(pattern.callback, "act", None) for pattern in patterns()}

    assert {name: act for name, act in asked.items() if act} == {
        name: act for name, act in ADDRESSES.items() if isinstance(act, Act)
    }


def test_a_stranger_reaches_the_log_in_and_nothing_else(places: dict[str, object]) -> None:
    stranger = Client()
    closed = [pattern for pattern in patterns() if ADDRESSES[str(pattern.name)] is not Door.OPEN]

    answers = [
        answer
        for place in (address_of(pattern, places) for pattern in closed)
        for answer in (stranger.get(place), stranger.post(place))
    ]

    assert {answer.status_code for answer in answers} == {ELSEWHERE}
    assert all(answer["Location"].startswith("/login/") for answer in answers)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=str)
def test_nobody_reaches_an_address_that_the_rule_closes(places: dict[str, object], somebody: Somebody) -> None:
    client, actor = logged_in(somebody)
    entries = Entry.objects.count()

    for pattern in patterns():
        if opens(actor, pattern, places):
            continue
        place = address_of(pattern, places)
        answers = {status_of(client.get(place)), status_of(client.post(place))}
        assert FORBIDDEN in answers, place
        assert answers <= {FORBIDDEN, WRONG_METHOD}, place

    assert Entry.objects.count() == entries


@pytest.mark.parametrize("somebody", EVERYBODY, ids=str)
def test_everybody_reaches_what_the_rule_opens(places: dict[str, object], somebody: Somebody) -> None:
    client, actor = logged_in(somebody)

    for pattern in patterns():
        shut = ADDRESSES[str(pattern.name)] is Door.OPEN or pattern.name == "logout"
        if not shut and opens(actor, pattern, places):
            place = address_of(pattern, places)
            for status in (status_of(client.get(place)), status_of(client.post(place))):
                assert status != FORBIDDEN, place
                assert status < FAULT, place


@pytest.mark.parametrize("manner", MANNERS, ids=str)
def test_what_is_held_beside_an_account_opens_what_the_rule_opens(places: dict[str, object], manner: Manner) -> None:
    client, actor = browser_of(an_account_with(manner, int(str(places["cycle_id"]))))

    for pattern in patterns():
        if ADDRESSES[str(pattern.name)] is Door.OPEN or pattern.name == "logout":
            continue
        place, entries = address_of(pattern, places), Entry.objects.count()
        answers = {status_of(client.get(place)), status_of(client.post(place))}
        if opens(actor, pattern, places):
            assert FORBIDDEN not in answers, place
            assert max(answers) < FAULT, place
            continue
        assert shows_its_form(actor, pattern, places) or answers <= {FORBIDDEN, WRONG_METHOD}, place
        assert Entry.objects.count() == entries, place


@pytest.mark.parametrize("role", Role)
def test_every_operation_asks_the_rule_before_anything_else(db: None, role: Role) -> None:
    actor = Actor(id=404, name="某人", role=role)

    for name, operation in operations():
        entry = OPERATIONS[name]
        if entry is Door.INNER:
            continue
        assert _is_refused(operation, actor) is not may(actor, Act(entry)), name

    assert not Entry.objects.exists()


def _is_refused(operation: Callable[..., object], actor: Actor) -> bool:
    """Whether the operation refuses this actor, called with nothing that makes sense."""
    nothing = dict.fromkeys(inspect.signature(operation).parameters)
    try:
        with transaction.atomic():
            operation(**{**nothing, "actor": actor, "at": NOON})
    except NotAllowed:
        return True
    except Exception:  # whatever else is wrong with nothing, it was let in
        return False
    return False
