"""The typefaces of official documents. They belong to their makers and are never bundled; what is missing is named."""

from __future__ import annotations

from collections.abc import Iterable

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


def fonts_of() -> tuple[str, ...]:
    """Every typeface that a paper names."""
    return tuple(FONTS.values())


def missing_fonts(installed: Iterable[str]) -> tuple[str, ...]:
    """The typefaces that a machine with these ones lacks, under whatever name."""
    there = {name.strip().casefold() for name in installed}
    return tuple(
        font for font in fonts_of() if not any(name.casefold() in there for name in (font, *_SAME.get(font, ())))
    )
