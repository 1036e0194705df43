"""Run in a home when everybody is done: print what the journal and the rows say of the two tasks."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from zhenggai.journal.models import Entry, Head  # noqa: E402  Django comes first
from zhenggai.ledger.closing_models import Closing  # noqa: E402
from zhenggai.ledger.models import Comment, Progress, Task  # noqa: E402

made = json.loads(sys.argv[1])
planned, closing = (Task.objects.get(pk=made[name]) for name in ("planned", "closing"))
entries = [(row.verb, row.subject_id, json.loads(row.body)) for row in Entry.objects.order_by("sequence")]


def told(verb: str, fact: str) -> list[object]:
    return [body["after"][fact] for kind, _, body in entries if kind == verb and fact in body["after"]]


print(  # noqa: T201  it is asked what it found
    json.dumps(
        {
            "numbers": [body["sequence"] for _, _, body in entries],
            "head": Head.objects.get().sequence,
            "plan": [
                body["after"]["target"] for verb, about, body in entries if (verb, about) == ("task.plan", planned.pk)
            ],
            "report": told("progress.report", "work_done"),
            "comment": told("comment.add", "comment"),
            "applied": [body["why"] for verb, _, body in entries if verb == "closing.apply"],
            "withdrawn": sum(verb == "closing.withdraw" for verb, _, _ in entries),
            "target": planned.target,
            "versions": {"planned": planned.version, "closing": closing.version},
            "reports": list(Progress.objects.filter(measure__task=planned).values_list("done", flat=True)),
            "comments": list(Comment.objects.values_list("text", flat=True)),
            "count": planned.comments_count,
            "open": Closing.objects.filter(state="open").count(),
            "closings": Closing.objects.count(),
            "state": closing.state,
        }
    )
)
