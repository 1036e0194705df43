"""Papers: composed from the ledger, edited passage by passage, returned, signed off, frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.issuing import demand_number
from zhenggai.domain.papers.facts import LedgerFacts, PeriodFact
from zhenggai.domain.papers.kinds import CannotCompose, compose
from zhenggai.domain.papers.names import PARTS
from zhenggai.domain.papers.words import CannotEdit, edited, plain
from zhenggai.domain.periods import Counts
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.queries.periods import find_period
from zhenggai.ledger.ruling import rules_of
from zhenggai.oversight.composing.gathering import WHOLE, Part, gather
from zhenggai.oversight.composing.numbers import demand_no_new_figures
from zhenggai.oversight.composing.stored import content_of, digest_of, passage_of, row_of, words_of, words_text
from zhenggai.oversight.models import ComposedPaper, PaperPassage, PaperVersion

LONGEST_REASON = 1000
OPEN = ("drafting", "returned")


class PaperChanged(Refusal):
    """Somebody else changed the paper or the passage since it was looked at."""


class CannotSign(Refusal):
    """A paper that cannot go on like this."""


@dataclass(frozen=True, slots=True)
class PaperWish:
    """What somebody wants composed: `as_of` is a past instant, None for now; `withheld` are problems that are not to be published.

    `period` is the number of a frozen month of reporting: the paper is of its end, with its figures.
    """

    kind: str
    part: Part = WHOLE
    as_of: datetime | None = None
    withheld: frozenset[int] = frozenset()
    withheld_why: str = ""
    document_number: str = ""
    copies_to: str = ""
    printed_by: str = ""
    period: int | None = None


def compose_paper(*, cycle_id: int, wish: PaperWish, actor: Actor, at: datetime) -> int:
    """Compose a paper from the ledger and return its number.

    :raises NotAllowed: unless the actor plans in this round.
    :raises NoSuchThing: where there is no such round or period.
    :raises CannotCompose: where the wish makes no sense, or there is nothing to write.
    :raises CannotIssue: where a document number is not written like one.
    """
    acting(actor, Act.PLAN)
    _demand_wish(wish, at=at)
    with transaction.atomic(durable=True):
        actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
        as_of, facts = _gathered(cycle_id, wish, at=at)
        name = dict(rules_of(cycle_id=cycle_id).papers)[wish.kind]
        composed = compose(wish.kind, facts, name=name)
        paper = ComposedPaper.objects.create(
            cycle_id=cycle_id,
            kind=wish.kind,
            name=name,
            title=composed.title,
            part_kind=wish.part.kind,
            part=wish.part.value,
            part_name=facts.part,
            as_of=as_of,
            withheld=json.dumps(sorted(wish.withheld)),
            withheld_why=wish.withheld_why.strip() if wish.withheld else "",
            document_number=wish.document_number.strip(),
            copies_to=wish.copies_to.strip().rstrip("。"),
            printed_by=wish.printed_by.strip(),
            composed_by=actor.name,
            composed_at=at,
        )
        rows = [row_of(passage, paper=paper, position=place) for place, passage in enumerate(composed.passages)]
        PaperPassage.objects.bulk_create(rows)
        version = _keep(paper, 1, "compose", actor=actor, at=at)
        after = {
            "paper_kind": name,
            "paper_part": facts.part,
            "paper_as_of": as_of.isoformat(),
            "passages": len(rows),
            "figures_in_paper": len(composed.figures),
            "withheld_problems": len(wish.withheld),
            "paper_digest": version.digest,
        }
        tell(paper, "paper.compose", actor=actor, before=None, after=after, at=at, why=paper.withheld_why)
    return paper.pk


def edit_passage(*, passage_id: int, version: int, text: str, actor: Actor, at: datetime) -> None:
    """Write a passage anew; its figures may move, but not change, and none is typed.

    :raises NotAllowed: unless the actor plans in this round.
    :raises NoSuchThing: where there is no such passage.
    :raises CannotEdit: where a figure would be changed or typed, or the passage is a table.
    :raises CannotSign: where the paper is signed already.
    :raises PaperChanged: where somebody else changed the passage since.
    """
    acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        row = PaperPassage.objects.select_related("paper").filter(pk=passage_id).first()
        if row is None:
            raise NoSuchThing("没有编号为 $id 的段落。", id=passage_id)
        actor = acting(actor, Act.PLAN, Thing(cycle_id=row.paper.cycle_id))
        hold_open(row.paper_id)
        if row.table:
            raise CannotEdit("表格由台账生成，不能手工改；请到台账里更正，再重新生成。")
        before = words_of(row.words)
        words = edited(text, before)
        demand_no_new_figures(before, words)
        mine = PaperPassage.objects.filter(pk=passage_id, version=version)
        if mine.update(words=words_text(words), version=F("version") + 1, edited_by=actor.name, edited_at=at) != 1:
            raise PaperChanged("这一段已由 $who 改过。您写的还在，请对照现在的文字再保存一次。", who=row.edited_by)
        tell(
            row.paper,
            "paper.edit",
            actor=actor,
            before={"passage": plain(before)},
            after={"passage": plain(words)},
            at=at,
        )


def return_paper(*, paper_id: int, version: int, reason: str, actor: Actor, at: datetime) -> None:
    """Give a paper back to be corrected, with the reason; what was signed is so no more.

    :raises NotAllowed: unless the actor reviews in this round.
    :raises NoSuchThing: where there is no such paper.
    :raises CannotSign: without a reason, or where the paper is frozen.
    :raises PaperChanged: where somebody else did something with the paper since.
    """
    acting(actor, Act.REVIEW)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise CannotSign("请写明退回的原因，最多 $longest 个字。", longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        paper, actor = _claim(paper_id, Act.REVIEW, actor, version=version, states=(*OPEN, "signed"))
        kept = _keep(paper, paper.versions_count + 1, "return", actor=actor, at=at)
        old = paper.state
        _move(paper, state="returned", reason=why, versions_count=kept.number, signed_by="", signed_at=None, digest="")
        facts = ({"paper_state": old}, {"paper_state": "returned", "paper_digest": kept.digest})
        tell(paper, "paper.return", actor=actor, before=facts[0], after=facts[1], at=at, why=why)


def sign_off(*, paper_id: int, version: int, digest: str, actor: Actor, at: datetime) -> None:
    """Sign the paper whose `digest` was seen.

    :raises NotAllowed: unless the actor issues in this round.
    :raises NoSuchThing: where there is no such paper.
    :raises CannotSign: where the words changed since they were seen, or it is signed already.
    :raises PaperChanged: where somebody else did something with the paper since.
    """
    acting(actor, Act.ISSUE)
    with transaction.atomic(durable=True):
        paper, actor = _claim(paper_id, Act.ISSUE, actor, version=version, states=OPEN)
        kept = _keep(paper, paper.versions_count + 1, "sign", actor=actor, at=at)
        if kept.digest != digest:
            raise CannotSign("文稿在您查看以后又有修改，请对照现在的文字再签发。")
        old = paper.state
        _move(
            paper,
            state="signed",
            reason="",
            versions_count=kept.number,
            signed_by=actor.name,
            signed_at=at,
            digest=kept.digest,
        )
        facts = ({"paper_state": old}, {"paper_state": "signed", "paper_digest": kept.digest})
        tell(paper, "paper.sign", actor=actor, before=facts[0], after=facts[1], at=at)


def freeze_paper(*, paper_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Freeze a signed paper for ever; the entry that says so holds its digest, and the next checkpoint holds the entry.

    :raises NotAllowed: unless the actor issues in this round.
    :raises NoSuchThing: where there is no such paper.
    :raises CannotSign: where it is not signed.
    :raises PaperChanged: where somebody else did something with the paper since.
    """
    acting(actor, Act.ISSUE)
    with transaction.atomic(durable=True):
        paper, actor = _claim(paper_id, Act.ISSUE, actor, version=version, states=("signed",))
        kept = _keep(paper, paper.versions_count + 1, "freeze", actor=actor, at=at)
        facts = ({"paper_state": "signed"}, {"paper_state": "frozen", "paper_digest": kept.digest})
        entry = journal.take_number()
        _move(paper, state="frozen", versions_count=kept.number, entry=entry)
        tell(paper, "paper.freeze", actor=actor, before=facts[0], after=facts[1], at=at, number=entry)


