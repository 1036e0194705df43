"""The group of subcommands: each is imported only when it is called, help is in the reader's language."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from zhenggai import __version__
from zhenggai.cli.help import Command, HelpInWords, write_rows
from zhenggai.cli.usage import CouldNot, sentence_of
from zhenggai.cli.words import N_, _

COULD_NOT = 2
_SUBCOMMANDS = {
    "read": N_("读出文件里的方面、问题、措施、数字、日期和承诺"),
    "check": N_("列出文件里的疑点"),
    "serve": N_("启动服务，用浏览器办公"),
    "demo": N_("用一份虚构的报告演示"),
    "adopt": N_("把文件收入台账"),
    "workbook": N_("电子表：导给单位填，收回来对照"),
    "remind": N_("到期前后逐级提醒，每人每天一封待办邮件"),
    "admin": N_("管理账号"),
    "freeze": N_("冻结一个报告期的台账，以后不变"),
    "paper": N_("从台账生成一份文稿，写成 Word 文件或 PDF"),
    "binder": N_("把佐证按编号装成一卷，供现场核查"),
    "verify-binder": N_("核对一卷佐证材料，不用数据库"),
    "cycle": N_("整个轮次导出带走，核对导出的内容"),
    "checkpoint": N_("给全部记录签一个存证点，交给外面的人保存"),
    "verify": N_("检查记录、存证点、台账和文件有没有被改过"),
    "prove": N_("给一条记录出证明"),
    "verify-proof": N_("核对一份证明，不用数据库"),
    "backup": N_("把全部内容备份成一个加密的文件"),
    "restore": N_("从备份恢复"),
    "move": N_("搬到另一个数据库"),
    "sweep": N_("清理没有归属的文件"),
    "recount": N_("丢掉页面留存的统计，重新数"),
}


class Program(HelpInWords, click.Group):
    """Subcommands by name; `zhenggai.cli.commands.<name>` is imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of use."""
        return list(_SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name, None where there is none."""
        if cmd_name not in _SUBCOMMANDS:
            return None
        command: Command = import_module(f"zhenggai.cli.commands.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        write_rows(formatter, _("命令"), [(name, _(text)) for name, text in _SUBCOMMANDS.items()])


program = Program(
    name="zhenggai",
    help=N_("整改：从反馈意见到对账销号，每个数字都有出处。"),
    epilog=N_("每个命令都有自己的说明，例如：zhenggai read --help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, help=N_("显示版本后退出。"),
            callback=lambda ctx, _param, wanted: _show_version(ctx) if wanted else None,
        )
    ],
)  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = program.main(list(arguments), prog_name="zhenggai", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as fault:
        click.echo(sentence_of(fault), err=True)
        return COULD_NOT
    except CouldNot as fault:
        click.echo(str(fault), err=True)
        return COULD_NOT
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("已中断。"), err=True)
        return COULD_NOT
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _show_version(ctx: click.Context) -> None:
    click.echo(f"zhenggai {__version__}")
    ctx.exit()
