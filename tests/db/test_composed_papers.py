"""Papers composed from the ledger: gathered, edited by several people, returned, signed, frozen, compared."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from people import AN, CHEN, LI, NOON, SUN, WANG, ZHAO
from tallies import PLAN, a_figure
from working import DONE, ONGOING, Work, a_work, hand_in
from zhenggai import reading
from zhenggai.domain.issuing import CannotIssue
from zhenggai.domain.papers.kinds import CannotCompose
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.papers.words import CannotEdit, editable
from zhenggai.domain.progress import Report
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry
from zhenggai.journal.sealing import seal
from zhenggai.ledger.models import Problem, Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.figures import correct_figure
from zhenggai.ledger.operations.progress.judging import return_progress
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.queries import rules_page
from zhenggai.oversight.composing.gathering import Part
from zhenggai.oversight.composing.stored import passage_of, passages_in, words_of
from zhenggai.oversight.models import ComposedPaper, PaperPassage, PaperVersion
from zhenggai.oversight.operations.composing import (
    CannotSign,
    PaperChanged,
    PaperWish,
    compose_paper,
    edit_passage,
    freeze_paper,
    return_paper,
    sign_off,
)
from zhenggai.oversight.paper_shapes import PaperPage
from zhenggai.oversight.queries.composed import paper_file, paper_page, papers_page, versions_page

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
PROGRESS = PaperWish("progress")


def composed(work: Work, wish: PaperWish = PROGRESS) -> int:
    return compose_paper(cycle_id=work.cycle, wish=wish, actor=WANG, at=NOON)


def page(paper: int) -> PaperPage:
    return paper_page(paper_id=paper, actor=WANG, now=LATER)


def passage(paper: int, start: str) -> PaperPassage:
    return PaperPassage.objects.filter(paper=paper, key__startswith=start).order_by("position")[0]


def text_of(row: PaperPassage) -> str:
    return passage_of(row).text


def edit(row: PaperPassage, text: str, *, actor=WANG) -> None:
    edit_passage(passage_id=row.pk, version=row.version, text=text, actor=actor, at=LATER)


def signed(work: Work) -> int:
    paper = composed(work)
    sign_off(paper_id=paper, version=1, digest=page(paper).digest, actor=WANG, at=LATER)
    return paper


class TestComposing:
    def test_a_report_tells_what_units_reported_with_every_figure_a_field(self):
        work = a_work(("2027年底前建成水闸", date(2027, 12, 31)))
        hand_in(work)

        answer = passage(composed(work), "answer/")

        assert text_of(answer).startswith("一是巡查河道12次，清理垃圾38吨。二是“完成排查”尚未报送进展。")
        figures = [(field.text, field.source) for field in passage_of(answer).figures]
        assert figures == [("12次", "进展报告：县水利局 2026-03-02"), ("38吨", "进展报告：县水利局 2026-03-02")]

    def test_the_file_reads_back_as_the_paper_says(self):
        work = a_work()
        hand_in(work, DONE)
        paper = composed(work)

        report = reading.read(paper_file(paper_id=paper, actor=WANG).content, name="a.docx", today=NOON.date())

        assert [problem.title for section in report.sections for problem in section.problems] == [
            "关于河道巡查不到位的问题",
            "关于账目不清的问题",
        ]
        assert "12份" in [quantity.text for quantity in report.quantities]

    def test_returned_reports_are_not_told(self):
        work = a_work()
        report = hand_in(work)
        return_progress(report_id=report, reason="数字不实", actor=SUN, at=NOON)

        assert "尚未报送进展" in text_of(passage(composed(work), "answer/"))

    @pytest.mark.parametrize("kind", sorted(PAPER_NAMES))
    def test_every_kind_is_composed_of_one_task_or_of_all(self, kind: str):
        work = a_work()
        part = Part("task", "1") if kind in ("closing_application", "closing_check", "supervision") else Part()
        part = Part("unit", "县水利局") if kind in ("reminder", "hint") else part

        paper = composed(work, PaperWish(kind, part))

        assert page(paper).passages
        assert paper_file(paper_id=paper, actor=WANG).content.startswith(b"PK")

    def test_a_paper_about_an_aspect_or_a_leader_has_just_its_tasks(self):
        work = a_work()
        aspect = Problem.objects.filter(cycle=work.cycle)[0].aspect_id

        of_aspect = composed(work, PaperWish("ledger", Part("aspect", str(aspect))))
        of_leader = composed(work, PaperWish("ledger", Part("leader", "李建国")))

        assert [len(passage_of(passage(paper, "ledger")).table.rows) for paper in (of_aspect, of_leader)] == [2, 1]
        assert "（李建国）" in page(of_leader).title

    def test_a_past_instant_is_told_as_it_was(self):
        work = a_work()
        before = NOON + timedelta(minutes=1)
        hand_in_later(work)

        past = compose_paper(cycle_id=work.cycle, wish=replace(PROGRESS, as_of=before), actor=WANG, at=LATER)
        now = compose_paper(cycle_id=work.cycle, wish=PROGRESS, actor=WANG, at=LATER + timedelta(hours=2))

        assert "尚未报送进展" in text_of(passage(past, "answer/"))
        assert "巡查河道12次" in text_of(passage(now, "answer/"))

    def test_composing_is_one_entry_with_the_digest_of_the_first_version(self):
        paper = composed(a_work())

        entry = Entry.objects.order_by("-sequence")[0]
        after = json.loads(entry.body)["after"]
        assert (entry.verb, entry.subject_kind, entry.subject_id) == ("paper.compose", "composed_paper", paper)
        assert after["paper_digest"] == PaperVersion.objects.get(paper=paper).digest == page(paper).digest

    def test_the_office_names_its_papers(self):
        work = a_work()
        rules = rules_page(cycle_id=work.cycle)
        named = tuple((key, "情况专报" if key == "bulletin" else name) for key, name in rules.rules.papers)
        planning.set_rules(
            cycle_id=work.cycle, version=rules.version, rules=replace(rules.rules, papers=named), actor=WANG, at=NOON
        )

        assert page(composed(work, PaperWish("bulletin"))).name == "情况专报"

    def test_withheld_problems_leave_just_their_numbers_out(self):
        work = a_work()
        withheld = Problem.objects.get(cycle=work.cycle, title__contains="账目")
        wish = PaperWish("public", withheld=frozenset({withheld.pk}), withheld_why="涉及未公布案件")

        paper = composed(work, wish)

        words = "\n".join(text_of(row) for row in PaperPassage.objects.filter(paper=paper))
        assert "账目" not in words
        assert "2.关于" not in words
        assert (page(paper).withheld, page(paper).withheld_why) == (1, "涉及未公布案件")

    @pytest.mark.parametrize(
        "wish",
        [
            PaperWish("poem"),
            PaperWish("progress", Part("task", "1")),
            PaperWish("progress", Part("unit", "")),
            PaperWish("closing_application"),
            PaperWish("progress", Part("unit", "没有的单位")),
            PaperWish("progress", as_of=LATER),
            PaperWish("progress", withheld=frozenset({1}), withheld_why="依据"),
            PaperWish("public", withheld=frozenset({1})),
        ],
    )
    def test_a_wish_that_makes_no_sense_is_refused(self, wish: PaperWish):
        work = a_work()

        with pytest.raises(CannotCompose):
            composed(work, wish)

        assert not ComposedPaper.objects.exists()

    def test_a_document_number_is_written_like_one(self):
        work = a_work()

        with pytest.raises(CannotIssue):
            composed(work, replace(PROGRESS, document_number="云发[2026]05号"))
        assert page(composed(work, replace(PROGRESS, document_number="云发〔2026〕5号"))).document_number

    @pytest.mark.parametrize("actor", [LI, SUN, ZHAO, AN])
    def test_only_the_office_composes(self, actor):
        work = a_work()

        with pytest.raises(NotAllowed):
            compose_paper(cycle_id=work.cycle, wish=PROGRESS, actor=actor, at=NOON)

    def test_there_is_no_paper_of_no_round(self):
        with pytest.raises(NoSuchThing):
            compose_paper(cycle_id=10**6, wish=PROGRESS, actor=WANG, at=NOON)


def hand_in_later(work: Work) -> None:
    """A report an hour after the tests begin."""
    report_progress(measure_id=work.measure, report=ONGOING, token="form-0009", actor=work.zhao, at=LATER)


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


class TestFigures:
    def test_a_figure_that_the_ledger_keeps_is_bound_to_it(self):
        work = a_work()
        kept = a_figure(work.task, "12", word="次", scope="巡查河道")
        hand_in(work)

        figures = passage_of(passage(composed(work), "answer/")).figures

        assert [(figure.text, figure.figure) for figure in figures] == [("12次", kept), ("38吨", None)]

    def test_figures_that_moved_since_are_listed(self):
        work = a_work()
        kept = a_figure(work.task, "12", word="次", scope="巡查河道")
        hand_in(work)
        paper = composed(work)
        nothing = page(paper).moved
        plan = replace(PLAN, digits="15", word="次", scope="巡查河道")
        correct_figure(figure_id=kept, plan=plan, why="漏记三次", actor=WANG, at=LATER)

        moved = paper_page(paper_id=paper, actor=WANG, now=LATER + timedelta(hours=5)).moved

        assert nothing == ()
        assert [(row.scope, row.then, row.now) for row in moved] == [("巡查河道", "12次", "15次")]

    def test_counts_of_the_ledger_move_too(self):
        work = a_work()
        paper = composed(work)
        Task.objects.filter(pk=work.task).update(state="long_term")

        moved = {row.scope: (row.then, row.now) for row in page(paper).moved}
        assert moved["未启动"] == ("2项", "1项")

    def test_doubts_stand_beside_the_passage_that_raises_them(self):
        work = a_work()
        hand_in(work, Report(day=date(2026, 3, 2), done="全部企业均已整改。", next_step="再看。"))
        rows = {row.key.split("/")[0]: row for row in reversed(page(composed(work)).passages)}

        assert "claim.coverage" in [doubt.rule for doubt in rows["answer"].doubts]
        assert rows["coming"].doubts == ()


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

        kept = passages_in(PaperVersion.objects.get(paper=paper).content)

        assert list(kept) == [passage_of(row) for row in PaperPassage.objects.filter(paper=paper).order_by("position")]

    def test_there_is_no_ninth_version(self):
        paper = composed(a_work())

        with pytest.raises(NoSuchThing):
            versions_page(paper_id=paper, old=9, new=0, actor=WANG)
        with pytest.raises(NoSuchThing):
            paper_file(paper_id=paper, actor=WANG, number=9)


class TestReaching:
    def test_the_list_shows_the_newest_first_and_pages(self, django_assert_max_num_queries):
        work = a_work()
        papers = [composed(work) for _ in range(32)]

        with django_assert_max_num_queries(20):
            first = papers_page(cycle_id=work.cycle, actor=LI)
        second = papers_page(cycle_id=work.cycle, actor=LI, after=first.after or 0)

        assert [row.id for row in (*first.rows, *second.rows)] == papers[::-1]
        assert (first.total, first.may_compose, second.after) == (32, False, None)

    def test_units_and_keepers_see_no_papers(self):
        work = a_work()
        paper = composed(work)

        for actor in (work.zhao, AN):
            with pytest.raises(NotAllowed):
                papers_page(cycle_id=work.cycle, actor=actor)
            with pytest.raises(NotAllowed):
                paper_page(paper_id=paper, actor=actor, now=LATER)
            with pytest.raises(NotAllowed):
                versions_page(paper_id=paper, old=1, new=0, actor=actor)
            with pytest.raises(NotAllowed):
                paper_file(paper_id=paper, actor=actor)

    def test_a_supervisor_reads_and_may_give_back(self):
        seen = paper_page(paper_id=composed(a_work()), actor=SUN, now=LATER)

        assert (seen.may_edit, seen.may_return, seen.may_sign, seen.may_freeze) == (False, True, False, False)
