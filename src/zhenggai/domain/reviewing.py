"""Reviewing a plan: parties answer the questions, and agree or return it with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.planning import LONGEST_TEXT
from zhenggai.domain.refusals import Refusal

RoundOutcome = Literal["waiting", "passed", "returned"]
# What a remark may be about: the facts of a task that people look at while reviewing.
REMARK_FIELDS: dict[str, str] = {
    "target": "整改目标",
    "measures": "措施",
    "deadline": "期限",
    "leader": "牵头领导",
    "lead_unit": "牵头单位",
    "co_units": "配合单位",
    "person": "责任人",
    "kind": "整改类型",
    "standard": "验收标准",
    "answers": "对应问题",
}
MOST_REMARKS = 200


class CannotReview(Refusal):
    """A review that lacks something, or is not open to this party any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A party's answer to one question, with its words."""

    yes: bool | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Words on one field of a task; `task` is the task's own number."""

    task: int
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """All that a party says: answers in the order of the questions, remarks on fields, and whether it agrees."""

    answers: tuple[Answer, ...]
    agrees: bool
    words: str = ""
    remarks: tuple[Remark, ...] = ()


def demand_opinion(opinion: Opinion, *, questions: Sequence[str], tasks: frozenset[int]) -> None:
    """Return when a party may say this; `tasks` are the numbers of the tasks under review.

    :raises CannotReview: when not.
    """
    for place, (question, answer) in enumerate(zip(questions, opinion.answers, strict=False), start=1):
        if answer.yes is None:
            raise CannotReview("第 $place 问“$question”还没有回答。", place=place, question=question)
        if not answer.yes and not answer.words.strip():
            raise CannotReview("第 $place 问“$question”答了“否”，请写明理由。", place=place, question=question)
    if len(opinion.answers) != len(questions):
        raise CannotReview("会审要回答 $count 个问题。", count=len(questions))
    if opinion.agrees and not all(answer.yes for answer in opinion.answers):
        raise CannotReview("有问题答了“否”，结论应当是退回。")
    if not opinion.agrees and all(answer.yes for answer in opinion.answers) and not opinion.words.strip():
        raise CannotReview("各问都答了“是”而要退回，请写明退回的理由。")
    _demand_remarks(opinion, tasks)


def outcome_of(parties: Sequence[str], given: Mapping[str, bool]) -> RoundOutcome:
    """How a round stands: returned as soon as one party returns it, passed when all agree."""
    if any(not agrees for party, agrees in given.items() if party in parties):
        return "returned"
    return "passed" if all(party in given for party in parties) else "waiting"


def demand_party(party: str, *, parties: Sequence[str], given: Mapping[str, bool]) -> None:
    """Return when a party still has its word in a round.

    :raises CannotReview: when it is no party of the round, or has spoken.
    """
    if party not in parties:
        raise CannotReview("“$party”不是这一轮的会审单位。", party=party)
    if party in given:
        raise CannotReview("“$party”已提交会审意见。要补充的，请整改办退回后在下一轮提出。", party=party)


def _demand_remarks(opinion: Opinion, tasks: frozenset[int]) -> None:
    if len(opinion.remarks) > MOST_REMARKS:
        raise CannotReview("逐项意见最多 $most 条。", most=MOST_REMARKS)
    for remark in opinion.remarks:
        if remark.task not in tasks:
            raise CannotReview("送审稿里没有任务 $number。", number=remark.task)
        if remark.field not in REMARK_FIELDS:
            raise CannotReview("请选择意见针对的内容。")
        if not remark.words.strip():
            raise CannotReview("对任务 $number 的意见还没有写内容。", number=remark.task)
    texts = [opinion.words, *(answer.words for answer in opinion.answers), *(one.words for one in opinion.remarks)]
    if any(len(text) > LONGEST_TEXT or "\x00" in text for text in texts):
        raise CannotReview("意见太长，最多 $longest 个字。", longest=LONGEST_TEXT)
