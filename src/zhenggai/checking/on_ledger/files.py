"""What files give away: used twice, nearly the same, broken, gone from the catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from zhenggai.checking.on_ledger.looking import (
    by_id,
    in_force,
    named,
    of_piece,
    of_task,
    places_of,
)
from zhenggai.checking.on_ledger.near import near_pairs
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Threshold, Values, key_of
from zhenggai.domain.closing_faults import file_faults
from zhenggai.domain.ledger_facts import CycleFacts, MeetingCard, PieceFacts

_PAGES = re.compile(r"共\s*(\d{1,4})\s*[页面]")


@LEDGER_RULES.rule(
    "ledger.evidence_reused",
    source="X08",
    severity="warning",
    title="证据复用",
    explanation="同一份文件分别登记在两个任务里，或者两份文件几乎一样，或者同一件材料、同一次会议用在很多任务上（只作提示）。核对是不是同一件事；公开统计时只算一次。",
    innocent="一件材料确实能证明几件事，说明即可。",
    thresholds=(Threshold("tasks", "一件材料最多用于几个任务", "个", 3, 1, 50),),
    slow=True,
)
def find_reused_evidence(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Files that were brought twice, and pieces and meetings that many tasks lean on."""
    pieces, tasks = in_force(facts), by_id(facts)
    yield from _same_files(pieces)
    for one, other in near_pairs(pieces):
        if set(one.task_ids) != set(other.task_ids):
            yield LedgerFinding(
                next(iter(other.task_ids), None),
                f"{other.number}“{other.name}”与 {one.number}“{one.name}”几乎一样，却用在不同的任务上。"
                "请核对是不是同一张照片、同一份材料，是的只留一件，说明用于哪几个任务。",
                (of_piece(one), of_piece(other)),
                key_of(*sorted((one.sha256, other.sha256))),
            )
    used: list[PieceFacts | MeetingCard] = [*pieces, *facts.meetings]
    for thing in used:
        serving = [tasks[id] for id in dict.fromkeys(thing.task_ids) if id in tasks]
        if len(serving) > values["tasks"]:
            place, what = _called(thing)
            yield LedgerFinding(
                None,
                f"{what}用在 {len(serving)} 个任务：{named(task.name for task in serving)}。"
                "一证可以多用，请核对每个任务是否都能由它证明；公开统计时只算一次。",
                places_of([place, *map(of_task, serving)]),
                key_of(place.kind, place.id, *sorted(task.id for task in serving)),
                "info",
            )


def _same_files(pieces: Iterable[PieceFacts]) -> Iterator[LedgerFinding]:
    same: dict[str, list[PieceFacts]] = defaultdict(list)
    for piece in pieces:
        same[piece.sha256].append(piece)
    for sha256, copies in same.items():
        if len(copies) > 1:
            yield LedgerFinding(
                next(iter(copies[-1].task_ids), None),
                f"{named(piece.number for piece in copies)} 是同一份文件（逐字节相同），登记了 {len(copies)} 次。"
                "请只留一件，需要的任务都引用它；统计时只算一次。",
                places_of(map(of_piece, copies)),
                key_of(sha256, *sorted(piece.id for piece in copies)),
            )


def _called(thing: PieceFacts | MeetingCard) -> tuple[Place, str]:
    if isinstance(thing, MeetingCard):
        words = f"{thing.held_on} {thing.kind}"
        return Place("meeting", thing.id, words), f"{words}这次会议"
    return of_piece(thing), f"{thing.number}“{thing.name}”"


@LEDGER_RULES.rule(
    "ledger.broken_file",
    source="X29",
    severity="blocking",
    title="附件失效",
    explanation="佐证打不开、已加密、是空文件、扩展名与内容不符、页数少于说明里写的页数，或者目录里的号不连续。换一份能打开的，缺页的补全。",
    innocent="说明里的页数写错了，更正说明即可。",
)
def find_broken_files(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Evidence that cannot be opened, or of which something is not there."""
    for piece in in_force(facts):
        faults = list(file_faults(piece.faults, size=piece.size))
        stated = _PAGES.search(piece.description)
        if stated and piece.pages is not None and piece.pages < int(stated[1]):
            faults.append(f"说明写共 {stated[1]} 页，文件只有 {piece.pages} 页")
        if faults:
            yield LedgerFinding(
                next(iter(piece.task_ids), None),
                f"{piece.number}“{piece.name}”：{'；'.join(faults)}。请换一份完整、能打开的。",
                (of_piece(piece),),
                key_of(piece.id, piece.sha256, *faults),
            )
    if facts.whole:
        yield from _catalogue_gaps(facts)


def _catalogue_gaps(facts: CycleFacts) -> Iterator[LedgerFinding]:
    """Numbers that the catalogue of a task leaves out; what was withdrawn keeps its own."""
    catalogues: dict[int, list[PieceFacts]] = defaultdict(list)
    for piece in facts.evidence:
        if piece.running:
            catalogues[piece.task_number].append(piece)
    numbers = {task.view.number: task for task in facts.tasks}
    for number, pieces in catalogues.items():
        gone = sorted(set(range(1, max(piece.running for piece in pieces) + 1)) - {piece.running for piece in pieces})
        if gone:
            task = numbers.get(number)
            yield LedgerFinding(
                task.id if task else None,
                f"任务 {number} 的佐证目录缺 {named(f'{one:03d}' for one in gone)} 号，与目录数不符。请查明这些材料去了哪里。",
                places_of([*([of_task(task)] if task else []), *map(of_piece, pieces)]),
                key_of(facts.id, number, *gone),
            )