def _gathered(cycle_id: int, wish: PaperWish, *, at: datetime) -> tuple[datetime, LedgerFacts]:
    """The moment that a paper is of, and what the ledger said then; of a frozen month with the counts that it keeps."""
    period = find_period(cycle_id, wish.period) if wish.period is not None else None
    past = period.instant if period else wish.as_of
    as_of = past or at
    facts = gather(cycle_id=cycle_id, at=as_of, part=wish.part, past=past is not None, withheld=wish.withheld)
    if period is None or wish.part.kind:
        return as_of, facts
    units = tuple((name, Counts(**counts)) for name, counts in json.loads(period.units)["units"])
    return as_of, replace(facts, period=PeriodFact(period.month, units))


def _demand_wish(wish: PaperWish, *, at: datetime) -> None:
    if wish.kind not in PARTS:
        raise CannotCompose("没有这种文稿。")
    if wish.part.kind not in PARTS[wish.kind] or bool(wish.part.kind) != bool(wish.part.value):
        raise CannotCompose("这种文稿不能按这个范围生成，请换一个范围。")
    if wish.period is not None and wish.as_of is not None:
        raise CannotCompose("报告期和过去的时刻只能选一个。")
    if wish.as_of is not None and wish.as_of > at:
        raise CannotCompose("时间不能晚于现在。")
    if wish.withheld and wish.kind != "public":
        raise CannotCompose("只有对外公开稿可以不公开部分问题。")
    if wish.withheld and not wish.withheld_why.strip():
        raise CannotCompose("请写明不公开的依据。")
    if wish.document_number.strip():
        demand_number(wish.document_number.strip())


