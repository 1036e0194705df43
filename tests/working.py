"""A cycle that is being worked on: Zhao's unit leads its first task, Qian's unit takes no part in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON, WANG, ZHAO
from standing import a_unit
from zhenggai.domain.extensions import Wish
from zhenggai.domain.progress import Report
from zhenggai.domain.promises import PromiseWish
from zhenggai.domain.report import Header
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.extending import ask_extension
from zhenggai.ledger.operations.progress.promising import add_promise
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.people.models import Unit

DEADLINE, FEEDBACK = date(2026, 4, 30), date(2025, 9, 1)
UNIT, OTHER = "县水利局", "县财政局"
QIAN = Actor(id=14, name="钱明", role=Role.UNIT_CLERK)
ONGOING = Report(day=date(2026, 3, 2), done="巡查河道12次，清理垃圾38吨。", next_step="补查3条河。")
DONE = Report(day=date(2026, 3, 2), done="全部河道巡查一遍。", result="巡查记录12份。", claims="done")


@dataclass(frozen=True, slots=True)
class Work:
    """The numbers of a cycle, of its first task and that one's measures, and who is of which unit."""

    cycle: int
    task: int
    measures: tuple[int, ...]
    zhao: Actor
    qian: Actor
    unit: int

    @property
    def measure(self) -> int:
        """The first measure."""
        return self.measures[0]


def a_work(*promises: tuple[str, date | None], deadline: date = DEADLINE, text: str = "完成排查") -> Work:
    """A cycle of two problems; the first has a task that Zhao's unit leads until the deadline."""
    unit, other = (_unit(name) for name in (UNIT, OTHER))
    measures = ["成立专班", text, *(words for words, _ in promises)]
    named = {"责任单位": UNIT, "牵头领导": "李建国", "完成时限": "近期"}
    findings = [Finding("河道巡查不到位的问题", measures, extra=named, deadline=deadline), Finding("账目不清的问题")]
    header = Header(title="云岭县水利局整改报告", kind="巡察", published=date(2025, 12, 1), feedback_date=FEEDBACK)
    cycle = a_cycle(a_report(findings, header=header, promises=promises))
    task = Task.objects.get(cycle_id=cycle, position=1)
    assert (task.unit_id, task.deadline) == (unit, deadline)
    of_task = Measure.objects.filter(task=task).order_by("position").values_list("pk", flat=True)
    return Work(cycle, task.pk, tuple(of_task), replace(ZHAO, unit_id=unit), replace(QIAN, unit_id=other), unit)


def _unit(name: str) -> int:
    """The unit of that name, which an account may have brought along."""
    known = Unit.objects.filter(name=name).values_list("pk", flat=True).first()
    return known or a_unit(name)


def hand_in(work: Work, report: Report = ONGOING, *, token: str = "form-0001", actor: Actor | None = None) -> int:
    """A report on the first measure, by Zhao unless somebody else is named."""
    return report_progress(measure_id=work.measure, report=report, token=token, actor=actor or work.zhao, at=NOON)


def work_on(task: Task) -> dict[str, object]:
    """Something of everything that happens to a task while it is worked on: the numbers that stand in addresses."""
    measure = Measure.objects.filter(task=task).order_by("position")[0]
    Task.objects.filter(pk=task.pk).update(deadline=DEADLINE)
    wish = Wish(DEADLINE + timedelta(days=9), "汛期不能施工。")
    promise = PromiseWish("2027年底前建成", date(2027, 12, 31), task=task.number)
    return {
        "report_id": report_progress(measure_id=measure.pk, report=ONGOING, token="form-0000", actor=WANG, at=NOON),
        "extension_id": ask_extension(task_id=task.pk, wish=wish, actor=WANG, at=NOON),
        "promise_id": add_promise(cycle_id=task.cycle_id, wish=promise, actor=WANG, at=NOON),
        "comment_id": add_comment(task_id=task.pk, text="请补记录。", reply_to=None, actor=WANG, at=NOON),
    }
