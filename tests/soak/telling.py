"""Run in a home: print what the journal tells and what the rows and files are, for comparing."""

from __future__ import annotations

import json
import re

import django

django.setup()

from django.conf import settings  # noqa: E402  Django comes first

from zhenggai.journal.models import Checkpoint, Entry, Head  # noqa: E402
from zhenggai.ledger.closing_models import Closing, Signature  # noqa: E402
from zhenggai.ledger.models import Evidence, EvidenceUse, Progress, Task, Upload  # noqa: E402

bodies = [json.loads(body) for body in Entry.objects.order_by("sequence").values_list("body", flat=True)]


def told(verb: str, *facts: str) -> list[str]:
    return [str(next((b["after"][f] for f in facts if f in b["after"]), b["why"])) for b in bodies if b["verb"] == verb]


print(  # noqa: T201  it is asked what it found
    json.dumps(
        {
            "numbers": [body["sequence"] for body in bodies],
            "head": Head.objects.get().sequence,
            "checkpoints": Checkpoint.objects.count(),
            "report": [text.split("：")[0] for text in told("progress.report", "work_done") if text.startswith("第")],
            "upload": [text.split()[-1] for text in told("evidence.add", "fact") if "材料" in text],
            "plan": [text for text in told("task.plan", "target") if text.startswith("目标")],
            "applied": [body["why"] for body in bodies if body["verb"] == "closing.apply"],
            "returned": [body["why"] for body in bodies if body["verb"] == "closing.return"],
            "signed": sum(body["verb"] == "closing.sign" for body in bodies),
            "reports": Progress.objects.filter(done__startswith="第").count(),
            "evidence": list(Evidence.objects.filter(name__startswith="材料").values_list("name", flat=True)),
            "uses": EvidenceUse.objects.filter(evidence__name__startswith="材料").count(),
            "uploads": Upload.objects.filter(evidence=None).count(),
            "closings": Closing.objects.count(),
            "signatures": Signature.objects.exclude(step="unit").count(),
            "open": Closing.objects.filter(state="open").count(),
            "states": {task.position: task.state for task in Task.objects.all()},
            "digests": sorted(set(re.findall(r'"sha256": "([0-9a-f]{64})"', json.dumps(bodies)))),
            "files": sorted(path.name for path in settings.FILES.glob("??/??/*")),
            "halves": sorted(path.name for path in settings.FILES.glob(".*")),
        }
    )
)
