"""`zhenggai adopt`: a file becomes a cycle in ZHENGGAI_HOME."""

from __future__ import annotations

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.inputs import Input, find_inputs, is_single
from zhenggai.cli.usage import CouldNot, WrongUsage
from zhenggai.cli.words import N_, _


def adopt(*, file: str, history: bool, again: bool) -> int:
    """Adopt one file and print the number of its cycle."""
    if not is_single((file,)):
        raise WrongUsage(_("一次只能收入一个文件。"), ctx=click.get_current_context(silent=True))
    (one,) = find_inputs((file,))
    with opened_house():
        from django.conf import settings

        from zhenggai.cli.adopting import adopt_file
        from zhenggai.domain.rights import CONSOLE, Actor
        from zhenggai.domain.roles import Role

        clerk = Actor(id=CONSOLE.id, name=CONSOLE.name, role=Role.OFFICE_CLERK)
        data = _load(one, limit=settings.MAX_UPLOAD_BYTES)
        cycle = adopt_file(name=one.name, data=data, history=history, again=again, actor=clerk, at=now())
    click.echo(_("已收入台账，编号 $cycle。", cycle=cycle))
    return 0


def _load(one: Input, *, limit: int) -> bytes:
    try:
        return one.load(limit=limit)
    except (OSError, ValueError) as fault:
        raise CouldNot(_("读不了“$path”：请确认它是一个文件，并且能在本机打开。", path=one.path)) from fault


command = Command(
    name="adopt",
    callback=adopt,
    params=[
        click.Argument(["file"], metavar=N_("文件")),
        click.Option(["--history"], is_flag=True, help=N_("作为历史收入：文中写明已完成的问题算已销号。")),
        click.Option(["--again"], is_flag=True, help=N_("这份文件收入过也再收入一次。")),
    ],
    help=N_(
        "把文件收入台账，说出台账的编号。数据放在 ZHENGGAI_HOME（默认 ./zhenggai-data）。要先看再改，请用网页上的导入。"
    ),
    epilog=N_("例子：\n  zhenggai adopt 反馈意见.docx\n  zhenggai adopt --history 上轮整改报告.pdf"),
)
