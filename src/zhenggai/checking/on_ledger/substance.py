"""Whether anything was done at all: only meetings and papers, no evidence, old deeds, things to come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zhenggai.checking.on_ledger.looking import (
    asked_to_close,
    figures_by_task,
    in_force,
    named,
    of_measure,
    of_piece,
    of_report,
    of_task,
    pieces_by_task,
    places_of,
    short,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Values, key_of
from zhenggai.domain.closing_facts import MeasureFact
from zhenggai.domain.closing_faults import ahead_of, early_of, early_pieces, kinds_of, unmet_of, unnumbered
from zhenggai.domain.evidence import EVIDENCE_KINDS
from zhenggai.domain.gate import EITHER
from zhenggai.domain.ledger_facts import CycleFacts, FigureFacts, PieceFacts, TaskFacts

ACTION_CLASSES = frozenset({"meeting", "document", "training"})
# Counting how often somebody met, wrote or taught is counting the action again.
ACTION_UNITS = frozenset(
    {"次", "场", "场次", "期", "份", "篇", "批", "批次", "轮", "轮次", "人次", "册", "学时", "课时"}
)
_ACTION = re.compile(
    r"召开|部署|开会|会议|学习|研讨|印发|发文|下发|转发|通知|成立|领导小组|专班|强化|提高.{0,6}(?:认识|站位)|加强|重视|宣传|培训"
)
_MEASURED = re.compile(r"测评|测试|测验|问卷|满意度|考核|评议")


@LEDGER_RULES.rule(
    "ledger.actions_only",
    source="X01",
    severity="warning",
    title="表面整改：只开会发文",
    explanation="任务的措施全是开会、发文、学习、成立组、强化、提高认识，没有一项产出或成效。处置以前不能申请销号，申请以后为阻断。补上能看到结果的措施，或用指标、明细、金额说明成效。",
    innocent="党建、思想类问题本来难以量化，可以用行为证据加测评代替。",
    alone=True,
    stops=True,
)
def find_actions_only(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Tasks of which nothing is measured and every measure is an action."""
    figures, pieces = figures_by_task(facts), pieces_by_task(facts)
    hollow = {task.id for task in facts.tasks if _hollow(task, figures.get(task.id, ()), pieces.get(task.id, ()))}
    solid = {problem for task in facts.tasks if task.id not in hollow for problem in task.problem_ids}
    for task in facts.tasks:
        if task.id in hollow and not (task.problem_ids and set(task.problem_ids) <= solid):
            measures = task.view.measures
            yield LedgerFinding(
                task.id,
                f"{task.name}的 {len(measures)} 条措施都是开会、发文、学习一类，没有产出和成效指标。"
                "请补充看得见结果的措施，或登记指标、明细、金额；确实难以量化的，用行为证据加测评说明。",
                places_of([of_task(task), *map(of_measure, measures)]),
                key_of(task.id, *(measure.text for measure in measures)),
                "blocking" if task.view.state == "closing" else None,
            )


def _hollow(task: TaskFacts, figures: Iterable[FigureFacts], pieces: Iterable[PieceFacts]) -> bool:
    view = task.view
    if not view.measures or not all(map(_is_action, view.measures)):
        return False
    if view.targets or view.money or view.rosters or any(one.established for one in view.institutions):
        return False
    if any(figure.amount.word not in ACTION_UNITS for figure in figures):
        return False
    return not any(_MEASURED.search(f"{piece.name}{piece.description}") for piece in pieces)


def _is_action(measure: MeasureFact) -> bool:
    if measure.measure_class in ACTION_CLASSES:
        return True
    return measure.measure_class in {"", "other"} and _ACTION.search(measure.text) is not None


