"""`zhenggai move`: the same home on another database, by one command."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _

_SQLITE = "sqlite"
_POSTGRES = ("postgres://", "postgresql://")


def move(*, to: str) -> int:
    """Copy every row to the other database, and say how to go on with it."""
    wanted = _variables_of(to)
    passphrase = secrets.token_urlsafe(32)
    with opened_house():
        from django.conf import settings

        from zhenggai.journal.operations import fresh_salt
        from zhenggai.keeping.backups import make_backup

        if settings.DB == wanted["ZHENGGAI_DB"] == _SQLITE:
            raise CouldNot(_("现在用的就是数据目录里的 SQLite，不用搬。"))
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".moving-") as folder:
            path = Path(folder) / "rows"
            with path.open("wb") as file:
                # Every file counts as held already: they stay where they are.
                made = make_backup(
                    file, home=settings.HOME, passphrase=passphrase, salt=fresh_salt()[:16], at=now(), rows_only=True
                )
            _load(path, passphrase, {**wanted, "ZHENGGAI_HOME": str(settings.HOME)})
    click.echo(_("已搬到新的数据库：$rows 行。", rows=made.rows))
    click.echo(_("今后启动时请设 ZHENGGAI_DB=$db；原来的数据库没有改动，确认无误后再清理。", db=wanted["ZHENGGAI_DB"]))
    return 0


def _variables_of(to: str) -> dict[str, str]:
    """The settings under which the other database is opened.

    :raises CouldNot: for anything but the two kinds of databases.
    """
    if to == _SQLITE:
        return {"ZHENGGAI_DB": _SQLITE}
    if to.startswith(_POSTGRES):
        return {"ZHENGGAI_DB": "postgres", "DATABASE_URL": to}
    raise CouldNot(_("--to 应为 sqlite，或 postgres:// 开头的地址。"))


def _load(path: Path, passphrase: str, variables: dict[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"ZHENGGAI_DB", "DATABASE_URL"}}
    done = subprocess.run(  # noqa: S603  our own program with our own arguments
        [sys.executable, "-c", "from zhenggai.cli import main; main()", "restore", str(path), "--rows-only"],
        env={**kept, **variables},
        input=passphrase + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CouldNot(done.stderr.strip() or _("搬到新的数据库没有成功。"))


command = Command(
    name="move",
    callback=move,
    params=[click.Option(["--to"], required=True, metavar=N_("数据库"), help=N_("sqlite，或 postgres:// 开头的地址。"))],
    help=N_(
        "把数据库里的全部内容搬到另一个空的数据库：从 SQLite 到 PostgreSQL，或者搬回来。原件和钥匙留在数据目录里不动，"
        "记录一条不少。搬之前请先停止服务并做一次备份。"
    ),
    epilog=N_("例子：\n  zhenggai move --to postgres://zhenggai@localhost/zhenggai\n  zhenggai move --to sqlite"),
)  # fmt: skip
