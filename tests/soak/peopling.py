"""Run in a home that is empty: people with accounts, a task that may be closed and one to work on; print their numbers."""

from __future__ import annotations

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django comes first

call_command("migrate", verbosity=0)

from closing import a_ready_work  # noqa: E402  reads the models
from people import CHEN, LI, NOON, SUN, WANG, ZHAO  # noqa: E402
from standing import the_unit  # noqa: E402
from working import UNIT  # noqa: E402
from zhenggai.domain.rights import CONSOLE  # noqa: E402
from zhenggai.domain.roles import Role  # noqa: E402
from zhenggai.ledger.models import Measure, Task  # noqa: E402
from zhenggai.people.operations import create_account  # noqa: E402

PASSWORD = "stone-bridge-41"

the_unit(UNIT)
for login, name, role, number in (
    ("wang", WANG.name, WANG.role, WANG.id),
    ("chen", CHEN.name, CHEN.role, CHEN.id),
    ("li", LI.name, LI.role, LI.id),
    ("zhao", ZHAO.name, ZHAO.role, ZHAO.id),
    ("sun", SUN.name, SUN.role, SUN.id),
    ("ma", "马东", Role.UNIT_HEAD, 6),
):
    unit = UNIT if login in {"zhao", "ma"} else None
    given = create_account(login=login, name=name, role=role, unit=unit, password=PASSWORD, actor=CONSOLE, at=NOON)
    assert given == number, (login, given)
work = a_ready_work()
busy = Task.objects.get(cycle_id=work.cycle, position=2)
measures = list(Measure.objects.filter(task=busy).order_by("position").values_list("pk", flat=True))
print(  # noqa: T201  it is asked what it made
    json.dumps({"cycle": work.cycle, "closing": work.task, "busy": busy.pk, "measures": measures, "password": PASSWORD})
)