def hold_open(paper_id: int) -> None:
    """Hold a paper that may be edited; once edited, what was returned is being drafted again."""
    if ComposedPaper.objects.filter(pk=paper_id, state__in=OPEN).update(state="drafting") != 1:
        raise CannotSign("文稿已签发，不能再改；要改请先退回。")


def _claim(
    paper_id: int, act: Act, actor: Actor, *, version: int, states: tuple[str, ...]
) -> tuple[ComposedPaper, Actor]:
    paper = ComposedPaper.objects.filter(pk=paper_id).first()
    if paper is None:
        raise NoSuchThing("没有编号为 $id 的文稿。", id=paper_id)
    actor = acting(actor, act, Thing(cycle_id=paper.cycle_id))
    mine = ComposedPaper.objects.filter(pk=paper_id, version=version)
    if mine.update(version=F("version") + 1) != 1:
        raise PaperChanged("文稿已有变化，请看过现在的内容再办。")
    paper.refresh_from_db()
    if paper.state not in states:
        raise CannotSign("文稿$state，不能这样办。", state=_STATES[paper.state])
    return paper, actor


_STATES = {"drafting": "正在起草", "returned": "已退回修改", "signed": "已签发", "frozen": "已定稿"}


def _move(paper: ComposedPaper, **facts: object) -> None:
    for name, value in facts.items():
        setattr(paper, name, value)
    paper.save(update_fields=tuple(facts))


def _keep(paper: ComposedPaper, number: int, kept_for: str, *, actor: Actor, at: datetime) -> PaperVersion:
    content = content_of(paper, map(passage_of, paper.passages.order_by("position")))
    return PaperVersion.objects.create(
        paper=paper, number=number, kept_for=kept_for, content=content, digest=digest_of(content), by=actor.name, at=at
    )


def tell(
    paper: ComposedPaper,
    verb: str,
    *,
    actor: Actor,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    at: datetime,
    why: str = "",
    number: int | None = None,
) -> None:
    """Write the one entry that tells what became of a paper; `number` is one that was taken for it."""
    name = {"composed_paper": paper.title}
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("composed_paper", paper.pk),
        before={**name, **before} if before is not None else None,
        after={**name, **after},
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=paper.cycle_id,
        number=number,
    )
