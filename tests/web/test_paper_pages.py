"""Pages of papers, as the office, a leader, a supervisor and a unit use them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from people import NOON, WANG
from working import Work, a_work, hand_in
from zhenggai.oversight.models import ComposedPaper, PaperPassage
from zhenggai.oversight.operations.composing import PaperWish, compose_paper

pytestmark = pytest.mark.django_db


def a_paper(work: Work, kind: str = "progress") -> ComposedPaper:
    wish = PaperWish(kind)
    return ComposedPaper.objects.get(pk=compose_paper(cycle_id=work.cycle, wish=wish, actor=WANG, at=NOON))


def address(paper: ComposedPaper, rest: str = "") -> str:
    return f"/cycles/{paper.cycle_id}/papers/{paper.pk}/{rest}"


def said(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_one_press_composes_a_paper(wang: Client):
    work = a_work()
    papers = f"/cycles/{work.cycle}/papers/"

    empty = said(wang, papers)
    answer = wang.post(f"{papers}compose/", {"kind": "progress"})

    assert "还没有文稿" in empty
    assert answer["Location"] == address(ComposedPaper.objects.get())
    assert "集中整改进展情况报告" in said(wang, papers)


def test_a_paper_about_a_unit_at_a_past_instant(wang: Client):
    work = a_work()

    answer = wang.post(
        f"/cycles/{work.cycle}/papers/compose/",
        {
            "kind": "ledger",
            "part": "unit:县水利局",
            "as_of": "2026-03-02T12:30",
            "document_number": "云发〔2026〕5号",
            "copies_to": "市委巡察办",
            "printed_by": "县委办公室",
        },
    )
    page = said(wang, answer["Location"])

    assert "台账截至 2026-03-02 12:30" in page
    assert "云发〔2026〕5号" in page
    assert "抄送：市委巡察办。" in page
    assert "县委办公室 2026-03-02 印发" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "poem"},
        {"kind": "progress", "part": "unit:没有"},
        {"kind": "closing_check"},
        {"kind": "progress", "as_of": "9999-01-01T00:00"},
        {"kind": "progress", "as_of": "昨天"},
        {"kind": "progress", "document_number": "5号"},
        {},
    ],
)
def test_what_cannot_be_composed_is_told_on_the_page(wang: Client, sent: dict[str, str]):
    work = a_work()

    answer = wang.post(f"/cycles/{work.cycle}/papers/compose/", sent)

    assert answer.status_code == 422
    assert "还有内容需要改正" in answer.content.decode()
    assert not ComposedPaper.objects.exists()


def test_withholding_asks_for_grounds(wang: Client):
    work = a_work()
    papers = f"/cycles/{work.cycle}/papers/"
    problem = re.search(r'name="withheld" value="(\d+)"', said(wang, papers))
    assert problem

    without = wang.post(f"{papers}compose/", {"kind": "public", "withheld": problem[1]})
    with_grounds = wang.post(
        f"{papers}compose/", {"kind": "public", "withheld": problem[1], "withheld_why": "涉及未公布案件"}
    )

    assert without.status_code == 422
    assert "不公开 1 个问题（涉及未公布案件）" in said(wang, with_grounds["Location"])


def test_figures_say_where_they_come_from(wang: Client):
    work = a_work()
    hand_in(work)

    page = said(wang, address(a_paper(work)))

    assert 'title="进展报告：县水利局 2026-03-02 · 2026-03-02">12次</summary>' in page
    assert f'href="/cycles/{work.cycle}/tasks/{work.task}/figures/"' in page


def test_a_passage_is_edited_on_its_own(wang: Client):
    work = a_work()
    hand_in(work)
    paper = a_paper(work)
    passage = PaperPassage.objects.filter(paper=paper, key__startswith="answer/").order_by("position")[0]
    form = said(wang, address(paper, f"?edit={passage.pk}"))
    url = address(paper, f"passages/{passage.pk}/")

    kept = wang.post(url, {"version": "1", "text": "巡河专班⟦1:12次⟧巡查。"})
    again = wang.post(url, {"version": "1", "text": "我来晚了⟦1:12次⟧。"})
    typed = wang.post(url, {"version": "2", "text": "巡查99次。"})

    assert "⟦1:12次⟧" in form
    assert kept["Location"] == address(paper, f"#passage-{passage.pk}")
    assert again.status_code == 409
    assert "我来晚了⟦1:12次⟧。" in again.content.decode()
    assert "王敏 改过" in again.content.decode()
    assert typed.status_code == 409
    assert "“99次”是手工写的数字" in typed.content.decode()


def test_a_passage_of_another_paper_is_not_found(wang: Client):
    work = a_work()
    one, other = a_paper(work), a_paper(work, "plan")
    passage = PaperPassage.objects.filter(paper=other)[0]

    answer = wang.post(address(one, f"passages/{passage.pk}/"), {"version": "1", "text": "改"})

    assert answer.status_code == 404


def test_signing_freezing_and_giving_back(wang: Client, sun: Client):
    paper = a_paper(a_work())
    digest = re.search(r'name="digest" value="(\w+)"', said(wang, address(paper)))
    assert digest

    sun.post(address(paper, "return/"), {"version": "1", "reason": "请写明下步措施"})
    returned = said(wang, address(paper))
    wang.post(address(paper, "sign/"), {"version": "2", "digest": digest[1]})
    signed = said(wang, address(paper))
    wang.post(address(paper, "freeze/"), {"version": "3"})
    frozen = said(wang, address(paper))

    assert "请写明下步措施" in returned
    assert "已签发" in signed
    assert "修改</a>" not in signed
    assert "等下一个存证点" in frozen


def test_a_return_without_a_reason_and_a_stale_signature_are_told(wang: Client):
    paper = a_paper(a_work())

    without = wang.post(address(paper, "return/"), {"version": "1", "reason": ""})
    stale = wang.post(address(paper, "sign/"), {"version": "1", "digest": "0"}, follow=True)

    assert without.status_code == 422
    assert "又有修改" in stale.content.decode()


def test_the_word_file_is_downloaded_under_its_name(wang: Client):
    paper = a_paper(a_work())

    answer = wang.get(address(paper, "file.docx"))

    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]
    assert wang.get(address(paper, "file.docx?version=9")).status_code == 404


def test_versions_are_compared(wang: Client):
    paper = a_paper(a_work())
    PaperPassage.objects.filter(paper=paper, key="coming/words").update(words='["逐项抓好。"]')

    page = said(wang, address(paper, "versions/"))
    same = said(wang, address(paper, "versions/?old=1&new=1"))

    assert "<ins>逐项抓好。</ins>" in page
    assert "两版一样" in same
    assert wang.get(address(paper, "versions/?old=7")).status_code == 404


def test_a_leader_reads_and_changes_nothing(li: Client):
    paper = a_paper(a_work())

    page = said(li, address(paper))

    assert "生成一份" not in said(li, f"/cycles/{paper.cycle_id}/papers/")
    assert "签发</button>" not in page
    assert li.post(address(paper, "sign/"), {"version": "1"}).status_code == 403
    assert li.post(f"/cycles/{paper.cycle_id}/papers/compose/", {"kind": "plan"}).status_code == 403


def test_a_unit_sees_no_papers(zhao: Client):
    paper = a_paper(a_work())

    for url in (f"/cycles/{paper.cycle_id}/papers/", address(paper), address(paper, "file.docx")):
        assert zhao.get(url).status_code == 403


def test_a_paper_stands_only_in_its_own_round(wang: Client):
    paper = a_paper(a_work())

    assert wang.get(f"/cycles/{paper.cycle_id + 1}/papers/{paper.pk}/").status_code == 404
    assert wang.get(f"/cycles/{paper.cycle_id}/papers/{paper.pk + 99}/").status_code == 404


@pytest.mark.parametrize("kind", ["plan", "ledger", "bulletin", "overview", "outcomes", "first_responsible", "public"])
def test_every_kind_has_a_page(wang: Client, kind: str):
    assert wang.get(address(a_paper(a_work(), kind))).status_code == 200
