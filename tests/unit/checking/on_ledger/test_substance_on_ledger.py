"""Tasks without substance, without evidence, with old or future deeds, with blame instead of work."""

from dataclasses import replace
from datetime import date

import pytest

from ledger_examples import (
    PLAN,
    a_figure,
    a_file,
    a_ledger,
    a_measure,
    a_piece,
    a_report,
    a_task,
    bare_view,
    found,
    places,
)
from zhenggai.domain.closing_facts import InstitutionFact, TargetFact
from zhenggai.domain.ledger_facts import RegisterFacts


def talk(position=1, text="召开专题会议部署", measure_class="meeting"):
    papers = (a_piece("minutes"), a_piece("attendance", id=8))
    return a_measure(measure_class, *papers, id=position, position=position, text=text)


class TestActionsOnly:
    RULE = "ledger.actions_only"

    def test_it_warns_while_the_work_goes_on_and_blocks_once_somebody_asks_to_close(self):
        for state, severity in (("ongoing", None), ("closing", "blocking")):
            [finding] = found(self.RULE, a_ledger(a_task(view=bare_view(talk(), state=state))))
            assert finding.severity == severity

    @pytest.mark.parametrize("text", ["强化责任意识", "提高政治认识", "成立工作专班", "印发通知", "组织学习文件"])
    def test_a_measure_of_no_class_is_judged_by_its_words(self, text):
        assert found(self.RULE, a_ledger(a_task(view=bare_view(talk(text=text, measure_class="")))))

    def test_a_measure_of_another_class_is_work_whatever_it_says(self):
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(talk(text="加强巡查", measure_class="inspection")))))

    def test_a_task_without_measures_is_left_to_another_rule(self):
        bare = replace(bare_view(), measures=())
        assert not found(self.RULE, a_ledger(a_task(view=bare)))

    @pytest.mark.parametrize(
        "counted",
        [
            {"targets": (TargetFact(1, "indicator", "知晓率", "96%", "95%", met=True),)},
            {"institutions": (InstitutionFact(1, "议事规则", "施行中", established=True),)},
        ],
    )
    def test_a_target_or_an_institution_is_an_outcome(self, counted):
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(talk(), **counted))))

    def test_an_institution_that_is_only_planned_is_none(self):
        planned = (InstitutionFact(1, "议事规则", "拟制定", established=False),)
        assert found(self.RULE, a_ledger(a_task(view=bare_view(talk(), institutions=planned))))

    @pytest.mark.parametrize(("text", "hollow"), [("3次", True), ("12场", True), ("266万元", False), ("12人", False)])
    def test_counting_the_meetings_is_no_outcome_and_counting_what_came_of_them_is(self, text, hollow):
        facts = a_ledger(a_task(view=bare_view(talk())), figures=(a_figure(text),))
        assert bool(found(self.RULE, facts)) is hollow

    def test_another_task_that_does_the_work_for_the_same_problem_is_enough(self):
        meeting = a_task(1, view=bare_view(talk()), problem_ids=(1,))
        digging = a_task(2, problem_ids=(1,))
        assert not found(self.RULE, a_ledger(meeting, digging))

    def test_a_changed_measure_is_another_doubt(self):
        one, other = (
            found(self.RULE, a_ledger(a_task(view=bare_view(talk(text=text)))))[0] for text in ("开会", "再开会")
        )
        assert one.key != other.key


class TestNoEvidence:
    RULE = "ledger.no_evidence"

    def test_nobody_is_asked_for_evidence_before_they_say_that_they_are_done(self):
        bare = a_measure("meeting", a_piece("minutes"))
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(bare, state="ongoing"))))

    @pytest.mark.parametrize("state", ["closing", "done", "stable"])
    def test_whatever_counts_as_done_is_asked(self, state):
        bare = replace(a_measure("meeting"), evidence=())
        [finding] = found(self.RULE, a_ledger(a_task(view=bare_view(bare, state=state))))
        assert "没有任何佐证，需要会议纪要、签到表" in finding.message

    def test_a_photo_of_the_verifier_proves_nothing_for_the_unit(self):
        visited = a_measure("inspection", a_piece("record", of_visit=True))
        assert found(self.RULE, a_ledger(a_task(view=bare_view(visited, state="done"))))

    def test_a_red_document_wants_its_number(self):
        paper = a_measure("document", a_piece("red_document"))
        findings = found(self.RULE, a_ledger(a_task(view=bare_view(paper, state="done"))))
        assert places(findings) == [(("measure", 3), ("evidence", 7))]
        numbered = a_measure("document", a_piece("red_document", document_number="云发〔2026〕5号"))
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(numbered, state="done"))))


