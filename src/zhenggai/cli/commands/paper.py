"""`zhenggai paper`: a paper composed from the ledger, written as a Word file; nothing is kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.usage import CouldNot, WrongUsage
from zhenggai.cli.words import N_, _
from zhenggai.domain.papers.names import PAPER_NAMES, PARTS


def paper(*, kind: str, cycle: int, out: str, part: str, as_of: datetime | None) -> int:
    """Compose the paper, write it and print its name and how many figures it has."""
    wanted, _colon, value = part.partition(":")
    if wanted not in PARTS[kind] or bool(wanted) != bool(value):
        raise WrongUsage(_("这种文稿不能按这个范围生成，请换一个范围。"))
    with opened_house():
        from django.utils.timezone import make_aware

        from zhenggai.oversight.composing.gathering import Part, gather
        from zhenggai.oversight.composing.writing import written

        at = now() if as_of is None else make_aware(as_of)
        facts = gather(cycle_id=cycle, at=at, part=Part(wanted, value), past=as_of is not None)
        file, figures = written(kind, facts)
        try:
            Path(out).write_bytes(file)
        except OSError as fault:
            raise CouldNot(_("写不进“$file”：$fault。", file=out, fault=fault.strerror)) from fault
    click.echo(_("已写入 $file，数字 $count 处。", file=out, count=figures))
    return 0


command = Command(
    name="paper",
    callback=paper,
    params=[
        click.Argument(["kind"], type=click.Choice(list(PAPER_NAMES)), metavar=N_("种类")),
        click.Option(["--cycle"], type=int, required=True, help=N_("轮次的编号。")),
        click.Option(["--out"], required=True, help=N_("写到哪个文件，以 .docx 结尾。")),
        click.Option(
            ["--part"],
            default="",
            help=N_("只写一部分：unit:单位名、leader:姓名、task:任务号、aspect:方面编号。"),
        ),
        click.Option(
            ["--as-of"], type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help=N_("按过去这一刻的台账写。")
        ),
    ],
    help=N_("从台账生成一份文稿，写成 Word 文件。文稿不留在台账里；要修改、签发、定稿，请在网页的“文稿”里生成。"),
    epilog=N_("例子：\n  zhenggai paper progress --cycle 1 --out 进展报告.docx"),
)
