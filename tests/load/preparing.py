"""Run in a home that is empty: put two tasks into it that several processes will move, and print their numbers."""

from __future__ import annotations

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django comes first

call_command("migrate", verbosity=0)

from closing import a_ready_work  # noqa: E402  reads the models
from zhenggai.ledger.models import Measure, Task  # noqa: E402  reads the models

work = a_ready_work()
planned = Task.objects.get(cycle_id=work.cycle, position=2)
measures = list(Measure.objects.filter(task=planned).order_by("position").values_list("pk", flat=True))
print(  # noqa: T201  it is asked what it made
    json.dumps({"closing": work.task, "unit": work.unit, "planned": planned.pk, "measures": measures})
)
