"""Run as one of several processes: move the same two tasks again and again, and write down every move that was done.

The plan of one task is changed against the version that was seen; reports and comments are added to it; the other task
is handed in to be closed and taken back. What somebody else was quicker to do is looked at anew and tried again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import django

django.setup()

from django.utils.timezone import localdate  # noqa: E402  Django comes first

from closing import ma  # noqa: E402  reads the models
from people import WANG  # noqa: E402
from working import ONGOING, Work  # noqa: E402
from zhenggai.ledger.closing.digests import seen_digest  # noqa: E402
from zhenggai.ledger.closing.views import closing_view  # noqa: E402
from zhenggai.ledger.closing_models import Closing  # noqa: E402
from zhenggai.ledger.models import Task  # noqa: E402
from zhenggai.ledger.operations import closing as acts  # noqa: E402
from zhenggai.ledger.operations.closing.holding import ClosingChanged, ContentChanged  # noqa: E402
from zhenggai.ledger.operations.planning import plan_task  # noqa: E402
from zhenggai.ledger.operations.planning.holding import TaskChanged  # noqa: E402
from zhenggai.ledger.operations.progress.commenting import add_comment  # noqa: E402
from zhenggai.ledger.operations.progress.reporting import report_progress  # noqa: E402
from zhenggai.ledger.planned import task_plan  # noqa: E402

# Whoever is refused so often has come to a dead end.
MOST_TRIES = 500
Move = Callable[[str], None]


def at() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Move as often as was asked; one line for each move that was done."""
    place, moves, made = int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
    chance = Random(place)
    me = replace(WANG, id=100 + place, name=f"经办{place}")
    work = Work(0, made["closing"], (), me, me, made["unit"])
    head = replace(ma(work), id=200 + place, name=f"负责人{place}")

    def plan(mark: str) -> None:
        task = Task.objects.get(pk=made["planned"])
        plan_task(task_id=task.pk, version=task.version, plan=replace(task_plan(task), target=mark), actor=me, at=at())

    def report(mark: str) -> None:
        said = replace(ONGOING, done=f"{ONGOING.done}({mark})", day=localdate(), explanation="汛期每天巡查。")
        facts = {"measure_id": chance.choice(made["measures"]), "report": said, "token": f"load-{mark}", "actor": me}
        first = report_progress(**facts, at=at())
        # The button was pressed twice.
        assert report_progress(**facts, at=at()) == first

    def comment(mark: str) -> None:
        add_comment(task_id=made["planned"], text=mark, reply_to=None, actor=me, at=at())

    def close(mark: str) -> None:
        """Take back what is under way, else hand in: both are moves of the same row."""
        task = Task.objects.get(pk=made["closing"])
        under_way = Closing.objects.filter(task=task, state="open").first()
        if under_way:
            acts.withdraw_closing(closing_id=under_way.pk, version=under_way.version, actor=head, at=at())
            done.append({"withdrawn": under_way.pk})
        else:
            seen = seen_digest(closing_view(task, today=localdate()))
            acts.apply_to_close(task_id=task.pk, version=task.version, seen=seen, statement=mark, actor=head, at=at())
            done.append({"applied": mark})

    done: list[dict[str, object]] = []
    kinds: dict[str, Move] = {"plan": plan, "report": report, "comment": comment, "close": close}
    for number in range(moves):
        kind, mark = chance.choice(list(kinds)), f"w{place}-{number}"
        tries = _tried(kinds[kind], mark)
        print(json.dumps({"kind": kind, "mark": mark, "tries": tries, **(done.pop() if done else {})}))  # noqa: T201


def _tried(move: Move, mark: str) -> int:
    for tries in range(1, MOST_TRIES + 1):
        try:
            move(mark)
        except (TaskChanged, ClosingChanged, ContentChanged):
            continue
        return tries
    raise SystemExit(f"dead end: {mark}")


if __name__ == "__main__":
    main()
