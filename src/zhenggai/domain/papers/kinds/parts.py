"""Passages that several kinds of papers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from zhenggai.domain.papers.counting import Counts, as_of_words
from zhenggai.domain.papers.facts import (
    LedgerFacts,
    MeasureFact,
    ProblemFact,
    PromiseFact,
    ReportFact,
    TaskFact,
    spoken,
)
from zhenggai.domain.papers.passages import Passage, Ref
from zhenggai.domain.papers.words import Piece, Words, joined, plain, unended
from zhenggai.domain.papers.writing import about, chained, dated_now, in_order, numeral, quoted

# What says when something is to be done.
_DAY = re.compile(r"\d{4}\s*年|\d{1,2}\s*[月日]|[年月]底|季度|半年")


def title(text: str) -> Passage:
    """The title of a paper."""
    return Passage("title", "title", (text,))


def heading(level: int, key: str, text: str, *refs: Ref) -> Passage:
    """A heading of the first to the fourth level, its label already before it."""
    return Passage(key, f"heading{level}", (text,), refs)  # type: ignore[arg-type]  # four levels, four kinds


def body(key: str, *pieces: Piece | Words, refs: Sequence[Ref] = ()) -> Passage:
    """A paragraph."""
    return Passage(key, "body", joined(*pieces), tuple(refs))


def ending(facts: LedgerFacts) -> tuple[Passage, ...]:
    """Who signs, and when."""
    return (
        Passage("signature", "signature", (signer(facts),)),
        Passage("date", "date", (spoken(facts.as_of),)),
    )


def signer(facts: LedgerFacts) -> str:
    """Whose paper it is."""
    return facts.cycle.inspected or f"{facts.cycle.kind}整改工作领导小组办公室"


def opening(facts: LedgerFacts, purpose: str) -> Passage:
    """Who inspected whom and when, and what this paper is for."""
    cycle = facts.cycle
    inspector, inspected = cycle.inspector or f"{cycle.kind}组", cycle.inspected or "我单位"
    told = []
    if cycle.inspected_from and cycle.inspected_to:
        told.append(
            f"{spoken(cycle.inspected_from)}至{spoken(cycle.inspected_to)}，{inspector}对{inspected}开展了{cycle.kind}。"
        )
    if cycle.feedback_date:
        told.append(f"{spoken(cycle.feedback_date)}，{inspector}向{inspected}反馈了{cycle.kind}意见。")
    return body("opening", "".join(told), purpose)


def account(facts: LedgerFacts, counts: Counts) -> Words:
    """How far the round has come, every part of the whole told; the shares and sums are computed here."""
    parts: list[Words] = [
        joined(word, figure)
        for word, figure in (
            ("已销号", counts.finished),
            ("正在整改", counts.running),
            ("长期坚持", counts.long_term),
            ("未启动", counts.idle),
            ("不再适用", counts.released),
        )
        if figure.value != "0"
    ]
    rate = joined("，销号率", counts.rate) if counts.rate and counts.finished.value != "0" else ()
    late = joined("逾期未销号", counts.overdue, "。") if counts.overdue.value != "0" else ()
    states = joined(*(piece for place, part in enumerate(parts) for piece in ("、" if place else "", *part)))
    return joined(as_of_words(facts), counts.tasks, "整改任务中", states, rate, "。", late)


def organised(facts: LedgerFacts, counts: Counts) -> Words:
    """How the feedback was taken apart and by what it is led."""
    cycle = facts.cycle
    plan = f"制定整改方案（{cycle.plan_number}），" if cycle.plan_number else ""
    return joined(
        f"{plan}将反馈指出的", counts.aspects, "方面", counts.problems, "问题细化分解为", counts.tasks, "整改任务、",
        counts.measures, "具体措施，逐项明确牵头领导、责任单位和完成时限。",
    )  # fmt: skip


UNREPORTED = "尚未报送进展。"


def rectified(
    facts: LedgerFacts, *, level: int = 2, shown: Iterable[int] | None = None, unreported: str = UNREPORTED
) -> Iterator[Passage]:
    """Aspect by aspect and problem by problem, what was done: 关于…的问题。一是…二是…; numbers are the problems' own.

    `unreported` is what is said of a measure that nobody reported on.
    """
    kept = None if shown is None else frozenset(shown)
    told: dict[int, str] = {}
    for place, aspect in enumerate(facts.aspects, start=1):
        problems = [problem for problem in aspect.problems if kept is None or problem.id in kept]
        if not problems:
            continue
        ref = Ref("aspect", aspect.id)
        yield heading(level, f"aspect/{aspect.id}", f"（{numeral(place)}）{aspect.title}", ref)
        for problem in problems:
            yield _problem_heading(problem, level + 1)
            yield _answer(facts, problem, told, unreported)


def _problem_heading(problem: ProblemFact, level: int) -> Passage:
    number = f"{problem.number}." if problem.number is not None else ""
    return heading(level, f"problem/{problem.id}", f"{number}{about(problem.title)}。", Ref("problem", problem.id))


def _answer(facts: LedgerFacts, problem: ProblemFact, told: dict[int, str], unreported: str) -> Passage:
    tasks = facts.answering(problem)
    fresh = [task for task in tasks if task.id not in told]
    elsewhere = [told[task.id] for task in tasks if task.id in told]
    told.update((task.id, problem.cited) for task in fresh)
    steps = [carried_out(measure, unreported) for task in fresh for measure in task.measures]
    refs = [Ref("task", task.id) for task in tasks]
    for measure in (one for task in fresh for one in task.measures):
        refs.extend((Ref("measure", measure.id), *(Ref("report", report.id) for report in measure.reports)))
    key = f"answer/{problem.id}"
    if steps:
        return body(key, chained(steps), refs=refs)
    if elsewhere:
        return body(key, f"本问题与{elsewhere[0]}一并整改，措施见该处。", refs=refs)
    return body(key, "尚未安排整改措施。", refs=refs)


def carried_out(measure: MeasureFact, unreported: str = UNREPORTED) -> Words:
    """What was done of a measure; one that nobody reported on is not told as done."""
    sentences = [dated_now(words, report.day) for report in measure.reports for words in _said(report)]
    if sentences:
        return in_order(sentences)
    return joined(*quoted(unended(measure.text)), unreported)


def _said(report: ReportFact) -> tuple[Words, ...]:
    return (report.done, report.result, report.effect)


def still_to_come(promises: Iterable[PromiseFact]) -> Iterator[Passage]:
    """What was promised and not yet kept, each as a paragraph of its own and with its day."""
    for promise in promises:
        owner = f"{promise.owner}：" if promise.owner else ""
        until = f"{spoken(promise.due)}前，" if promise.due and not _DAY.search(plain(promise.text)) else ""
        refs = [Ref("promise", promise.id)]
        yield body(f"promise/{promise.id}", f"{owner}{until}", unended(promise.text), "。", refs=refs)


def who(task: TaskFact) -> str:
    """The units of a task, the leading one first."""
    return "、".join(filter(None, (task.unit, *task.co_units)))


def names_of(facts: LedgerFacts, task: TaskFact) -> str:
    """The problems of a task as people cite them."""
    return "、".join(problem.cited for problem in facts.problems if problem.id in task.problems)
