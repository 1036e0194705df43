"""Plans that are whole, reviewed and issued, made through the product's own door."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import NOON, WANG
from standing import a_unit
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.report import Header
from zhenggai.domain.reviewing import Answer, Opinion
from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import Role
from zhenggai.ledger.frozen import freeze
from zhenggai.ledger.models import Acceptance, Task
from zhenggai.ledger.operations import issuing, planning
from zhenggai.ledger.queries import list_ledger
from zhenggai.people.models import Unit

LEADER = "副县长吴某"
UNIT = "县水利局"
NUMBER = "云发〔2026〕5号"
PARTIES = ("纪委监委", "组织部", "宣传部", "巡察办")
PLAN = TaskPlan(
    target="全县 12 条河道每月巡查一遍",
    kind="timed",
    leader=LEADER,
    unit=UNIT,
    co_units=("县财政局",),
    person="周某",
    deadline=date(2026, 6, 30),
    standard="巡查记录齐全",
)
MEASURE = MeasurePlan(text="成立巡河专班。", unit=UNIT, deliverable="通知", deadline=date(2026, 4, 30))
PAPER = b"%PDF-1.4 opinion"
ALL_YES = Opinion(answers=(Answer(True),) * 4, agrees=True)
ONE_NO = Opinion(
    answers=(Answer(True), Answer(False, "第 2 条措施与问题无关"), Answer(True), Answer(True)), agrees=False
)
LATER = NOON + timedelta(days=1)


def a_whole_cycle(tasks: int = 3) -> int:
    """A cycle whose plan lacks nothing."""
    for name in (UNIT, "县财政局"):
        if not Unit.objects.filter(name=name).exists():
            a_unit(name)
    findings = [
        Finding(f"第{place}类巡查不到位的问题", measures=["成立专班", "完成排查"]) for place in range(1, tasks + 1)
    ]
    header = Header(title="云岭县整改报告", kind="巡察", feedback_date=date(2026, 1, 10))
    cycle = a_cycle(a_report(findings, header=header), again=True)
    for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows:
        planning.plan_task(task_id=row.task_id, version=1, plan=PLAN, actor=WANG, at=NOON)
    return cycle


def party_member(party: str = "县委巡察办", *, id: int = 40, role: Role = Role.SUPERVISOR) -> Actor:
    """Somebody who supervises, of a unit of that name."""
    unit = Unit.objects.filter(name=party).first()
    return Actor(id=id, name=f"{party}的人", role=role, unit_id=unit.pk if unit else a_unit(party))


def answer_for(review: int, party: str, opinion: Opinion = ALL_YES) -> None:
    """The office writes down what a party said on paper."""
    issuing.answer_review(
        review_id=review, party=party, opinion=opinion, actor=WANG, at=NOON, scan=PAPER, scan_name="意见.pdf"
    )


def passed_review(cycle: int) -> int:
    """A round in which everybody agrees."""
    review = issuing.open_review(cycle_id=cycle, actor=WANG, at=NOON)
    for party in PARTIES:
        answer_for(review, party)
    issuing.close_review(review_id=review, passed=True, reason="", actor=WANG, at=NOON)
    return review


def issue(cycle: int, *, number: str = NUMBER, day: date = TODAY, at: datetime = NOON) -> int:
    """Issue the plan as it stands."""
    return issuing.issue_plan(
        cycle_id=cycle, document_number=number, day=day, digest=freeze(cycle).digest, actor=WANG, at=at
    )


def an_issued_cycle(tasks: int = 3) -> int:
    """A cycle whose plan was reviewed and issued."""
    cycle = a_whole_cycle(tasks)
    passed_review(cycle)
    issue(cycle)
    return cycle


def tasks_of(cycle: int) -> list[int]:
    """The keys of the tasks, in order."""
    return list(Task.objects.filter(cycle_id=cycle).order_by("position").values_list("pk", flat=True))


def asked(cycle: int, side: str, place: int = 0) -> int:
    """The key of what a side of a task is asked."""
    task = tasks_of(cycle)[place]
    return Acceptance.objects.exclude(state="replaced").values_list("pk", flat=True).get(task_id=task, side=side)


def the_leader(name: str = LEADER, *, id: int = 41) -> Actor:
    """The leader whom the plans name."""
    office = Office(Role.LEADER, names=frozenset({name}))
    return Actor(id=id, name="吴某", role=Role.LEADER, offices=(office,))


def unit_head(unit: str = UNIT, *, id: int = 42, role: Role = Role.UNIT_HEAD) -> Actor:
    """The head of a unit, or another of its people."""
    return Actor(id=id, name="周某", role=role, unit_id=Unit.objects.get(name=unit).pk)


def group_head(*, id: int = 43, role: Role = Role.GROUP_HEAD) -> Actor:
    """The head of the leading group."""
    return Actor(id=id, name="郑某", role=role)
