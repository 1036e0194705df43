"""`zhenggai verify`: whether anything was altered, removed, slipped in or reordered."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import opened_house
from zhenggai.cli.proof_files import exit_of, key_named, load_text
from zhenggai.cli.words import N_, _

_MOST_PROCESSES = 8


def verify(*, against: Sequence[str], key: str | None) -> int:
    """Verify the home and say in one line what holds, or what is wrong first."""
    kept = [load_text(path) for path in against]
    with opened_house():
        from zhenggai.journal.keys import house_signer
        from zhenggai.ledger.verifying import verify_home

        verifier = key_named(key) if key else house_signer().verifier

        def check() -> str:
            found = verify_home(verifier=verifier, kept=kept, processes=min(os.cpu_count() or 1, _MOST_PROCESSES))
            journal = found.journal
            words = [
                _(
                    "全部对得上：记录 $entries 条，存证点 $checkpoints 个，台账 $rows 行，文件 $files 个。",
                    entries=journal.entries, checkpoints=journal.checkpoints, rows=found.rows, files=found.files,
                ),
                _("冻结的报告期 $count 个，都没有动过。", count=found.periods) if found.periods else "",
                _("迁入的记录 $count 条，都在迁入时的存证点之内。", count=found.arrived) if found.arrived else "",
                _("与保存的存证点一致。") if kept else "",
                _("提示：最后 $count 条还没有存证点。", count=journal.entries - journal.sealed)
                if journal.sealed < journal.entries
                else "",
                _(
                    "提示：有 $count 条的时间早于前一条（时钟往回调过），第一处是第 $first 条。",
                    count=len(journal.set_back), first=journal.set_back[0],
                )
                if journal.set_back
                else "",
            ]  # fmt: skip
            return "".join(words)

        return exit_of(check, write=click.echo)


command = Command(
    name="verify",
    callback=verify,
    params=[
        click.Option(
            ["--against"], multiple=True, metavar=N_("文件"),
            help=N_("与保存在外面的存证点对照：它之前的记录一条没有改、没有少。可以给多个。"),
        ),
        click.Option(
            ["--key"], metavar=N_("公钥"), help=N_("用这个公钥（或存它的文件）核对签名；不写时用数据目录里的密钥。")
        ),
    ],
    help=N_(
        "逐条检查：每条记录的内容与指纹，编号不缺不乱，每个存证点的签名和树根，前后存证点相接，"
        "台账的每一行与记录最后所留的一致，冻结的报告期与当时的记录一致，迁入的记录与带来的存证点一致，文件与指纹一致。全部对得上退出码 0；否则用一句话说出第一处，退出码 1。"
    ),
    epilog=N_("例子：\n  zhenggai verify\n  zhenggai verify --against 存证点.txt --key 公钥.txt"),
)  # fmt: skip