class TestOldDeeds:
    RULE = "ledger.old_deeds"

    def test_nothing_is_early_while_the_day_of_the_feedback_is_unknown(self):
        early = a_measure(reports=(a_report(day=date(2020, 1, 1)),))
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(early)), feedback=None))

    def test_reports_and_papers_of_a_measure_are_one_doubt(self):
        early = a_measure(
            "inspection", a_piece(dated=date(2025, 11, 3)), reports=(a_report(early=("2025年10月",)), a_report(id=2))
        )
        [finding] = found(self.RULE, a_ledger(a_task(view=bare_view(early))))
        assert [place.kind for place in finding.places] == ["measure", "report", "evidence"]
        assert "2025年10月、2025-11-03" in finding.message

    def test_background_that_its_author_explained_is_none(self):
        told = a_measure(reports=(a_report(early=("2025年10月",), explained=True),))
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(told))))


class TestFutureDone:
    RULE = "ledger.future_done"

    def test_what_still_goes_on_may_speak_of_the_future(self):
        going = a_measure(reports=(a_report(claims_done=False, ahead=("计划",)),))
        assert not found(self.RULE, a_ledger(a_task(view=bare_view(going))))

    def test_a_paper_from_after_its_upload_cannot_be(self):
        made = a_file(dated=date(2026, 2, 10), uploaded_on=date(2026, 2, 3))
        assert places(found(self.RULE, a_ledger(evidence=(made,)))) == [(("evidence", 1),)]

    def test_a_withdrawn_paper_says_nothing(self):
        made = a_file(dated=date(2027, 1, 1), withdrawn=True)
        assert not found(self.RULE, a_ledger(evidence=(made,)))


class TestBlame:
    RULE = "ledger.blame_instead"

    def blamed(self, *figures, rosters=(), number="云纪〔2026〕2号", state="ongoing", mending=True):
        blame = a_measure("accountability", a_piece("decision", document_number=number), class_name="追责")
        measures = (blame, a_measure(id=9, position=2)) if mending else (blame,)
        task = a_task(view=bare_view(*measures, state=state, plan=PLAN))
        return a_ledger(task, figures=figures, registers=rosters)

    def persons(self, text, id=1):
        return a_figure(text, id, scope="问责", measure_id=3)

    def test_blame_alone_is_no_mending_once_it_is_to_be_closed(self):
        assert found(self.RULE, self.blamed(state="closing", mending=False))
        assert not found(self.RULE, self.blamed(state="ongoing", mending=False))
        assert not found(self.RULE, self.blamed(state="closing"))

    def test_fewer_times_than_persons_cannot_be(self):
        facts = self.blamed(self.persons("9人"), self.persons("6人次", 2))
        assert "少于人数 9 人" in found(self.RULE, facts)[0].message

    def test_one_person_who_stands_twice_on_a_roster_counts_once(self):
        def roster(*names):
            return (RegisterFacts(5, 1, "问责名册", "人", names),)

        twice = self.blamed(self.persons("3人"), rosters=roster("甲某", "乙某", "甲某"))
        assert "去重后只有 2 人" in found(self.RULE, twice)[0].message
        assert not found(self.RULE, self.blamed(self.persons("3人"), rosters=roster("甲某", "乙某", "丙某")))

    def test_numbers_without_any_numbered_decision_are_doubted(self):
        assert "决定文号" in found(self.RULE, self.blamed(self.persons("3人"), number=""))[0].message
        assert not found(self.RULE, self.blamed(self.persons("3人")))
