"""What was issued and what stands now, long-term work, answers to problems, what is left out, institutions."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import zhenggai.cli.demo
from ledger_examples import (
    PLAN,
    TODAY,
    a_closing,
    a_file,
    a_ledger,
    a_measure,
    a_problem,
    a_task,
    a_told,
    an_institution,
    bare_view,
    found,
    frozen,
    places,
)
from zhenggai.domain.closing_facts import StageFact
from zhenggai.domain.holes import Declared
from zhenggai.domain.issuing import FrozenMeasure
from zhenggai.domain.ledger_facts import Approved, CycleFacts
from zhenggai.domain.planning import MeasurePlan
from zhenggai.reading import read

PATROL = FrozenMeasure(1, 1, MeasurePlan("开展河道巡查", "inspection", unit="县水利局"))
DIGGING = FrozenMeasure(2, 2, MeasurePlan("清淤 12 公里", "construction", unit="县水利局"))


class TestSilentChanges:
    RULE = "ledger.silent_change"

    def changed(self, now, issued=None, *approved):
        return a_ledger(a_task(now=now, issued=issued or frozen(), approved=approved))

    def test_what_was_issued_and_stands_is_quiet(self):
        assert not found(self.RULE, self.changed(frozen()))

    def test_before_the_plan_is_issued_everything_may_change(self):
        assert not found(self.RULE, a_ledger(a_task(now=frozen(), issued=None)))

    @pytest.mark.parametrize(
        "plan",
        [
            replace(PLAN, target="河道问题减半"),
            replace(PLAN, kind="long_term"),
            replace(PLAN, leader=""),
            replace(PLAN, unit="县住建局"),
            replace(PLAN, co_units=("县住建局",)),
            replace(PLAN, standard="看台账"),
        ],
    )
    def test_every_protected_field_is_watched(self, plan):
        [finding] = found(self.RULE, self.changed(frozen(plan=plan)))
        assert "由“" in finding.message

    def test_what_is_not_protected_may_change(self):
        assert not found(self.RULE, self.changed(frozen(plan=replace(PLAN, risk="high"))))

    def test_a_measure_with_other_words_is_named(self):
        other = replace(PATROL, plan=replace(PATROL.plan, text="适当巡查"))
        findings = found(self.RULE, self.changed(frozen(1, other)))
        assert places(findings) == [(("task", 1), ("measure", 1))]
        assert "措施内容由“开展河道巡查”改为“适当巡查”" in findings[0].message

    def test_a_measure_that_went_is_told_once_unless_somebody_decided(self):
        both = frozen(1, PATROL, DIGGING)
        [finding] = found(self.RULE, self.changed(frozen(1, PATROL), both))
        assert finding.message.count("被删去") == 1
        assert not found(self.RULE, self.changed(frozen(1, PATROL), both, Approved("dropped", measure_id=2)))
        assert not found(self.RULE, self.changed(frozen(1, PATROL), both, Approved("problems")))
        assert found(self.RULE, self.changed(frozen(1, PATROL), both, Approved("dropped", measure_id=1)))

    def test_a_measure_that_came_is_told_unless_somebody_decided(self):
        assert found(self.RULE, self.changed(frozen(1, PATROL, DIGGING)))
        assert not found(self.RULE, self.changed(frozen(1, PATROL, DIGGING), None, Approved("added", measure_id=2)))

    def test_another_value_than_the_one_decided_on_is_still_silent(self):
        later = frozen(plan=replace(PLAN, deadline=date(2026, 12, 31)))
        assert found(self.RULE, self.changed(later, None, Approved("deadline", "2026-06-30")))
        assert not found(
            self.RULE, self.changed(later, None, Approved("deadline", "2026-12-31"), Approved("deadline", "2026-06-30"))
        )

    def test_a_decision_to_go_on_by_stages_moves_the_deadline_to_that_of_a_stage(self):
        def staged(deadline, *closings):
            view = bare_view(state="long_term", stages=(StageFact(1, "复查", date(2026, 9, 30), reached=False),))
            plan = frozen(plan=replace(PLAN, deadline=deadline))
            return a_ledger(a_task(view=view, now=plan, issued=frozen(), closings=closings))

        granted = a_closing(outcome="long_term")
        assert not found(self.RULE, staged(date(2026, 9, 30), granted))
        assert found(self.RULE, staged(date(2026, 12, 31), granted))
        assert found(self.RULE, staged(date(2026, 9, 30), replace(granted, state="refused")))

    def test_other_problems_want_a_decision(self):
        assert found(self.RULE, self.changed(frozen(problems=(1, 2))))
        assert not found(self.RULE, self.changed(frozen(problems=(1, 2)), None, Approved("problems")))


class TestEndless:
    RULE = "ledger.endless"
    OPEN = replace(PLAN, deadline=None)

    def lasting(self, *stages, closings=(), told=(), **facts):
        view = bare_view(
            a_measure(id=1, reports=()), **{"state": "long_term", "plan": self.OPEN, "stages": stages, **facts}
        )
        return a_ledger(a_task(view=view, closings=closings, told=told))

    def stage(self, due, *, reached=False, n=1):
        return StageFact(n, "汛期前清淤一遍", due, reached)

    def test_a_stage_that_is_too_long_is_doubted(self):
        decided = a_closing(outcome="long_term", ended_on=date(2026, 2, 10))
        long = self.lasting(self.stage(date(2027, 6, 30)), closings=(decided,))
        assert "超过 12 个月" in found(self.RULE, long)[0].message
        assert not found(self.RULE, self.lasting(self.stage(date(2027, 2, 10)), closings=(decided,)))

    def test_a_stage_between_two_is_measured_from_the_one_before(self):
        assert found(self.RULE, self.lasting(self.stage(date(2026, 6, 30)), self.stage(date(2027, 12, 31), n=2)))

    def test_a_stage_that_is_over_wants_accepting(self):
        assert "还没有验收" in found(self.RULE, self.lasting(self.stage(date(2026, 2, 1))))[0].message
        assert not found(self.RULE, self.lasting(self.stage(date(2026, 2, 1), reached=True)))

    def test_a_plan_for_years_needs_stages_and_one_for_months_does_not(self):
        kind = {"state": "ongoing"}
        years = replace(PLAN, kind="long_term", deadline=date(2028, 12, 31))
        assert found(self.RULE, self.lasting(plan=years, **kind))
        assert not found(self.RULE, self.lasting(plan=replace(years, deadline=date(2026, 11, 30)), **kind))

    @pytest.mark.parametrize(("figures", "stuck"), [(((3, "处"),), True), (((5, "处"),), False)])
    def test_two_reports_that_bring_no_new_figure_are_no_movement(self, figures, stuck):
        told = (a_told(1, "清出 3 处。", (3, "处")), a_told(8, "仍为 3 处。", (3, "处")), a_told(15, "清。", *figures))
        facts = self.lasting(self.stage(date(2026, 9, 30)), told=told)
        findings = found(self.RULE, facts)
        assert places(findings) == ([(("task", 1), ("report", 8), ("report", 15))] if stuck else [])

    def test_too_many_long_term_tasks_are_doubted_together(self):
        def many(number):
            view = bare_view(state="long_term", plan=self.OPEN, stages=(self.stage(date(2026, 9, 30)),))
            lasting = [a_task(n, view=view) for n in range(1, number + 1)]
            return a_ledger(*lasting, *(a_task(n) for n in range(number + 1, 13)))

        assert "12 项任务中有 5 项" in found(self.RULE, many(5))[0].message
        assert not found(self.RULE, many(3))
        assert not found(self.RULE, many(5), percent=50)
        assert not found(self.RULE, replace(many(5), whole=False))


class TestSameReports:
    RULE = "ledger.same_report"
    WORDS = "继续开展河道巡查，未发现新问题。"

    def told(self, *reports):
        return a_ledger(a_task(view=bare_view(a_measure(id=1)), told=reports))

    def test_one_copy_is_only_mentioned(self):
        [finding] = found(self.RULE, self.told(a_told(1, self.WORDS), a_told(8, self.WORDS)))
        assert finding.severity == "info"

    def test_one_copy_that_its_author_explained_is_none_and_two_are(self):
        copies = (a_told(8, self.WORDS, explained=True), a_told(15, self.WORDS, explained=True))
        assert not found(self.RULE, self.told(a_told(1, self.WORDS), copies[0]))
        assert found(self.RULE, self.told(a_told(1, self.WORDS), *copies))

    def test_another_figure_is_movement_in_the_same_words(self):
        moved = (a_told(1, "清出淤点 3 处。", (3, "处")), a_told(8, "清出淤点 5 处。", (5, "处")))
        assert not found(self.RULE, self.told(*moved))

    def test_what_was_copied_long_ago_is_over(self):
        assert not found(
            self.RULE, self.told(a_told(1, self.WORDS), a_told(8, self.WORDS), a_told(15, "全部淤点清完并复查。"))
        )

    def test_how_alike_is_the_offices_to_set(self):
        near = self.told(a_told(1, "继续开展河道巡查，未发现新问题。"), a_told(8, "继续开展河道夜间巡查，发现新问题。"))
        assert not found(self.RULE, near)
        assert found(self.RULE, near, likeness=0.6)


class TestAnswers:
    RULE = "ledger.beside_the_point"

    def answered(self, title, *texts, text=""):
        measures = [a_measure(id=n, position=n, text=said) for n, said in enumerate(texts, start=1)]
        return a_ledger(a_task(view=bare_view(*measures)), problems=(a_problem(title=title, text=text),))

    def test_growth_is_no_answer_to_a_resolution_that_was_never_issued(self):
        facts = self.answered("人大决议迟迟未印发的问题", "全年生产总值增长6.5%，增速居全市前列")
        assert "答非所问" in found(self.RULE, facts)[0].message

    def test_the_text_below_a_heading_says_what_it_is_about(self):
        title, measure = "关于民生服务薄弱的问题", "新增公办幼儿园学位1350个"
        assert found(self.RULE, self.answered(title, measure))
        assert not found(self.RULE, self.answered(title, measure, text="城区公办幼儿园学位缺口大。"))

    def test_a_problem_that_says_nothing_in_particular_asks_nothing_in_particular(self):
        assert not found(self.RULE, self.answered("重视不够的问题", "召开会议"))

    def test_two_tasks_may_answer_one_problem_together(self):
        title = "河道巡查流于形式，奖励资金拨付迟缓的问题"
        tasks = [
            a_task(n, view=bare_view(a_measure(id=n, text=text)), problem_ids=(1,))
            for n, text in ((1, "每周巡查河道"), (2, "拨付奖励资金"))
        ]
        assert not found(self.RULE, a_ledger(*tasks, problems=(a_problem(title=title),)))
        assert found(self.RULE, a_ledger(tasks[0], problems=(a_problem(title=title),)))

    def test_a_real_plan_is_mostly_quiet_and_one_with_its_measures_moved_on_is_mostly_not(self):
        """Sixty problems of two invented reports: at most 1 in 10 doubted as they are, 3 in 4 with the measures of others."""
        rows = list(real_problems())
        quiet = [row for at, row in enumerate(rows) if not found(self.RULE, ledger_of(row, rows[at]))]
        moved = [at for at, row in enumerate(rows) if found(self.RULE, ledger_of(row, rows[(at + 7) % len(rows)]))]
        assert len(rows) == 60
        assert len(quiet) >= 54
        assert len(moved) >= 45


def real_problems():
    for name in ("report.txt", "feedback.txt"):
        path = Path(zhenggai.cli.demo.__file__).with_name(name)
        for section in read(path.read_bytes(), name=name, today=TODAY).sections:
            yield from ((one.title, one.description or "", one.measures) for one in section.problems if one.measures)


def ledger_of(problem, answer) -> CycleFacts:
    measures = [a_measure(id=n, text=one.text) for n, one in enumerate(answer[2], start=1)]
    asked = a_problem(title=problem[0], text=problem[1])
    return a_ledger(a_task(view=bare_view(*measures)), problems=(asked,))


class TestLeftOut:
    RULE = "ledger.left_out"

    def numbered(self, *numbers, **facts):
        problems = tuple(a_problem(n) for n in numbers)
        return a_ledger(a_task(problem_ids=numbers), problems=problems, **facts)

    def test_a_number_that_is_missing_is_named(self):
        assert "缺第 3、4 号" in found(self.RULE, self.numbered(1, 2, 5))[0].message

    def test_a_number_that_was_withheld_by_rule_is_not(self):
        assert not found(self.RULE, self.numbered(1, 2, 5, withheld=frozenset({(1, 3), (1, 4)})))

    def test_a_reason_for_just_so_many_explains_the_gap(self):
        said = (Declared("问题", 5, 3, "两个问题依规不公开"),)
        assert not found(self.RULE, self.numbered(1, 2, 5, declared=said))
        assert found(self.RULE, self.numbered(1, 2, 6, declared=said))

    def test_numbers_may_run_through_the_aspects_or_begin_anew(self):
        def aspects(*others):
            second = tuple(a_problem(n + 10, aspect_id=2, aspect="(二)", number=number) for n, number in others)
            problems = (a_problem(1), a_problem(2), *second)
            return a_ledger(a_task(problem_ids=tuple(one.id for one in problems)), problems=problems)

        assert not found(self.RULE, aspects((1, 3), (2, 4)))
        assert not found(self.RULE, aspects((1, 1), (2, 2)))
        assert found(self.RULE, aspects((1, 4), (2, 5)))

    def test_a_number_that_stands_twice_is_named(self):
        twice = (a_problem(1), a_problem(2, number=1))
        assert places(found(self.RULE, a_ledger(a_task(problem_ids=(1, 2)), problems=twice))) == [
            (("problem", 1), ("problem", 2))
        ]

    def test_a_task_without_measures_or_problem_is_left_hanging(self):
        bare = replace(bare_view(), measures=())
        assert places(found(self.RULE, a_ledger(a_task(view=bare)))) == [(("task", 1),)]
        assert places(found(self.RULE, a_ledger(a_task(problem_ids=())))) == [(("problem", 1),), (("task", 1),)]

    def test_what_is_no_longer_needed_needs_no_measures(self):
        bare = replace(bare_view(state="not_applicable"), measures=())
        assert not found(self.RULE, a_ledger(a_task(view=bare)))

    def test_a_count_of_the_document_that_nobody_explained_is_doubted(self):
        assert found(self.RULE, a_ledger(declared=(Declared("任务", 52, 47),)))
        assert not found(self.RULE, a_ledger(declared=(Declared("任务", 52, 47, "五项依规不公开"),)))

    def test_of_a_part_of_a_round_nobody_can_say_what_is_missing(self):
        assert not found(self.RULE, self.numbered(2, 5, whole=False))


class TestIdleInstitutions:
    RULE = "ledger.idle_institution"

    @pytest.mark.parametrize(
        ("lack", "word"),
        [
            ({"doc_number": ""}, "文号"),
            ({"effective_on": None}, "施行日"),
            ({"told_to": " "}, "印发范围"),
            ({"receipts": 0}, "收文回执"),
            ({"has_text": False}, "正文"),
        ],
    )
    def test_what_it_lacks_is_named(self, lack, word):
        [finding] = found(self.RULE, a_ledger(institutions=(an_institution(**lack),)))
        assert f"缺{word}。" in finding.message

    def test_what_nobody_keeps_is_no_lack(self):
        assert not found(self.RULE, a_ledger(institutions=(an_institution(told_to=None, receipts=None),)))

    def test_its_text_may_stand_among_the_evidence(self):
        bare = an_institution(has_text=False)
        assert not found(self.RULE, a_ledger(institutions=(bare,), evidence=(a_file(kind="institution"),)))

    def test_a_draft_is_asked_for_once_its_task_is_to_be_closed(self):
        draft = an_institution(established=False, standing="拟制定", used_on=())
        assert not found(self.RULE, a_ledger(institutions=(draft,)))
        assert found(self.RULE, a_ledger(a_task(view=bare_view(state="closing")), institutions=(draft,)))

    def test_a_record_among_the_evidence_shows_that_it_is_used(self):
        task = a_task(view=bare_view(state="done"), closings=(a_closing(ended_on=date(2025, 8, 1)),))
        idle = an_institution(effective_on=date(2025, 7, 1), used_on=())
        assert found(self.RULE, a_ledger(task, institutions=(idle,)))
        assert not found(self.RULE, a_ledger(task, institutions=(idle,), evidence=(a_file(kind="record"),)))

    def test_two_of_one_unit_about_one_thing_are_doubted(self):
        def beside(**facts):
            older = an_institution(2, name="河道巡查管理规定（试行）", doc_number="云水发〔2019〕1号", **facts)
            return found(self.RULE, a_ledger(institutions=(an_institution(), older)))

        assert places(beside()) == [(("institution", 1), ("institution", 2))]
        assert not beside(unit="县住建局")
        assert not beside(established=False, abolished=True)
