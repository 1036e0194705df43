"""Papers composed from the ledger: gathered, with their figures, reached by those who may."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from composed import LATER, PROGRESS, composed, page, passage, text_of
from people import AN, LI, NOON, SUN, WANG, ZHAO
from tallies import PLAN, a_figure
from working import DONE, ONGOING, Work, a_work, hand_in
from zhenggai import reading
from zhenggai.domain.issuing import CannotIssue
from zhenggai.domain.papers.kinds import CannotCompose
from zhenggai.domain.papers.names import PAPER_NAMES
from zhenggai.domain.progress import Report
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Problem, Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.figures import correct_figure
from zhenggai.ledger.operations.progress.judging import return_progress
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.queries import rules_page
from zhenggai.oversight.composing.gathering import Part
from zhenggai.oversight.composing.stored import passage_of
from zhenggai.oversight.models import ComposedPaper, PaperPassage, PaperVersion
from zhenggai.oversight.operations.composing import (
    PaperWish,
    compose_paper,
)
from zhenggai.oversight.queries.composed import paper_file, paper_page, papers_page, versions_page

pytestmark = pytest.mark.django_db


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

    def test_what_stands_below_the_last_page_is_signed_with_the_rest(self):
        work = a_work()
        bare, with_imprint = (
            page(composed(work, replace(PROGRESS, copies_to=copies, printed_by=by)))
            for copies, by in (("", ""), ("市委巡察办。", "县委办公室"))
        )

        assert (with_imprint.copies_to, with_imprint.printed_by) == ("市委巡察办", "县委办公室")
        assert with_imprint.digest != bare.digest
        written = paper_file(paper_id=with_imprint.id, actor=WANG).content
        with ZipFile(BytesIO(written)) as parts:
            text = parts.read("word/document.xml").decode()
        assert "抄送：市委巡察办。" in text
        assert "县委办公室" in text

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
