"""Work in the living cycle: reports over weeks, one sent back, one copied, extensions granted and refused, a promise, comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from zhenggai.cli.demo.living import lookup
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.extensions import Wish
from zhenggai.domain.progress import Report
from zhenggai.domain.promises import PromiseWish
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.extending import ask_extension, decide_extension
from zhenggai.ledger.operations.progress.judging import accept_progress, return_progress
from zhenggai.ledger.operations.progress.promising import add_promise
from zhenggai.ledger.operations.progress.reporting import report_progress


@dataclass(frozen=True, slots=True)
class Told:
    """A report of the story: on which day somebody reports what on a measure of a task."""

    offset: int
    login: str
    task: int
    measure: int
    done: str
    result: str = ""
    effect: str = ""
    next_step: str = ""
    claims: str = "ongoing"
    explanation: str = ""


REPORTS = (
    Told(
        -55,
        "zhao",
        1,
        1,
        "组织夜间联合巡查16次，出动96人次。",
        "查处盗采案件3件，扣押船只2艘。",
        next_step="每周夜间巡查2次。",
    ),
    Told(-52, "wang", 2, 1, "5座小型水库已完成勘察设计招标。", next_step="督促施工单位进场。"),
    Told(-50, "shi", 3, 1, "比对登记、税务、社保数据，列出1200户清册。", "清册1份。", claims="done"),
    Told(-48, "tao", 7, 1, "现场检查定点医疗机构18家。", "发现问题11家。", next_step="检查其余29家。"),
    Told(-46, "qin", 8, 1, "核查公租房1860套，认定不符合条件12户。", "名册1份。", next_step="逐户清退。"),
    Told(-44, "qin", 13, 1, "排查餐饮场所412处，查出隐患87处。", "隐患清单1份。", next_step="逐处销号。"),
    Told(-40, "fu", 4, 1, "4个项目区损毁沟渠已测量，方案报批。", next_step="组织施工。"),
    Told(-38, "luo", 6, 1, "对3家企业调取账册，逐项比对申报数据。", "差异说明3份。", claims="done"),
    Told(-35, "deng", 9, 1, "约谈3个项目建设单位。", "2个项目补足工资保证金。", next_step="督促第3个项目缴存。"),
    Told(
        -33,
        "ding",
        17,
        1,
        "对重复出现同类隐患的9家企业立案。",
        "处罚7家，罚款31万元。",
        next_step="继续按季度评查案卷。",
    ),
    Told(-30, "zhao", 16, 1, "石桥村供水工程完成管沟开挖1.2公里。", next_step="安装管道。"),
    Told(
        -28,
        "han",
        11,
        1,
        "全县42所学校食堂全部进入采购平台。",
        "平台截图和名册各1份。",
        "大宗食材均价比上季度下降6%。",
        claims="done",
    ),
    Told(-25, "tao", 7, 1, "现场检查47家定点医疗机构。", "存在问题41家，已全部约谈。", claims="done"),
    Told(-22, "qin", 8, 1, "清退不符合条件家庭12户，收回房源12套。", "清退协议12份。", claims="done"),
    Told(
        -18,
        "zhao",
        16,
        1,
        "石桥村供水工程完成管沟开挖1.2公里。",
        next_step="安装管道。",
        explanation="连续降雨停工，管材未到。",
    ),
    Told(-15, "fu", 5, 1, "核查撂荒耕地1860亩，重新登记造册。", "台账1份。", next_step="落实种植主体。"),
    Told(
        -16,
        "qin",
        13,
        2,
        "安装燃气报警装置365台。",
        "验收单365份。",
        "报警装置安装率由62%提高到89%。",
        next_step="安装其余47台。",
    ),
    Told(
        -9,
        "deng",
        9,
        1,
        "第3个项目缴存工资保证金180万元，清偿拖欠工资96万元。",
        "缴存凭证、发放表各1份。",
        claims="done",
    ),
    Told(-6, "han", 24, 1, "城南小学主体结构完成，进入内装。", next_step="安装门窗和水电。"),
    Told(-3, "shi", 3, 2, "吊销381户，注销657户，唤醒132户。", "处置结果清单1份。", next_step="处置其余30户。"),
)


@dataclass(slots=True)
class Kept:
    """What happened gets its number only when it happens."""

    reports: dict[tuple[int, int, int], int] = field(default_factory=dict)
    extensions: dict[int, int] = field(default_factory=dict)


def events(stage: Stage) -> Iterator[Event]:
    """The work, in the order of time."""
    kept = Kept()
    for told in REPORTS:
        yield _told(stage, told, kept)
    yield stage.event(-45, 9, 10, lambda at: _judge(kept, (-46, 8, 1), at))
    yield stage.event(-24, 10, 0, lambda at: _send_back(kept, (-25, 7, 1), at))
    yield stage.event(-23, 15, 30, lambda at: _report(stage, AGAIN, kept, at))
    yield stage.event(-21, 9, 10, lambda at: _judge(kept, (-22, 8, 1), at))
    yield from _extending(stage, kept)
    yield stage.event(-14, 9, 0, lambda at: _promise(stage, at))
    yield from _commenting(stage)


def _told(stage: Stage, told: Told, kept: Kept) -> Event:
    return stage.event(told.offset, 16, 20, lambda at: _report(stage, told, kept, at))


AGAIN = Told(
    -23, "tao", 7, 1, "现场检查47家定点医疗机构，逐家留存检查笔录。", "存在问题41家，处理6家，其余35家正在立案。",
    next_step="追回违规费用。",
)  # fmt: skip


def _extending(stage: Stage, kept: Kept) -> Iterator[Event]:
    yield stage.event(-20, 10, 0, lambda at: _ask(stage, kept, 15, "wang", stage.day(145), "管网征地手续未批复。", at))
    yield stage.event(-18, 11, 0, lambda at: _decide(kept, 15, "zhou", "同意，须按月报征地进度。", at, grant=True))
    yield stage.event(-11, 10, 0, lambda at: _ask(stage, kept, 6, "luo", stage.day(40), "企业负责人出差。", at))
    yield stage.event(-10, 9, 0, lambda at: _decide(kept, 6, "zhou", "理由不充分，按期完成。", at, grant=False))
    yield stage.event(-5, 9, 30, lambda at: _ask(stage, kept, 16, "ma", stage.day(60), "管材厂家延迟交货20天。", at))


def _commenting(stage: Stage) -> Iterator[Event]:
    yield stage.event(
        -7, 9, 0, lambda at: _comment(stage, 2, "sun", "5座水库的施工单位什么时候进场？@马骏 请说明。", at)
    )
    yield stage.event(-6, 14, 0, lambda at: _comment(stage, 2, "ma", "因汛期停工，本月底进场。", at))
    yield stage.event(-2, 10, 0, lambda at: _comment(stage, 3, "qiao", "其余30户请写明去向。", at))


def _report(stage: Stage, told: Told, kept: Kept, at: datetime) -> None:
    measure = lookup.task(stage, told.task).measures[told.measure - 1].id
    report = Report(
        day=stage.day(told.offset),
        done=told.done,
        result=told.result,
        effect=told.effect,
        next_step=told.next_step,
        claims=told.claims,
        explanation=told.explanation,
    )
    token = f"story-{told.task}-{told.measure}-{-told.offset}"
    kept.reports[told.offset, told.task, told.measure] = report_progress(
        measure_id=measure, report=report, token=token, actor=actor(told.login), at=at
    )


def _judge(kept: Kept, which: tuple[int, int, int], at: datetime) -> None:
    accept_progress(report_id=kept.reports[which], actor=actor("wang"), at=at)


def _send_back(kept: Kept, which: tuple[int, int, int], at: datetime) -> None:
    reason = "只有约谈，没有处理结果；41家逐家写明处理情况。"
    return_progress(report_id=kept.reports[which], reason=reason, actor=actor("sun"), at=at)


def _ask(stage: Stage, kept: Kept, task: int, login: str, new: date, reason: str, at: datetime) -> None:
    task_id = lookup.task_ids(stage)[task]
    kept.extensions[task] = ask_extension(task_id=task_id, wish=Wish(new, reason), actor=actor(login), at=at)


def _decide(kept: Kept, task: int, login: str, why: str, at: datetime, *, grant: bool) -> None:
    decide_extension(extension_id=kept.extensions[task], grant=grant, why=why, actor=actor(login), at=at)


def _promise(stage: Stage, at: datetime) -> None:
    due = date(stage.today.year + 1, 8, 31)
    wish = PromiseWish("城南小学交付使用，新增学位1080个", due=due, task=24, unit="县教育和体育局")
    add_promise(cycle_id=stage.cycle_id, wish=wish, actor=actor("wang"), at=at)


def _comment(stage: Stage, task: int, login: str, text: str, at: datetime) -> None:
    task_id = lookup.task_ids(stage)[task]
    add_comment(task_id=task_id, text=text, reply_to=None, actor=actor(login), at=at)
