"""`zhenggai backup`: the whole home in one sealed file, while people go on working."""

from __future__ import annotations

from pathlib import Path

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.passphrases import ask_passphrase
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _


def backup(*, file: str, since: str | None) -> int:
    """Write a backup and print what is in it."""
    with opened_house():
        from django.conf import settings

        from zhenggai.journal.operations import fresh_salt
        from zhenggai.keeping.backups import files_in, make_backup, placed

        passphrase = ask_passphrase(twice=True)
        try:
            earlier = frozenset[str]()
            if since:
                with Path(since).open("rb") as source:
                    earlier = files_in(source, passphrase=passphrase)
            with placed(Path(file)) as target:
                made = make_backup(
                    target,
                    home=settings.HOME,
                    passphrase=passphrase,
                    salt=fresh_salt()[:16],
                    at=now(),
                    earlier=earlier,
                )
        except OSError as fault:
            raise CouldNot(_("备份没有写成：$fault。", fault=fault.strerror)) from fault
    click.echo(
        _(
            "已备份到 $file：$rows 行、$files 个文件，共 $size 字节。",
            file=file,
            rows=made.rows,
            files=made.files,
            size=made.size,
        )
    )
    if made.skipped:
        click.echo(_("另有 $count 个文件在之前的备份里，恢复时要一起给出。", count=made.skipped))
    return 0


command = Command(
    name="backup",
    callback=backup,
    params=[
        click.Argument(["file"], metavar=N_("文件")),
        click.Option(
            ["--since"], metavar=N_("之前的备份"), type=click.Path(exists=True, dir_okay=False),
            help=N_("增量：只写入之前的备份里没有的原件和佐证；数据库每次都完整。"),
        ),
    ],
    help=N_(
        "把数据库、原件、佐证和钥匙备份成一个加密的文件，不必停止服务。口令从键盘输入，也可以从管道送入一行，"
        "或写在 ZHENGGAI_BACKUP_PASSPHRASE 里。口令丢了，备份就打不开。"
    ),
    epilog=N_("例子：\n  zhenggai backup 1125.zgb\n  zhenggai backup 1126.zgb --since 1125.zgb"),
)  # fmt: skip
