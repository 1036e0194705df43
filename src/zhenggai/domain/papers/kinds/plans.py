"""The plan with its lists, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from zhenggai.domain.papers.counting import Counts
from zhenggai.domain.papers.facts import LedgerFacts, TaskFact
from zhenggai.domain.papers.kinds.parts import (
    account,
    body,
    ending,
    heading,
    opening,
    organised,
    signer,
    title,
    who,
)
from zhenggai.domain.papers.kinds.tables import (
    ledger_table,
    measures_list,
    problems_list,
    responsibilities_list,
    tasks_list,
)
from zhenggai.domain.papers.passages import Passage, Ref
from zhenggai.domain.papers.words import Words, ended
from zhenggai.domain.papers.writing import about, chained, numeral

USUAL_LISTS = {"problems": "问题清单", "tasks": "任务清单", "responsibilities": "责任清单", "measures": "措施清单"}


def plan(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The plan of the rectification, with the four lists behind it."""
    counts = Counts(facts)
    part = f"（{facts.part}）" if facts.part else ""
    names = {**USUAL_LISTS, **dict(facts.list_names)}
    return (
        title(f"{signer(facts)}关于{facts.cycle.inspector or facts.cycle.kind}反馈意见的整改方案{part}"),
        opening(facts, "为抓好整改落实，制定本方案。"),
        heading(1, "demands", "一、总体要求"),
        body("demands/words", "坚持问题导向、目标导向、结果导向，对反馈问题照单全收、逐项整改，做到任务、责任、措施、时限一一明确。"),
        body("demands/account", organised(facts, counts)),
        heading(1, "tasks", "二、整改任务和措施"),
        *_tasks(facts),
        heading(1, "support", "三、组织保障"),
        body("support/words", chained((
            ("压实整改责任。牵头领导对所牵头的任务负总责，责任单位主要负责人为直接责任人。",),
            ("严格对账销号。任务完成后按程序申请销号，未经核查不得销号。",),
            ("强化督促检查。对进展缓慢、敷衍整改的及时督办、通报。",),
        ))),
        *_annexes(names),
        *ending(facts),
        *_annex(1, names["problems"], problems_list(facts)),
        *_annex(2, names["tasks"], tasks_list(facts)),
        *_annex(3, names["responsibilities"], responsibilities_list(facts)),
        *_annex(4, names["measures"], measures_list(facts)),
    )  # fmt: skip


def ledger(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The ledger of the rectification as one table."""
    part = f"（{facts.part}）" if facts.part else ""
    return (
        title(f"{signer(facts)}{facts.cycle.kind}整改台账{part}"),
        Passage("note", "note", account(facts, Counts(facts))),
        ledger_table(facts),
    )


def _annexes(names: dict[str, str]) -> Iterator[Passage]:
    """The annexes one below the other, as the standard wants them."""
    for place, key in enumerate(("problems", "tasks", "responsibilities", "measures"), start=1):
        first = place == 1
        yield Passage(
            "annexes" if first else f"annexes/{place}", "annexes", (f"{'附件：' if first else ''}{place}.{names[key]}",)
        )


def _annex(place: int, name: str, table: Passage) -> tuple[Passage, ...]:
    return (
        Passage(f"annex/{place}", "annex", (f"附件{place}",)),
        Passage(f"annex/{place}/title", "title", (name,)),
        table,
    )


def _tasks(facts: LedgerFacts) -> Iterator[Passage]:
    told: dict[int, str] = {}
    for place, aspect in enumerate(facts.aspects, start=1):
        yield heading(2, f"aspect/{aspect.id}", f"（{numeral(place)}）{aspect.title}", Ref("aspect", aspect.id))
        for problem in aspect.problems:
            number = f"{problem.number}." if problem.number is not None else ""
            yield heading(3, f"problem/{problem.id}", f"{number}{about(problem.title)}。", Ref("problem", problem.id))
            for task in facts.answering(problem):
                if task.id in told:
                    yield body(f"see/{problem.id}/{task.id}", f"与{told[task.id]}一并整改，目标和措施见该处。")
                else:
                    told[task.id] = problem.cited
                    yield from _task(task)


def _task(task: TaskFact) -> Iterator[Passage]:
    ref = [Ref("task", task.id)]
    labelled: tuple[tuple[str, Words], ...] = (
        ("整改目标", task.target),
        ("牵头领导", (task.leader,) if task.leader else ()),
        ("责任单位", (who(task),) if who(task) else ()),
        ("完成时限", (task.until,) if task.until else ()),
        ("整改措施", chained([measure.text for measure in task.measures]) if task.measures else ()),
    )  # fmt: skip
    for place, (label, words) in enumerate(labelled):
        if words:
            yield body(
                f"task/{task.id}/{place}", f"{label}：", words if label != "整改目标" else ended(words), refs=ref
            )
