"""`zhenggai sweep`: throw away files that nothing names."""

from __future__ import annotations

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.words import N_, _


def sweep() -> int:
    """Sweep and say how much that was."""
    with opened_house():
        from zhenggai.cli.sweeping_clock import sweep_home

        swept = sweep_home(at=now())
    click.echo(_("清理了没有归属的文件 $files 个，共 $bytes 字节。", files=swept.files, bytes=swept.bytes))
    return 0


command = Command(
    name="sweep",
    callback=sweep,
    params=[],
    help=N_(
        "清理没有归属的文件：上传到一半断电、进程被杀留下的，超过一天、没有任何记录提到的才清理。"
        "服务启动时和此后每天会自动清理，一般不必手工运行。"
    ),
    epilog=N_("例子：\n  zhenggai sweep"),
)
