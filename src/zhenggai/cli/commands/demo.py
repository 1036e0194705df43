"""`zhenggai demo`: a fictional county's ledger, with people to log in as."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import click

from zhenggai.cli.commands.serve import PORT
from zhenggai.cli.help import Command
from zhenggai.cli.house import opened_house
from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import N_, _

_REPORT = Path(__file__).resolve().parent.parent / "demo" / "report.txt"
_ROSTER = _REPORT.with_name("roster.txt")
_NAME = "云岭县整改进展通报.txt"
_LIVING = "巡察反馈意见及任务分解.txt"
_HOME = Path("zhenggai-data", "demo")
_MARKER = "demo.txt"


def demo(*, port: int | None) -> int:
    """Fill the demonstration's home once, then serve it."""
    os.environ.setdefault("ZHENGGAI_HOME", str(_HOME))
    os.environ["ZHENGGAI_DEMO"] = "yes"
    with opened_house():
        from zhenggai.cli.serving import address_of, listen, serve_on

        with listen(host="127.0.0.1", port=port) as listening:
            _fill()
            serve_on(listening, ready=lambda: _say_ready(address_of(listening)))
    return 0


def _fill() -> None:
    """Make the people and adopt the report, unless that was done before."""
    from zhenggai.cli.adopting import adopt_file
    from zhenggai.cli.demo.living.stage import before_all
    from zhenggai.ledger.queries import list_cycles
    from zhenggai.people.operations import DEMO_PEOPLE, ensure_demo_people
    from zhenggai.people.queries import find_actor, list_people

    _claim_home(is_empty=not list_people())
    # What is told begins in the past, so that the record's times go forward.
    begin = before_all(_today())
    _fill_roster(begin)
    ensure_demo_people(at=begin)
    clerk = next(person.id for person in list_people() if person.login == DEMO_PEOPLE[0].login)
    actor = find_actor(account_id=clerk, at=begin)
    if actor is not None and not list_cycles(actor=actor):
        adopt_file(name=_NAME, data=_REPORT.read_bytes(), history=False, again=False, actor=actor, at=begin)
        _fill_living()


def _fill_living() -> None:
    """Let a second cycle happen that is half-way through today."""
    from zhenggai.cli.adopting import adopt_file
    from zhenggai.cli.demo.living import play
    from zhenggai.cli.demo.living.people import actor, open_more_accounts
    from zhenggai.cli.demo.living.stage import Stage, feedback_text

    click.echo(_("正在布置一个进行到一半的整改轮次……"))
    today = _today()
    begin = Stage(cycle_id=0, today=today).at(-79)
    open_more_accounts(at=begin)
    text = feedback_text(today).encode()
    number = adopt_file(name=_LIVING, data=text, history=False, again=False, actor=actor("wang"), at=begin)
    play(Stage(cycle_id=number, today=today))


def _claim_home(*, is_empty: bool) -> None:
    """Mark an empty home as the demonstration's; any other home's people never get a published password.

    :raises CouldNot: for a home with accounts that no demonstration made.
    """
    from django.conf import settings

    marker = Path(settings.HOME) / _MARKER
    if marker.exists():
        return
    if not is_empty:
        raise CouldNot(_("这个数据目录里有正式账号，不能用来演示：请换一个 ZHENGGAI_HOME。"))
    marker.write_text(_("这个目录是演示用的，密码是公开的：不要录入真实内容。") + "\n", encoding="utf-8")


def _fill_roster(at: datetime) -> None:
    """Put the units and persons of the county into the tree; a second start finds them and changes nothing."""
    from zhenggai.domain.rights import CONSOLE
    from zhenggai.people.roster_operations import accept_roster, keep_roster
    from zhenggai.people.unit_queries import list_rosters

    if list_rosters(limit=1):
        return
    text = _ROSTER.read_bytes()
    number = keep_roster(name="云岭县名册.xlsx", data=text, actor=CONSOLE, at=at, read=_columns)
    accept_roster(roster_id=number, actor=CONSOLE, at=at)


def _today() -> date:
    from django.utils.timezone import localdate

    return localdate()


def _columns(data: bytes, *, name: str) -> list[list[list[str]]]:
    """The one table of a text whose columns are parted by strokes."""
    return [[line.split("|") for line in data.decode().splitlines()]]


def _say_ready(address: str) -> None:
    from zhenggai.domain.roles import ROLE_NAMES
    from zhenggai.people.operations import DEMO_PASSWORD, DEMO_PEOPLE

    click.echo(f"ready: {address}")
    click.echo(_("可以登录的人（密码都是 $password）：", password=DEMO_PASSWORD))
    for person in DEMO_PEOPLE:
        click.echo(f"  {person.login:<6} {person.name}  {_(ROLE_NAMES[person.role])}  {person.unit}")
    click.echo(_("按 Ctrl+C 结束；再次启动时，录入的内容都在。"))


command = Command(
    name="demo",
    callback=demo,
    params=[PORT],
    help=N_(
        "用一份虚构的报告演示：读出、收入台账、启动服务，并说出可以登录的人。"
        "数据放在 ZHENGGAI_HOME（默认 ./zhenggai-data/demo），再次启动时保留。只有本机能访问。"
    ),
    epilog=N_("例子：\n  zhenggai demo\n  zhenggai demo --port 8765"),
)
