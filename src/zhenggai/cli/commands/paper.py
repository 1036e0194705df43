"""`zhenggai paper`: a paper composed from the ledger, written as a Word file or as PDF; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.usage import CouldNot, WrongUsage
from zhenggai.cli.words import N_, _
from zhenggai.domain.papers.names import PAPER_NAMES, PARTS
from zhenggai.jobs.fontlist import installed_families
from zhenggai.papers.official import Typeface, typefaces


def paper(*, kind: str, cycle: int, out: str, part: str, as_of: datetime | None, pdf: bool) -> int:
    """Compose the paper, write it, print its name, how many figures it has and which typefaces are missing."""
    wanted, _colon, value = part.partition(":")
    if wanted not in PARTS[kind] or bool(wanted) != bool(value):
        raise WrongUsage(_("这种文稿不能按这个范围生成，请换一个范围。"))
    with opened_house():
        from django.utils.timezone import make_aware

        from zhenggai.oversight.composing.gathering import Part, gather
        from zhenggai.oversight.composing.writing import composed_now, written

        at = now() if as_of is None else make_aware(as_of)
        facts = gather(cycle_id=cycle, at=at, part=Part(wanted, value), past=as_of is not None)
        composed = composed_now(kind, facts)
        content = written(composed, "pdf" if pdf else "docx")
        try:
            Path(out).write_bytes(content)
        except OSError as fault:
            raise CouldNot(_("写不进“$file”：$fault。", file=out, fault=fault.strerror)) from fault
    click.echo(_("已写入 $file，数字 $count 处。", file=out, count=len(composed.figures)))
    for line in font_lines(typefaces(installed_families()), pdf=pdf):
        click.echo(line)
    return 0


def font_lines(faces: Iterable[Typeface], *, pdf: bool) -> Iterator[str]:
    """What to say of the typefaces that this machine lacks, a line for each."""
    for face in faces:
        if face.here is None:
            yield _("这台机器不说装了哪些字体；公文用的字体不附带，缺了会用别的代替。")
            return
        if not face.here and pdf and face.pages:
            yield _("这台机器没有“$font”，PDF 用“$other”代替。", font=face.name, other=face.pages)
        elif not face.here:
            yield _("这台机器没有“$font”，Word 会用“$other”代替。", font=face.name, other=face.word)


command = Command(
    name="paper",
    callback=paper,
    params=[
        click.Argument(["kind"], type=click.Choice(list(PAPER_NAMES)), metavar=N_("种类")),
        click.Option(["--cycle"], type=int, required=True, help=N_("轮次的编号。")),
        click.Option(["--out"], required=True, help=N_("写到哪个文件，以 .docx 结尾；PDF 以 .pdf 结尾。")),
        click.Option(["--pdf"], is_flag=True, help=N_("写成 PDF，版式与 Word 相同。")),
        click.Option(
            ["--part"],
            default="",
            help=N_("只写一部分：unit:单位名、leader:姓名、task:任务号、aspect:方面编号。"),
        ),
        click.Option(
            ["--as-of"], type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help=N_("按过去这一刻的台账写。")
        ),
    ],
    help=N_("从台账生成一份文稿，写成 Word 文件或 PDF。文稿不留在台账里；要修改、签发、定稿，请在网页的“文稿”里生成。"),
    epilog=N_(
        "例子：\n  zhenggai paper progress --cycle 1 --out 进展报告.docx\n  zhenggai paper progress --cycle 1 --pdf --out 进展报告.pdf"
    ),
)
