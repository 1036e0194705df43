"""`zhenggai cycle`: a whole round out of the house as one zip, such a zip checked anywhere, and brought into another house."""

from __future__ import annotations

from pathlib import Path

import click

from zhenggai.cli.commands import cycle_in
from zhenggai.cli.commands.binder import write_whole
from zhenggai.cli.help import Command, Group
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.proof_files import exit_of, key_named
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _

FOUND = 1


def out(*, cycle: int, file: str) -> int:
    """Write the export and say what is in it; 1 where a stored file is gone or damaged."""
    with opened_house():
        from zhenggai.domain.rights import CONSOLE, Actor
        from zhenggai.domain.roles import Role
        from zhenggai.keeping.rounds.leaving import take_out

        clerk = Actor(id=CONSOLE.id, name=CONSOLE.name, role=Role.OFFICE_CLERK)
        leaving = take_out(cycle_id=cycle, actor=clerk, at=now())
        target = Path(file) / leaving.name if Path(file).is_dir() else Path(file)
        try:
            write_whole(target, leaving.stream)
        except OSError as fault:
            raise CouldNot(_("写不进“$file”：$fault。", file=target, fault=fault.strerror)) from fault
    for digest in leaving.missing:
        click.echo(_("缺少原件，指纹 $digest。", digest=digest))
    click.echo(_("已写入 $file：$rows 行，原件 $files 个。", file=target, rows=leaving.rows, files=leaving.files))
    return FOUND if leaving.missing else 0


def check(*, file: str, key: str | None) -> int:
    """Say what the export holds, or in one line what is wrong with it."""
    from zhenggai.chain.rounds import check_round

    verifier = key_named(key) if key is not None else None

    def shown() -> str:
        checked = check_round(Path(file), verifier=verifier)
        said = _(
            "导出无误：《$title》，文件 $files 个，记录 $entries 条都在 $origin 的存证之内。",
            title=checked.about["round"]["title"],
            files=checked.files,
            entries=checked.entries,
            origin=checked.checkpoint.origin,
        )
        own = _("用的是里面自带的公钥，只说明前后一致；要确认是谁导出的，请用 --key 给出另外拿到的公钥。")
        return f"{said}\n{own}" if checked.own_key else said

    return exit_of(shown, write=click.echo)


_OUT = Command(
    name="out",
    callback=out,
    params=[
        click.Argument(["cycle"], type=click.IntRange(min=1), metavar=N_("轮次编号")),
        click.Argument(["file"], metavar=N_("文件")),
    ],
    short_help=N_("把一个轮次全部导出"),
    help=N_("把一个轮次的全部内容导出成一个 zip：行、电子表、原件和可以核对的记录。格式见 docs/export.md。"),
    epilog=N_("例子：\n  zhenggai cycle out 1 轮次1.zip"),
)
_CHECK = Command(
    name="check",
    callback=check,
    params=[
        click.Argument(["file"], metavar=N_("文件")),
        click.Option(["--key"], metavar=N_("公钥"), help=N_("另外拿到的公钥，或存公钥的文件；不写时用里面自带的。")),
    ],
    short_help=N_("核对一份导出，不用数据库"),
    help=N_("核对一份轮次导出：每个文件、每条记录。不用数据库，不联网。不对时用一句话说出第一处，退出码 1。"),
    epilog=N_("例子：\n  zhenggai cycle check 轮次1.zip --key 公钥.txt"),
)
command = Group(
    name="cycle",
    commands={"out": _OUT, "check": _CHECK, "in": cycle_in.command},
    help=N_("整个轮次导出带走，核对导出的内容，把别处导出的轮次迁入。"),
)
