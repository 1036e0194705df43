"""Which unit, person or account of an export is which one of this home: by name, or as a person says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.unit_names import STEP_NAMES
from zhenggai.keeping.rounds.fields import ACCOUNTS
from zhenggai.keeping.rounds.reading import RoundRows, Row
from zhenggai.people.models import Account, Person, Unit
from zhenggai.people.unit_finding import unit_names

PairKind = Literal["unit", "person", "account"]
KIND_NAMES: dict[PairKind, str] = {"unit": "单位", "person": "人员", "account": "账号"}
# The answer by which something is made anew.
NEW = 0
# What people said: the number here of what the file calls so, NEW where it is to be made.
Answers = Mapping[tuple[PairKind, int], int]


class UnknownPair(Refusal):
    """An answer about something that the file does not hold, or that this home does not have."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something of this home that may be meant."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Something of the file beside what it is here. `here` is its number here, NEW where it is made, None where it is unclear.

    `how` says why; `said` that a person did.
    """

    kind: PairKind
    old: int
    name: str
    here: int | None
    how: str
    choices: tuple[Choice, ...] = ()
    said: bool = False

    @property
    def key(self) -> str:
        """What it is called in forms and files of pairs."""
        return f"{self.kind}-{self.old}"

    @property
    def here_name(self) -> str:
        """What it is called here."""
        return next((one.name for one in self.choices if one.id == self.here), "")


@dataclass(frozen=True, slots=True)
class Found:
    """What an export speaks of that a home has of its own."""

    units: Mapping[int, Row]
    aliases: Mapping[int, Sequence[str]]
    persons: Mapping[int, Row]
    accounts: Mapping[int, str]


def found_in(rows: RoundRows) -> Found:
    """The units, persons and accounts of an export; an account by the name under which it acted last."""
    aliases: dict[int, list[str]] = {}
    for row in rows.rows("people.unitname"):
        aliases.setdefault(row["unit_id"], []).append(row["name"])
    accounts: dict[int, str] = {}
    for label, columns in ACCOUNTS.items():
        for row in rows.rows(label):
            for number, name in columns.items():
                if row[number] is not None and row[number] > 0:
                    # Whoever acted for somebody is kept as “李四（代 张三）”.
                    accounts[row[number]] = row[name].split("（代 ")[0] or accounts.get(row[number], "")
    return Found(
        units={row["id"]: row for row in rows.rows("people.unit")},
        aliases=aliases,
        persons={row["id"]: row for row in rows.rows("people.person")},
        accounts=accounts,
    )


def pair_all(found: Found, answers: Answers) -> tuple[Pair, ...]:
    """Everything of the file beside what it is here.

    :raises UnknownPair: for an answer that fits nothing.
    """
    pairs = (*_units(found, answers), *_persons(found, answers), *_accounts(found, answers))
    known = {(pair.kind, pair.old) for pair in pairs}
    for kind, old in answers:
        if (kind, old) not in known:
            raise UnknownPair("对照里的$kind $old 不在这份导出里。", kind=KIND_NAMES[kind], old=old)
    return pairs


def _units(found: Found, answers: Answers) -> Iterable[Pair]:
    known, here = unit_names(), dict(Unit.objects.order_by("pk").values_list("pk", "name"))
    for old, row in sorted(found.units.items()):
        match = known.find(row["name"])
        meant = match.units
        if not meant:
            meant = tuple(dict.fromkeys(one for other in found.aliases.get(old, ()) for one in known.find(other).units))
        how = STEP_NAMES[match.step] if match.units else "简称或别名相同" if meant else "本系统没有，新建"
        yield _pair("unit", old, row["name"], meant, here, answers, how)


def _persons(found: Found, answers: Answers) -> Iterable[Pair]:
    here: dict[str, list[tuple[int, str]]] = {}
    for pk, name, phone in Person.objects.order_by("pk").values_list("pk", "name", "phone"):
        here.setdefault(name, []).append((pk, phone))
    names = {pk: f"{name} {phone}".strip() for name, some in here.items() for pk, phone in some}
    twice = _twice(row["name"] for row in found.persons.values())
    for old, row in sorted(found.persons.items()):
        same = here.get(row["name"], ())
        exact = [pk for pk, phone in same if row["phone"] and phone == row["phone"]]
        meant = tuple(exact or [pk for pk, _phone in same])
        how = "姓名和电话相同" if exact else "姓名相同" if meant else "本系统没有，新建"
        unclear = row["name"] in twice and not exact
        yield _pair("person", old, row["name"], meant, names, answers, how, unclear=unclear)


def _accounts(found: Found, answers: Answers) -> Iterable[Pair]:
    here: dict[str, list[int]] = {}
    names: dict[int, str] = {}
    for pk, name, login in Account.objects.order_by("pk").values_list("pk", "name", "login"):
        here.setdefault(name, []).append(pk)
        names[pk] = f"{name}（{login}）"
    twice = _twice(found.accounts.values())
    for old, name in sorted(found.accounts.items()):
        meant = tuple(here.get(name, ()))
        how = "姓名相同" if meant else "本系统没有，建停用的账号"
        yield _pair("account", old, name, meant, names, answers, how, unclear=name in twice)


def _twice(names: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    return frozenset(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]


def _pair(
    kind: PairKind,
    old: int,
    name: str,
    meant: Sequence[int],
    here: Mapping[int, str],
    answers: Answers,
    how: str,
    *,
    unclear: bool = False,
) -> Pair:
    choices = tuple(Choice(one, here[one]) for one in meant)
    said = answers.get((kind, old))
    if said is not None:
        if said != NEW and said not in here:
            raise UnknownPair("本系统没有编号为 $id 的$kind。", id=said, kind=KIND_NAMES[kind])
        if said != NEW and said not in meant:
            choices = (*choices, Choice(said, here[said]))
        return Pair(kind, old, name, said, "由人指定", choices, said=True)
    if len(meant) > 1 or (meant and unclear):
        return Pair(kind, old, name, None, "可能是几个，请指定", choices)
    return Pair(kind, old, name, meant[0] if meant else NEW, how, choices)
