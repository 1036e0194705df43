"""`zhenggai restore`: a backup becomes a home again."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import opened_house
from zhenggai.cli.passphrases import ask_passphrase
from zhenggai.cli.words import N_, _

SOME_WERE_MISSING = 1
MOST_NAMED = 5


def restore(*, file: str, earlier: tuple[str, ...], rows_only: bool) -> int:
    """Fill the empty home and print what came back."""
    with opened_house(migrated=False), ExitStack() as opened:
        from django.conf import settings

        from zhenggai.keeping.restoring import restore_backup

        done = restore_backup(
            opened.enter_context(Path(file).open("rb")),
            home=settings.HOME,
            passphrase=ask_passphrase(twice=False),
            earlier=[opened.enter_context(Path(one).open("rb")) for one in earlier],
            rows_only=rows_only,
        )
    click.echo(_("已恢复 $rows 行、$files 个文件。", rows=done.rows, files=done.files))
    if done.missing:
        names = "、".join(done.missing[:MOST_NAMED])
        click.echo(
            _("还缺 $count 个文件（$names），请加 --with 给出之前的备份。", count=len(done.missing), names=names)
        )
        return SOME_WERE_MISSING
    return 0


command = Command(
    name="restore",
    callback=restore,
    params=[
        click.Argument(["file"], metavar=N_("文件"), type=click.Path(exists=True, dir_okay=False)),
        click.Option(
            ["--with", "earlier"], metavar=N_("之前的备份"), multiple=True, type=click.Path(exists=True, dir_okay=False),
            help=N_("增量备份没有写入的文件，从这些之前的备份里取；可以写几次。"),
        ),
        click.Option(["--rows-only"], is_flag=True, help=N_("只装数据库，原件和钥匙已在数据目录里。")),
    ],
    help=N_(
        "把备份恢复到一个空的 ZHENGGAI_HOME 和空的数据库。备份来自早先的版本时，先按那个版本装入，再升级到现在的版本。"
        "SQLite 的备份可以恢复到 PostgreSQL，反过来也可以。"
    ),
    epilog=N_("例子：\n  ZHENGGAI_HOME=新目录 zhenggai restore 1126.zgb --with 1125.zgb"),
)  # fmt: skip
