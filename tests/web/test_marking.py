"""Marks in a text: nothing of the text is lost, nothing of it becomes markup."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from zhenggai.ui.marking import CLASSES, Mark, marked_text

TEXTS = st.text(alphabet="一是问题38次,。<>&\"'\n ab", max_size=60)


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    places = st.integers(min_value=0, max_value=len(text))
    marks = draw(
        st.lists(st.tuples(st.sampled_from(sorted(CLASSES)), places, places, st.booleans(), st.booleans()), max_size=12)
    )
    return text, [
        Mark(kind, *sorted((one, other)), f"a{n}" if anchored else "", f"#l{n}" if linked else "", "注<释>")
        for n, (kind, one, other, anchored, linked) in enumerate(marks)
    ]


def plain(html: str) -> str:
    """The text of the paragraphs, without any markup."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(texts_with_marks())
def test_the_text_comes_back_whole_however_the_marks_lie(given_text: tuple[str, list[Mark]]) -> None:
    text, marks = given_text

    assert plain(marked_text(text, marks)) == text


@given(texts_with_marks())
def test_only_our_own_elements_appear_and_every_one_is_closed(given_text: tuple[str, list[Mark]]) -> None:
    html = marked_text(*given_text)

    names = re.findall(r"<(/?)(\w+)", html)
    assert {name for _slash, name in names} <= {"p", "span", "a"}
    assert sum(not slash for slash, _name in names) == sum(bool(slash) for slash, _name in names)


def test_a_piece_carries_the_classes_of_all_marks_over_it() -> None:
    marks = [Mark("promise", 0, 9), Mark("date", 2, 7), Mark("doubt", 5, 9)]

    html = marked_text("力争2026年底完成", marks)

    assert html == (
        '<p><span class="r">力争</span><span class="r d">202</span><span class="r d q">6年</span>'
        '<span class="r q">底完</span>成</p>'
    )


def test_the_innermost_link_wins() -> None:
    html = marked_text("甲乙丙", [Mark("problem", 0, 3, link="#o"), Mark("doubt", 1, 2, link="#q")])

    assert '<a class="p q" href="#q">乙</a>' in html


def test_an_empty_mark_leaves_its_anchor() -> None:
    html = marked_text("甲乙", [Mark("measure", 1, 1, anchor="t-m1")])

    assert html == '<p>甲<span class="anchor" id="t-m1"></span>乙</p>'


def test_a_part_of_the_text_is_marked_alone() -> None:
    html = marked_text("甲乙丙丁", [Mark("figure", 0, 3)], first=2)

    assert html == '<p><span class="f">丙</span>丁</p>'
