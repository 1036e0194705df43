"""What pages say again and again is kept, for each language and each address by itself."""

from __future__ import annotations

import pytest
from django.template import Context, engines
from django.urls import reverse
from django.utils.translation import override

from zhenggai.office.paths import address
from zhenggai.ui.words import speaker

LOADED = "{% load i18n %}"


def _in_turns(source: str, **facts: str) -> list[str]:
    """What a template says to readers of both languages, one after the other, twice."""
    drawn = engines["django"].engine.from_string(LOADED + source)
    found = []
    for language in ("zh-hans", "en") * 2:
        with override(language):
            found.append(drawn.render(Context(facts)))
    return found


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% translate "台账" %}', ["台账", "Ledger"]),
        ('{% translate "全部" context "视图" %}', ["全部", "All"]),
        ('{% translate "台账" as name %}{{ name }}', ["台账", "Ledger"]),
        ('{% translate "台账"|lower %}', ["台账", "ledger"]),
        ("{% translate name %}", ["台账", "Ledger"]),
        ("{% translate other %}", ["&lt;b&gt;", "&lt;b&gt;"]),
        ('{% translate "a < b, 100%" %}', ["a < b, 100%", "a < b, 100%"]),
    ],
)
def test_each_reader_is_told_in_their_own_language(source: str, said: list[str]) -> None:
    assert _in_turns(source, name="台账", other="<b>") == said * 2


def test_the_same_tag_says_each_value_it_is_given() -> None:
    drawn = engines["django"].engine.from_string(LOADED + "{% for one in all %}{% translate one %} {% endfor %}")
    with override("en"):
        assert drawn.render(Context({"all": ["台账", "总览"]})) == "Ledger Overview "


def test_words_of_many_lines_are_said_in_the_language_of_the_page() -> None:
    found = []
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            found.append(speaker()("台账"))

    assert found == ["台账", "Ledger", "台账"]


@pytest.mark.parametrize(
    ("name", "numbers"), [("cycles", ()), ("ledger", (7,)), ("task", (1, 23)), ("measure_place", (1, 2, 3))]
)
def test_an_address_is_what_the_resolver_says(name: str, numbers: tuple[int, ...]) -> None:
    assert [address(name, *numbers) for _ in range(2)] == [reverse(name, args=numbers)] * 2
    assert address("task", 23, 1) == reverse("task", args=(23, 1))
