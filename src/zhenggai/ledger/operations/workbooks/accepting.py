"""Rows of a returned workbook enter the ledger: each by the operation that a page would call, with its own entry."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.workbooks.sheets import REGISTER
from zhenggai.ledger.models import WorkbookReturn
from zhenggai.ledger.operations.issuing.telling import tell_cycle
from zhenggai.ledger.operations.workbooks.entering import Entering
from zhenggai.ledger.workbooks.holding import Compared, Line, WorkbookChanged, return_held, thing_of
from zhenggai.ledger.workbooks.reaching import open_returns

TRIES = 5
_STILL_OPEN = frozenset({"new", "changed", "conflict"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many rows were taken, how many were not, and how many wait for somebody to choose between two sides."""

    taken: int = 0
    refused: int = 0
    conflicts: int = 0


def accept_rows(
    *, return_id: int, keys: Collection[str] | None, seen: dict[str, str], actor: Actor, at: datetime
) -> Accepted:
    """Take these rows of a file or, with None, all that are new or changed; what both sides changed only by its key.

    `seen` is the digest of each row as the person saw it, without which a row of a conflict is not taken.

    :raises NotAllowed: where the workbook is another unit's.
    :raises WorkbookChanged: where the file was put aside, or a row has changed since it was looked at.
    """
    demand(actor, Act.REPORT)
    returned, compared = _opened(return_id, actor=actor)
    lines = list(compared.lines())
    wanted = [line for line in lines if _is_wanted(line, keys, seen)]
    outcome = _enter(returned, compared, wanted, actor=actor, at=at)
    _keep(return_id, outcome, compared=compared, verb="workbook.accept", actor=actor, at=at)
    conflicts = sum(1 for line in lines if line.state == "conflict" and line.key not in outcome)
    refused = sum(1 for decision, _note in outcome.values() if decision == "refused")
    return Accepted(len(outcome) - refused, refused, conflicts)


def accept_returns(*, cycle_id: int, actor: Actor, at: datetime) -> Accepted:
    """Take all that is new or changed in every file of a cycle within reach, one file after the other.

    :raises NotAllowed: unless the actor reports for anybody.
    :raises WorkbookChanged: where no file within reach waits to be taken.
    """
    demand(actor, Act.REPORT)
    waiting = open_returns(cycle_id=cycle_id, actor=actor)
    if not waiting:
        raise WorkbookChanged("没有等着收入的表。请先上传，或刷新看看是否已经收过。")
    total = Accepted()
    for number in waiting:
        one = accept_rows(return_id=number, keys=None, seen={}, actor=actor, at=at)
        total = Accepted(total.taken + one.taken, total.refused + one.refused, total.conflicts + one.conflicts)
    return total


def keep_rows(*, return_id: int, keys: Collection[str], actor: Actor, at: datetime) -> int:
    """Leave the ledger as it is where a file says something else, and return how many rows that were.

    :raises NotAllowed: where the workbook is another unit's.
    :raises WorkbookChanged: where the file was put aside.
    """
    demand(actor, Act.REPORT)
    _returned, compared = _opened(return_id, actor=actor)
    wanted = set(keys)
    chosen = [line for line in compared.lines() if line.key in wanted and line.state in _STILL_OPEN]
    kept: dict[str, tuple[str, Refusal | None]] = {line.key: ("kept", None) for line in chosen}
    _keep(return_id, kept, compared=compared, verb="workbook.keep", actor=actor, at=at)
    return len(chosen)


def _opened(return_id: int, *, actor: Actor) -> tuple[WorkbookReturn, Compared]:
    returned = return_held(return_id, actor=actor)
    if returned.export is None or returned.state not in {"open", "settled"}:
        raise WorkbookChanged("这份表没有可以收入的内容，或已放弃。")
    return returned, Compared(returned, returned.export)


def _is_wanted(line: Line, keys: Collection[str] | None, seen: dict[str, str]) -> bool:
    if line.decision in {"taken", "kept"}:
        return False
    if keys is None:
        return line.merged.state in {"new", "changed"}
    if line.key not in keys or line.merged.state not in {"new", "changed", "conflict"}:
        return False
    if line.merged.state == "conflict" and seen.get(line.key) != line.seen:
        raise WorkbookChanged("这一行在您看过之后又有改动，请重新对照再选。")
    return True


def _enter(
    returned: WorkbookReturn, compared: Compared, wanted: Sequence[Line], *, actor: Actor, at: datetime
) -> dict[str, tuple[str, Refusal | None]]:
    entering = Entering(returned, compared, actor=actor, at=at)
    outcome: dict[str, tuple[str, Refusal | None]] = {}
    registers: dict[str, list[Line]] = {}
    for line in wanted:
        if line.row.sheet.startswith(f"{REGISTER}-"):
            registers.setdefault(line.row.sheet, []).append(line)
        else:
            outcome[line.key] = _tried(lambda line=line: entering.enter(line))
    for sheet, lines in registers.items():
        outcome.update(_of_register(entering, sheet, lines))
    return outcome


def _of_register(entering: Entering, sheet: str, lines: Sequence[Line]) -> dict[str, tuple[str, Refusal | None]]:
    try:
        refused = entering.enter_register(sheet, lines)
    except Refusal as refusal:
        return {line.key: ("refused", refusal) for line in lines}
    return {line.key: ("refused", refused[line.key]) if line.key in refused else ("taken", None) for line in lines}


def _tried(act: object) -> tuple[str, Refusal | None]:
    try:
        act()  # type: ignore[operator]  # one of the two above
    except Refusal as refusal:
        return "refused", refusal
    return "taken", None


def _keep(
    return_id: int,
    outcome: dict[str, tuple[str, Refusal | None]],
    *,
    compared: Compared,
    verb: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down what became of the rows, beside what somebody else decided meanwhile."""
    told = {
        key: [
            decision,
            [refusal.pattern, {name: str(fact) for name, fact in refusal.facts.items()}] if refusal else None,
        ]
        for key, (decision, refusal) in outcome.items()
    }
    with transaction.atomic(durable=True):
        returned = WorkbookReturn.objects.select_for_update(of=("self",)).select_related("export").get(pk=return_id)
        export = returned.export
        if export is None:
            raise WorkbookChanged("这份表没有可以收入的内容，或已放弃。")
        returned.decisions = json.dumps({**json.loads(returned.decisions), **told}, ensure_ascii=False)
        counts = Compared(returned, export, compared.base, compared.taken).counts()
        state = "open" if any(counts.get(name) for name in _STILL_OPEN) else "settled"
        mine = WorkbookReturn.objects.filter(pk=return_id, version=returned.version, state__in=("open", "settled"))
        changed = mine.update(
            decisions=returned.decisions, counts=json.dumps(counts), state=state, version=F("version") + 1
        )
        if changed != 1:
            raise WorkbookChanged("这份表已被别人处理过，请重新打开看现在的情况。")
        after = _facts(returned, verb, outcome)
        acted = acting(actor, Act.REPORT, thing_of(export))
        tell_cycle(returned.cycle_id, actor=acted, verb=verb, before={}, after=after, at=at)


def _facts(returned: WorkbookReturn, verb: str, outcome: dict[str, tuple[str, Refusal | None]]) -> dict[str, object]:
    name = {"workbook": returned.name}
    if verb == "workbook.keep":
        return {**name, "workbook_kept": len(outcome)}
    refused = sum(1 for decision, _refusal in outcome.values() if decision == "refused")
    return {**name, "workbook_taken": len(outcome) - refused, "workbook_refused": refused}
