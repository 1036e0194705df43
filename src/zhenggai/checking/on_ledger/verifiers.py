"""People who verify what is their own, and tasks that nobody took over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from zhenggai.checking.on_ledger.looking import (
    by_id,
    last_of_steps,
    named,
    of_closing,
    of_report,
    of_signer,
    of_task,
    places_of,
    step_of,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Threshold, Values, key_of
from zhenggai.domain.appointing import HANDOVER_HOURS
from zhenggai.domain.ledger_facts import CycleFacts, TaskFacts

_INDEPENDENT = frozenset({"supervisor", "office", "group", "first"})


@LEDGER_RULES.rule(
    "ledger.own_verifier",
    source="X21",
    severity="blocking",
    title="自己核自己",
    explanation="核验、复核、审定的人在责任单位任职或曾任职，自己报过这个任务的进展，或者在同一份申请里签过单位自验。换没有关系的人核验。",
    innocent="小单位人手少，也要请外单位的人核验；同名同姓的，说明即可。整改办代为登记的进展不算自己报的。",
    alone=True,
)
def find_own_verifiers(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """People who verify the work of a unit of their own, or what they did themselves."""
    for task in facts.tasks:
        for verifier in task.view.verifiers:
            if verifier.posts:
                yield LedgerFinding(
                    task.id,
                    f"{task.name}的{verifier.did}由 {verifier.name} 办理，而 {verifier.name} 在责任单位任职或曾任职"
                    f"（{named(verifier.posts)}）。请换人核验。",
                    (of_task(task), Place("person", 0, verifier.name)),
                    key_of(task.id, verifier.name, verifier.did, *verifier.posts),
                )
        yield from _reported_themselves(task)


def _reported_themselves(task: TaskFacts) -> Iterator[LedgerFinding]:
    if not task.closings:
        return
    closing = task.closings[-1]
    reported = {told.by_id: told for told in reversed(task.told) if told.by_id and not told.on_behalf}
    for_unit = {one.by_id for one in closing.signatures if one.step == "unit"}
    for one in last_of_steps(closing):
        if one.step not in _INDEPENDENT or one.by_id not in {*reported, *for_unit}:
            continue
        told = reported.get(one.by_id)
        what = f"报过 {told.day} 的进展" if told else "签过单位自验"
        yield LedgerFinding(
            task.id,
            f"{task.name}的{step_of(one)}由 {one.by} 签字，而 {one.by} 自己{what}。请换人核验。",
            places_of([of_closing(closing), of_signer(one), *([of_report(told.id, told.day)] if told else [])]),
            key_of(closing.id, one.step, one.by_id, told.id if told else "unit"),
        )
    by_name = {told.by: told for told in reversed(task.told) if told.by and not told.on_behalf}
    for visit in task.view.visits:
        told = by_name.get(visit.by)
        if told:
            yield LedgerFinding(
                task.id,
                f"{task.name} {visit.day} 的现场核查由 {visit.by} 去看，而 {visit.by} 自己报过 {told.day} 的进展。请换人再看。",
                (of_task(task), of_report(told.id, told.day), Place("person", 0, visit.by)),
                key_of(task.id, "visit", visit.id, told.id),
            )


@LEDGER_RULES.rule(
    "ledger.nobody_took_over",
    source="X30",
    severity="warning",
    title="离任无人管",
    explanation="责任人、牵头领导离任或调整以后，超过规定时间还没有人签字接手；或者任务上写的人已经离任，却没有办交接。指定接手人并签字；接手之前由牵头领导代管。",
    innocent="交接正在走程序，催办即可。",
    thresholds=(Threshold("hours", "交接时限", "小时", HANDOVER_HOURS, 1, 720),),
)
def find_nobody_took_over(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Tasks of somebody who left, for which nobody has signed in time."""
    tasks, hours = by_id(facts), int(values["hours"])
    for one in facts.handovers:
        waiting = [tasks[id] for id in (one.waiting or one.task_ids) if id in tasks]
        late = one.done_at is None and facts.now - one.opened_at > timedelta(hours=hours)
        if late and waiting:
            who = f"接手人 {one.successor} 还没有签字" if one.successor else "还没有指定接手人"
            yield LedgerFinding(
                waiting[0].id if len(waiting) == 1 else None,
                f"{one.giver} 离任（{one.about}）已超过 {hours} 小时，{named(task.name for task in waiting)}{who}。"
                "请尽快交接，交接前由牵头领导代管。",
                places_of([Place("handover", one.id, f"{one.giver} 的交接"), *map(of_task, waiting)]),
                key_of(one.id, one.successor, *sorted(task.id for task in waiting)),
            )
    for gone in facts.left:
        theirs = [tasks[id] for id in gone.task_ids if id in tasks]
        if theirs and facts.today - gone.left_on > timedelta(hours=hours):
            yield LedgerFinding(
                theirs[0].id if len(theirs) == 1 else None,
                f"{gone.name}（{gone.post}）已于 {gone.left_on} 离任，{named(task.name for task in theirs)}还写着由其负责，也没有办交接。"
                "请指定接手人并办交接。",
                places_of([Place("person", gone.person_id, gone.name), *map(of_task, theirs)]),
                key_of(gone.person_id, gone.post, gone.left_on, *sorted(task.id for task in theirs)),
            )
