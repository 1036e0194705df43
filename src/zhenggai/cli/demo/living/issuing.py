"""The plan of the living cycle: made whole, reviewed twice, issued, accepted, and changed by request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from zhenggai.cli.demo.living import lookup
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.changing import MeasureWish, PlanWish, Wish
from zhenggai.domain.planning import TaskPlan, vague_words
from zhenggai.domain.reviewing import Answer, Opinion, Remark
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import REVIEW_QUESTIONS
from zhenggai.ledger.operations import issuing, planning
from zhenggai.ledger.queries import coverage_page
from zhenggai.ledger.queries.acceptances import acceptances_page, mine_to_accept
from zhenggai.ledger.queries.changes import requests_page
from zhenggai.ledger.queries.issuing import plan_page
from zhenggai.ledger.queries.reaching import may_do
from zhenggai.ledger.shapes.issuing import AcceptanceRow

# Who speaks for a party, by the party's name; one that nobody here speaks for gives its opinion on paper.
SPEAKERS = {"纪委监委": "sun", "组织部": "", "宣传部": "feng", "巡察办": "lu"}
PAPER = b"%PDF-1.4\n% an opinion on paper\n"
CODE = "云发"
# Leaders and heads who accept.
ACCEPTING = (
    *("li", "zhou", "he", "cheng", "ma", "peng", "zeng", "fu", "yao", "han", "luo", "deng", "ding"),
    *("wanghai", "shen", "zou", "su", "ye", "qinchuan", "hao", "bai"),
)
# Tasks whose units have not answered yet; one that was given back and stays so, and one that the office insisted on.
LEFT_WAITING = frozenset({22, 23})
GIVEN_BACK, INSISTED = 12, 8
AGREED = Opinion(tuple(Answer(True) for _question in REVIEW_QUESTIONS), agrees=True)
RETURNED = Opinion(
    (Answer(True), Answer(False, "个别任务的目标没有写到数量，改没改好说不清。"), Answer(True), Answer(True)),
    agrees=False,
    words="请把整改目标写具体后再送审。",
    remarks=(Remark(1, "target", "写明巡查次数和案件办结的要求。"), Remark(2, "deadline", "应赶在汛期以前。")),
)


def events(stage: Stage) -> Iterator[Event]:
    """What happened to the plan, from the week after the feedback on."""
    yield stage.event(-74, 10, 0, lambda at: _make_whole(stage, at))
    yield stage.event(-72, 9, 30, lambda at: issuing.open_review(cycle_id=stage.cycle_id, actor=actor("wang"), at=at))
    yield stage.event(-71, 15, 0, lambda at: _answer(stage, at, party="巡察办", opinion=RETURNED))
    yield stage.event(-71, 17, 0, lambda at: _close(stage, at, passed=False))
    yield stage.event(-70, 9, 0, lambda at: _sharpen(stage, at))
    yield stage.event(-69, 9, 0, lambda at: issuing.open_review(cycle_id=stage.cycle_id, actor=actor("wang"), at=at))
    for place, party in enumerate(SPEAKERS):
        yield stage.event(-68, 10 + place, 0, lambda at, party=party: _answer(stage, at, party=party, opinion=AGREED))  # type: ignore[misc]
    yield stage.event(-67, 9, 0, lambda at: _close(stage, at, passed=True))
    yield stage.event(-66, 10, 0, lambda at: _issue(stage, at))
    yield stage.event(-65, 9, 0, lambda at: _give_back(stage, at, "peng", INSISTED))
    yield stage.event(-65, 9, 30, lambda at: _give_back(stage, at, "hao", GIVEN_BACK))
    for place, login in enumerate(ACCEPTING):
        yield stage.event(-65, 10, place, lambda at, login=login: _accept(stage, at, login))  # type: ignore[misc]
    yield stage.event(-64, 9, 0, lambda at: _insist(stage, at))
    yield stage.event(-63, 10, 0, lambda at: _accept(stage, at, "peng"))
    yield stage.event(-40, 9, 0, lambda at: _ask(stage, at, 4))
    yield stage.event(-39, 9, 0, lambda at: _decide(stage, at, approve=True, answer="同意，按变更后的时限督促。"))
    yield stage.event(-30, 9, 0, lambda at: _ask(stage, at, 5))
    yield stage.event(-29, 9, 0, lambda at: _decide(stage, at, approve=False, answer="理由不充分，按原定时限完成。"))


def _make_whole(stage: Stage, at: datetime) -> None:
    """Fill what the document left open: targets, kinds, measures' units and days, frequencies."""
    for number in lookup.task_ids(stage):
        page = lookup.task(stage, number)
        deadline = page.plan.deadline or stage.day(60)
        plan = replace(
            page.plan,
            target=page.plan.target
            or f"{page.problems[0].title.removeprefix('关于').removesuffix('的问题')}得到纠正，措施逐条落实，有据可查",
            kind="timed" if page.plan.kind == "unset" else page.plan.kind,
            leader=page.plan.leader or "周建平",
            unit=page.plan.unit or "县发展和改革局",
            deadline=deadline,
        )
        planning.plan_task(task_id=page.id, version=page.version, plan=plan, actor=actor("wang"), at=at)
        for steps, measure in enumerate(page.measures, start=1):
            often = vague_words(measure.plan.text) and measure.plan.times is None
            wanted = replace(
                measure.plan,
                unit=measure.plan.unit or plan.unit,
                deadline=measure.plan.deadline or deadline,
                times=1 if often else measure.plan.times,
                per="month" if often else measure.plan.per,
            )
            planning.change_measure(
                measure_id=measure.id,
                version=page.version + steps,
                plan=wanted,
                actor=actor("wang"),
                at=at,
            )
    _reconcile(stage, at)


