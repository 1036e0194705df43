"""One operation, one transaction, one entry: counted in every test, whatever it is about.

Operations open the only durable transactions there are. Whenever one that wrote anything ends well, exactly one entry
must have been written in it; whatever test is running then fails otherwise.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from zhenggai.journal.models import Entry

# What one act puts together of many: each unit, person and post that a roster brings begins its own history.
COMPOSED = {"zhenggai.people.roster_operations.accept_roster"}
# Files under way: nothing of the record changes by a piece that arrives, or by a file that is kept for this already.
UNDER_WAY = (
    "zhenggai.ledger.operations.evidence.uploading.",
    "zhenggai.ledger.operations.evidence.adding._use_again",
    # A mail that a run takes before it hands it over; its entry is written when it is known what became of it.
    "zhenggai.oversight.operations.reminding._taken",
    # Scratch paper of one person: what they have typed and not handed in, and what they have seen (decision 0018).
    "zhenggai.ledger.operations.progress.drafting.save_draft",
    "zhenggai.ledger.operations.progress.commenting.see_mentions",
)
_WRITING = ("UPDATE", "DELETE")
_here = threading.local()
_slips: list[str] = []


def watch() -> None:
    """Count from now on."""
    post_save.connect(_note, sender=Entry, dispatch_uid="one entry", weak=False)
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entered(block: transaction.Atomic) -> None:
        enter(block)
        if block.durable:
            _here.entries = _here.rows = 0
            transaction.get_connection(block.using).execute_wrappers.append(_look)

    def left(
        block: transaction.Atomic, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType
    ) -> None:
        leave(block, kind, fault, trace)
        if block.durable:
            transaction.get_connection(block.using).execute_wrappers.remove(_look)
            if kind is None:
                _judge(sys._getframe(1))

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left


def slips() -> list[str]:
    """Every operation that wrote something and not one entry since this was asked last."""
    found = list(_slips)
    _slips.clear()
    return found


def _judge(frame: FrameType) -> None:
    """What changed nothing writes nothing; everything else writes one entry."""
    if _here.entries == 1 or _here.rows == 0:
        return
    while frame.f_back is not None and frame.f_code.co_filename.endswith("contextlib.py"):
        frame = frame.f_back
    name = f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}"
    if name.startswith("zhenggai.") and name not in COMPOSED and not name.startswith(UNDER_WAY):
        _slips.append(f"{name} wrote {_here.entries} entries in one transaction")


def _note(**_facts: object) -> None:
    _here.entries = getattr(_here, "entries", 0) + 1


def _look(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]) -> object:
    answer = execute(sql, params, many, context)
    # An insert that returns its key has not counted its rows yet.
    written = sql.startswith("INSERT") or (sql.startswith(_WRITING) and context["cursor"].rowcount != 0)
    _here.rows += written
    return answer
