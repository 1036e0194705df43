"""`zhenggai admin`: the first account, and help for who lost password or phone, at the machine itself."""

from __future__ import annotations

import sys
from getpass import getpass

import click

from zhenggai.cli.help import Command, Group
from zhenggai.cli.house import now, opened_house
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _
from zhenggai.domain.roles import Role

_ROLES = tuple(role.value for role in Role)


def create(*, login: str, name: str | None, role: str, unit: str | None) -> int:
    """Open an account; the password comes from the keyboard, or from a pipe."""
    with opened_house():
        from zhenggai.domain.rights import CONSOLE
        from zhenggai.people.operations import create_account

        password = _ask_password()
        create_account(
            login=login, name=name or login, role=Role(role), unit=unit, password=password, actor=CONSOLE, at=now()
        )
    click.echo(_("账号 $login 已建好。", login=login))
    return 0


def set_new_password(*, login: str) -> int:
    """Give an account a new password; it comes from the keyboard, or from a pipe."""
    with opened_house():
        from zhenggai.domain.rights import CONSOLE
        from zhenggai.people.passwords import set_password

        set_password(login=login, password=_ask_password(), actor=CONSOLE, at=now())
    click.echo(_("账号 $login 的密码已重设，各处的登录都已结束。", login=login))
    return 0


def reset(*, login: str) -> int:
    """Clear the second steps of an account."""
    with opened_house():
        from zhenggai.domain.rights import CONSOLE
        from zhenggai.people.factors import reset_factors

        count = reset_factors(login=login, actor=CONSOLE, at=now())
    click.echo(_("账号 $login 的两步验证已清除（$count 种），凭密码登录后重新设置。", login=login, count=count))
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass(_("密码（至少 10 个字符，输入时不显示）："))
    if getpass(_("再输一遍：")) != password:
        raise CouldNot(_("两次输入的密码不一样，什么都没有改。"))
    return password


command = Group(
    name="admin",
    help=N_("管理账号。第一个账号在本机上建，之后用它登录。"),
    epilog=N_("例子：\n  zhenggai admin create admin"),
    commands=[
        Command(
            name="create",
            callback=create,
            params=[
                click.Argument(["login"], metavar=N_("登录名")),
                click.Option(["--name"], metavar=N_("姓名"), help=N_("姓名，不写时同登录名。")),
                click.Option(
                    ["--role"], type=click.Choice(_ROLES), default=Role.ADMINISTRATOR.value, metavar=N_("角色"),
                    help=N_(
                        "administrator 系统管理员（默认）、office_clerk 整改办经办人、leader 牵头领导、"
                        "unit_clerk 责任单位经办人、supervisor 监督人员、first_responsible 第一责任人、"
                        "group_head 领导小组组长、group_member 领导小组成员、working_head 工作组组长、"
                        "working_member 工作组成员、unit_head 单位负责人、upper_inspector 上级巡视巡察办、"
                        "security_keeper 安全管理员、auditor 审计管理员。"
                    ),
                ),
                click.Option(["--unit"], metavar=N_("单位"), help=N_("所在单位。")),
            ],
            short_help=N_("建一个账号"),
            help=N_("建一个账号。密码从键盘输入，不显示；也可以从管道送入一行。"),
            epilog=N_(
                "例子：\n  zhenggai admin create admin\n"
                "  zhenggai admin create wang --name 王敏 --role office_clerk --unit 区委整改办"
            ),
        ),
        Command(
            name="password",
            callback=set_new_password,
            params=[click.Argument(["login"], metavar=N_("登录名"))],
            short_help=N_("给忘了密码的人重设密码"),
            help=N_("重设一个账号的密码，并结束它各处的登录。新密码从键盘输入，不显示；也可以从管道送入一行。"),
            epilog=N_("例子：\n  zhenggai admin password wang"),
        ),
        Command(
            name="reset-factors",
            callback=reset,
            params=[click.Argument(["login"], metavar=N_("登录名"))],
            short_help=N_("清除一个账号的两步验证"),
            help=N_("清除一个账号的动态码、通行密钥和恢复码，给丢了手机和密钥的人用。先确认是本人。"),
            epilog=N_("例子：\n  zhenggai admin reset-factors wang"),
        ),
    ],
)  # fmt: skip