@LEDGER_RULES.rule(
    "ledger.no_evidence",
    source="X07",
    severity="blocking",
    title="无证据销号",
    explanation="已申请销号或已销号的任务，有措施没有佐证，或者佐证的类型与措施不符（会议要纪要和签到，发文要红头文件和文号，资金要凭证，建设要验收单和照片，处理人要决定书）。补齐佐证，或退回申请。",
    innocent="以前办的事，材料正在补齐；补的要写明材料自己的日期。",
    alone=True,
)
def find_no_evidence(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Measures of tasks that are said to be done, which nothing proves or not all that should."""
    for task in filter(asked_to_close, facts.tasks):
        for measure in task.view.measures:
            yield from _unproved(task, measure)


def _unproved(task: TaskFacts, measure: MeasureFact) -> Iterator[LedgerFinding]:
    kinds, unmet = kinds_of(measure), unmet_of(measure)
    needs = "、".join(EITHER.join(EVIDENCE_KINDS[kind] for kind in need) for need in unmet)
    if not kinds or unmet:
        lack = f"还缺{needs}" if kinds else f"没有任何佐证，需要{needs or '至少一件材料'}"
        yield LedgerFinding(
            task.id,
            f"{task.name}已按办完上报，措施 {measure.position}“{short(measure.text)}”{lack}。请补充佐证，补不出的退回办理。",
            places_of([of_measure(measure), *map(of_piece, measure.evidence)]),
            key_of(measure.id, needs, *sorted(kinds)),
        )
    for piece in unnumbered(measure):
        yield LedgerFinding(
            task.id,
            f"{piece.number}“{piece.name}”是{EVIDENCE_KINDS[piece.kind]}，没有文号，不能证明措施 {measure.position}。请核对原件后补上文号。",
            (of_measure(measure), of_piece(piece)),
            key_of(measure.id, piece.id, "number"),
        )


@LEDGER_RULES.rule(
    "ledger.old_deeds",
    source="X11",
    severity="blocking",
    title="旧事当新功",
    explanation="报告或佐证的日期早于反馈日，又没有标明边巡边改、既往工作或背景。标明后不计入整改成效；日期写错的更正。",
    innocent="边巡边改是允许的，标明即可。",
    alone=True,
)
def find_old_deeds(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Measures that claim what was done before the feedback."""
    feedback = facts.feedback
    if feedback is None:
        return
    for task in facts.tasks:
        for measure in task.view.measures:
            reports = [(report, early_of(report, feedback=feedback)) for report in measure.reports]
            told = [(report, days) for report, days in reports if days]
            pieces = early_pieces(measure, feedback=feedback)
            if told or pieces:
                days = [day for _, early in told for day in early] + [str(piece.dated) for piece in pieces]
                yield LedgerFinding(
                    task.id,
                    f"{task.name}措施 {measure.position}里的 {named(days)} 早于反馈日 {feedback}。"
                    "请标明边巡边改、既往工作或背景，不计入整改成效；日期写错的请更正。",
                    places_of(
                        [
                            of_measure(measure),
                            *(of_report(report.id, report.day) for report, _ in told),
                            *map(of_piece, pieces),
                        ]
                    ),
                    key_of(measure.id, *sorted(days)),
                )


@LEDGER_RULES.rule(
    "ledger.future_done",
    source="X12",
    severity="blocking",
    title="未来写成已完成",
    explanation="报办完的内容里有预计、争取、计划、正在、下一步、待这样的话，或者日期还没有到；佐证的日期晚于今天或晚于上传那天。改写成已经做成的事，没做完的改为正在办理。",
    innocent="引用文件标题里的字样；标题放进书名号就不会误报。",
    alone=True,
)
def find_future_done(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Reports that claim to be done what they say is to come, and papers from days that have not come."""
    for task in facts.tasks:
        for measure in task.view.measures:
            for report in measure.reports:
                words = ahead_of(report, today=facts.today)
                if words:
                    yield LedgerFinding(
                        task.id,
                        f"{task.name}措施 {measure.position}报办完，却写着还没有到的“{'”“'.join(words)}”。"
                        "请改写成已经做成的事；没有做完的，改为正在办理。",
                        (of_measure(measure), of_report(report.id, report.day)),
                        key_of(report.id, *words),
                    )
    names = {task.id: task.name for task in facts.tasks}
    for piece in in_force(facts):
        latest = min(facts.today, piece.uploaded_on or facts.today)
        if piece.dated and piece.dated > latest:
            task_id = next(iter(piece.task_ids), None)
            yield LedgerFinding(
                task_id,
                f"{names.get(task_id or 0, '')}佐证 {piece.number}“{piece.name}”写的日期 {piece.dated} 晚于 {latest}，"
                "那时它还不可能存在。请核对材料上的日期。",
                (of_piece(piece),),
                key_of(piece.id, piece.dated),
            )
