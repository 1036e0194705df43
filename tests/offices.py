"""An office at work: two units, a leader, and tasks that are late, due today and to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import NOON, WANG
from standing import a_unit
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.planned import task_plan
from zhenggai.people.mail_operations import set_mail
from zhenggai.people.operations import create_account
from zhenggai.people.queries import find_actor

PASSWORD = "stone-bridge-41"
WATER, FINANCE = "县水利局", "县财政局"
LEADER = "李建国"


@dataclass(frozen=True)
class OfficeAtWork:
    """The numbers and people of it."""

    cycle: int
    water: int
    finance: int
    people: dict[str, Actor]


def an_account(name: str, role: Role, unit: str | None = None, *, mail: str = "") -> Actor:
    """Somebody with an account, and an address where one is given."""
    number = create_account(
        login=f"login-{name}", name=name, role=role, unit=unit, password=PASSWORD, actor=CONSOLE, at=NOON
    )
    if mail:
        set_mail(account_id=number, mail=mail, actor=CONSOLE, at=NOON)
    actor = find_actor(account_id=number, at=NOON)
    assert actor is not None
    return actor


def plan(task: Task, **facts: object) -> None:
    """Plan a task anew."""
    task.refresh_from_db()
    wanted: TaskPlan = replace(task_plan(task), **facts)
    planning.plan_task(task_id=task.pk, version=task.version, plan=wanted, actor=WANG, at=NOON)


def an_office_at_work() -> OfficeAtWork:
    """Water has a task that is 20 days late, one due today and one due next week; finance one due tomorrow."""
    water, finance = a_unit(WATER), a_unit(FINANCE)
    cycle = a_cycle(a_report([Finding(f"第{number}个问题") for number in range(1, 6)]))
    days = [(WATER, -20), (WATER, 0), (WATER, 7), (FINANCE, 1), (FINANCE, 300)]
    for task, (unit, ahead) in zip(Task.objects.filter(cycle_id=cycle).order_by("position"), days, strict=True):
        plan(task, unit=unit, leader=LEADER, deadline=TODAY + timedelta(days=ahead), kind="timed")
    people = {
        "clerk": an_account("水小青", Role.UNIT_CLERK, WATER, mail="water@example.gov.cn"),
        "head": an_account("水大海", Role.UNIT_HEAD, WATER, mail="head@example.gov.cn"),
        "finance": an_account("财小明", Role.UNIT_CLERK, FINANCE, mail="finance@example.gov.cn"),
        "leader": an_account(LEADER, Role.LEADER, mail="leader@example.gov.cn"),
        "office": an_account("王敏", Role.OFFICE_CLERK, mail="office@example.gov.cn"),
        "supervisor": an_account("孙立", Role.SUPERVISOR, mail="supervisor@example.gov.cn"),
    }
    return OfficeAtWork(cycle, water, finance, people)


def day_after(days: int) -> date:
    """A day so many days from today."""
    return TODAY + timedelta(days=days)
