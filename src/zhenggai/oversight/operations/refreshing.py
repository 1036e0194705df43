"""Taking figures that have moved in the ledger into a passage of a paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.oversight.composing.refreshing import fresh_figures, offer_digest, offers_for, refreshed
from zhenggai.oversight.composing.stored import passage_of, table_text, words_text
from zhenggai.oversight.models import PaperPassage
from zhenggai.oversight.operations.composing import PaperChanged, hold_open, tell


def refresh_passage(*, passage_id: int, version: int, offered: str, actor: Actor, at: datetime) -> None:
    """Take the figures that were `offered` for a passage; its other words stay as they are.

    :raises NotAllowed: unless the actor plans in this round.
    :raises NoSuchThing: where there is no such passage.
    :raises CannotSign: where the paper is signed already.
    :raises PaperChanged: where the passage, or what the ledger says, is not what was seen.
    """
    acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        row = PaperPassage.objects.select_related("paper").filter(pk=passage_id).first()
        if row is None:
            raise NoSuchThing("没有编号为 $id 的段落。", id=passage_id)
        actor = acting(actor, Act.PLAN, Thing(cycle_id=row.paper.cycle_id))
        hold_open(row.paper_id)
        before = passage_of(row)
        fresh = fresh_figures(row.paper, now=at)
        offers = offers_for(before, fresh)
        if not offers or offer_digest(offers) != offered:
            raise PaperChanged("台账里的数字又有变化，请看过现在的再接受。")
        after = refreshed(before, fresh)
        mine = PaperPassage.objects.filter(pk=passage_id, version=version)
        renewed = {"words": words_text(after.words), "table": table_text(after.table)}
        if mine.update(**renewed, version=F("version") + 1, edited_by=actor.name, edited_at=at) != 1:
            raise PaperChanged("这一段已由 $who 改过，请看过现在的文字再接受。", who=row.edited_by)
        tell(
            row.paper,
            "paper.refresh",
            actor=actor,
            before={"moved_figures": "、".join(one.then for one in offers)},
            after={"moved_figures": "、".join(one.now for one in offers)},
            at=at,
        )
