"""Pairs for the rules that look at what is done in a task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger_examples import (
    PLAN,
    a_figure,
    a_file,
    a_ledger,
    a_measure,
    a_piece,
    a_problem,
    a_report,
    a_task,
    a_told,
    an_equation,
    at,
    bare_view,
    frozen,
)
from ledger_pair import Pair, a_bare_task, a_meeting
from zhenggai.domain.closing_facts import RosterFact, StageFact
from zhenggai.domain.ledger_facts import Approved


def _actions_only():
    hollow = a_ledger(a_task(view=bare_view(a_meeting(1), a_meeting(2), state="closing")))
    tested = a_file(8, kind="record", name="党员应知应会测评表.pdf")
    return Pair(
        "两条措施都是开会，没有任何数。",
        "同样两条措施，另附党员应知应会测评表。",
        hollow,
        replace(hollow, evidence=(tested,)),
        (("task", 1), ("measure", 1), ("measure", 2)),
    )


def _false_result():
    def asked(denied):
        return a_bare_task(rosters=(RosterFact(4, "清退名册", rows=12, claimed=12, called=7, denied=denied),))

    return Pair(
        "名册 12 人，抽问 7 人，4 人不知情。",
        "名册 12 人，抽问 7 人，7 人都认。",
        asked(4),
        asked(0),
        (("task", 1), ("register", 4)),
    )


def _equation():
    def households(second):
        return a_ledger(**an_equation("sum", a_figure("9638户"), a_figure("8641户", 2), a_figure(second, 3)))

    return Pair(
        "9638 户写成 8641 户加 987 户。",
        "9638 户等于 8641 户加 997 户。",
        households("987户"),
        households("997户"),
        (("relation", 1), ("figure", 1), ("figure", 2), ("figure", 3)),
    )


def _slip():
    def income(text):
        return a_ledger(figures=(a_figure("38.62万元", scope="村集体收入"), a_figure(text, 2, scope="村集体收入")))

    return Pair(
        "村集体收入一处写 38.62 万元，一处写 3.862 万元。",
        "两处都写 38.62 万元，一处以元为单位。",
        income("3.862万元"),
        income("386200元"),
        (("figure", 1), ("figure", 2)),
    )


def _differ():
    def length(text):
        return a_ledger(a_task(1), a_task(2), figures=(a_figure("12公里"), a_figure(text, 2, task_id=2)))

    return Pair(
        "截至同一天的清淤长度，任务 1 写 12 公里，任务 2 写 13 公里。",
        "任务 2 写约 12.3 公里，在约数容差之内。",
        length("13公里"),
        length("约12.3公里"),
        (("figure", 1), ("figure", 2)),
    )


def _no_evidence():
    def held(*papers):
        return a_bare_task(a_measure("meeting", *papers, class_name="会议"), state="closing")

    return Pair(
        "申请销号，会议措施只有纪要，没有签到表。",
        "同一措施有纪要，也有签到表。",
        held(a_piece("minutes")),
        held(a_piece("minutes"), a_piece("attendance", id=8)),
        (("measure", 3), ("evidence", 7)),
    )


def _reused():
    tasks = (a_task(1), a_task(2))
    return Pair(
        "同一张照片在两个任务下各登记了一次。",
        "照片只登记一次，两个任务都引用它。",
        a_ledger(*tasks, evidence=(a_file(1), a_file(2, tasks=(2,), sha256=a_file(1).sha256))),
        a_ledger(*tasks, evidence=(a_file(1, tasks=(1, 2)),)),
        (("evidence", 1), ("evidence", 2)),
    )


def _photo():
    def taken(day):
        return a_ledger(evidence=(a_file(1, kind="photo", dated=date(2026, 2, 20), taken_at=at(day)),))

    return Pair(
        "照片写的是 2 月 20 日，照片里记的是 2 月 2 日拍。",
        "照片写的是 2 月 20 日，照片里记的是前一天拍。",
        taken(2),
        taken(19),
        (("evidence", 1),),
    )


def _back_dated():
    def minutes(created):
        return a_ledger(evidence=(a_file(1, kind="minutes", dated=date(2026, 1, 5), created_on=created),))

    return Pair(
        "纪要落款 1 月 5 日，文件是 2 月 25 日才创建的。",
        "纪要落款 1 月 5 日，文件 1 月 8 日创建。",
        minutes(date(2026, 2, 25)),
        minutes(date(2026, 1, 8)),
        (("evidence", 1),),
    )


def _old_deeds():
    def done(phase):
        return a_bare_task(a_measure(reports=(a_report(day=date(2025, 12, 1), phase=phase),)))

    return Pair(
        "12 月 12 日反馈，报的是 12 月 1 日做的事，没有标明。",
        "同一件事标明是边巡边改。",
        done(""),
        done("during"),
        (("measure", 3), ("report", 1)),
    )


def _future_done():
    def said(*ahead):
        return a_bare_task(a_measure(reports=(a_report(ahead=ahead),)))

    return Pair(
        "报办完，文字里写着“争取6月底前完成”。",
        "报办完，写的都是已经做成的事；引用的标题里有“计划”不算。",
        said("争取6月底前完成"),
        said(),
        (("measure", 3), ("report", 1)),
    )


def _silent_change():
    later = replace(PLAN, deadline=date(2026, 6, 30))
    moved = a_task(now=frozen(plan=later), issued=frozen())
    return Pair(
        "印发的期限是 3 月 31 日，台账上成了 6 月 30 日，没有审批。",
        "同样的改动，经批准延期到 6 月 30 日。",
        a_ledger(moved),
        a_ledger(replace(moved, approved=(Approved("deadline", "2026-06-30"),))),
        (("task", 1),),
    )


def _endless():
    def staged(*stages):
        return a_bare_task(state="long_term", plan=replace(PLAN, deadline=None), stages=stages)

    return Pair(
        "转为长期坚持，没有阶段目标。",
        "转为长期坚持，定了 9 月底前的阶段目标。",
        staged(),
        staged(StageFact(1, "汛期前清淤一遍", date(2026, 9, 30), reached=False)),
        (("task", 1),),
    )


def _beside():
    def answered(text):
        measure = a_measure(text=text)
        title = "河道巡查流于形式，奖励资金拨付迟缓的问题"
        return a_ledger(a_task(view=bare_view(measure)), problems=(a_problem(title=title),))

    return Pair(
        "问题说了河道巡查和奖励资金两件事，措施只说巡查。",
        "措施写了每周巡查河道，并拨付奖励资金。",
        answered("每周巡查河道一遍"),
        answered("每周巡查河道一遍，拨付奖励资金"),
        (("problem", 1), ("measure", 3)),
    )


def _left_out():
    return Pair(
        "问题 2 没有任务回应。",
        "问题 2 由任务 1 一并回应。",
        a_ledger(problems=(a_problem(1), a_problem(2))),
        a_ledger(a_task(problem_ids=(1, 2)), problems=(a_problem(1), a_problem(2))),
        (("problem", 2),),
    )


def _same_report():
    def reported(*third):
        told = (
            a_told(1, "继续开展河道巡查，未发现新问题。"),
            a_told(8, "继续开展河道巡查，未发现新问题。"),
            a_told(15, *third),
        )
        return a_ledger(a_task(view=bare_view(a_measure(id=1)), told=told))

    return Pair(
        "连着三次报告一字不差。",
        "第三次报告写了新清出的 3 处淤点。",
        reported("继续开展河道巡查，未发现新问题。"),
        reported("巡查发现并清出淤点 3 处。", (3, "处")),
        (("measure", 1), ("report", 1), ("report", 8), ("report", 15)),
    )


OF_TASKS: dict[str, Pair] = {
    "ledger.actions_only": _actions_only(),
    "ledger.false_result": _false_result(),
    "ledger.equation": _equation(),
    "ledger.figures_slip": _slip(),
    "ledger.figures_differ": _differ(),
    "ledger.no_evidence": _no_evidence(),
    "ledger.evidence_reused": _reused(),
    "ledger.photo_elsewhere": _photo(),
    "ledger.back_dated": _back_dated(),
    "ledger.old_deeds": _old_deeds(),
    "ledger.future_done": _future_done(),
    "ledger.silent_change": _silent_change(),
    "ledger.endless": _endless(),
    "ledger.beside_the_point": _beside(),
    "ledger.left_out": _left_out(),
    "ledger.same_report": _same_report(),
}
