"""Who works in the living cycle, by their log-ins."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.utils.timezone import now

from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.people.operations import DEMO_PASSWORD, DemoPerson, create_account
from zhenggai.people.queries import find_actor, list_people

# Beside the people whom every demonstration has: heads and clerks of the units that rectify, and who leads.
MORE_PEOPLE = (
    DemoPerson("peng", "彭飞", Role.UNIT_HEAD, "县住房和城乡建设局"),
    DemoPerson("qin", "秦月", Role.UNIT_CLERK, "县住房和城乡建设局"),
    DemoPerson("zeng", "曾静", Role.UNIT_HEAD, "县医疗保障局"),
    DemoPerson("tao", "陶然", Role.UNIT_CLERK, "县医疗保障局"),
    DemoPerson("fu", "傅田", Role.UNIT_HEAD, "县农业农村局"),
    DemoPerson("yao", "姚远", Role.UNIT_HEAD, "县市场监督管理局"),
    DemoPerson("shi", "石磊", Role.UNIT_CLERK, "县市场监督管理局"),
    DemoPerson("han", "韩梅", Role.UNIT_HEAD, "县教育和体育局"),
    DemoPerson("luo", "罗成", Role.UNIT_HEAD, "县发展和改革局"),
    DemoPerson("deng", "邓洁", Role.UNIT_HEAD, "县人力资源和社会保障局"),
    DemoPerson("ding", "丁强", Role.UNIT_HEAD, "县应急管理局"),
    DemoPerson("wanghai", "汪海", Role.UNIT_HEAD, "县生态环境局"),
    DemoPerson("shen", "沈青", Role.UNIT_HEAD, "县卫生健康局"),
    DemoPerson("zou", "邹强", Role.UNIT_HEAD, "县纪委监委机关"),
    DemoPerson("su", "苏敏", Role.UNIT_HEAD, "县委组织部"),
    DemoPerson("ye", "叶青", Role.UNIT_HEAD, "县委宣传部"),
    DemoPerson("qinchuan", "秦川", Role.UNIT_HEAD, "县委编办"),
    DemoPerson("hao", "郝明", Role.UNIT_HEAD, "县残疾人联合会"),
    DemoPerson("bai", "白峰", Role.UNIT_HEAD, "云岭县城建投资有限公司"),
)


def open_more_accounts(*, at: datetime) -> None:
    """Open the accounts that are not there yet; their password is the demonstration's."""
    known = {person.login for person in list_people()}
    for person in MORE_PEOPLE:
        if person.login not in known:
            create_account(
                login=person.login,
                name=person.name,
                role=person.role,
                unit=person.unit,
                password=DEMO_PASSWORD,
                actor=CONSOLE,
                at=at,
            )
    forget()


def actor(login: str) -> Actor:
    """Who logs in by this name, with the offices that they hold now; asked once until `forget`.

    :raises LookupError: where nobody does.
    """
    return _actor(login)


def forget() -> None:
    """Look everybody up again: accounts were opened, or offices changed hands."""
    _numbers.cache_clear()
    _actor.cache_clear()


@cache
def _actor(login: str) -> Actor:
    found = find_actor(account_id=_numbers()[login], at=now())
    if found is None:
        raise LookupError(login)
    return found


@cache
def _numbers() -> dict[str, int]:
    return {person.login: person.id for person in list_people()}
