"""Looking at what was read, mending it, and taking it into the ledger; all by plain form posts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle, a_draft
from people import CHEN, NOON
from zhenggai.domain.steps import Retitle
from zhenggai.ledger import operations
from zhenggai.ledger.models import Cycle, Draft
from zhenggai.ledger.queries import draft_preview


def a_full_draft() -> int:
    findings = [Finding("河道巡查不到位的问题", ["增加巡查38次", "加固堤防"]), Finding("账目不清的问题", ["核对账目"])]
    report = a_report(
        findings,
        [Finding("会议过多的问题")],
        quantities=["38次"],
        promises=[("加固堤防", date(2026, 12, 31))],
        doubts=[("claim.coverage", "账目不清")],
    )
    return a_draft(report)


def titles(draft: int) -> list[str]:
    outline = draft_preview(draft_id=draft).outline
    assert outline is not None
    return [problem.title for problem in outline.problems()]


def test_the_text_stands_on_the_left_with_what_was_read_marked_in_it(wang: Client) -> None:
    page = wang.get(f"/imports/{a_full_draft()}/").content.decode()

    assert re.search(r'<span class="f"[^>]*>38次</span>', page)
    assert re.search(r'<span class="[^"]*\br\b[^"]*"[^>]*>加固堤防</span>', page)
    assert re.search(r'<a class="[^"]*\bq\b[^"]*" href="#q-0"[^>]*>账目不清</a>', page)
    assert 'href="#o-p0-0"' in page


def test_each_side_links_to_the_other(wang: Client) -> None:
    page = wang.get(f"/imports/{a_full_draft()}/").content.decode()

    places = set(re.findall(r'id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))

    assert {"t-p0-0", "o-p0-0", "t-m0-0-1", "o-m0-0-1", "d-0", "q-0", "t-s1", "o-s1"} <= places
    assert links <= places


def test_no_id_stands_twice(wang: Client) -> None:
    page = wang.get(f"/imports/{a_full_draft()}/?edit=p0-0").content.decode()

    found = re.findall(r'\bid="([^"]+)"', page)

    assert len(found) == len(set(found))


def test_text_that_looks_like_markup_stays_text(wang: Client) -> None:
    draft = a_draft(a_report([Finding("<script>alert(1)</script>的问题", ["把“&lt;”写成<b>"])]))

    page = wang.get(f"/imports/{draft}/?edit=p0-0").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;的问题" in page
    assert "<b>" not in page


STEPS = [
    ("retitle", {"problem": "p0-0", "title": "新标题"}, ["新标题", "账目不清的问题", "会议过多的问题"]),
    ("drop", {"problem": "p0-1"}, ["河道巡查不到位的问题", "会议过多的问题"]),
    (
        "move",
        {"problem": "p0-0", "section": "s1", "position": "1"},
        ["账目不清的问题", "河道巡查不到位的问题", "会议过多的问题"],
    ),
    (
        "add",
        {"section": "s1", "position": "1", "title": "漏读的问题"},
        ["河道巡查不到位的问题", "账目不清的问题", "会议过多的问题", "漏读的问题"],
    ),
    (
        "split_at_measure",
        {"problem": "p0-0", "measure": "m0-0-1", "title": "堤防薄弱的问题"},
        ["河道巡查不到位的问题", "堤防薄弱的问题", "账目不清的问题", "会议过多的问题"],
    ),
]


@pytest.mark.parametrize(("step", "fields", "expected"), STEPS, ids=[step[0] for step in STEPS])
def test_a_step_is_a_plain_form_and_can_be_undone_and_redone(
    wang: Client, step: str, fields: dict[str, str], expected: list[str]
) -> None:
    draft = a_full_draft()
    before = titles(draft)

    done = wang.post(f"/imports/{draft}/mend/{step}/", {"version": 2, **fields})
    mended = titles(draft)
    wang.post(f"/imports/{draft}/undo/", {"version": 3})
    undone = titles(draft)
    wang.post(f"/imports/{draft}/redo/", {"version": 4})

    assert done.status_code == 302
    assert mended == expected
    assert undone == before
    assert titles(draft) == expected


def test_merging_puts_a_problem_into_the_one_before_it(wang: Client) -> None:
    draft = a_full_draft()

    wang.post(f"/imports/{draft}/mend/merge/", {"version": 2, "problem": "p0-1"})

    assert len(titles(draft)) == 2


def test_numbers_states_sections_measures_and_facts_can_be_corrected(wang: Client) -> None:
    draft = a_full_draft()
    steps = [
        ("set_number", {"problem": "p0-0", "number": "7"}),
        ("set_state", {"problem": "p0-0", "state": "long_term"}),
        ("retitle_section", {"section": "s0", "title": "履职方面"}),
        ("edit_measure", {"measure": "m0-0-0", "text": "增加巡查40次。"}),
        ("set_header", {"fact": "feedback_date", "value": "2025-03-10"}),
        ("add_section", {"position": "2", "title": "作风方面"}),
    ]

    answers = [
        wang.post(f"/imports/{draft}/mend/{step}/", {"version": 2 + n, **fields})
        for n, (step, fields) in enumerate(steps)
    ]

    outline = draft_preview(draft_id=draft).outline
    assert outline is not None
    problem = outline.sections[0].problems[0]
    assert {answer.status_code for answer in answers} == {302}
    assert (problem.number, problem.state, problem.measures[0].text) == (7, "long_term", "增加巡查40次。")
    assert [section.title for section in outline.sections] == ["履职方面", "方面2", "作风方面"]
    assert outline.header.feedback_date == date(2025, 3, 10)


def test_an_open_problem_shows_its_fields(wang: Client) -> None:
    page = wang.get(f"/imports/{a_full_draft()}/?edit=p0-0").content.decode()

    for words in ("保存标题", "保存序号", "保存状态", "移动问题", "从措施处拆分", "从这一句拆分", "删去问题"):
        assert words in page
    assert "并入上一个问题" not in page


def test_a_step_on_an_older_version_shows_what_changed_and_keeps_what_was_typed(wang: Client) -> None:
    draft = a_full_draft()
    operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-1", "别人改的标题"), actor=CHEN, at=NOON)

    answer = wang.post(f"/imports/{draft}/mend/retitle/", {"version": 2, "problem": "p0-0", "title": "我写的长标题"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的长标题</textarea>" in page
    assert "这一步没有保存" in page
    assert "陈静 修改了问题标题" in page
    assert "别人改的标题" in page
    assert 'name="version" value="3"' in page


def test_an_undo_on_an_older_version_is_refused_and_says_why(wang: Client) -> None:
    draft = a_full_draft()
    operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-1", "别人改的标题"), actor=CHEN, at=NOON)

    answer = wang.post(f"/imports/{draft}/undo/", {"version": 2})

    assert answer.status_code == 409
    assert "陈静" in answer.content.decode()
    assert titles(draft)[1] == "别人改的标题"


BAD = [
    ("retitle", {"problem": "p0-0", "title": " "}, "请填写这一项。"),
    ("set_number", {"problem": "p0-0", "number": "七"}, "序号应是一个整数。"),
    ("set_header", {"fact": "feedback_date", "value": "去年"}, "日期请写成 2023-09-26 这样。"),
    ("set_header", {"fact": "declared_tasks", "value": "很多"}, "请填写一个整数。"),
    ("set_header", {"fact": "kind", "value": "抽查"}, "请从列出的种类中选一个。"),
    ("split_at_offset", {"problem": "p0-0", "title": "新的问题"}, "请选择从哪一句起。"),
]


@pytest.mark.parametrize(("step", "fields", "sentence"), BAD)
def test_a_step_that_makes_no_sense_is_said_and_changes_nothing(
    wang: Client, step: str, fields: dict[str, str], sentence: str
) -> None:
    draft = a_full_draft()

    answer = wang.post(f"/imports/{draft}/mend/{step}/", {"version": 2, **fields})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Draft.objects.get().version == 2


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("retitle", {"problem": "p9-9", "title": "x"}),
        ("merge", {"problem": "p0-0"}),
        ("drop_section", {"section": "s0"}),
    ],
)
def test_a_step_that_does_not_fit_is_refused_in_words(wang: Client, step: str, fields: dict[str, str]) -> None:
    draft = a_full_draft()

    answer = wang.post(f"/imports/{draft}/mend/{step}/", {"version": 2, **fields})

    assert answer.status_code == 409
    assert "这一步没有保存" in answer.content.decode()


def test_an_unknown_step_is_no_page(wang: Client) -> None:
    assert wang.post(f"/imports/{a_full_draft()}/mend/burn/", {"version": 2}).status_code == 404


def test_a_request_by_htmx_gets_the_desk_alone(wang: Client) -> None:
    draft = a_full_draft()

    desk = wang.get(f"/imports/{draft}/", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="desk").content.decode()
    outline = wang.get(
        f"/imports/{draft}/?edit=p0-0", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="outline"
    ).content.decode()

    assert "<html" not in desk
    assert 'class="panes' in desk
    assert "保存标题" in outline
    assert 'class="text' not in outline


def test_accepting_makes_a_round_and_says_that_wording_is_locked(wang: Client) -> None:
    draft = a_full_draft()
    asked = wang.get(f"/imports/{draft}/accept/").content.decode()

    answer = wang.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "feedback"}, follow=True)

    assert "将要收入" in asked
    assert answer.redirect_chain[-1][0] == f"/cycles/{Cycle.objects.get().pk}/"
    assert "问题原文从现在起锁定" in answer.content.decode()
    assert not Cycle.objects.get().history


def test_a_published_report_is_accepted_as_history(wang: Client) -> None:
    draft = a_draft(a_report([Finding("账目不清的问题", state="done")]))

    wang.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "history"})

    assert Cycle.objects.get().history


def test_accepting_asks_what_the_file_is(wang: Client) -> None:
    answer = wang.post(f"/imports/{a_full_draft()}/accept/", {"version": 2})

    assert answer.status_code == 422
    assert "请选择这份文件是什么。" in answer.content.decode()
    assert not Cycle.objects.exists()


def test_a_file_accepted_before_is_said_with_its_round_and_wants_a_tick(wang: Client) -> None:
    report = a_report([Finding("账目不清的问题")])
    cycle, draft = a_cycle(report), a_draft(report)

    page = wang.get(f"/imports/{draft}/").content.decode()
    unticked = wang.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "feedback"})
    ticked = wang.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "feedback", "again": "on"})

    assert "同一份文件已在" in page
    assert f'href="/cycles/{cycle}/"' in page
    assert unticked.status_code == 422
    assert "请勾选" in unticked.content.decode()
    assert ticked.status_code == 302
    assert Cycle.objects.count() == 2


def test_accepting_an_older_version_is_refused_and_keeps_the_choice(wang: Client) -> None:
    draft = a_full_draft()
    operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-1", "别人改的标题"), actor=CHEN, at=NOON)

    answer = wang.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "history"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "陈静" in page
    assert re.search(r'value="history" checked', page)
    assert not Cycle.objects.exists()


def test_an_accepted_draft_is_shown_without_anything_to_change(wang: Client) -> None:
    draft = a_full_draft()
    wang.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "feedback"})

    page = wang.get(f"/imports/{draft}/?edit=p0-0").content.decode()

    assert "看这一轮的总览" in page
    assert "保存标题" not in page


def test_discarding_takes_the_draft_from_the_list(wang: Client) -> None:
    draft = a_full_draft()

    page = wang.post(f"/imports/{draft}/discard/", {"version": 2}, follow=True).content.decode()

    assert "草稿已放弃" in page
    assert "还没有收到文件" in page


def test_sun_reads_a_draft_and_changes_nothing(sun: Client) -> None:
    draft = a_full_draft()

    page = sun.get(f"/imports/{draft}/?edit=p0-0").content.decode()
    answers = [
        sun.post(f"/imports/{draft}/mend/drop/", {"version": 2, "problem": "p0-0"}),
        sun.post(f"/imports/{draft}/undo/", {"version": 2}),
        sun.post(f"/imports/{draft}/discard/", {"version": 2}),
        sun.get(f"/imports/{draft}/accept/"),
        sun.post(f"/imports/{draft}/accept/", {"version": 2, "purpose": "feedback"}),
    ]

    assert "河道巡查不到位的问题" in page
    assert "删去问题" not in page
    assert {answer.status_code for answer in answers} == {403}
    assert Draft.objects.get().version == 2


def test_the_page_asks_the_database_as_often_for_many_problems_as_for_few(
    wang: Client, django_assert_max_num_queries
) -> None:
    draft = a_draft(a_report([Finding(f"第{n}个问题") for n in range(60)]))

    with django_assert_max_num_queries(9):
        wang.get(f"/imports/{draft}/")
