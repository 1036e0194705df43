"""`zhenggai cycle in`: a round that was taken out of another home, looked at and brought into this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.proof_files import key_named, load
from zhenggai.cli.words import N_, _

if TYPE_CHECKING:
    from zhenggai.keeping.rounds.examining import Examined
    from zhenggai.keeping.rounds.pairing import Pair

FOUND = 1


def bring(*, file: str, dry_run: bool, pairs: str | None, key: str | None, again: bool) -> int:
    """Bring the round in, or only say what would come; 1 where something waits to be said, or originals are missing."""
    verifier = key_named(key) if key is not None else None
    with opened_house():
        from zhenggai.domain.rights import CONSOLE, Actor
        from zhenggai.domain.roles import Role
        from zhenggai.keeping.rounds.arriving import take_in
        from zhenggai.keeping.rounds.examining import examine_round
        from zhenggai.keeping.rounds.pairs_file import answers_in

        clerk = Actor(id=CONSOLE.id, name=CONSOLE.name, role=Role.OFFICE_CLERK)
        answers = answers_in(load(pairs)) if pairs is not None else {}
        if dry_run:
            found = examine_round(path=Path(file), answers=answers, actor=clerk, verifier=verifier)
            _show(found)
            return FOUND if found.unclear or found.missing else 0
        arrived = take_in(path=Path(file), answers=answers, again=again, actor=clerk, at=now(), verifier=verifier)
    for digest in arrived.missing:
        click.echo(_("缺少原件，指纹 $digest。", digest=digest))
    click.echo(
        _(
            "已迁入，轮次编号 $cycle：$rows 行，原件 $files 个，原来的记录 $entries 条。",
            cycle=arrived.cycle_id,
            rows=arrived.rows,
            files=arrived.files,
            entries=arrived.entries,
        )
    )
    return FOUND if arrived.missing else 0


def _show(found: Examined) -> None:
    click.echo(_("轮次《$title》，导出自 $origin，$at。", title=found.title, origin=found.checked.checkpoint.origin,
                 at=found.checked.about["exported_at"]))  # fmt: skip
    if found.checked.own_key:
        click.echo(_("用的是里面自带的公钥，只说明前后一致；要确认是谁导出的，请用 --key 给出另外拿到的公钥。"))
    if found.earlier:
        click.echo(_("这份导出已经迁入过，是轮次 $cycle；要再迁入一份，请加 --again。", cycle=found.earlier[0]))
    for label, count in found.tables:
        if count:
            click.echo(f"{count:>10}  {label}")
    click.echo(_("共 $rows 行，原件 $files 个，记录 $entries 条。", rows=found.rows, files=found.originals,
                 entries=found.checked.entries))  # fmt: skip
    for digest in found.missing:
        click.echo(_("缺少原件，指纹 $digest。", digest=digest))
    for pair in found.pairs:
        click.echo(_line(pair))
    if found.unclear:
        click.echo(_("有 $count 处对不准，请写在对照文件里，用 --pairs 给出。", count=len(found.unclear)))


def _line(pair: Pair) -> str:
    if pair.here is None:
        meant = "、".join(f"{choice.id} {choice.name}" for choice in pair.choices)
        return f"? {pair.key}  {pair.name}  {_('可能是几个，请指定')}：{meant}"
    if pair.here == 0:
        return f"+ {pair.key}  {pair.name}  {_(pair.how)}"
    return f"= {pair.key}  {pair.name}  {pair.here} {pair.here_name}（{_(pair.how)}）"


command = Command(
    name="in",
    callback=bring,
    params=[
        click.Argument(["file"], metavar=N_("文件")),
        click.Option(["--dry-run"], is_flag=True, help=N_("只看会迁入什么、对上什么，什么都不写。")),
        click.Option(
            ["--pairs"], metavar=N_("文件"),
            help=N_("对照文件：导出里的单位、人员、账号是本系统的哪一个。JSON 或 CSV，如 unit-12,县水利局；写“新”是新建。"),
        ),
        click.Option(["--key"], metavar=N_("公钥"), help=N_("另外拿到的公钥，或存公钥的文件；不写时用里面自带的。")),
        click.Option(["--again"], is_flag=True, help=N_("这份导出迁入过也再迁入一份。")),
    ],
    short_help=N_("把别处导出的轮次迁入"),
    help=N_(
        "把 cycle out 导出的轮次（zip 或解开的文件夹）迁入 ZHENGGAI_HOME：先核对，再在一个事务里放进来，出错什么都不留。"
        "先用 --dry-run 看会迁入什么。"
    ),
    epilog=N_("例子：\n  zhenggai cycle in 轮次1.zip --dry-run\n  zhenggai cycle in 轮次1.zip --pairs 对照.csv --key 公钥.txt"),
)  # fmt: skip
