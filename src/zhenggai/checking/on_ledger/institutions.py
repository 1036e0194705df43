"""Institutions that live on paper alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from zhenggai.checking.on_ledger.looking import asked_to_close, by_id, named, of_task, pieces_by_task, places_of
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Threshold, Values, key_of
from zhenggai.domain.days import months_after
from zhenggai.domain.ledger_facts import CycleFacts, InstitutionCard, PieceFacts, TaskFacts

NOT_YET = "；没有印发的只算拟制定，不计入已建立"
# Kinds of evidence that show that somebody went by a rule.
_RECORDS = frozenset({"record", "ledger", "decision", "roster", "attendance", "minutes"})
# What names of institutions end in, whatever they are about.
_ENDINGS = re.compile(
    r"[（(〔][^）)〕]*[）)〕]|关于|印发|(?:暂行|试行|实施|管理|工作)*(?:办法|规定|制度|细则|方案|意见|规程|规则|机制|规范)|的通知|[\W_]+"
)


@LEDGER_RULES.rule(
    "ledger.idle_institution",
    source="X22",
    severity="warning",
    title="制度空转",
    explanation="作为整改成果的制度缺文号、印发范围、收文回执、施行日或正文，或者还是拟制定；销号几个月以后没有一条执行记录（施行以后的检查记录、台账、决定书、签到、纪要都算）；同一单位有两项同名制度同时有效。补齐、附上执行记录、废止旧的。",
    innocent="规定的事还没有发生过，自然没有执行记录，说明即可。",
    thresholds=(Threshold("months", "销号后多久要有执行记录", "个月", 6, 1, 36),),
)
def find_idle_institutions(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Institutions that lack what makes them known, are never used, or stand beside an older one."""
    tasks, pieces = by_id(facts), pieces_by_task(facts)
    for card in facts.institutions:
        served = [tasks[id] for id in card.task_ids if id in tasks]
        closed = [task for task in served if asked_to_close(task)]
        theirs = [piece for task in served for piece in pieces.get(task.id, ())]
        lacks = tuple(_lacks(card, theirs))
        if lacks and not card.abolished and (card.established or closed):
            yield _about(
                card, served, f"缺{'、'.join(lacks)}。请补齐{'' if card.established else NOT_YET}。", "lacks", *lacks
            )
        since = _counts_from(card, closed)
        if since and months_after(since, int(values["months"])) <= facts.today and not _used(card, theirs):
            yield _about(
                card,
                served,
                f"从 {since} 起已满 {values['months']} 个月，还没有执行记录。请附上照它办过的事，没有发生过的说明。",
                "idle",
                since,
            )
    yield from _twice(facts, tasks)


def _lacks(card: InstitutionCard, pieces: Sequence[PieceFacts]) -> Iterator[str]:
    if not card.established:
        yield "印发（现为" + card.standing + "）"
        return
    if not card.doc_number:
        yield "文号"
    if card.effective_on is None:
        yield "施行日"
    if card.told_to is not None and not card.told_to.strip():
        yield "印发范围"
    if card.receipts == 0:
        yield "收文回执"
    if not card.has_text and not any(piece.kind == "institution" for piece in pieces):
        yield "正文"


def _counts_from(card: InstitutionCard, closed: list[TaskFacts]) -> date | None:
    """From when on it should be used: in force, and the task over that it was to make last."""
    if not card.established or card.effective_on is None:
        return None
    ended = [closing.ended_on for task in closed for closing in task.closings if closing.ended_on]
    return max(card.effective_on, min(ended)) if ended else None


def _used(card: InstitutionCard, pieces: Sequence[PieceFacts]) -> bool:
    """Whether anything was done by it since it is in force: by its own records, or by the evidence of what it serves."""
    records = [piece.dated for piece in pieces if piece.kind in _RECORDS and piece.dated]
    return any(day >= (card.effective_on or day) for day in (*card.used_on, *records))


def _about(card: InstitutionCard, served: list[TaskFacts], said: str, *parts: object) -> LedgerFinding:
    return LedgerFinding(
        served[0].id if len(served) == 1 else None,
        f"制度《{card.name}》{said}",
        places_of([Place("institution", card.id, card.name), *map(of_task, served)]),
        key_of(card.id, *parts),
    )


def _twice(facts: CycleFacts, tasks: Mapping[int, TaskFacts]) -> Iterator[LedgerFinding]:
    """Institutions of one unit about one thing that are all in force."""
    same: dict[tuple[str, str], list[InstitutionCard]] = defaultdict(list)
    for card in facts.institutions:
        about = _ENDINGS.sub("", card.name)
        if card.established and not card.abolished and about:
            same[card.unit, about].append(card)
    for cards in same.values():
        if len(cards) > 1:
            served = [tasks[id] for id in cards[-1].task_ids if id in tasks]
            yield LedgerFinding(
                served[0].id if len(served) == 1 else None,
                f"{named(f'《{card.name}》' for card in cards)}说的是同一件事，都在施行。请核对有没有重复或冲突，旧的废止。",
                places_of(Place("institution", card.id, card.name) for card in cards),
                key_of(*sorted(card.id for card in cards), *(card.doc_number for card in cards)),
            )
