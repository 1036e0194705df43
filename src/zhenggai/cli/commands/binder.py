"""`zhenggai binder`: the evidence of a task, a unit or a round as one zip for the on-site check."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _
from zhenggai.domain.binders import STATE_WORDS, read_part

FOUND = 1


def binder(*, cycle: int, part: str, out: str) -> int:
    """Write the binder and print what is in it; 1 where a file is lacking."""
    with opened_house():
        from zhenggai.domain.rights import CONSOLE, Actor
        from zhenggai.domain.roles import Role
        from zhenggai.ledger.operations.binding import bind_evidence

        clerk = Actor(id=CONSOLE.id, name=CONSOLE.name, role=Role.OFFICE_CLERK)
        bound = bind_evidence(cycle_id=cycle, part=read_part(part), actor=clerk, at=now())
        target = Path(out) / bound.name if Path(out).is_dir() else Path(out)
        try:
            write_whole(target, bound.stream)
        except OSError as fault:
            raise CouldNot(_("写不进“$file”：$fault。", file=target, fault=fault.strerror)) from fault
    for piece in bound.lacking:
        click.echo(f"{piece.number}  {piece.name}  {_(STATE_WORDS[piece.state])}")
    click.echo(
        _("已写入 $file：$count 件，$size 字节。", file=target, count=len(bound.binder.held), size=bound.binder.size)
    )
    return FOUND if bound.lacking else 0


def write_whole(target: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the place first, so that what was broken off never stands there."""
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".zhenggai-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        Path(beside).replace(target)
    finally:
        Path(beside).unlink(missing_ok=True)


command = Command(
    name="binder",
    callback=binder,
    params=[
        click.Option(
            ["--cycle"], type=click.IntRange(min=1), required=True, metavar=N_("编号"), help=N_("轮次的编号。")
        ),
        click.Option(
            ["--part"],
            default="",
            metavar=N_("范围"),
            help=N_("只装一部分：task:任务号、unit:单位名、leader:姓名、aspect:方面编号。"),
        ),
        click.Option(["--out"], required=True, metavar=N_("文件"), help=N_("写到哪个 zip 文件，或哪个文件夹。")),
    ],
    help=N_(
        "把佐证材料按编号装成一卷，供现场核查：卷内目录、文件、校验清单、存证点和每个文件的收件证明。"
        "缺了、坏了的文件写进目录，照样成卷，退出码 1。拿到的人用 zhenggai verify-binder 核对。"
    ),
    epilog=N_("例子：\n  zhenggai binder --cycle 1 --part task:5 --out 任务5.zip"),
)
