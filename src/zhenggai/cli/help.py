"""Help pages in the reader's language; click's own are English only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

import click

from zhenggai.cli.words import N_, _

_PIECES = re.compile(r"\s*(?:[!-~]+|[^!-~\s])[,。;:、”)]*|\s+")


class HelpInWords(click.Command):
    """A command whose whole help page is translated when it is shown."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("用法：") + " ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What may follow the command's name."""
        rest = [_(N_("命令")), "…"] if isinstance(self, click.Group) else []
        rest += [_(str(p.metavar)) for p in self.params if isinstance(p, click.Argument)]
        return [f"[{_('选项')}]", *rest]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write("\n")
        for line in wrap(_(self.help or ""), formatter.width - 2):
            formatter.write(f"  {line}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the subcommands where there are any."""
        rows = [
            (_names(option), _(option.help or ""))
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and not option.hidden
        ]
        write_rows(formatter, _("选项"), rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they stand, line by line."""
        if self.epilog:
            formatter.write_paragraph()
            formatter.write(_(self.epilog) + "\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's help option with our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = N_("显示这段说明后退出。")
        return option


class Command(HelpInWords):
    """A subcommand; its function returns the exit code."""


def write_rows(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write names and explanations in two columns, a Chinese character counting as two."""
    left = max((columns(name) for name, _text in rows), default=0) + 4
    formatter.write(f"\n{heading}:\n")
    for name, text in rows:
        first, *rest = wrap(text, formatter.width - left) or [""]
        formatter.write(f"  {name}{' ' * (left - 2 - columns(name))}{first}\n")
        formatter.write("".join(f"{' ' * left}{line}\n" for line in rest))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks or between Chinese characters, never before a stop."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if columns(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def columns(text: str) -> int:
    """Width of a text on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _names(option: click.Option) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {_(option.metavar or '')}".rstrip()


class Group(HelpInWords, click.Group):
    """A command with commands of its own."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands."""
        write_rows(
            formatter, _("命令"), [(name, _(command.short_help or "")) for name, command in self.commands.items()]
        )
