"""Forms about one task: the application to close it, and the sheet of those who check it."""

from __future__ import annotations

from zhenggai.domain.papers.counting import counted
from zhenggai.domain.papers.facts import ClosingFact, LedgerFacts, MeasureFact, TaskFact, spoken
from zhenggai.domain.papers.kinds.parts import carried_out, names_of, signer, title, who
from zhenggai.domain.papers.kinds.tables import form_table
from zhenggai.domain.papers.passages import Passage, Ref
from zhenggai.domain.papers.words import FigureField, Words, ended, joined
from zhenggai.domain.papers.writing import in_lines

Lines = list[tuple[str, Words]]
SIGNED_HERE = "                签字：            年   月   日"
# Room to write by hand.
BLANK = "\n\u3000"


def closing_application(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The application to close a task, with who has signed it."""
    pages: list[Passage] = []
    for task in facts.tasks:
        closing = _closing(facts, task)
        lines: Lines = [
            *_about(facts, task),
            ("整改措施落实情况", _done(task)),
            ("佐证材料", (_evidence(facts, task), "（目录附后）")),
            ("申请单位意见", (closing.statement or SIGNED_HERE,) if closing else (SIGNED_HERE,)),
            *_signatures(closing),
        ]
        pages.extend(_sheet(f"{facts.cycle.kind}整改销号申请表", task, lines, facts))
    return tuple(pages)


def closing_check(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The sheet on which is written what was found on checking a task."""
    pages: list[Passage] = []
    for task in facts.tasks:
        lines: Lines = [
            *_about(facts, task),
            *((f"措施{measure.place}", _compared(measure)) for measure in task.measures),
            ("数字核对", _figures(task)),
            ("佐证核对", (_evidence(facts, task), "：齐全□  不齐全□  不一致□")),
            ("现场核查情况", (BLANK,)),
            ("核查意见", (f"同意销号□  不同意销号□  理由：{BLANK}",)),
            ("核查人", (SIGNED_HERE,)),
        ]
        pages.extend(_sheet(f"{facts.cycle.kind}整改销号核查表", task, lines, facts))
    return tuple(pages)


def _sheet(name: str, task: TaskFact, lines: Lines, facts: LedgerFacts) -> tuple[Passage, ...]:
    head = title(name) if task is facts.tasks[0] else Passage(f"title/{task.id}", "title", (name,))
    note = f"{signer(facts)}    任务编号：{task.number}    填表日期：{spoken(facts.as_of)}"
    return (
        head,
        Passage(f"note/{task.id}", "note", (note,)),
        form_table(f"form/{task.id}", lines, [Ref("task", task.id)]),
    )


def _about(facts: LedgerFacts, task: TaskFact) -> Lines:
    titles = {problem.id: problem.title for problem in facts.problems}
    return [
        ("反馈问题", (f"{names_of(facts, task)} " + "；".join(titles[one] for one in task.problems if one in titles),)),
        ("整改目标", task.target or ("",)),
        ("牵头领导", (task.leader,)),
        ("责任单位", (who(task),)),
        ("完成时限", (task.until,)),
    ]


def _compared(measure: MeasureFact) -> Words:
    """A measure as it was planned, and below it what was done."""
    return joined("方案：", *ended(measure.text), "\n落实：", *carried_out(measure))


def _done(task: TaskFact) -> Words:
    return in_lines([joined(f"{measure.place}. ", carried_out(measure)) for measure in task.measures]) or ("",)


def _figures(task: TaskFact) -> Words:
    return in_lines([joined(f"{field.scope} ", field, "：一致□  不一致□") for field in task.figures]) or (
        "没有登记数字。",
    )


def _evidence(facts: LedgerFacts, task: TaskFact) -> FigureField:
    return counted(f"evidence/{task.id}", task.evidence, "件", scope="已上传的佐证", as_of=facts.as_of, task=task.id)


def _signatures(closing: ClosingFact | None) -> Lines:
    if closing is None:
        return [("牵头领导意见", (SIGNED_HERE,)), ("核查部门意见", (SIGNED_HERE,)), ("领导小组意见", (SIGNED_HERE,))]
    signed = [(one.step, (f"{one.by}  {spoken(one.day)}",)) for one in closing.signatures]
    return [*signed, *((step, (SIGNED_HERE,)) for step in closing.unsigned)]


def _closing(facts: LedgerFacts, task: TaskFact) -> ClosingFact | None:
    return next((closing for closing in facts.closings if closing.task == task.id), None)
