"""Tasks that come to their end: some closed with every signature, one returned, one reopened, one long-term, some waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from django.utils.timezone import localdate
from PIL import Image

from zhenggai.cli.demo.living.lookup import task, task_ids
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.evidence import NEEDS, NUMBERED, EvidenceWords
from zhenggai.domain.progress import Report
from zhenggai.domain.staging import StageWish
from zhenggai.domain.visiting import CallFacts, VisitFacts
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import evidence, planning
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.queries.closing import closing_tab
from zhenggai.ledger.queries.signing import meeting_page, signing_page
from zhenggai.ledger.shapes.closing import ClosingTab

# Task → the log-in of the head of its unit; those of one line end alike.
CLOSED = {13: "peng", 14: "peng"}
WAITING = {1: "ma", 16: "ma"}
RETURNED = {11: "han"}
LONG_TERM = {17: "ding"}
# What a unit says when it ends its measures, each in words of its own.
_DONE = ("按方案逐项办完，并请服务对象看过。", "对照清单逐项核对，缺项全部补齐。", "组织人员现场复查，不留死角。")
_RESULTS = ("形成台账1份、检查记录6份。", "核对表1份、整改照片12张。", "复查记录4份。")
_EFFECTS = ("问题没有再出现。", "群众反映的事项已经办结。", "同类问题明显减少。")
DATE_TAKEN = 36867
EXIF = 34665
Run = Callable[[datetime], object]


def events(stage: Stage) -> Iterator[Event]:
    """What happens from day −14 on."""
    for day, (number, head) in zip((-14, -12), CLOSED.items(), strict=True):
        yield from _closed(stage, number, head, day)
    yield stage.event(-3, 10, 20, partial(_reopen, stage, 14))
    for number, head in RETURNED.items():
        yield stage.event(-6, 9, 10, _applied(stage, number, head))
        yield stage.event(-5, 15, 0, partial(_return, stage, number))
    for number, head in LONG_TERM.items():
        yield stage.event(-13, 9, 20, partial(_ask_long_term, stage, number, head))
        yield stage.event(-11, 16, 0, partial(_grant, stage, number))
    for minute, (number, head) in enumerate(WAITING.items()):
        yield stage.event(-1, 17, 10 + minute, _applied(stage, number, head))


def _closed(stage: Stage, number: int, head: str, day: int) -> Iterator[Event]:
    yield stage.event(day, 8, 40, _applied(stage, number, head))
    for minute, signer in ((20, "li"), (30, "sun"), (40, "wang")):
        yield stage.event(day, 9, minute, partial(_sign, stage, number, signer))
    yield stage.event(day, 10, 0, partial(_draw, stage, number))
    yield stage.event(day, 14, 30, partial(_visit, stage, number))
    yield stage.event(day, 15, 10, partial(_call, stage, number))
    yield stage.event(day, 16, 30, partial(_meet, stage, number))


def _applied(stage: Stage, number: int, head: str) -> Run:
    def run(at: datetime) -> None:
        _make_ready(stage, number, head, at)
        page = _tab(stage, number, head, at)
        acts.apply_to_close(
            task_id=page.head.id,
            version=page.head.version,
            seen=page.seen,
            statement="各项措施已经办完，成效见佐证；举一反三又查了一遍，没有发现同类问题。",
            actor=actor(head),
            at=at,
        )

    return run


def _make_ready(stage: Stage, number: int, head: str, at: datetime) -> None:
    """Bring what the unit itself still has to bring."""
    page = task(stage, number)
    if not page.plan.target:
        plan = replace(page.plan, target="问题改到位，同类问题不再出现")
        planning.plan_task(task_id=page.id, version=page.version, plan=plan, actor=actor("wang"), at=at)
    for measure in _tab(stage, number, head, at).view.measures:
        if not measure.done:
            report = Report(
                day=localdate(at) - timedelta(days=1),
                done=_DONE[measure.position % len(_DONE)],
                result=_RESULTS[measure.position % len(_RESULTS)],
                effect=_EFFECTS[measure.position % len(_EFFECTS)],
                claims="done",
            )
            token = f"demo-closing-{measure.id:06d}"
            report_progress(measure_id=measure.id, report=report, token=token, actor=actor(head), at=at)
        have = {piece.kind for piece in measure.evidence}
        for need in NEEDS.get(measure.measure_class, (("ledger",),)):
            if not have & set(need):
                _bring(page.id, measure.id, need[0], number, head, at)


def _bring(task_id: int, measure_id: int, kind: str, number: int, head: str, at: datetime) -> None:
    text = f"云岭县整改材料\n任务{number}，措施{measure_id}，{kind}。\n".encode()
    picture = kind in {"photo", "video"}
    words = EvidenceWords(
        kind=kind,
        number=f"云整〔{localdate(at).year}〕{measure_id}号" if kind in NUMBERED else "",
        dated=localdate(at),
        description="整改落实材料",
    )
    evidence.add_evidence(
        task_id=task_id,
        name="现场.jpg" if picture else f"材料{measure_id}.txt",
        data=BytesIO(_picture(at, measure_id) if picture else text),
        words=words,
        measure_ids=[measure_id],
        actor=actor(head),
        at=at,
    )


def _picture(at: datetime, shade: int) -> bytes:
    """A plain picture with the moment at which it was taken."""
    image = Image.new("RGB", (480, 360), (90 + shade % 120, 120, 150))
    exif = Image.Exif()
    exif.get_ifd(EXIF)[DATE_TAKEN] = (at + timedelta(hours=8)).strftime("%Y:%m:%d %H:%M:%S")
    file = BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def _tab(stage: Stage, number: int, who: str, at: datetime) -> ClosingTab:
    return closing_tab(task_id=task_ids(stage)[number], actor=actor(who), today=localdate(at))


def _sign(stage: Stage, number: int, who: str, at: datetime) -> None:
    current = _tab(stage, number, who, at).current
    assert current is not None
    page = signing_page(cycle_id=stage.cycle_id, actor=actor(who), today=localdate(at), chosen=current.id)
    assert page.sheet is not None
    acts.sign_closing(closing_id=current.id, digest=page.sheet.digest, actor=actor(who), at=at)


def _draw(stage: Stage, number: int, at: datetime) -> None:
    seed = f"{number:02d}{at:%Y%m%d%H%M}c0ffee"
    acts.draw_sample(cycle_id=stage.cycle_id, purpose="closing", percent=10, seed=seed, actor=actor("wang"), at=at)


def _visit(stage: Stage, number: int, at: datetime) -> None:
    page = _tab(stage, number, "sun", at)
    words = EvidenceWords("photo", dated=localdate(at), description="现场核查照片")
    photo = evidence.add_evidence(
        task_id=page.head.id,
        name="核查.jpg",
        data=BytesIO(_picture(at, 7 * number)),
        words=words,
        measure_ids=[page.view.measures[0].id],
        actor=actor("sun"),
        at=at,
    )
    seen = VisitFacts(
        localdate(at), "随机看了3处，与所报一致，群众知道这件事。", passed=True, place="城关社区", met="物业值班员"
    )
    acts.record_visit(
        task_id=page.head.id,
        facts=seen,
        photo_ids=[photo.evidence_id],
        token=f"demo-visit-{number:04d}",
        actor=actor("sun"),
        at=at,
    )


def _call(stage: Stage, number: int, at: datetime) -> None:
    for who in ("周某", "吴某某"):
        call = CallFacts("餐饮场所名录", who, "confirmed", localdate(at), "来查过，报警器装好了。")
        acts.record_call_back(task_id=task_ids(stage)[number], facts=call, actor=actor("sun"), at=at)


def _meet(stage: Stage, number: int, at: datetime) -> None:
    page = meeting_page(cycle_id=stage.cycle_id, actor=actor("zhou"), today=localdate(at))
    acts.sign_at_meeting(
        cycle_id=stage.cycle_id,
        digests={row.item.id: row.digest for row in page.rows if row.item.task_number == number},
        meeting="领导小组专题会议",
        held_on=localdate(at),
        meeting_id=None,
        actor=actor("zhou"),
        at=at,
    )


def _reopen(stage: Stage, number: int, at: datetime) -> None:
    page = task(stage, number)
    acts.reopen_task(
        task_id=page.id,
        version=page.version,
        cause="complaint",
        what="群众反映东街又有两处经营性自建房没有鉴定就营业，现场看过，属实。",
        actor=actor("sun"),
        at=at,
    )


def _return(stage: Stage, number: int, at: datetime) -> None:
    page = _tab(stage, number, "sun", at)
    assert page.current is not None
    acts.return_closing(
        closing_id=page.current.id,
        version=page.current.version,
        why="比价记录只有一个月，追责只有口头说明，没有决定书。补齐后再报。",
        actor=actor("sun"),
        at=at,
    )


def _ask_long_term(stage: Stage, number: int, head: str, at: datetime) -> None:
    page = task(stage, number)
    first = page.measures[0].id
    report = Report(
        day=localdate(at), done="对3家企业依法处罚，案卷评查1次。", next_step="继续按季度评查。", claims="ongoing"
    )
    report_progress(measure_id=first, report=report, token=f"demo-long-{first:06d}", actor=actor(head), at=at)
    stages = (
        StageWish("完成三轮案卷评查，同类隐患重复率降到10%以下", stage.day(180)),
        StageWish("全年执法检查全覆盖，重复隐患清零", stage.day(500)),
    )
    acts.ask_long_term(
        task_id=page.id,
        version=task(stage, number).version,
        reason="执法力度要靠常年坚持，一次整改管不住。",
        stages=stages,
        actor=actor(head),
        at=at,
    )


def _grant(stage: Stage, number: int, at: datetime) -> None:
    page = _tab(stage, number, "zhou", at)
    assert page.current is not None
    acts.decide_long_term(
        closing_id=page.current.id,
        version=page.current.version,
        approve=True,
        why="同意，按季度报一次。",
        actor=actor("zhou"),
        at=at,
    )
