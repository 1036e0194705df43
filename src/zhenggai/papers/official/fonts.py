"""The typefaces of official documents. They belong to their makers and are never bundled; what is missing is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FONTS: dict[str, str] = {
    "title": "方正小标宋简体",
    "heading": "黑体",
    "subheading": "楷体_GB2312",
    "body": "仿宋_GB2312",
    "page": "宋体",
}
# The same typeface under other names; any of them will do.
_SAME: dict[str, tuple[str, ...]] = {
    "方正小标宋简体": ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "黑体": ("SimHei",),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi"),
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong"),
    "宋体": ("SimSun",),
}
# What a Word file asks for where the typeface is missing.
WORD_TAKES: dict[str, str] = {
    "方正小标宋简体": "宋体",
    "黑体": "微软雅黑",
    "楷体_GB2312": "楷体",
    "仿宋_GB2312": "仿宋",
    "宋体": "新宋体",
}
# What a page that we set ourselves takes in its place, the likest first; all of them may be given away freely but SimSun.
_SERIF = ("SimSun", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC")
_SANS = ("Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
_LIKE: dict[str, tuple[str, ...]] = {
    "方正小标宋简体": (*_SERIF, *_SANS),
    "黑体": (*_SANS, *_SERIF),
    "楷体_GB2312": ("AR PL UKai CN", "LXGW WenKai", *_SERIF, *_SANS),
    "仿宋_GB2312": ("Zhuque Fangsong (technical preview)", *_SERIF, *_SANS),
    "宋体": (*_SERIF, *_SANS),
}


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface of the layout: whether this machine has it (None: nobody knows), what Word and our own pages take instead."""

    name: str
    here: bool | None
    word: str
    pages: str


def fonts_of() -> tuple[str, ...]:
    """Every typeface that a paper names."""
    return tuple(FONTS.values())


def missing_fonts(installed: Iterable[str]) -> tuple[str, ...]:
    """The typefaces that a machine with these ones lacks, under whatever name."""
    there = _plain(installed)
    return tuple(
        font for font in fonts_of() if not any(name.casefold() in there for name in (font, *_SAME.get(font, ())))
    )


def candidates(font: str) -> tuple[str, ...]:
    """Every name under which a typeface, or one that may stand for it, can be installed; the best first."""
    return (font, *_SAME[font], *_LIKE[font])


def typefaces(installed: Iterable[str] | None) -> tuple[Typeface, ...]:
    """Each typeface of the layout and what stands for it; None where a machine does not say what it has."""
    if installed is None:
        return tuple(Typeface(font, None, WORD_TAKES[font], "") for font in fonts_of())
    there = _plain(installed)
    lacking = missing_fonts(there)
    return tuple(
        Typeface(
            font,
            font not in lacking,
            WORD_TAKES[font],
            next((name for name in candidates(font) if name.casefold() in there), ""),
        )
        for font in fonts_of()
    )


def _plain(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in names)
