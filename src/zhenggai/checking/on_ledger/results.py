"""Results about people and money, against their rosters, calls and vouchers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from zhenggai.checking.on_ledger.looking import (
    asked_to_close,
    in_force,
    named,
    of_measure,
    of_piece,
    of_report,
    of_task,
    places_of,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Values, key_of
from zhenggai.domain.closing_facts import RosterFact
from zhenggai.domain.ledger_facts import CycleFacts, PieceFacts, TaskFacts


@LEDGER_RULES.rule(
    "ledger.false_result",
    source="X03",
    severity="blocking",
    title="虚假整改：结果对不上",
    explanation="涉及人和钱的结果：名册人数与所报不一致，回访时有人否认，金额与凭证合计不一致，同一个凭证号用了两次，凭证日期晚于报办完的日期。查实后更正，查不实的退回办理。",
    innocent="被访的人可能记错；再找本人和凭证核一次。",
)
def find_false_results(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Results about people and money that their rosters, calls and vouchers do not bear out."""
    for task in facts.tasks:
        for roster in task.view.rosters:
            yield from _roster(task, roster)
        for money in task.view.money:
            if money.vouchers is not None and money.vouchers != money.value:
                yield LedgerFinding(
                    task.id,
                    f"{task.name}措施 {money.position}的“{money.what}”报 {money.value:,f} {money.unit}，"
                    f"凭证合计 {money.vouchers:,f} {money.unit}，对不上。请逐张核对凭证后更正。",
                    places_of([of_task(task), *_measure_at(task, money.position)]),
                    key_of(task.id, money.position, money.value, money.vouchers),
                )
        yield from _late_vouchers(facts, task)
    yield from _vouchers_twice(facts)


def _roster(task: TaskFacts, roster: RosterFact) -> Iterator[LedgerFinding]:
    place = Place("register", roster.id, roster.name) if roster.id else of_task(task)
    begun = roster.rows > 0 or asked_to_close(task)
    if roster.id and roster.claimed is not None and roster.claimed != roster.rows and begun:
        yield LedgerFinding(
            task.id,
            f"{task.name}称“{roster.name}”{roster.claimed} 人（件），名册上有 {roster.rows}，对不上。请补全名册或更正所报的数。",
            (of_task(task), place) if roster.id else (place,),
            key_of(task.id, roster.name, roster.claimed, roster.rows),
        )
    if roster.denied:
        yield LedgerFinding(
            task.id,
            f"{task.name}“{roster.name}”抽问 {roster.called} 人，{roster.denied} 人否认。一人否认就要全部查实，请逐人核对后更正。",
            (of_task(task), place) if roster.id else (place,),
            key_of(task.id, roster.name, "denied", roster.called, roster.denied),
        )


def _measure_at(task: TaskFacts, position: int) -> list[Place]:
    return [of_measure(measure) for measure in task.view.measures if measure.position == position]


def _late_vouchers(facts: CycleFacts, task: TaskFacts) -> Iterator[LedgerFinding]:
    for measure in task.view.measures:
        done = next((report for report in measure.reports if report.claims_done), None)
        late = [
            one for one in measure.evidence if one.kind == "voucher" and done and (one.dated or date.min) > done.day
        ]
        if done and late:
            yield LedgerFinding(
                task.id,
                f"{task.name}措施 {measure.position}在 {done.day} 报办完，凭证 {named(one.number for one in late)} 的日期却更晚"
                f"（{named(str(one.dated) for one in late)}）。报的时候钱还没有付，请核对。",
                places_of([of_measure(measure), of_report(done.id, done.day), *map(of_piece, late)]),
                key_of(measure.id, done.id, *(one.id for one in late), *(one.dated for one in late)),
            )


def _vouchers_twice(facts: CycleFacts) -> Iterator[LedgerFinding]:
    numbered: dict[str, list[PieceFacts]] = defaultdict(list)
    for piece in in_force(facts):
        number = piece.voucher_number or (piece.document_number if piece.kind == "voucher" else "")
        if number:
            numbered[number].append(piece)
    for number, pieces in numbered.items():
        if len(pieces) > 1:
            yield LedgerFinding(
                next(iter(pieces[-1].task_ids), None),
                f"凭证号 {number} 用了 {len(pieces)} 次：{named(piece.number for piece in pieces)}。"
                "一张凭证只能算一次，请核对是不是同一笔钱。",
                places_of(map(of_piece, pieces)),
                key_of(number, *sorted(piece.id for piece in pieces)),
            )
