"""`zhenggai serve`: the product for real use, in ZHENGGAI_HOME."""

from __future__ import annotations

from functools import partial

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import opened_house
from zhenggai.cli.words import N_, _

HOST = click.Option(
    ["--host"], default="127.0.0.1", metavar=N_("地址"), help=N_("监听的地址，默认 127.0.0.1（只有本机能访问）。")
)
PORT = click.Option(
    ["--port"],
    type=click.IntRange(0, 65535),
    metavar=N_("端口"),
    help=N_("监听的端口；不写时用 8000 或其后第一个空闲的。"),
)
PROCESSES = click.Option(
    ["--processes"],
    type=click.IntRange(1, 64),
    default=1,
    metavar=N_("个数"),
    help=N_("几个进程一起回应，默认 1 个；人多的时候，可以有几个处理器核就写几（Windows 上只能 1 个）。"),
)


def serve(*, host: str, port: int | None, processes: int) -> int:
    """Migrate, listen, and serve until stopped."""
    with opened_house():
        from zhenggai.cli.helpers import serve_with_helpers
        from zhenggai.cli.serving import address_of, listen
        from zhenggai.people.queries import list_people

        with listen(host=host, port=port) as listening:
            if not list_people():
                click.echo(_("还没有账号，请先运行：zhenggai admin create 登录名"))
            say_ready = partial(click.echo, f"ready: {address_of(listening)}")
            serve_with_helpers(listening, processes=processes, ready=say_ready)
    return 0


command = Command(
    name="serve",
    callback=serve,
    params=[HOST, PORT, PROCESSES],
    help=N_(
        "启动服务，用浏览器办公。数据放在 ZHENGGAI_HOME（默认 ./zhenggai-data）；"
        "启动时自动升级数据库。供别的机器访问时，用 --host 0.0.0.0，并把域名或地址写进 ZHENGGAI_HOSTS。"
    ),
    epilog=N_("例子：\n  zhenggai serve\n  ZHENGGAI_HOME=/srv/zhenggai zhenggai serve --port 9000"),
)
