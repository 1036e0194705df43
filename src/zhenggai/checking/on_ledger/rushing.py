"""A rush at the end: many closings in the last days or on one day, verified within minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from zhenggai.checking.on_ledger.looking import (
    named,
    of_closing,
    of_cycle,
    of_signer,
    of_task,
    places_of,
    step_of,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Threshold, Values, key_of
from zhenggai.domain.ledger_facts import ClosingFacts, CycleFacts, TaskFacts
from zhenggai.domain.rush import Closed, Rush, rush_of

_VERIFYING = frozenset({"supervisor", "office"})


@LEDGER_RULES.rule(
    "ledger.late_rush",
    source="X20",
    severity="warning",
    title="突击销号",
    explanation="期限前几天集中销号，同一人一天批量销号，核验从接到到签字只用了几分钟又没有到过现场。天数、件数、比例用本轮销号设置里的“突击”几项。抽查其中几件，看是否真的办成。",
    innocent="验收节点本来集中。",
    thresholds=(Threshold("verified_minutes", "核验用时少于", "分钟", 5, 1, 240),),
)
def find_late_rush(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Many closings in the last days or by one person on one day, and verifications that took minutes."""
    tasks = {task.view.number: task for task in facts.tasks}
    ended = [(task, closing) for task in facts.tasks for closing in task.closings if _granted(closing)]
    rush = rush_of(
        [
            Closed(task.view.number, closing.ended_at, closing.ended_on, task.view.plan.deadline)
            for task, closing in ended
            if closing.ended_at and closing.ended_on
        ],
        (),
        end=facts.end,
        rules=facts.closing,
    )
    if rush.many_late and facts.whole:
        yield _of_rush(facts, rush, tasks)
    yield from _same_day(facts, ended)
    for task, closing in ended:
        if not task.view.visits:
            yield from _in_minutes(task, closing, least=int(values["verified_minutes"]))


def _granted(closing: ClosingFacts) -> bool:
    return closing.state == "closed" and closing.outcome == "done"


def _of_rush(facts: CycleFacts, rush: Rush, tasks: dict[int, TaskFacts]) -> LedgerFinding:
    numbers = rush.late_numbers
    return LedgerFinding(
        None,
        f"{rush.late.whole} 件销号中有 {rush.late.part} 件（{rush.late.percent}%）是在期限前 {facts.closing.rush_days} 天内办的："
        f"任务 {named(map(str, numbers))}。请抽查其中几件。",
        places_of([of_cycle(facts), *(of_task(tasks[number]) for number in numbers)]),
        key_of(facts.id, "late", *numbers),
    )


def _same_day(facts: CycleFacts, ended: Iterable[tuple[TaskFacts, ClosingFacts]]) -> Iterator[LedgerFinding]:
    signed: dict[tuple[str, object], list[TaskFacts]] = defaultdict(list)
    for task, closing in ended:
        last = max(closing.signatures, key=lambda one: one.at, default=None)
        if last is not None and not last.listed:
            signed[last.by, closing.ended_on].append(task)
    for (by, day), mine in signed.items():
        if len(mine) >= facts.closing.rush_count:
            yield LedgerFinding(
                None,
                f"{by} 在 {day} 一天签批销号 {len(mine)} 件：{named(task.name for task in mine)}。请抽查其中几件。",
                places_of([of_cycle(facts), *map(of_task, mine)]),
                key_of(facts.id, by, day, *sorted(task.id for task in mine)),
            )


def _in_minutes(task: TaskFacts, closing: ClosingFacts, *, least: int) -> Iterator[LedgerFinding]:
    before = closing.applied_at
    for one in sorted(closing.signatures, key=lambda one: one.at):
        took = one.at - before
        if one.step in _VERIFYING and not one.listed and timedelta(0) <= took < timedelta(minutes=least):
            minutes = int(took / timedelta(minutes=1))
            yield LedgerFinding(
                task.id,
                f"{task.name}的{step_of(one)}由 {one.by} 办理，从接到到签字只用了 {minutes} 分钟，又没有到过现场。请核对是怎么核验的。",
                (of_closing(closing), of_signer(one)),
                key_of(closing.id, one.id),
            )
        before = one.at
