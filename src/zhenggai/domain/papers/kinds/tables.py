"""Tables that papers carry: the lists of problems, tasks, responsibilities and measures, the ledger, units, outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from zhenggai.domain.account import account_of_states
from zhenggai.domain.papers.counting import counted, period_source, share
from zhenggai.domain.papers.facts import LedgerFacts, MeasureFact, PeriodFact, TaskFact
from zhenggai.domain.papers.kinds.parts import carried_out, names_of, who
from zhenggai.domain.papers.passages import Column, Passage, Ref, Table
from zhenggai.domain.papers.words import FigureField, Words, ended, joined
from zhenggai.domain.papers.writing import dated_now, in_lines
from zhenggai.domain.periods import Counts as PeriodCounts

Row = tuple[Words, ...]


def problems_list(facts: LedgerFacts) -> Passage:
    """Every finding in its own words."""
    columns = (
        Column("序号", 3, True), Column("方面", 8), Column("编号", 4, True), Column("反馈问题", 14), Column("具体表现", 17)
    )  # fmt: skip
    rows: list[Row] = []
    for aspect in facts.aspects:
        for problem in aspect.problems:
            rows.append((
                _said(str(len(rows) + 1)), _said(aspect.title), _said(problem.cited), _said(problem.title), problem.description
            ))  # fmt: skip
    return _table("list/problems", columns, rows, [Ref("problem", problem.id) for problem in facts.problems])


def tasks_list(facts: LedgerFacts) -> Passage:
    """Every task with its target, kind and deadline."""
    columns = (
        Column("任务", 3, True), Column("对应问题", 6, True), Column("问题", 12), Column("整改目标", 13),
        Column("整改类型", 6, True), Column("完成时限", 8, True),
    )  # fmt: skip
    titles = {problem.id: problem.title for problem in facts.problems}
    rows = [
        (
            _said(str(task.number)), _said(names_of(facts, task)), _said(_titles(task, titles)), task.target,
            _said(task.kind_name), _said(task.day),
        )
        for task in facts.tasks
    ]  # fmt: skip
    return _table("list/tasks", columns, rows, _refs(facts))


def responsibilities_list(facts: LedgerFacts) -> Passage:
    """Who answers for each task."""
    columns = (
        Column("任务", 3, True), Column("对应问题", 6, True), Column("牵头领导", 6, True), Column("牵头单位", 9),
        Column("配合单位", 11), Column("责任人", 5, True), Column("完成时限", 8, True),
    )  # fmt: skip
    rows = [
        (
            _said(str(task.number)), _said(names_of(facts, task)), _said(task.leader), _said(task.unit),
            _said("、".join(task.co_units)), _said(task.person), _said(task.day),
        )
        for task in facts.tasks
    ]  # fmt: skip
    return _table("list/responsibilities", *_filled(columns, rows, "配合单位", "责任人"), _refs(facts))


def measures_list(facts: LedgerFacts) -> Passage:
    """Every measure with what it yields."""
    columns = (
        Column("任务", 3, True), Column("措施", 3, True), Column("整改措施", 18), Column("责任单位", 9),
        Column("交付物", 8), Column("完成时限", 8, True),
    )  # fmt: skip
    rows = [
        (
            _said(str(task.number)), _said(str(measure.place)), measure.text, _said(measure.unit or task.unit),
            _said(measure.deliverable), _said(measure.deadline.isoformat() if measure.deadline else task.day),
        )
        for task in facts.tasks
        for measure in task.measures
    ]  # fmt: skip
    refs = [Ref("measure", measure.id) for task in facts.tasks for measure in task.measures]
    return _table("list/measures", *_filled(columns, rows, "交付物"), refs)


def ledger_table(facts: LedgerFacts) -> Passage:
    """The ledger: problem, target, measures, who, until when, how far."""
    columns = (
        Column("序号", 4, True), Column("反馈问题", 10), Column("整改目标", 11), Column("整改措施", 18),
        Column("牵头领导", 8, True), Column("责任单位", 8), Column("完成时限", 10, True), Column("整改进展", 18),
        Column("状态", 8, True),
    )  # fmt: skip
    titles = {problem.id: f"{problem.cited} {problem.title}" for problem in facts.problems}
    rows = [
        (
            _said(str(place)), _said(_titles(task, titles)), task.target, _numbered(task.measures, planned=True),
            _said(task.leader), _said(who(task)), _said(task.day), _numbered(task.measures, planned=False),
            _said(task.state_name),
        )
        for place, task in enumerate(facts.tasks, start=1)
    ]  # fmt: skip
    return _table("ledger", columns, rows, _refs(facts))


def units_table(facts: LedgerFacts) -> Passage:
    """Each leading unit with its tasks by how far they are, and the sum of all."""
    columns = (
        Column("责任单位", 11), Column("任务", 3, True), Column("已销号", 4, True), Column("正在整改", 5, True),
        Column("长期坚持", 5, True), Column("未启动", 4, True), Column("逾期", 3, True), Column("销号率", 5, True),
    )  # fmt: skip
    if facts.period is not None:
        return _frozen_units(facts, facts.period)
    by_unit: dict[str, list[TaskFact]] = defaultdict(list)
    for task in facts.tasks:
        by_unit[task.unit or "（未定）"].append(task)
    rows = [_unit_row(facts, unit, tasks) for unit, tasks in by_unit.items()]
    rows.append(_unit_row(facts, "合计", list(facts.tasks)))
    return _table("units", columns, rows, _refs(facts))


def _frozen_units(facts: LedgerFacts, period: PeriodFact) -> Passage:
    """The table of units as a frozen month keeps it."""
    columns = (
        Column("责任单位", 11), Column("任务", 3, True), Column("已完成", 4, True), Column("按期完成", 5, True),
        Column("逾期", 3, True), Column("本月进展", 5, True), Column("本月退回", 5, True), Column("完成率", 5, True),
    )  # fmt: skip
    rows = [_frozen_row(facts, period, unit or "（未定）", counts) for unit, counts in period.units]
    whole = PeriodCounts()
    for _, counts in period.units:
        whole = whole.plus(counts)
    rows.append(_frozen_row(facts, period, "合计", whole))
    return _table("units", columns, rows, _refs(facts))


def _frozen_row(facts: LedgerFacts, period: PeriodFact, unit: str, counts: PeriodCounts) -> Row:
    def number(key: str, count: int, word: str, scope: str) -> FigureField:
        return counted(
            f"{key}/unit/{unit}", count, word, scope=f"{unit}：{scope}", as_of=facts.as_of, source=period_source(period)
        )

    whole = number("tasks", counts.total, "项", "牵头的任务")
    done = number("finished", counts.done, "项", "已完成")
    rate = share(f"finished/unit/{unit}", done, whole, scope=f"{unit}：已完成占牵头任务")
    return (
        (unit,),
        (whole,),
        (done,),
        (number("on_time", counts.on_time, "项", "按期完成"),),
        (number("overdue", counts.overdue, "项", "逾期"),),
        (number("moved", counts.moved, "项", "本月有进展"),),
        (number("returns", counts.returns, "次", "本月退回"),),
        (rate,) if rate else (),
    )


def overview_table(facts: LedgerFacts) -> Passage:
    """One line for each task."""
    columns = (
        Column("编号", 3, True), Column("问题", 11), Column("牵头领导", 3, True), Column("牵头单位", 5),
        Column("完成时限", 4, True), Column("状态", 4, True),
    )  # fmt: skip
    titles = {problem.id: problem.title for problem in facts.problems}
    rows = [
        (
            _said(names_of(facts, task)), _said(_short(_titles(task, titles))), _said(task.leader), _said(task.unit),
            _said(task.day), _said(f"{task.light} {task.state_name}".strip()),
        )
        for task in facts.tasks
    ]  # fmt: skip
    return Passage("overview", "table", (), tuple(_refs(facts)), Table(columns, tuple(rows), dense=True))


def outcomes_table(facts: LedgerFacts) -> Passage:
    """What came of each task: results, institutions, figures, evidence."""
    columns = (
        Column("任务", 3, True), Column("问题", 11), Column("整改成果", 18), Column("建立的制度", 11), Column("主要数字", 11),
        Column("佐证", 4, True), Column("状态", 6, True),
    )  # fmt: skip
    titles = {problem.id: problem.title for problem in facts.problems}
    rows = [
        (
            _said(str(task.number)), _said(_titles(task, titles)), _results(task), _said(_institutions(facts, task)),
            _figures(task), (counted(f"evidence/{task.id}", task.evidence, "件", scope="已上传的佐证", as_of=facts.as_of, task=task.id),),
            _said(task.state_name),
        )
        for task in facts.tasks
    ]  # fmt: skip
    return _table("outcomes", columns, rows, _refs(facts))


def form_table(key: str, lines: Iterable[tuple[str, Words]], refs: Iterable[Ref]) -> Passage:
    """A form: what is asked at the left, the answer at the right."""
    rows = tuple((_said(name), words) for name, words in lines)
    return Passage(key, "table", (), tuple(refs), Table((Column("", 5, True), Column("", 16)), rows, bare=True))


def _table(key: str, columns: tuple[Column, ...], rows: Iterable[Row], refs: Iterable[Ref]) -> Passage:
    return Passage(key, "table", (), tuple(refs), Table(columns, tuple(rows)))


def _filled(
    columns: tuple[Column, ...], rows: Sequence[Row], *dispensable: str
) -> tuple[tuple[Column, ...], list[Row]]:
    """The table without those of its dispensable columns in which no row has a word."""
    empty = {
        place
        for place, column in enumerate(columns)
        if column.title in dispensable and not any(row[place] for row in rows)
    }
    kept = tuple(column for place, column in enumerate(columns) if place not in empty)
    return kept, [tuple(cell for place, cell in enumerate(row) if place not in empty) for row in rows]


def _said(text: str) -> Words:
    return (text,) if text else ()


def _titles(task: TaskFact, titles: dict[int, str]) -> str:
    return "；".join(titles[problem] for problem in task.problems if problem in titles)


def _refs(facts: LedgerFacts) -> list[Ref]:
    return [Ref("task", task.id) for task in facts.tasks]


def _short(text: str, longest: int = 24) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _numbered(measures: tuple[MeasureFact, ...], *, planned: bool) -> Words:
    parts = [
        joined(f"{measure.place}. ", ended(measure.text) if planned else carried_out(measure))
        for measure in measures
        if planned or measure.reports
    ]
    return in_lines(parts)


def _results(task: TaskFact) -> Words:
    told = [
        ended(dated_now(words, report.day))
        for measure in task.measures
        for report in measure.reports
        for words in (report.result, report.effect)
        if words
    ]
    return in_lines(told)


def _institutions(facts: LedgerFacts, task: TaskFact) -> str:
    made = [institution for institution in facts.institutions if task.id in institution.task_ids]
    return "；".join(
        f"《{one.name.strip('《》')}》" + (f"（{one.doc_number}）" if one.doc_number else "") for one in made
    )


def _figures(task: TaskFact) -> Words:
    return in_lines([joined(f"{field.scope} ", field) for field in task.figures])


def _unit_row(facts: LedgerFacts, unit: str, tasks: list[TaskFact]) -> Row:
    def number(key: str, count: int, scope: str) -> Words:
        return (counted(f"{key}/unit/{unit}", count, "项", scope=f"{unit}：{scope}", as_of=facts.as_of),)

    all_tasks = counted(f"tasks/unit/{unit}", len(tasks), "项", scope=f"{unit}：牵头的任务", as_of=facts.as_of)
    parts = account_of_states(task.state for task in tasks).parts
    finished = counted(f"finished/unit/{unit}", parts["finished"], "项", scope=f"{unit}：已销号", as_of=facts.as_of)
    rate = share(f"finished/unit/{unit}", finished, all_tasks, scope=f"{unit}：已销号占牵头任务")
    return (
        (unit,),
        (all_tasks,),
        (finished,),
        number("running", parts["running"], "正在整改"),
        number("long_term", parts["long_term"], "长期坚持"),
        number("idle", parts["idle"], "未启动"),
        number("overdue", sum(task.overdue for task in tasks), "逾期"),
        (rate,) if rate else (),
    )
