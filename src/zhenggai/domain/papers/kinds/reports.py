"""Reports: the progress of the round, how its first responsible leads it, and what is published."""

from __future__ import annotations

from collections import Counter

from zhenggai.domain.papers.counting import Counts, counted
from zhenggai.domain.papers.facts import LedgerFacts, spoken
from zhenggai.domain.papers.kinds.parts import (
    account,
    body,
    ending,
    heading,
    opening,
    organised,
    rectified,
    signer,
    still_to_come,
    title,
)
from zhenggai.domain.papers.passages import Passage, Ref
from zhenggai.domain.papers.words import Words, joined
from zhenggai.domain.papers.writing import quoted


def progress_report(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The report on the progress of the rectification."""
    counts = Counts(facts)
    return (
        title(f"{_of(facts)}集中整改进展情况的报告"),
        opening(facts, "现将集中整改进展情况报告如下。"),
        heading(1, "organised", "一、整改工作组织情况"),
        body("organised/words", organised(facts, counts), meetings_held(facts, counts)),
        body("account", account(facts, counts)),
        heading(1, "rectified", "二、反馈问题整改落实情况"),
        *rectified(facts),
        *_coming(facts, "三、"),
        *ending(facts),
    )


def first_responsible_report(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The report on how the first responsible person organised the rectification."""
    counts = Counts(facts)
    return (
        title(f"{signer(facts)}主要负责人组织落实{facts.cycle.kind}整改情况的报告"),
        opening(facts, "现将主要负责人组织落实整改的情况报告如下。"),
        heading(1, "duty", "一、履行第一责任人责任情况"),
        body("duty/meetings", meetings_held(facts, counts) or "集中整改期间的会议尚未登记。", refs=_meetings(facts)),
        *_meeting_lines(facts),
        heading(1, "organised", "二、组织推动整改情况"),
        body("organised/words", organised(facts, counts)),
        body("leaders", *_leaders(facts)),
        heading(1, "results", "三、整改总体进展"),
        body("account", account(facts, counts)),
        *((body("institutions", "建立健全制度", counts.institutions, "。"),) if facts.institutions else ()),
        *_coming(facts, "四、"),
        *ending(facts),
    )


def public_draft(facts: LedgerFacts) -> tuple[Passage, ...]:
    """The text that is to be published: withheld problems leave just their numbers as gaps; counts are those of the whole round."""
    shown = [problem.id for problem in facts.problems if problem.id not in facts.withheld]
    counts = Counts(facts)
    return (
        title(f"{_of(facts)}集中整改进展情况的通报"),
        opening(facts, "按照公开要求，现将集中整改进展情况予以公布。"),
        heading(1, "organised", "一、整改工作总体情况"),
        body("organised/words", organised(facts, counts)),
        body("account", account(facts, counts)),
        heading(1, "rectified", "二、整改落实情况"),
        *rectified(facts, shown=shown, unreported="尚未完成。"),
        *_coming(facts, "三、", shown=frozenset(shown)),
        body("contact", "欢迎监督。对以上情况有不同意见的，可以向本单位提出。"),
        *ending(facts),
    )


def meetings_held(facts: LedgerFacts, counts: Counts) -> Words:
    """How often was met, by kinds of meetings, so that the parts add up to the whole."""
    if not facts.meetings:
        return ()
    kinds = Counter(meeting.kind for meeting in facts.meetings)
    parts = [
        joined(name, counted(f"meetings/{name}", count, "次", scope=f"已登记的{name}", as_of=facts.as_of))
        for name, count in kinds.most_common()
    ]
    told = joined("先后召开会议", counts.meetings, "研究部署整改工作")
    if len(parts) == 1:
        only = next(iter(kinds))
        return joined(f"先后召开{only}", counts.meetings, "，研究部署整改工作。")
    listed = joined(*(piece for place, part in enumerate(parts) for piece in ("、" if place else "", *part)))
    return joined(told, "，其中", listed, "。")


def _of(facts: LedgerFacts) -> str:
    """Whose rectification, at the front of a title."""
    part = f"（{facts.part}）" if facts.part else ""
    inspector = facts.cycle.inspector or facts.cycle.kind
    return f"{signer(facts)}{part}关于{inspector}反馈意见"


def _coming(facts: LedgerFacts, label: str, *, shown: frozenset[int] | None = None) -> tuple[Passage, ...]:
    promises = [
        promise for promise in facts.promises if shown is None or promise.problem is None or promise.problem in shown
    ]
    last = body(
        "coming/words",
        "坚持标准不降、力度不减，对已销号的适时组织“回头看”，对正在整改的逐项对账销号，对长期坚持的分阶段抓好落实。",
    )
    return (heading(1, "coming", f"{label}下一步工作安排"), last, *still_to_come(promises))


def _meetings(facts: LedgerFacts) -> list[Ref]:
    return [Ref("meeting", meeting.id) for meeting in facts.meetings]


def _meeting_lines(facts: LedgerFacts) -> tuple[Passage, ...]:
    return tuple(
        body(
            f"meeting/{meeting.id}",
            *(f"{spoken(meeting.held_on)}，召开{meeting.kind}，议题是", *quoted((meeting.topic.strip("。"),)), "。"),
            refs=[Ref("meeting", meeting.id)],
        )
        for meeting in facts.meetings
    )


def _leaders(facts: LedgerFacts) -> list[Words]:
    led = Counter(task.leader for task in facts.tasks if task.leader)
    if not led:
        return [("各项任务的牵头领导尚未确定。",)]
    parts = [
        joined(name, "牵头", counted(f"led/{name}", count, "项", scope=f"{name}牵头的任务", as_of=facts.as_of))
        for name, count in led.most_common()
    ]
    between = [joined("、" if place else "", *part) for place, part in enumerate(parts)]
    return [("各项任务由班子成员分别牵头：",), *between, ("。",)]
