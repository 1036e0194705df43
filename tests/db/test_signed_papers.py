"""Papers on their way: edited by several people, returned, signed, frozen, compared."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from composed import LATER, composed, edit, page, passage, signed, text_of
from people import AN, CHEN, LI, NOON, SUN, WANG, ZHAO
from working import a_work, hand_in
from zhenggai.domain.papers.words import CannotEdit, editable
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry
from zhenggai.journal.sealing import seal
from zhenggai.oversight.composing.stored import passage_of, passages_in, words_of
from zhenggai.oversight.models import PaperPassage, PaperVersion
from zhenggai.oversight.operations.composing import (
    CannotSign,
    PaperChanged,
    PaperWish,
    edit_passage,
    freeze_paper,
    return_paper,
    sign_off,
)
from zhenggai.oversight.queries.composed import paper_file, paper_page, versions_page

pytestmark = pytest.mark.django_db


class TestEditing:
    def test_two_people_edit_two_passages_at_once(self):
        work = a_work()
        hand_in(work)
        paper = composed(work)
        one, other = passage(paper, "answer/"), passage(paper, "coming/words")

        edit(one, "巡河专班⟦1:12次⟧巡查，清理⟦2:38吨⟧。")
        edit(other, "持续抓好整改。", actor=CHEN)

        assert text_of(passage(paper, "answer/")) == "巡河专班12次巡查，清理38吨。"
        assert text_of(passage(paper, "coming/words")) == "持续抓好整改。"
        assert Entry.objects.filter(verb="paper.edit").count() == 2

    def test_the_second_to_edit_the_same_passage_is_told_who_came_first(self):
        paper = composed(a_work())
        row = passage(paper, "coming/words")
        edit(row, "持续抓好整改。", actor=CHEN)

        with pytest.raises(PaperChanged) as refused:
            edit(row, "不放松。")

        assert "陈静" in str(refused.value)
        assert text_of(passage(paper, "coming/words")) == "持续抓好整改。"

    @pytest.mark.parametrize(
        "text",
        [
            "巡查⟦1:13次⟧。",
            "巡查12次。",
            "巡查⟦1:12次⟧，问责3人。",
            "巡查⟦9:12次⟧。",
            "占比提高到98%。",
            "投入五百万元。",
            "",
        ],
    )
    def test_no_figure_is_typed(self, text: str):
        work = a_work()
        hand_in(work)
        row = passage(composed(work), "answer/")

        with pytest.raises(CannotEdit):
            edit(row, text)

        assert editable(words_of(row.words)) == editable(words_of(passage(row.paper_id, "answer/").words))

    def test_days_and_numbers_of_documents_are_no_figures(self):
        row = passage(composed(a_work()), "coming/words")

        edit(row, "2026年3月1日印发通知（云发〔2026〕5号），一是压实责任，二是抓好落实。")

        assert passage(row.paper_id, "coming/words").version == 2

    def test_a_table_is_not_edited_by_hand(self):
        row = passage(composed(a_work(), PaperWish("ledger")), "ledger")

        with pytest.raises(CannotEdit):
            edit(row, "手改")

    def test_only_the_office_edits(self):
        row = passage(composed(a_work()), "coming/words")

        for actor in (LI, SUN, ZHAO):
            with pytest.raises(NotAllowed):
                edit(row, "改", actor=actor)

    def test_there_is_nothing_to_edit_where_there_is_no_passage(self):
        with pytest.raises(NoSuchThing):
            edit_passage(passage_id=10**6, version=1, text="改", actor=WANG, at=NOON)


class TestSigning:
    def test_a_paper_goes_from_draft_through_return_to_frozen(self):
        paper = composed(a_work())
        states = [page(paper).state]
        return_paper(paper_id=paper, version=1, reason="第二部分太简单", actor=SUN, at=LATER)
        states.append(page(paper).state)
        edit(passage(paper, "coming/words"), "逐项抓好整改。")
        states.append(page(paper).state)
        sign_off(paper_id=paper, version=2, digest=page(paper).digest, actor=WANG, at=LATER)
        states.append(page(paper).state)
        freeze_paper(paper_id=paper, version=3, actor=WANG, at=LATER)
        states.append(page(paper).state)

        assert states == ["drafting", "returned", "drafting", "signed", "frozen"]
        assert [row.kept_for for row in page(paper).versions] == ["定稿", "签发", "退回", "生成"]

    def test_what_is_frozen_is_in_the_journal_and_in_the_next_checkpoint(self):
        paper = signed(a_work())
        freeze_paper(paper_id=paper, version=2, actor=WANG, at=LATER)
        entry = Entry.objects.get(verb="paper.freeze")
        before = page(paper).checkpoint

        sealed = seal(signer=house_signer(), at=LATER)

        assert json.loads(entry.body)["after"]["paper_digest"] == page(paper).digest
        assert (before, page(paper).checkpoint, page(paper).entry) == (None, sealed.size, entry.sequence)

    def test_a_signed_paper_is_not_edited_until_it_is_returned(self):
        paper = signed(a_work())
        row = passage(paper, "coming/words")

        with pytest.raises(CannotSign):
            edit(row, "再改一句。")
        return_paper(paper_id=paper, version=2, reason="有笔误", actor=WANG, at=LATER)
        edit(row, "再改一句。")

        assert (page(paper).state, page(paper).signed_by) == ("drafting", "")

    def test_nobody_signs_what_they_have_not_seen(self):
        paper = composed(a_work())
        seen = page(paper).digest
        edit(passage(paper, "coming/words"), "悄悄改一句。")

        with pytest.raises(CannotSign):
            sign_off(paper_id=paper, version=1, digest=seen, actor=WANG, at=LATER)
        assert page(paper).state == "drafting"

    def test_a_frozen_paper_is_never_returned_and_its_versions_never_change(self):
        paper = signed(a_work())
        freeze_paper(paper_id=paper, version=2, actor=WANG, at=LATER)

        with pytest.raises(CannotSign):
            return_paper(paper_id=paper, version=3, reason="再想想", actor=SUN, at=LATER)
        for change in (
            lambda: PaperVersion.objects.filter(paper=paper).update(content="{}"),
            lambda: PaperVersion.objects.filter(paper=paper).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_a_draft_is_not_frozen_and_a_return_says_why(self):
        paper = composed(a_work())

        with pytest.raises(CannotSign):
            freeze_paper(paper_id=paper, version=1, actor=WANG, at=LATER)
        with pytest.raises(CannotSign):
            return_paper(paper_id=paper, version=1, reason="  ", actor=SUN, at=LATER)

    def test_the_second_to_act_on_a_paper_is_told_to_look_again(self):
        paper = signed(a_work())

        with pytest.raises(PaperChanged):
            freeze_paper(paper_id=paper, version=1, actor=WANG, at=LATER)

    def test_who_may_not_does_not(self):
        paper = composed(a_work())

        for actor in (LI, ZHAO, AN):
            with pytest.raises(NotAllowed):
                return_paper(paper_id=paper, version=1, reason="退", actor=actor, at=LATER)
            with pytest.raises(NotAllowed):
                sign_off(paper_id=paper, version=1, digest="", actor=actor, at=LATER)
            with pytest.raises(NotAllowed):
                freeze_paper(paper_id=paper, version=1, actor=actor, at=LATER)

    def test_nothing_is_done_to_a_paper_that_is_not_there(self):
        with pytest.raises(NoSuchThing):
            freeze_paper(paper_id=10**6, version=1, actor=WANG, at=LATER)
        with pytest.raises(NoSuchThing):
            paper_page(paper_id=10**6, actor=WANG, now=LATER)


class TestVersions:
    def test_two_versions_stand_beside_each_other(self):
        paper = composed(a_work())
        edit(passage(paper, "coming/words"), "逐项抓好整改。")

        compared = versions_page(paper_id=paper, old=1, new=0, actor=WANG)

        assert [(row.key, row.after) for row in compared.changes] == [("coming/words", "逐项抓好整改。")]
        assert versions_page(paper_id=paper, old=1, new=1, actor=WANG).changes == ()

    def test_a_version_is_downloaded_as_it_was(self):
        paper = composed(a_work())
        before = paper_file(paper_id=paper, actor=WANG).content
        edit(passage(paper, "coming/words"), "逐项抓好整改。")

        assert paper_file(paper_id=paper, actor=WANG, number=1).content == before
        assert paper_file(paper_id=paper, actor=WANG).content != before

    def test_a_version_holds_every_passage(self):
        paper = composed(a_work())

        kept = PaperVersion.objects.select_related("paper").get(paper=paper)

        assert list(passages_in(kept.content, cycle_id=kept.paper.cycle_id)) == [
            passage_of(row) for row in PaperPassage.objects.filter(paper=paper).order_by("position")
        ]

    def test_there_is_no_ninth_version(self):
        paper = composed(a_work())

        with pytest.raises(NoSuchThing):
            versions_page(paper_id=paper, old=9, new=0, actor=WANG)
        with pytest.raises(NoSuchThing):
            paper_file(paper_id=paper, actor=WANG, number=9)
