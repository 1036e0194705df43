"""Names that Windows, macOS and Linux can all keep: Chinese stays, what a system reserves becomes its full-width likeness."""

from __future__ import annotations

import unicodedata

# Windows counts 260 characters for a whole path; other systems 255 bytes for a name.
LONGEST_NAME = 90
LONGEST_BYTES = 200
LONGEST_ENDING = 12
_LIKE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789¹²³")}
)


def safe_name(name: str, *, ending: str = "") -> str:
    """The name as every system can keep it, at most so long; an ending such as `.pdf` is kept."""
    stem, kept = (name.removesuffix(ending), ending) if ending else _parted(name)
    room = LONGEST_NAME - len(kept)
    stem = _shortened(_cleaned(stem), room, LONGEST_BYTES - len(kept.encode()))
    # Windows drops dots and blanks at the end of a name.
    stem = stem.strip(" .") if kept else stem.lstrip(" ").rstrip(" .")
    stem = stem or "_"
    return f"_{stem}{kept}" if stem.split(".")[0].casefold() in _RESERVED else f"{stem}{kept}"


def unlike(name: str, taken: set[str]) -> str:
    """The name, or the name with a number where a system that ignores case would take it for one of `taken`; it joins them."""
    stem, ending = _parted(name)
    found, count = name, 1
    while unicodedata.normalize("NFC", found).casefold() in taken:
        count += 1
        found = f"{stem} ({count}){ending}"
    taken.add(unicodedata.normalize("NFC", found).casefold())
    return found


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    plain = dot and stem and ending.isascii() and ending.isalnum() and len(ending) < LONGEST_ENDING
    return (stem, f".{ending}") if plain else (name, "")


def _cleaned(text: str) -> str:
    kept = unicodedata.normalize("NFC", text).translate(_LIKE)
    # Control and format characters hide or turn round what a name says.
    kept = "".join(" " if unicodedata.category(one).startswith(("C", "Z")) else one for one in kept)
    return " ".join(kept.split())


def _shortened(text: str, characters: int, size: int) -> str:
    short = text[:characters]
    while len(short.encode()) > size:
        short = short[:-1]
    return short