def _reconcile(stage: Stage, at: datetime) -> None:
    for row in coverage_page(cycle_id=stage.cycle_id).declared:
        if row.count.open:
            planning.reconcile_count(
                cycle_id=stage.cycle_id,
                what=row.key,
                counted=row.count.counted,
                reason="其余事项另行办理",
                actor=actor("wang"),
                at=at,
            )


def _sharpen(stage: Stage, at: datetime) -> None:
    """Do what the returned review asked for."""
    page = lookup.task(stage, 1)
    plan = replace(page.plan, target="重点河段每周夜间联合巡查 2 次，查处案件全部登记、按期办结")
    planning.plan_task(task_id=page.id, version=page.version, plan=plan, actor=actor("wang"), at=at)


def _answer(stage: Stage, at: datetime, *, party: str, opinion: Opinion) -> None:
    login = SPEAKERS[party]
    issuing.answer_review(
        review_id=_round(stage, at),
        party=party,
        opinion=opinion,
        actor=actor(login or "wang"),
        at=at,
        scan=None if login else PAPER,
        scan_name="" if login else f"{party}会审意见.pdf",
    )


def _close(stage: Stage, at: datetime, *, passed: bool) -> None:
    issuing.close_review(review_id=_round(stage, at), passed=passed, reason="", actor=actor("wang"), at=at)


def _round(stage: Stage, at: datetime) -> int:
    page = plan_page(cycle_id=stage.cycle_id, actor=actor("wang"), now=at, today=at.date())
    return page.rounds[0].id


def _issue(stage: Stage, at: datetime) -> None:
    page = plan_page(cycle_id=stage.cycle_id, actor=actor("wang"), now=at, today=at.date())
    day = stage.day(-66)
    issuing.issue_plan(
        cycle_id=stage.cycle_id,
        document_number=f"{CODE}〔{day.year}〕12号",
        day=day,
        digest=page.digest,
        actor=actor("wang"),
        at=at,
    )


def _give_back(stage: Stage, at: datetime, login: str, number: int) -> None:
    """A unit says that a task is not its own."""
    row = next(row for row in _asked(stage, at, login) if row.task_id == lookup.task_ids(stage)[number])
    why = "这项工作的主要职责在行业主管部门，建议由其牵头，我单位配合。"
    issuing.refuse_task(acceptance_id=row.id, reason=why, actor=actor(login), at=at)


def _insist(stage: Stage, at: datetime) -> None:
    page = acceptances_page(cycle_id=stage.cycle_id, actor=actor("wang"), now=at, state="refused")
    row = next(row for row in page.rows if row.task_id == lookup.task_ids(stage)[INSISTED])
    why = "公租房由县住房和城乡建设局分配和管理，牵头单位不变。"
    issuing.insist_task(acceptance_id=row.id, reason=why, actor=actor("wang"), at=at)


def _accept(stage: Stage, at: datetime, login: str) -> None:
    """Everybody accepts all that is theirs, but for what some units leave waiting."""
    left = {lookup.task_ids(stage)[number] for number in LEFT_WAITING}
    rows = [row.id for row in _asked(stage, at, login) if row.side == "leader" or row.task_id not in left]
    if rows:
        issuing.accept_many(acceptance_ids=rows, actor=actor(login), at=at + timedelta(minutes=1))


def _asked(stage: Stage, at: datetime, login: str) -> tuple[AcceptanceRow, ...]:
    return mine_to_accept(actor=actor(login), now=at, cycle_id=stage.cycle_id)


def _ask(stage: Stage, at: datetime, number: int) -> None:
    page = lookup.task(stage, number)
    wish: Wish = PlanWish(_later(page.plan))
    if number % 2:
        measure = page.measures[0]
        wish = MeasureWish(measure.id, replace(measure.plan, text=f"{measure.plan.text.rstrip('。')}，分两批完成。"))
    asker = actor("fu") if may_do(actor("fu"), Act.ASK_CHANGE, task_id=page.id) else actor("wang")
    issuing.ask_change(
        task_id=page.id,
        version=page.version,
        wish=wish,
        reason="项目招投标和汛期施工影响，原定时限内难以全部完成。",
        actor=asker,
        at=at,
    )


def _later(plan: TaskPlan) -> TaskPlan:
    return replace(plan, deadline=plan.deadline + timedelta(days=15) if plan.deadline else None)


def _decide(stage: Stage, at: datetime, *, approve: bool, answer: str) -> None:
    row = requests_page(cycle_id=stage.cycle_id, actor=actor("zhou")).rows[0]
    issuing.decide_change(request_id=row.id, approve=approve, answer=answer, actor=actor("zhou"), at=at)
