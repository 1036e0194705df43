"""Papers and signatures that came later than they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from zhenggai.checking.on_ledger.looking import (
    in_force,
    last_of_steps,
    named,
    of_closing,
    of_cycle,
    of_piece,
    of_signer,
    of_task,
    places_of,
    step_of,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Threshold, Values, key_of
from zhenggai.domain.closing_rules import STEPS
from zhenggai.domain.ledger_facts import ClosingFacts, CycleFacts, PieceFacts, TaskFacts
from zhenggai.domain.rush import Signing, bursts_of

# Kinds of papers that are made on the day they bear.
_DAY_PAPERS = frozenset({"minutes", "attendance", "red_document", "institution", "acceptance", "decision", "record"})


@LEDGER_RULES.rule(
    "ledger.back_dated",
    source="X10",
    severity="blocking",
    title="倒签、补签",
    explanation="文件自己记的创建日期比落款晚很多，材料落款很久以后才上传（只作警告；反馈以前的旧材料不看），销号后所签内容变了，后一步的签字早于前一步，一个人在几分钟里连签很多件（只作警告）。核对形成时间；内容变了的要重新签。",
    innocent="纸件后来扫描，文件日期自然比落款晚；销号后按期登记的新读数也会改变内容。",
    thresholds=(
        Threshold("created_days", "文件创建晚于落款", "天", 30, 1, 3650),
        Threshold("uploaded_days", "上传晚于落款", "天", 90, 7, 3650),
        Threshold("count", "连签件数", "件", 5, 2, 100),
        Threshold("minutes", "连签用时", "分钟", 2, 1, 60),
    ),
)
def find_back_dated(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Papers and signatures that came later than they say."""
    for piece in in_force(facts):
        if piece.kind in _DAY_PAPERS and piece.dated and piece.dated >= (facts.feedback or piece.dated):
            yield from _late_paper(piece, piece.dated, values)
    for task in facts.tasks:
        for closing in task.closings:
            yield from _signatures(task, closing)
    yield from _bursts(facts, values)


def _late_paper(piece: PieceFacts, dated: date, values: Values) -> Iterator[LedgerFinding]:
    """A paper of the rectification that was made long after the day it bears; older ones are papers of other times."""
    made, most, word = piece.created_on, values["created_days"], "文件记录的创建日期"
    if made is None:
        made, most, word = piece.uploaded_on, values["uploaded_days"], "上传日期"
    late = (made - dated).days if made else 0
    if late > most:
        yield LedgerFinding(
            next(iter(piece.task_ids), None),
            f"{piece.number}“{piece.name}”落款 {dated}，{word} {made}，晚了 {late} 天。"
            "请核对是扫描件还是后补的；后补的要注明补写日期。",
            (of_piece(piece),),
            key_of(piece.id, dated, made),
            None if piece.created_on else "warning",
        )


def _signatures(task: TaskFacts, closing: ClosingFacts) -> Iterator[LedgerFinding]:
    # What was closed and opened again may change; only the newest application speaks for the task.
    newest = closing is task.closings[-1] and task.view.state in {"done", "stable"}
    if newest and closing.state == "closed" and closing.digest_now:
        stale = [one for one in last_of_steps(closing) if one.digest != closing.digest_now]
        if stale:
            yield LedgerFinding(
                task.id,
                f"{task.name}销号以后，所签内容已经改动，{named(f'{step_of(one)} {one.by}' for one in stale)}"
                " 的签字不再对应现在的内容。请查明改了什么，重新签字。",
                places_of([of_closing(closing), *map(of_signer, stale)]),
                key_of(closing.id, closing.digest_now, *(one.id for one in stale)),
            )
    early = [one for one in closing.signatures if one.at < closing.applied_at]
    order = {step: place for place, step in enumerate(STEPS)}
    last = last_of_steps(closing)
    for before in last:
        early += [one for one in last if order[one.step] > order[before.step] and one.at < before.at]
    if early:
        one = early[0]
        yield LedgerFinding(
            task.id,
            f"{task.name}第 {closing.number} 次申请里，{step_of(one)} {one.by}的签字时间 {one.at:%Y-%m-%d %H:%M} "
            "早于它之前的一步。请核对签字先后。",
            places_of([of_closing(closing), *map(of_signer, early)]),
            key_of(closing.id, *(signature.id for signature in early)),
        )


def _bursts(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    tasks = {task.view.number: task for task in facts.tasks}
    signings = [
        Signing(one.by, task.view.number, one.at)
        for task in facts.tasks
        for closing in task.closings
        for one in closing.signatures
        if not one.listed
    ]
    for burst in bursts_of(signings, count=int(values["count"]), within=timedelta(minutes=int(values["minutes"]))):
        yield LedgerFinding(
            None,
            f"{burst.by} 在 {burst.minutes} 分钟里连签 {len(burst.numbers)} 件"
            f"（任务 {named(map(str, burst.numbers))}）。请核对是否逐件看过。",
            places_of([of_cycle(facts), *(of_task(tasks[number]) for number in burst.numbers)]),
            key_of(facts.id, burst.by, burst.first, *burst.numbers),
            "warning",
        )
