"""Measures that stand together in one cell, cut where their numbers count up: ①②③, 一是二是, 1. 2., lines."""

from __future__ import annotations

import re
import unicodedata

_HANZI = "一二三四五六七八九十"
_FAMILIES: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?P<n>[①-⑳])[、.．]?"),
    re.compile(rf"(?<![{_HANZI}第])(?P<n>[{_HANZI}]{{1,3}})是(?!一|否)[，,：:]?"),
    re.compile(rf"(?:^|(?<=[\n。；;]))\s*[（(](?P<n>[{_HANZI}]{{1,3}})[）)][、.]?"),
    re.compile(r"(?:^|(?<=[\n。；;]))\s*(?P<n>\d{1,2})\s?[.．、](?!\d)"),
    re.compile(r"(?:^|(?<=[\n。；;]))\s*[（(](?P<n>\d{1,2})[）)][、.]?"),
    re.compile(rf"(?:^|(?<=[\n。；;]))\s*第(?P<n>[{_HANZI}]{{1,3}})[，,、：:]"),
)
_TENS = 10


def measures_in(text: str) -> tuple[str, ...]:
    """The measures of a cell; without numbers that count up each line is one."""
    text = _unified(text)
    lead, cut = numbered_in(text)
    if not cut:
        alone = next((found for family in _FAMILIES if (found := family.match(text)) and _value(found) == 1), None)
        lines = [line.strip() for line in text[alone.end() if alone else 0 :].split("\n")]
        return tuple(line for line in lines if line)
    return tuple(part for part in (lead, *cut) if part)


def numbered_in(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands before numbers that count up, and the text behind each of them; nothing where none do."""
    text = _unified(text)
    chains = [chain for family in _FAMILIES if len(chain := _chain(family, text)) > 1]
    if not chains:
        return "", ()
    chain = min(chains, key=lambda one: one[0].start())
    ends = [one.start() for one in chain[1:]] + [len(text)]
    lead = text[: chain[0].start()].strip().rstrip("：:")
    return lead, tuple(
        text[one.end() : end].strip().rstrip("；;").strip() for one, end in zip(chain, ends, strict=True)
    )


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _chain(family: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The marks of a family that count up from one, none left out."""
    chain: list[re.Match[str]] = []
    for found in family.finditer(text):
        if _value(found) == len(chain) + 1:
            chain.append(found)
    return chain


def _value(found: re.Match[str]) -> int:
    text = unicodedata.normalize("NFKC", found["n"])
    if text.isdigit():
        return int(text)
    before, ten, behind = text.partition("十")
    if not ten:
        return _HANZI.find(before) + 1 if len(before) == 1 else 0
    return (_HANZI.find(before) + 1 if before else 1) * _TENS + (_HANZI.find(behind) + 1 if behind else 0)
