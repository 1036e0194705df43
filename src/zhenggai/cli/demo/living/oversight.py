"""Meetings of the committee with minutes and decisions, and institutions, one of them on trial."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from xml.sax.saxutils import escape

from zhenggai.cli.demo.living.lookup import task
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.institutions import InstitutionFacts, Issue
from zhenggai.domain.meetings import DecisionFacts, MeetingFacts
from zhenggai.oversight import operations
from zhenggai.oversight.queries.institutions import institution_page
from zhenggai.oversight.queries.meetings import meeting_page

_KIND = "常委会会议"
_ATTENDED = ("何远", "周建平", "李建国", "程颖", "冯雪", "孙立")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
}


@dataclass(frozen=True, slots=True)
class _Session:
    """A meeting of the committee and what it decided: text, unit, and the day by offset."""

    offset: int
    topic: str
    absent: tuple[str, ...] = ()
    decided: tuple[tuple[str, str, int], ...] = ()


_SESSIONS = (
    _Session(-77, "学习市委第二巡察组反馈意见，研究成立巡察整改工作领导小组"),
    _Session(
        -66,
        "审议巡察整改落实方案和三张清单",
        absent=("孙立",),
        decided=(("把整改责任落实到每位班子成员，报整改办备案", "县委组织部", -50),),
    ),
    _Session(
        -24,
        "听取巡察整改进展情况，研究解决进度滞后的问题",
        decided=(
            ("对未完成除险加固的水库逐座明确包保责任人", "县水利局", -3),
            ("统筹落实高标准农田管护经费", "县财政局", 6),
        ),
    ),
)
# Name, unit, the number of the task it serves, day of issue by offset (None while it is to be made), end of its trial.
_INSTITUTIONS: tuple[tuple[str, str, int, int | None, int | None], ...] = (
    ("青竹江采砂联合巡查办法（试行）", "县水利局", 1, -40, 9),
    ("高标准农田建后管护考核办法", "县农业农村局", 4, -20, None),
    ("编外人员管理办法", "县委编办", 22, None, None),
)


def events(stage: Stage) -> Iterator[Event]:
    """All that happens, in the order of its days."""
    for place, session in enumerate(_SESSIONS, start=1):
        yield stage.event(session.offset, 17, 0, partial(_hold, stage, place, session))
    for place, (name, unit, number, offset, trial) in enumerate(_INSTITUTIONS, start=1):
        facts = InstitutionFacts(name, unit=unit)
        issued = (
            Issue(
                f"云整制发〔{stage.day(offset).year}〕{place}号",
                stage.day(offset),
                stage.day(offset),
                _day(stage, trial),
            )
            if offset is not None
            else None
        )
        yield stage.event(
            -18 if offset is None else offset,
            16,
            place,
            partial(_make, stage, facts, number, issued),
        )


def _hold(stage: Stage, place: int, session: _Session, at: datetime) -> None:
    """Keep a meeting with its minutes; what the second one decided has been carried out since."""
    wang, day = actor("wang"), stage.day(session.offset)
    facts = MeetingFacts(
        kind=_KIND,
        held_on=day,
        topic=session.topic,
        place="县委常委会会议室",
        attended=tuple(name for name in _ATTENDED if name not in session.absent),
        absent=session.absent,
        minutes_number=f"〔{day.year}〕{place}号",
    )
    number = operations.add_meeting(cycle_id=stage.cycle_id, facts=facts, actor=wang, at=at)
    for text, unit, offset in session.decided:
        operations.add_decision(
            meeting_id=number,
            version=_version(number, stage),
            facts=DecisionFacts(text, unit, stage.day(offset)),
            actor=wang,
            at=at,
        )
    operations.file_minutes(
        meeting_id=number,
        version=_version(number, stage),
        file=io.BytesIO(_minutes(facts, session.decided)),
        name=f"常委会会议纪要{facts.minutes_number}.docx",
        actor=wang,
        at=at,
    )
    if place == 2:
        _settle(number, stage, at)


def _settle(number: int, stage: Stage, at: datetime) -> None:
    page = meeting_page(meeting_id=number, actor=actor("wang"), today=stage.today)
    for decision in page.decisions:
        operations.settle_decision(
            decision_id=decision.id,
            version=_version(number, stage),
            outcome="分工已报整改办备案。",
            actor=actor("wang"),
            at=at,
        )


def _make(stage: Stage, facts: InstitutionFacts, number: int, issue: Issue | None, at: datetime) -> None:
    """Keep an institution with the task it serves, and its issue where it was issued."""
    wang = actor("wang")
    made = operations.add_institution(cycle_id=stage.cycle_id, facts=facts, actor=wang, at=at)
    served = task(stage, number)
    last = [measure.id for measure in served.measures][-1:]
    operations.link_institution(
        institution_id=made, version=1, task_ids=[served.id], measure_ids=last, actor=wang, at=at
    )
    if issue:
        version = institution_page(institution_id=made, actor=wang, today=stage.today).version
        operations.issue_institution(institution_id=made, version=version, issue=issue, actor=wang, at=at)


def _version(number: int, stage: Stage) -> int:
    return meeting_page(meeting_id=number, actor=actor("wang"), today=stage.today).version


def _day(stage: Stage, offset: int | None) -> date | None:
    return None if offset is None else stage.day(offset)


def _minutes(facts: MeetingFacts, decided: tuple[tuple[str, str, int], ...]) -> bytes:
    """Minutes as a small Word file."""
    lines = [
        f"县委{facts.kind}纪要 {facts.minutes_number}",
        f"时间：{facts.held_on.isoformat()}    地点：{facts.place}",
        f"出席：{'、'.join(facts.attended)}",
        f"缺席：{'、'.join(facts.absent) or '无'}",
        f"议题：{facts.topic}",
        *(f"议定：{text}（{unit}）" for text, unit, _offset in decided),
    ]
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "word/document.xml": document}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return made.getvalue()
