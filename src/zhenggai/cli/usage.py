"""A wrong command line, told in one sentence that says what to do."""

from __future__ import annotations

import click

from zhenggai.cli.words import _


def sentence_of(fault: click.UsageError) -> str:
    """The fault in the reader's language, with the way to the command's help."""
    path = fault.ctx.command_path if fault.ctx else "zhenggai"
    return f"{_told(fault)}{_('用 $path --help 看用法。', path=path)}"


def _told(fault: click.UsageError) -> str:
    if isinstance(fault, click.NoSuchOption):
        return _("没有 $name 这个选项。", name=fault.option_name)
    if isinstance(fault, click.MissingParameter):
        metavar = fault.param.metavar if fault.param else None
        return _("缺少$name。", name=_(metavar or ""))
    if isinstance(fault, click.BadParameter):
        return _("$name 的值不对。", name=", ".join(fault.param.opts) if fault.param else "")
    if isinstance(fault, click.BadOptionUsage):
        return _("$name 这个选项用得不对。", name=fault.option_name)
    if isinstance(fault, WrongUsage):
        return fault.message
    return _("看不懂这行命令。")


class WrongUsage(click.UsageError):
    """Options that do not go together; the message is already in the reader's language."""


class CouldNot(Exception):
    """The command could not be done; the message is one sentence in the reader's language."""
