"""`zhenggai recount`: throw away what pages keep of their counts, so that they count anew."""

from __future__ import annotations

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import opened_house
from zhenggai.cli.words import N_, _


def recount() -> int:
    """Forget, and say how much that was."""
    with opened_house():
        from zhenggai.ledger.recounting import forget_what_is_kept

        forgotten = forget_what_is_kept()
    click.echo(_("丢掉了留存的统计 $count 份，下次打开页面时重新数。", count=forgotten))
    return 0


command = Command(
    name="recount",
    callback=recount,
    params=[],
    help=N_(
        "丢掉页面留存的统计：台账筛选项旁的个数和合计、任务还差几项，下次打开时照数据重新数。"
        "留存的统计有新记录就自动重数，一般不必手工运行；直接改过数据库以后用得上。"
    ),
    epilog=N_("例子：\n  zhenggai recount"),
)
