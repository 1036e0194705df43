"""`zhenggai prove`: a file that proves one entry, or that the journal grew from a kept checkpoint."""

from __future__ import annotations

import sys

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.proof_files import load_text
from zhenggai.cli.usage import WrongUsage
from zhenggai.cli.words import N_, _


def prove(*, entry: int | None, since: str | None) -> int:
    """Seal, and write the proof to standard output."""
    if (entry is None) == (since is None):
        raise WrongUsage(_("写一条记录的编号，或者用 --since 给一个存证点，二者取一。"))
    older = load_text(since) if since is not None else ""
    with opened_house():
        from zhenggai.journal.keys import house_signer
        from zhenggai.journal.proving import prove_entry, prove_growth
        from zhenggai.journal.sealing import seal

        sealed = seal(signer=house_signer(), at=now())
        proof = (
            prove_growth(older=older, sealed=sealed) if entry is None else prove_entry(sequence=entry, sealed=sealed)
        )
    sys.stdout.buffer.write(proof)
    return 0


command = Command(
    name="prove",
    callback=prove,
    params=[
        click.Argument(["entry"], type=click.IntRange(1), required=False, metavar=N_("编号")),
        click.Option(
            ["--since"], metavar=N_("存证点文件"), help=N_("证明现在的记录是从这个存证点接着长出来的，不显示任何记录。")
        ),
    ],
    help=N_(
        "给一条记录出证明，写到标准输出。证明里只有这一条的内容，别的记录一个字也看不到；"
        "拿到的人用 zhenggai verify-proof 核对，不需要数据库。"
    ),
    epilog=N_("例子：\n  zhenggai prove 128 > 证明.json\n  zhenggai prove --since 存证点.txt > 接续证明.json"),
)
