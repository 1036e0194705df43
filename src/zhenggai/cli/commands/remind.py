"""`zhenggai remind`: the steps of the ladder that are due, and everybody's mail of the day."""

from __future__ import annotations

import click

from zhenggai.cli.help import Command
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.words import N_, _

FOUND = 1


def remind(*, cycle: int | None, dry_run: bool) -> int:
    """Remind, or say what would be done; 1 where a mail was refused."""
    with opened_house():
        return _show(cycle) if dry_run else _act(cycle)


def _show(cycle: int | None) -> int:
    from django.utils.timezone import localdate

    from zhenggai.oversight.planning import plan_reminders

    plan = plan_reminders(cycle_id=cycle, today=localdate(), now=now())
    for one in plan.steps:
        told = "、".join(actor.name for actor in one.told) or _("没有对应的账号")
        click.echo(f"{one.duty.due}  {one.step.name:<9}  {one.duty.about} {one.duty.what}  → {told}")
    for digest in plan.digests:
        click.echo(_("$name：$count 项", name=digest.name, count=len(digest.items)))
    click.echo(
        _(
            "将发出 $steps 条提醒，$mails 人有待办；没有写入，也没有寄出。",
            steps=len(plan.steps),
            mails=len(plan.digests),
        )
    )
    return 0


def _act(cycle: int | None) -> int:
    from zhenggai.domain.rights import CONSOLE, Actor
    from zhenggai.domain.roles import Role
    from zhenggai.oversight.operations.reminding import remind as run

    clerk = Actor(id=CONSOLE.id, name=CONSOLE.name, role=Role.OFFICE_CLERK)
    done = run(cycle_id=cycle, actor=clerk, at=now())
    click.echo(_("已发出 $steps 条提醒，寄出 $sent 封邮件。", steps=done.steps, sent=done.sent))
    if done.no_mail:
        click.echo(_("没有邮箱，请电话告知：$names", names="、".join(done.no_mail)))
    if done.failed:
        click.echo(_("$count 封没有寄出，下次运行再试。", count=done.failed), err=True)
        return FOUND
    return 0


command = Command(
    name="remind",
    callback=remind,
    params=[
        click.Option(["--cycle"], type=click.IntRange(min=1), metavar=N_("编号"), help=N_("只管这个轮次。")),
        click.Option(["--dry-run"], is_flag=True, help=N_("只说将要做什么，不写入，也不寄。")),
    ],
    help=N_(
        "到期前后逐级提醒，每一步一个编号，并给每个有待办的人寄一封邮件。每天运行一次；同一天再运行，不会重复。"
        "邮件的设置见 operations.md；没有邮箱的人会列出来。"
    ),
    epilog=N_("例子：\n  zhenggai remind\n  zhenggai remind --dry-run --cycle 1"),
)
