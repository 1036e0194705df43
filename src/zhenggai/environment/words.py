"""Variables of the environment as words, numbers, choices and secrets."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from zhenggai.domain.roles import Role

WORDS_FOR_YES = frozenset({"1", "true", "yes", "on"})
WORDS_FOR_NO = frozenset({"0", "false", "no", "off"})


class WrongSetting(ImproperlyConfigured):
    """A setting that is missing or makes no sense; its text is one sentence for the person starting us."""


def env_text(name: str, *, default: str) -> str:
    """The variable's text without surrounding blanks; `default` where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """Whether the variable says yes.

    :raises WrongSetting: for any word that is neither yes nor no.
    """
    word = env_text(name, default="yes" if default else "no").lower()
    if word in WORDS_FOR_YES | WORDS_FOR_NO:
        return word in WORDS_FOR_YES
    raise WrongSetting(f"{name} 只能是 yes 或 no，现在是“{word}”。")


def env_int(name: str, *, default: int, least: int, most: int) -> int:
    """The variable as a whole number.

    :raises WrongSetting: where it is no number or lies outside `least` to `most`.
    """
    text = env_text(name, default=str(default))
    if text.isascii() and text.isdigit() and least <= int(text[:12]) <= most:
        return int(text)
    raise WrongSetting(f"{name} 应是 {least} 到 {most} 之间的整数，现在是“{text}”。")


def env_choice(name: str, *, default: str, choices: frozenset[str]) -> str:
    """The variable as one of a closed set of words.

    :raises WrongSetting: for any other word.
    """
    word = env_text(name, default=default)
    if word in choices:
        return word
    known = "、".join(sorted(choices)) if len(choices) < 10 else f"已知的名称（如 {default}）"
    raise WrongSetting(f"{name} 只能是{known}，现在是“{word}”。")


def env_list(name: str, *, default: str) -> list[str]:
    """The variable as words separated by commas."""
    return [word.strip() for word in env_text(name, default=default).split(",") if word.strip()]


def env_secret(name: str) -> str:
    """A secret from the variable itself or from the file that NAME_FILE names; empty where neither is given.

    :raises WrongSetting: where the file cannot be read or both are given.
    """
    path = env_text(f"{name}_FILE", default="")
    value = env_text(name, default="")
    if path and value:
        raise WrongSetting(f"{name} 和 {name}_FILE 只能给一个。")
    if not path:
        return value
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongSetting(f"{name}_FILE 指向的文件读不出来：{path}。") from fault


def env_roles(name: str, *, default: str) -> frozenset[str]:
    """Roles by name, separated by commas; the empty set for `none`.

    :raises WrongSetting: for a role that does not exist.
    """
    words = frozenset(env_list(name, default=default)) - {"none"}
    unknown = words - {role.value for role in Role}
    if unknown:
        raise WrongSetting(f"{name} 里没有这个角色：{'、'.join(sorted(unknown))}。")
    return words
