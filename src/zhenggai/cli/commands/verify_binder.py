"""`zhenggai verify-binder`: check a binder with nothing but the public key; no database, no settings, no network."""

from __future__ import annotations

from pathlib import Path

import click

from zhenggai.chain.binders import CheckedBinder, check_binder
from zhenggai.cli.help import Command
from zhenggai.cli.proof_files import exit_of, key_named
from zhenggai.cli.words import N_, _
from zhenggai.domain.binders import LACKING, LEFT_OUT


def check(*, binder: str, key: str | None) -> int:
    """Say what the binder holds, or in one line what is wrong with it."""
    verifier = key_named(key) if key is not None else None
    return exit_of(lambda: _shown(check_binder(Path(binder), verifier=verifier)), write=click.echo)


def _shown(checked: CheckedBinder) -> str:
    binder, checkpoint = checked.binder, checked.checkpoint
    lines = [
        _(
            "材料卷无误：$label，$count 件，文件 $files 个都与目录和存证一致（$origin，到第 $size 条）。",
            label=binder.label,
            count=len(binder.held),
            files=checked.files,
            origin=checkpoint.origin,
            size=checkpoint.size,
        )
    ]
    lacking, left_out = binder.of(*LACKING), binder.of(*LEFT_OUT)
    if lacking:
        lines.append(_("目录写明缺件：$numbers。", numbers="、".join(piece.number for piece in lacking)))
    if left_out:
        lines.append(_("目录写明未收入：$numbers。", numbers="、".join(piece.number for piece in left_out)))
    if checked.unproved:
        lines.append(_("$count 件没有附收件证明。", count=checked.unproved))
    if checked.own_key:
        lines.append(
            _("用的是卷里自带的公钥：只说明这一卷没有坏、前后一致。要确认是谁制作的，请用 --key 给出另外拿到的公钥。")
        )
    return "\n".join(lines)


command = Command(
    name="verify-binder",
    callback=check,
    params=[
        click.Argument(["binder"], metavar=N_("材料卷")),
        click.Option(["--key"], metavar=N_("公钥"), help=N_("另外拿到的公钥，或存公钥的文件；不写时用卷里自带的。")),
    ],
    help=N_(
        "核对一卷佐证材料（zip，或解压后的文件夹）：每个文件的校验值，没有多、没有少，目录、存证点和收件证明。"
        "不用数据库，不联网。无误退出码 0；否则用一句话说出第一处不对，退出码 1。"
    ),
    epilog=N_("例子：\n  zhenggai verify-binder 任务5.zip --key 公钥.txt"),
)
