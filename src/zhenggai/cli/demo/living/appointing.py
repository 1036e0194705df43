"""Who is what in the living cycle: groups with heads and members, leaders, a supervisor, somebody who stands in, two handovers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from zhenggai.cli.demo.living.people import actor, forget
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.appointing import AppointmentWish
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Act, Role
from zhenggai.ledger.operations import appointing
from zhenggai.ledger.queries.appointing import groups_page, persons_to_choose
from zhenggai.ledger.queries.handovers import handover_page, handovers_page
from zhenggai.people.account_operations import close_account, link_person
from zhenggai.people.account_queries import likely_persons, list_accounts
from zhenggai.people.delegation_operations import DelegationWish, delegate
from zhenggai.people.operations import DEMO_PASSWORD, create_account
from zhenggai.people.person_operations import PostWish, add_person

_WHY = "县委常委会会议议定"
# Clerks whom the roster does not name: those of today, and two who have left.
_CLERKS = (
    ("秦月", "县住房和城乡建设局"),
    ("陶然", "县医疗保障局"),
    ("石磊", "县市场监督管理局"),
    ("史册", "县市场监督管理局"),
    ("麦朗", "县卫生健康局"),
)
# Heads first; by the keys of the preset.
_SEATS = {
    "leading": (("何远", "周建平"), ("李建国", "程颖", "冯雪", "孙立")),
    "general": (("李建国",), ("卢山",)),
    "supervision": (("卢山",), ("冯雪",)),
    "clues": (("孙立",), ()),
    "accountability": (("程颖",), ("孙立",)),
    "selection": (("程颖",), ()),
    "ideology": (("冯雪",), ()),
}
_LEADERS = {
    "李建国": "县委常委 李建国",
    "周建平": "县长 周建平",
    "傅田": "县政府党组成员 傅田",
    "程颖": "县委组织部 程颖",
    "何远": "县委书记 何远",
}


def events(stage: Stage) -> Iterator[Event]:
    """All that happens, in the order of its days."""
    yield stage.event(-79, 9, 10, _anew(_let_accounts_be_persons))
    yield stage.event(-78, 9, 0, _anew(lambda at: _fill_groups(stage, at)))
    yield stage.event(-78, 9, 30, _anew(lambda at: _appoint_others(stage, at)))
    yield stage.event(-40, 9, 0, _anew(lambda at: _close("shice", at)))
    yield stage.event(-40, 10, 0, lambda at: _name(stage, "石磊", at))
    yield stage.event(-39, 9, 0, lambda at: _accept(stage, at))
    yield stage.event(-1, 16, 0, _anew(lambda at: _close("mailang", at)))
    yield stage.event(-1, 17, 0, _anew(lambda at: _lend(stage, at)))


def _anew(run: Callable[[datetime], object]) -> Callable[[datetime], object]:
    """Who holds what is looked up again after this happened."""

    def ran(at: datetime) -> None:
        run(at)
        forget()

    return ran


def _let_accounts_be_persons(at: datetime) -> None:
    wang, units = actor("wang"), {account.unit: account.unit_id for account in list_accounts()}
    for login, name, unit in (("shice", "史册", "县市场监督管理局"), ("mailang", "麦朗", "县卫生健康局")):
        number = create_account(
            login=login, name=name, role=Role.UNIT_CLERK, unit=unit, password=DEMO_PASSWORD, actor=CONSOLE, at=at
        )
        units[unit] = next(account.unit_id for account in list_accounts() if account.id == number)
    for name, unit in _CLERKS:
        add_person(name=name, phone="", post=PostWish(units[unit] or 0, "经办人"), actor=wang, at=at)
    for account in list_accounts():
        likely = likely_persons(account_id=account.id)
        if likely:
            link_person(account_id=account.id, person_id=likely[0], actor=CONSOLE, at=at)


def _fill_groups(stage: Stage, at: datetime) -> None:
    wang, persons = actor("wang"), _persons(stage)
    appointing.make_groups(cycle_id=stage.cycle_id, actor=wang, at=at)
    page = groups_page(cycle_id=stage.cycle_id, actor=wang, today=stage.today)
    for group in page.groups:
        head, member = (
            (Role.GROUP_HEAD, Role.GROUP_MEMBER) if group.leading else (Role.WORKING_HEAD, Role.WORKING_MEMBER)
        )
        heads, members = _SEATS[group.key]
        for role, names in ((head, heads), (member, members)):
            for name in names:
                wish = AppointmentWish(persons[name], role, at.date(), stage.cycle_id, group_id=group.id, why=_WHY)
                appointing.appoint(wish=wish, actor=wang, at=at)


def _appoint_others(stage: Stage, at: datetime) -> None:
    wang, persons = actor("wang"), _persons(stage)
    wishes = [
        AppointmentWish(persons[name], Role.LEADER, at.date(), stage.cycle_id, names=(called,), why=_WHY)
        for name, called in _LEADERS.items()
    ]
    wishes.append(AppointmentWish(persons["孙立"], Role.SUPERVISOR, at.date(), stage.cycle_id, why=_WHY))
    for wish in wishes:
        appointing.appoint(wish=wish, actor=wang, at=at)


def _close(login: str, at: datetime) -> None:
    account = next(account for account in list_accounts() if account.login == login)
    close_account(account_id=account.id, actor=CONSOLE, at=at)


def _name(stage: Stage, successor: str, at: datetime) -> None:
    page = handovers_page(cycle_id=stage.cycle_id, actor=actor("wang"), when=at)
    row = page.rows[0]
    appointing.name_successor(
        handover_id=row.id, version=row.version, person_id=_persons(stage)[successor], actor=actor("wang"), at=at
    )


def _accept(stage: Stage, at: datetime) -> None:
    clerk = actor("shi")
    row = next(row for row in handovers_page(cycle_id=stage.cycle_id, actor=clerk, when=at).rows if row.successor)
    page = handover_page(handover_id=row.id, actor=clerk, when=at)
    appointing.accept_handover(
        handover_id=row.id,
        version=row.version,
        item_ids=[item.id for item in page.items],
        remark="材料已清点，印章已交接。",
        actor=clerk,
        at=at,
    )


def _lend(stage: Stage, at: datetime) -> None:
    taker = actor("cheng").id
    wish = DelegationWish(
        taker, at.date(), stage.day(6), "赴市委党校学习", acts=(Act.ACCEPT, Act.GRANT_EXTENSION, Act.COMMENT)
    )
    delegate(wish=wish, actor=actor("li"), at=at)


def _persons(stage: Stage) -> dict[str, int]:
    return {choice.label.partition("（")[0]: choice.id for choice in persons_to_choose(today=stage.today)}
