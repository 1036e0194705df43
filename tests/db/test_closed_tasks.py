"""A task that is over takes nothing that would change what was signed, whichever operation is tried."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from closing import a_photo, a_ready_work, meet, put, signed_by_all_but_the_group, the_task, visit
from drafts import TODAY
from exhibits import a_proof
from people import NOON, SUN, WANG
from reach import OPERATIONS
from tallies import INDICATOR, PLAN, a_figure, a_register, companies, hand_in, mapped, take
from working import DONE, ONGOING, Work
from zhenggai.domain.closed import TaskClosed
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.planning import MeasurePlan
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.visiting import CallFacts
from zhenggai.journal.models import Entry
from zhenggai.ledger.closing_models import Visit
from zhenggai.ledger.models import Evidence, EvidenceUse, Figure, Measure, Progress, RegisterImport, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import evidence, figures, planning
from zhenggai.ledger.operations.figures import CountWish
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.judging import accept_progress, return_progress
from zhenggai.ledger.operations.progress.reporting import correct_progress, report_progress
from zhenggai.ledger.planned import measure_plan, task_plan

WORDS = EvidenceWords("ledger")
Try = Callable[[], object]
# What of these packages is not about the work on one task, or must stay possible when it is over.
ELSEWHERE = {
    "progress.drafting.save_draft",
    "progress.extending.ask_extension", "progress.extending.decide_extension", "progress.extending.withdraw_extension",
    "progress.promising.add_promise", "progress.promising.change_promise", "progress.promising.note_promise",
    "progress.promising.extend_promise", "progress.promising.judge_promise",
    "progress.commenting.add_comment", "progress.commenting.withdraw_comment", "progress.commenting.see_mentions",
    "evidence.adding.finish_upload", "evidence.uploading.append_piece", "evidence.uploading.drop_upload",
    "evidence.holding.link", "evidence.holding.tell_evidence",
    "figures.counts.recount", "figures.scopes.add_scope", "figures.scopes.change_scope", "figures.files.drop_import", "figures.holding.tell",
}  # fmt: skip


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


@pytest.fixture
def things(db: None) -> Things:
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


def _end(things: Things) -> None:
    closing = signed_by_all_but_the_group(things.work)
    for who in ("周某", "吴某"):
        call = CallFacts("僵尸企业清单", who, "confirmed", TODAY, "来查过。")
        acts.record_call_back(task_id=things.work.task, facts=call, actor=SUN, at=NOON)
    meet(things.work, closing)


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


def _attempts(things: Things, token: str) -> Iterator[tuple[str, Try]]:
    yield from _reports(things.work, token)
    yield from _figures(things)
    yield from _proofs(things)
    yield from _plans(things.work)


def test_every_operation_on_its_work_is_refused_until_it_is_opened_again(things: Things) -> None:
    _end(things)
    entries = Entry.objects.count()

    for way in ((), ("stable",), ("ongoing", "not_applicable")):
        put(things.work.task, *way)
        for name, attempt in _attempts(things, "late-0001"):
            with pytest.raises(TaskClosed, match="先重新激活"):
                attempt()
            assert Entry.objects.count() == entries, name

    task = the_task(things.work)
    acts.reopen_task(task_id=task.pk, version=task.version, cause="relapse", what="又堵", actor=SUN, at=NOON)
    for name, attempt in _attempts(things, "late-0001"):
        try:
            attempt()
        except Refusal as refusal:
            pytest.fail(f"{name}: {refusal}")


def test_every_operation_of_this_work_is_tried_or_is_said_to_be_none_of_it(things: Things) -> None:
    tried = {name for name, _ in _attempts(things, "never-sent")}
    packages = ("ledger.operations.progress.", "ledger.operations.evidence.", "ledger.operations.figures.")
    known = {name.removeprefix("ledger.operations.") for name in OPERATIONS if name.startswith(packages)}

    assert known == {name for name in tried if name.split(".")[0] in {"progress", "evidence", "figures"}} | ELSEWHERE


def test_what_belongs_to_the_watch_goes_on_and_the_same_form_sent_twice_is_the_same_report(things: Things) -> None:
    work = things.work
    sent = {"measure_id": work.measure, "report": DONE, "token": "done-0001", "actor": work.zhao, "at": NOON}
    known = Progress.objects.get(token="done-0001").pk
    call = CallFacts("名册", "周某", "confirmed", TODAY, "没有反弹。")
    _end(things)

    visit(work, token="watch-0001")
    acts.record_call_back(task_id=work.task, facts=call, actor=SUN, at=NOON)
    add_comment(task_id=work.task, text="监测期内看过，没有反弹。", reply_to=None, actor=SUN, at=NOON)

    assert Visit.objects.filter(task_id=work.task).count() == 2
    assert report_progress(**sent) == known  # type: ignore[arg-type]
    with pytest.raises(TaskClosed):
        a_photo(work, actor=work.zhao, colour=9)
    put(work.task, "ongoing", "not_applicable")
    with pytest.raises(TaskClosed, match="已不再适用，先重新激活，才能登记核查和回访"):
        acts.record_call_back(task_id=work.task, facts=call, actor=SUN, at=NOON)
