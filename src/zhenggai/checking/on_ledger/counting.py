"""Whether the ledger leaves nothing out and counts out of what the feedback counted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from zhenggai.checking.on_ledger.looking import (
    figures_by_task,
    named,
    of_cycle,
    of_figure,
    of_task,
    places_of,
    short,
)
from zhenggai.checking.on_ledger.numbers import relations_of
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Values, key_of
from zhenggai.checking.sequences import missing, repeated
from zhenggai.domain.ledger_facts import CycleFacts, ProblemFacts
from zhenggai.domain.rates import DIFFERENCE_NAMES, Rates

# A rate of the whole round, and not of something that a single task counts.
_DONE_RATE = re.compile(r"(?:本轮|反馈|巡视|巡察).{0,12}(?:完成率|销号率|整改率|办结率)")


@LEDGER_RULES.rule(
    "ledger.left_out",
    source="X16",
    severity="blocking",
    title="漏项",
    explanation="问题没有任务、任务没有对应问题或没有措施，问题编号断号或重号，方面、问题、任务的数与文件自己写的不一致又没有说明。补上漏掉的；依规不公开的登记依据，保留原号。",
    innocent="依规不公开的问题本来就会缺号，说明即可。",
    alone=True,
)
def find_left_out(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Problems, tasks and measures that the ledger should have and has not."""
    answered = {problem for task in facts.tasks for problem in task.problem_ids}
    known = {problem.id for problem in facts.problems}
    for problem in facts.problems:
        if problem.id not in answered:
            yield LedgerFinding(
                None,
                f"问题{problem.name}“{short(problem.title)}”没有对应的任务。请补上任务，或并入已有任务。",
                (_of_problem(problem),),
                key_of(problem.id, "no task"),
            )
    for task in facts.tasks:
        if not set(task.problem_ids) & known:
            said = f"{task.name}不对应任何问题。请指明它回应哪个问题。"
            yield LedgerFinding(task.id, said, (of_task(task),), key_of(task.id, "no problem"))
        if not task.view.measures and task.view.state != "not_applicable":
            said = f"{task.name}没有任何措施。请补上措施。"
            yield LedgerFinding(task.id, said, (of_task(task),), key_of(task.id, "no measure"))
    if facts.whole:
        yield from _gaps(facts)
    for one in facts.declared:
        if one.open:
            yield LedgerFinding(
                None,
                f"文件自己写{one.what} {one.declared}，台账是 {one.counted}，没有说明。请核对有没有漏，或写明相差的原因。",
                (of_cycle(facts),),
                key_of(facts.id, one.what, one.declared, one.counted),
            )


def _of_problem(problem: ProblemFacts) -> Place:
    return Place("problem", problem.id, problem.name)


def _gaps(facts: CycleFacts) -> Iterator[LedgerFinding]:
    """Numbers that are missing or stand twice under an aspect; a reason for the whole difference explains all that are missing."""
    by_aspect: dict[int, list[ProblemFacts]] = defaultdict(list)
    for problem in facts.problems:
        if problem.number is not None and problem.aspect_id is not None:
            by_aspect[problem.aspect_id].append(problem)
    runs = [[problem.number or 0 for problem in mine] for mine in by_aspect.values()]
    through = len(runs) > 1 and all(max(a) < b[0] for a, b in pairwise(runs))
    said = {one.what: one for one in facts.declared if one.reason and one.declared is not None}
    problems = said.get("问题")
    explained = (problems.declared or 0) - problems.counted if problems else 0
    start = 1
    for aspect, mine in by_aspect.items():
        numbers = [problem.number or 0 for problem in mine]
        gone = [value for value in missing(numbers, start=start) if (aspect, value) not in facts.withheld]
        excused = gone and len(gone) <= explained
        explained -= len(gone) if excused else 0
        if gone and not excused:
            yield LedgerFinding(
                None,
                f"{mine[0].aspect}缺第 {named(map(str, gone))} 号问题。请核对是漏收，还是依规不公开；不公开的登记依据，保留原号。",
                (of_cycle(facts), *places_of(map(_of_problem, mine[:1]))),
                key_of(facts.id, aspect, *gone),
            )
        for index in repeated(numbers):
            yield LedgerFinding(
                None,
                f"{mine[index].aspect}有两个第 {numbers[index]} 号问题。请核对原件，一个号只能用一次。",
                (_of_problem(mine[numbers.index(numbers[index])]), _of_problem(mine[index])),
                key_of(mine[index].id, "twice"),
            )
        start = max(numbers) + 1 if through else 1


@LEDGER_RULES.rule(
    "ledger.shrunk_base",
    source="X28",
    severity="blocking",
    title="统计好看：分母变小",
    explanation="完成率的分母要用反馈自己写的数；新增、拆分、合并、不公开的要逐项列明。台账与反馈数相差而没有列明，或者填报的完成率既不是严口径也不是宽口径，或分母小于反馈数，都要改正。",
    innocent="没有；把每一项差别列明就不会报。",
)
def find_shrunk_base(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Rates out of less than what the feedback counted."""
    rates = facts.rates
    if rates is None or not rates.stated:
        return
    for one in rates.differences:
        if one.kind == "unexplained" and one.by:
            yield LedgerFinding(
                None,
                f"反馈 {rates.strict.whole} 项，台账 {rates.counted} 项，有 {abs(one.by)} 项差别没有列明"
                f"（{'、'.join(DIFFERENCE_NAMES[kind] for kind in ('added', 'split', 'merged', 'withheld'))}）。请逐项写明，分母仍用 {rates.strict.whole}。",
                (of_cycle(facts),),
                key_of(facts.id, rates.strict.whole, rates.counted, one.by),
            )
    yield from _small_denominators(facts, rates)
    yield from _other_rates(facts, rates)


def _small_denominators(facts: CycleFacts, rates: Rates) -> Iterator[LedgerFinding]:
    for relation, total, parts in relations_of(facts):
        if (
            relation.kind != "ratio"
            or not _DONE_RATE.search(total.scope)
            or parts[1].amount.value >= rates.strict.whole
        ):
            continue
        yield LedgerFinding(
            relation.task_id,
            f"“{total.scope}”{total.amount.text}的分母是 {parts[1].amount.text}，反馈是 {rates.strict.whole} 项。"
            f"请用反馈数作分母，严口径 {rates.strict.percent}%，宽口径 {rates.broad.percent}%。",
            places_of([Place("relation", relation.id, total.scope), of_figure(total), of_figure(parts[1])]),
            key_of(relation.id, parts[1].amount.text, rates.strict.whole),
        )


def _other_rates(facts: CycleFacts, rates: Rates) -> Iterator[LedgerFinding]:
    """Rates of the round that somebody states higher than even the broad one."""
    broad = rates.broad.part * 1000 // rates.broad.whole if rates.broad.whole else 0
    for figures in figures_by_task(facts).values():
        for figure in figures:
            stated = figure.amount.kind == "ratio" and _DONE_RATE.search(figure.scope)
            if stated and int(figure.amount.value * 1000) > broad:
                yield LedgerFinding(
                    figure.task_id,
                    f"“{figure.scope}”填的是 {figure.amount.text}，按反馈数算严口径 {rates.strict.percent}%、"
                    f"宽口径 {rates.broad.percent}%。请改用台账算出的数。",
                    (of_figure(figure),),
                    key_of(figure.id, figure.amount.text, broad),
                )
