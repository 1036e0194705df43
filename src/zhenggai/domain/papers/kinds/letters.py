"""Letters that press on: the order to act, the reminder and the hint; and the monthly circular with its table of units."""

from __future__ import annotations

from collections.abc import Iterator

from zhenggai.domain.papers.counting import Counts, as_of_words, counted
from zhenggai.domain.papers.facts import LedgerFacts, TaskFact
from zhenggai.domain.papers.kinds.parts import account, body, ending, heading, names_of, signer, title
from zhenggai.domain.papers.kinds.tables import outcomes_table, overview_table, units_table
from zhenggai.domain.papers.passages import Passage, Ref
from zhenggai.domain.papers.words import FigureField, Words, joined
from zhenggai.domain.papers.writing import numeral

# How a letter says how far a task has come.
_STANDS = {
    "not_started": "尚未启动",
    "ongoing": "正在整改",
    "closing": "已申请销号，等待核查",
    "long_term": "已转为长期坚持",
}


def supervision(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The order to act on what is late; where nothing is, on what is not finished and not applied for."""
    pressing = _pressing(facts)
    return _letter(
        facts,
        f"{facts.cycle.kind}整改督办单",
        "下列整改任务进展缓慢，现予督办。请对照整改方案逐项查明原因、明确措施，限期整改到位。",
        "请于收到本督办单之日起10个工作日内书面报告办理情况。",
        [task for task in pressing if task.overdue] or pressing,
    )


def reminder(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The reminder of what is due."""
    return _letter(
        facts,
        "关于按期完成整改任务的提醒函",
        "下列整改任务尚未完成，现予提醒。请抓紧推进，确保按期完成。",
        "不能按期完成的，请在期限届满前按程序申请延期，并说明理由。",
        _pressing(facts),
    )


def hint(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The hint on what to mind."""
    return _letter(
        facts,
        "关于做好整改工作的工作提示",
        "为做好整改工作，现就下列任务提示如下。",
        "请及时报送进展和佐证，数字须有明细可查，未办结的事项不得作为已完成上报。",
        [task for task in facts.tasks if not task.finished],
    )


def overview(facts: LedgerFacts) -> tuple[Passage, ...]:
    """One page for a meeting: the account, and a line for each task."""
    part = f"（{facts.part}）" if facts.part else ""
    return (
        title(f"{facts.cycle.kind}整改情况一览表{part}"),
        Passage("account", "note", account(facts, Counts(facts))),
        overview_table(facts),
    )


def bulletin(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The circular of a month, with the table of units."""
    counts = Counts(facts)
    late = [task for task in facts.tasks if task.overdue]
    idle = [task for task in facts.tasks if not any(measure.reports for measure in task.measures) and not task.finished]
    month = _month(facts)
    return (
        title(f"关于{month}{facts.cycle.kind}整改情况的通报"),
        Passage("addressee", "addressee", ("各责任单位：",)),
        body("opening", f"现将{month}整改工作情况通报如下。"),
        heading(1, "progress", "一、总体进展"),
        body("account", account(facts, counts)),
        heading(1, "faults", "二、存在问题"),
        *_named(facts, "late", "逾期未完成的", late),
        *_named(facts, "idle", "未报送进展的", idle),
        *(() if late or idle else (body("faults/none", "没有逾期任务，各项任务均已报送进展。"),)),
        heading(1, "demands", "三、工作要求"),
        body(
            "demands/words",
            "各责任单位要逐项对照整改方案，抓紧补齐短板，按时报送进展和佐证。逾期任务要说明原因、明确完成时间。",
        ),
        Passage("annexes", "annexes", ("附件：责任单位整改进展情况表",)),
        *ending(facts),
        Passage("annex/1", "annex", ("附件",)),
        Passage("annex/1/title", "title", ("责任单位整改进展情况表",)),
        units_table(facts),
    )


def _month(facts: LedgerFacts) -> str:
    """The month that a circular is of: that of the frozen period, else that of the day."""
    named = facts.period.month if facts.period else f"{facts.as_of:%Y-%m}"
    return f"{int(named[:4])}年{int(named[5:])}月"


def outcomes(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The list of what came of it all."""
    part = f"（{facts.part}）" if facts.part else ""
    return (
        title(f"{signer(facts)}{facts.cycle.kind}整改成效清单{part}"),
        Passage("note", "note", account(facts, Counts(facts))),
        outcomes_table(facts),
    )


def _pressing(facts: LedgerFacts) -> list[TaskFact]:
    """The tasks that somebody still has to work on; those applied for wait for others."""
    return [task for task in facts.tasks if not task.finished and task.state not in ("closing", "long_term")]


def _letter(facts: LedgerFacts, name: str, purpose: str, demand: str, tasks: list[TaskFact]) -> tuple[Passage, ...]:
    return (
        title(name),
        Passage("addressee", "addressee", (f"{_addressee(facts, tasks)}：",)),
        body("opening", purpose),
        *_lines(facts, tasks),
        *(() if tasks else (body("none", "没有尚未完成的任务。"),)),
        body("demand", demand),
        *ending(facts),
    )


def _addressee(facts: LedgerFacts, tasks: list[TaskFact]) -> str:
    units = list(dict.fromkeys(task.unit for task in tasks or facts.tasks if task.unit))
    return "、".join(units) if units else facts.part or "各责任单位"


def _lines(facts: LedgerFacts, tasks: list[TaskFact]) -> Iterator[Passage]:
    titles = {problem.id: problem.title for problem in facts.problems}
    for place, task in enumerate(tasks, start=1):
        named = "；".join(titles[one] for one in task.problems if one in titles)
        late = [_days_late(facts, task)] if task.overdue else []
        until = f"完成时限为{task.until}" if task.until else "完成时限未定"
        words: Words = joined(f"{numeral(place)}、{named}（{names_of(facts, task)}）。{until}")
        if late and late[0] is not None:
            words = joined(words, "，", as_of_words(facts), "已逾期", late[0])
        yield body(
            f"task/{task.id}", words, f"，{_STANDS.get(task.state, task.state_name)}。", refs=[Ref("task", task.id)]
        )


def _days_late(facts: LedgerFacts, task: TaskFact) -> FigureField | None:
    if task.deadline is None:
        return None
    return counted(
        f"days_late/{task.id}",
        (facts.as_of - task.deadline).days,
        "天",
        scope="期限以后的日历天数",
        as_of=facts.as_of,
        task=task.id,
    )


def _named(facts: LedgerFacts, key: str, what: str, tasks: list[TaskFact]) -> Iterator[Passage]:
    if not tasks:
        return
    count = counted(f"named/{key}", len(tasks), "项", scope=what, as_of=facts.as_of)
    listed = "、".join(f"{names_of(facts, task)}（{task.unit or '责任单位未定'}）" for task in tasks)
    yield body(f"faults/{key}", f"{what}", count, f"：{listed}。", refs=[Ref("task", task.id) for task in tasks])
