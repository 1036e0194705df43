"""Every kind of work on a task, tried through the product's own doors."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from closing import a_ready_work, the_task
from drafts import TODAY
from exhibits import a_proof
from people import NOON, WANG
from tallies import INDICATOR, PLAN, a_figure, a_register, companies, hand_in, mapped, take
from working import DONE, ONGOING, Work
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.planning import MeasurePlan
from zhenggai.ledger.models import Evidence, EvidenceUse, Figure, Measure, Progress, Register, RegisterImport, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import evidence, figures, planning
from zhenggai.ledger.operations.figures import CountWish
from zhenggai.ledger.operations.figures.merging import SomeRows, merge_rows
from zhenggai.ledger.operations.progress.judging import accept_progress, return_progress
from zhenggai.ledger.operations.progress.reporting import correct_progress, report_progress
from zhenggai.ledger.planned import measure_plan, task_plan

WORDS = EvidenceWords("ledger")
Try = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Things:
    """What there was on the task before it was closed."""

    work: Work
    figure: int
    other: int
    relation: int
    indicator: int
    register: int
    waiting: int
    ready: int
    proof: int
    voucher: int
    foreign: int
    foreign_measure: int


def things_of_a_task() -> Things:
    """A task on which there is something of everything that is worked on."""
    work = a_ready_work()
    figure, other = a_figure(work.task, "900"), a_figure(work.task, "900", scope="登记总数")
    register = a_register(work.task)
    take(register, companies(2, 1, 1))
    waiting, ready = hand_in(register, companies(3, 1, 1)), hand_in(register, companies(2, 2, 1))
    mapped(ready)
    relation = figures.add_relation(
        task_id=work.task, kind="equal", total_id=figure, part_ids=[other], actor=WANG, at=NOON
    )
    plan = replace(INDICATOR, baseline="70", target="60", direction="lower")
    indicator = figures.add_indicator(task_id=work.task, plan=plan, actor=WANG, at=NOON)
    figures.add_reading(indicator_id=indicator, digits="50", day=TODAY, origin="年报", actor=WANG, at=NOON)
    elsewhere = Measure.objects.filter(task__cycle_id=work.cycle).exclude(task_id=work.task).first()
    foreign_measure = elsewhere.pk if elsewhere else _another_measure(work)
    return Things(
        work=work,
        figure=figure,
        other=other,
        relation=relation,
        indicator=indicator,
        register=register,
        waiting=waiting,
        ready=ready,
        proof=EvidenceUse.objects.filter(measure=work.measure).values_list("evidence", flat=True)[0],
        voucher=a_proof(work.cycle, b"voucher", words=EvidenceWords("voucher"), measures=work.measures[:1]),
        foreign=a_proof(work.cycle, b"elsewhere", measures=[foreign_measure]),
        foreign_measure=foreign_measure,
    )


def _another_measure(work: Work) -> int:
    task = Task.objects.filter(cycle_id=work.cycle).exclude(pk=work.task)[0]
    plan = MeasurePlan("核对账目。")
    return planning.add_measure(task_id=task.pk, version=task.version, plan=plan, actor=WANG, at=NOON)


def _reports(work: Work, token: str) -> Iterator[tuple[str, Try]]:
    known = Progress.objects.filter(measure=work.measure, corrected_by=None).latest("pk").pk
    who = {"actor": work.zhao, "at": NOON}
    yield "progress.judging.accept_progress", lambda: accept_progress(report_id=known, actor=WANG, at=NOON)
    yield (
        "progress.reporting.correct_progress",
        lambda: correct_progress(report_id=known, report=replace(DONE, result="记录13份。"), token=token + "c", **who),
    )
    yield (
        "progress.reporting.report_progress",
        lambda: report_progress(measure_id=work.measures[1], report=ONGOING, token=token + "r", **who),
    )
    yield (
        "progress.judging.return_progress",
        lambda: return_progress(
            report_id=Progress.objects.filter(measure=work.measures[1]).latest("pk").pk,
            reason="缺页",
            actor=WANG,
            at=NOON,
        ),
    )


def _figures(things: Things) -> Iterator[tuple[str, Try]]:
    who = {"actor": WANG, "at": NOON}
    task, register = things.work.task, things.register
    ready = RegisterImport.objects.get(pk=things.ready).version
    yield "figures.stating.add_figure", lambda: figures.add_figure(task_id=task, plan=PLAN, **who)
    yield (
        "figures.stating.correct_figure",
        lambda: figures.correct_figure(figure_id=things.figure, plan=PLAN, why="错录", **who),
    )
    yield "figures.relations.drop_relation", lambda: figures.drop_relation(relation_id=things.relation, **who)
    yield (
        "figures.relations.add_relation",
        lambda: figures.add_relation(task_id=task, kind="part", total_id=things.other, part_ids=_now(things), **who),
    )
    yield (
        "figures.indicators.add_indicator",
        lambda: figures.add_indicator(task_id=task, plan=replace(INDICATOR, name="入园率"), **who),
    )
    yield (
        "figures.indicators.add_reading",
        lambda: figures.add_reading(indicator_id=things.indicator, digits="49", day=TODAY, origin="月报", **who),
    )
    yield (
        "figures.registers.add_register",
        lambda: figures.add_register(task_id=task, name="另一份", row_unit="户", **who),
    )
    yield "figures.files.keep_register_file", lambda: hand_in(register, companies(1, 1, 1))
    yield "figures.files.map_import", lambda: mapped(things.waiting)
    yield (
        "figures.counts.count_register",
        lambda: figures.count_register(register_id=register, wish=CountWish(name="户数", what="count"), **who),
    )
    yield (
        "figures.imports.accept_import",
        lambda: figures.accept_import(import_id=things.ready, version=ready, **who),
    )
    yield "figures.merging.merge_rows", lambda: merge_rows(register_id=register, some=_row(things), as_of=TODAY, **who)


def _row(things: Things) -> SomeRows:
    row = {"统一代码": "C00001", "企业名称": "东岭第1公司", "处置结果": "注销", "欠税（万元）": "1.5"}
    version = Register.objects.values_list("version", flat=True).get(pk=things.register)
    return SomeRows(version, (row,), "交回.xlsx", "0" * 64, 9)


def _now(things: Things) -> list[int]:
    """The figure that stands in the place of the one that was corrected."""
    return [Figure.objects.filter(supersedes=things.figure).values_list("pk", flat=True).first() or things.figure]


def _proofs(things: Things) -> Iterator[tuple[str, Try]]:
    work, who = things.work, {"actor": things.work.zhao, "at": NOON}

    def version(proof: int) -> int:
        return Evidence.objects.get(pk=proof).version

    yield (
        "evidence.adding.add_evidence",
        lambda: evidence.add_evidence(
            task_id=work.task,
            name="补.txt",
            data=io.BytesIO(b"late"),
            words=WORDS,
            measure_ids=work.measures[:1],
            **who,
        ),
    )
    yield (
        "evidence.uploading.begin_upload",
        lambda: evidence.begin_upload(task_id=work.task, name="补.txt", size=5, **who),
    )
    yield (
        "evidence.linking.link_evidence",
        lambda: evidence.link_evidence(evidence_id=things.foreign, measure_ids=work.measures[:1], actor=WANG, at=NOON),
    )
    yield (
        "evidence.linking.unlink_evidence",
        lambda: evidence.unlink_evidence(
            evidence_id=things.proof, measure_id=work.measures[1], why="错", actor=WANG, at=NOON
        ),
    )
    yield (
        "evidence.describing.describe_evidence",
        lambda: evidence.describe_evidence(
            evidence_id=things.proof, version=version(things.proof), words=WORDS, actor=WANG, at=NOON
        ),
    )
    yield (
        "closing.vouching.state_voucher",
        lambda: acts.state_voucher(evidence_id=things.voucher, number="7", amount=Decimal(8), actor=WANG, at=NOON),
    )
    yield (
        "evidence.describing.withdraw_evidence",
        lambda: evidence.withdraw_evidence(
            evidence_id=things.proof, version=version(things.proof), why="错传", actor=WANG, at=NOON
        ),
    )


def _plans(work: Work) -> Iterator[tuple[str, Try]]:
    measure = work.measures[0]

    def who() -> dict[str, object]:
        return {"version": the_task(work).version, "actor": WANG, "at": NOON}

    plan = replace(task_plan(the_task(work)), risk="high")
    words = replace(measure_plan(Measure.objects.get(pk=measure)), text="成立联合专班。")
    yield "planning.tasks.plan_task", lambda: planning.plan_task(task_id=work.task, plan=plan, **who())
    yield (
        "planning.measures.change_measure",
        lambda: planning.change_measure(measure_id=measure, plan=words, **who()),
    )
    yield (
        "planning.measures.place_measure",
        lambda: planning.place_measure(measure_id=measure, position=2, **who()),
    )
    yield (
        "planning.measures.add_measure",
        lambda: planning.add_measure(task_id=work.task, plan=MeasurePlan("补查河道。"), **who()),
    )


def attempts(things: Things, token: str) -> Iterator[tuple[str, Try]]:
    """Every kind of work on the task, by the name of its operation; tried in order, each of them goes through."""
    yield from _reports(things.work, token)
    yield from _figures(things)
    yield from _proofs(things)
    yield from _plans(things.work)
