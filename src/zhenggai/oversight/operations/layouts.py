"""An office's own layouts for its papers: brought, examined, retired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.jobs.confined import Unreadable
from zhenggai.jobs.layouts import mistakes_of
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.files import keep_content
from zhenggai.oversight.models import PaperLayout
from zhenggai.papers.layouts import Mistake

LARGEST = 20_000_000
LONGEST_NAME = 255


class WrongLayout(Refusal):
    """A file that cannot be a layout; `mistakes` are told one by one."""

    mistakes: tuple[Mistake, ...] = ()


class LayoutChanged(Refusal):
    """Somebody else did something with the layout, or brought another, at the same time."""


def add_layout(*, cycle_id: int, kind: str, file: BinaryIO, name: str, actor: Actor, at: datetime) -> int:
    """Keep a layout for a kind of paper and return its number; the next of its kind where there is one already.

    :raises NotAllowed: unless the actor plans in this round.
    :raises WrongLayout: where there is no such kind, or the file has mistakes.
    :raises LayoutChanged: where another layout of the kind came at the same moment.
    """
    acting(actor, Act.PLAN)
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    if kind not in PAPER_NAMES:
        raise WrongLayout("没有这种文稿。")
    data = file.read(LARGEST + 1)
    shown = _plain_name(name)
    _demand_layout(data, shown)
    kept = keep_content(data, folder=settings.FILES, limit=LARGEST)
    with transaction.atomic(durable=True):
        before = PaperLayout.objects.filter(cycle=cycle_id, kind=kind).aggregate(last=Max("number"))["last"] or 0
        layout = PaperLayout(
            cycle_id=cycle_id,
            kind=kind,
            number=before + 1,
            name=shown,
            sha256=kept.sha256,
            size=kept.size,
            by=actor.name,
            at=at,
        )
        try:
            with transaction.atomic():
                layout.save(force_insert=True)
        except IntegrityError as fault:
            raise LayoutChanged("刚才有人也上传了这种文稿的版式，请看过以后再传。") from fault
        after = {"layout_number": layout.number, "sha256": kept.sha256, "size": kept.size}
        _tell(layout, "layout.add", actor=actor, before=None, after=after, at=at)
    return layout.pk


def retire_layout(*, layout_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Let a layout be used no more; it stays to be seen.

    :raises NotAllowed: unless the actor plans in this round.
    :raises NoSuchThing: where there is no such layout.
    :raises LayoutChanged: where it is retired already.
    """
    acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        layout = PaperLayout.objects.filter(pk=layout_id).first()
        if layout is None:
            raise NoSuchThing("没有编号为 $id 的版式。", id=layout_id)
        actor = acting(actor, Act.PLAN, Thing(cycle_id=layout.cycle_id))
        mine = PaperLayout.objects.filter(pk=layout_id, version=version, retired_at=None)
        if mine.update(version=F("version") + 1, retired_by=actor.name, retired_at=at) != 1:
            raise LayoutChanged("这份版式已由别人停用。")
        facts = ({"layout_state": "可用"}, {"layout_state": "停用"})
        _tell(layout, "layout.retire", actor=actor, before=facts[0], after=facts[1], at=at)


def _demand_layout(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        raise WrongLayout("版式文件最大 $limit MB。", limit=LARGEST // 1_000_000)
    try:
        mistakes = mistakes_of(data, name=name)
    except Unreadable as fault:
        raise WrongLayout(fault.pattern, **fault.facts) from fault
    if mistakes:
        refusal = WrongLayout("这份版式有 $count 处要改，改好再上传。", count=len(mistakes))
        refusal.mistakes = mistakes
        raise refusal


def _tell(
    layout: PaperLayout,
    verb: str,
    *,
    actor: Actor,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    at: datetime,
) -> None:
    name = {"paper_layout": layout.name, "paper_kind": PAPER_NAMES[layout.kind]}
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("paper_layout", layout.pk),
        before={**name, **before} if before is not None else None,
        after={**name, **after},
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=layout.cycle_id,
    )


def _plain_name(name: str) -> str:
    shown = "".join(character for character in PurePath(name.replace("\\", "/")).name if character.isprintable())
    return shown[-LONGEST_NAME:]
