"""What people said of pairs, in a small file: JSON `{"unit-12": "县水利局"}`, or CSV with the lines `unit-12,县水利局`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import get_args

from zhenggai.keeping.rounds.pairing import KIND_NAMES, NEW, Answers, PairKind, UnknownPair
from zhenggai.people.models import Account, Person
from zhenggai.people.unit_finding import unit_names

LONGEST = 5_000_000
_NEW_WORDS = frozenset({"", "新", "新建", "new"})


def answers_in(data: bytes) -> Answers:
    """The answers in a file; what stands for something of this home is its number, its name or, of an account, its login.

    :raises UnknownPair: where a line cannot be understood, or names nothing or several things of this home.
    """
    return answers_of(_lines(data))


def answers_of(lines: Iterable[tuple[str, str]]) -> Answers:
    """The answers of lines such as `unit-12` and `县水利局`.

    :raises UnknownPair: as above.
    """
    found: dict[tuple[PairKind, int], int] = {}
    for key, word in lines:
        kind, _, old = key.strip().partition("-")
        if kind not in get_args(PairKind) or not (old.isascii() and old.isdigit()) or len(old) > 15:
            raise UnknownPair("对照里的“$key”看不懂，应写成 unit-12、person-3 或 account-5 的样子。", key=key[:40])
        known: PairKind = kind  # type: ignore[assignment]  # asked just above
        found[known, int(old)] = _meant(known, word.strip())
    return found


def _lines(data: bytes) -> list[tuple[str, str]]:
    if len(data) > LONGEST:
        raise UnknownPair("对照文件太大。")
    text = data.decode("utf-8-sig", errors="replace")
    if not text.lstrip().startswith("{"):
        rows = [row for row in csv.reader(io.StringIO(text)) if row and not row[0].startswith("#")]
        return [(row[0], row[1] if len(row) > 1 else "") for row in rows]
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise UnknownPair("对照文件不是有效的 JSON。") from fault
    return [(str(key), str(word)) for key, word in plain.items()]


def _meant(kind: PairKind, word: str) -> int:
    if word.casefold() in _NEW_WORDS:
        return NEW
    if word.isascii() and word.isdigit() and len(word) <= 15:
        return int(word)
    if kind == "unit":
        meant = list(unit_names().find(word).units)
    elif kind == "person":
        meant = list(Person.objects.filter(name=word).values_list("pk", flat=True)[:2])
    else:
        meant = list(Account.objects.filter(login=word).values_list("pk", flat=True)[:2])
    if len(meant) != 1:
        raise UnknownPair(
            "本系统里没有叫“$name”的$kind，或者不止一个，请写编号。", name=word[:60], kind=KIND_NAMES[kind]
        )
    return meant[0]
