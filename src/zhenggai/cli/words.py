"""The language of sentences: Chinese, unless the locale of the environment is English."""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Protocol

_CATALOG = Path(__file__).resolve().parent.parent / "locale"


class Patterned(Protocol):
    """A refusal that carries its sentence with `$name` places and what fills them."""

    @property
    def pattern(self) -> str: ...

    @property
    def facts(self) -> dict[str, object]: ...


def N_(text: str) -> str:
    """Mark a sentence that is translated where it is shown."""
    return text


def _(text: str, /, **facts: object) -> str:
    """The sentence in the language of the environment, its `$name` places filled in."""
    return Template(_catalog(language()).gettext(text)).safe_substitute(facts) if text else ""


def say(fault: Patterned) -> str:
    """A refusal's sentence in the language of the environment."""
    facts = dict(fault.facts)
    if "thing" in facts:
        facts["thing"] = _catalog(language()).pgettext("对象", str(facts["thing"]))
    return _(fault.pattern, **facts)


def language() -> str:
    """`en` where the first of LC_ALL, LC_MESSAGES and LANG that is set begins so, else `zh`."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if named.lower().startswith("en") else "zh"


@lru_cache(maxsize=2)
def _catalog(language: str) -> gettext.NullTranslations:
    if language != "en":
        return gettext.NullTranslations()
    return gettext.translation("django", _CATALOG, languages=["en"], fallback=True)
