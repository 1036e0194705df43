"""Figures, equations, indicators and scopes of a task."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import GU, NOON, SUN, WANG
from standing import a_unit
from tallies import INDICATOR, PLAN, a_figure
from zhenggai.chain.notes import make_signer
from zhenggai.domain.figures import CannotState, FigurePlan
from zhenggai.domain.quantities.amounts import WrongAmount
from zhenggai.domain.quantities.tolerance import Tolerance
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Doubt, Figure, Relation, ScopeVersion, Task
from zhenggai.ledger.operations import figures, planning
from zhenggai.ledger.operations.figures import CannotRelate, FigureChanged, ScopeChanged
from zhenggai.ledger.queries import problem_page, rules_page
from zhenggai.ledger.queries.figures import figures_page
from zhenggai.ledger.verifying import verify_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> int:
    """A cycle of two problems of the water bureau, the first with a figure in its text."""
    unit = {"责任单位": "县水利局"}
    first = Finding("河道巡查不到位的问题", measures=["成立专班", "巡查12次"], extra=unit)
    return a_cycle(a_report([first, Finding("账目不清的问题", extra=unit)], quantities=["12次"]))


@pytest.fixture
def task(cycle: int) -> int:
    return first_task(cycle)


def clerk_of(name: str) -> Actor:
    return Actor(id=44, name="赵晓峰", role=Role.UNIT_CLERK, unit_id=a_unit_called(name))


def a_unit_called(name: str) -> int:
    from zhenggai.people.models import Unit

    found = Unit.objects.filter(name=name).values_list("pk", flat=True).first()
    return found or a_unit(name)


def page_of(task: int, actor: Actor = WANG):
    return figures_page(task_id=task, actor=actor, today=TODAY)


def relate(task: int, kind: str, total: int, *parts: int) -> int:
    return figures.add_relation(task_id=task, kind=kind, total_id=total, part_ids=parts, actor=WANG, at=NOON)


def correct(figure: int, digits: str, **facts: object) -> int:
    plan = replace(PLAN, digits=digits, **facts)
    return figures.correct_figure(figure_id=figure, plan=plan, why="台账漏计", actor=WANG, at=NOON)


def test_a_figure_keeps_value_unit_scope_time_and_source(task):
    a_figure(task, "266", word="万元", mark="over", since=date(2026, 1, 1))

    row = page_of(task).figures[-1]
    assert (row.text, row.value, row.unit, row.approximate) == ("266余万元", "2660000", "元", True)
    assert (row.scope, row.since, row.until) == (PLAN.scope, date(2026, 1, 1), PLAN.until)
    assert (row.origin, row.source_name, row.entered_by) == ("市场监管局台账", "填报", "王敏")


def test_a_figure_is_one_entry_on_the_timeline_of_its_task_and_is_counted(cycle, task):
    before = Task.objects.get(pk=task).figures_count
    a_figure(task, "9638")

    entry = list_timeline(cycle=cycle).rows[0]
    assert (entry.verb, entry.about) == ("figure.add", "(一)1 任务 1")
    assert Task.objects.get(pk=task).figures_count == before + 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"scope": " "}, "口径"),
        ({"origin": ""}, "来源"),
        ({"until": None}, "截止日"),
        ({"until": date(2026, 3, 3)}, "期未满"),
        ({"since": date(2026, 3, 1), "until": date(2026, 2, 1)}, "起日晚于止日"),
        ({"scope_version": 99}, "没有这一版"),
        ({"measure": 99}, "没有这条措施"),
        ({"scope": "数" * 1001}, "太长"),
    ],
)
def test_a_figure_that_says_too_little_is_refused(task, facts, sentence):
    with pytest.raises(CannotState, match=sentence):
        a_figure(task, "9638", **facts)

    assert Figure.objects.filter(task=task).count() == 0


@pytest.mark.parametrize(("digits", "word"), [("许多", "户"), ("12", ""), ("-", "户")])
def test_what_is_no_amount_is_refused(task, digits, word):
    with pytest.raises(WrongAmount):
        a_figure(task, digits, word=word)


def test_a_correction_is_a_new_figure_and_the_old_one_stays(cycle, task):
    old = a_figure(task, "9637")
    new = correct(old, "9638")

    row = next(row for row in page_of(task).figures if row.id == new)
    entry = list_timeline(cycle=cycle).rows[0]
    assert [(earlier.id, earlier.text) for earlier in row.superseded] == [(old, "9637户")]
    assert Figure.objects.get(pk=old).current is False
    assert (entry.verb, entry.why) == ("figure.correct", "台账漏计")


def test_a_figure_is_corrected_once(task):
    old = a_figure(task, "9637")
    correct(old, "9638")

    with pytest.raises(FigureChanged):
        correct(old, "9639")


def test_what_the_document_says_is_not_corrected(cycle, task):
    read = Figure.objects.get(cycle=cycle, source="text")

    with pytest.raises(CannotState, match="原文里的数字不能改"):
        correct(read.pk, "13", word="次")


def test_an_equation_that_holds_has_no_doubt(task):
    total, one, other = (a_figure(task, digits) for digits in ("9638", "8641", "997"))
    relate(task, "sum", total, one, other)

    row = page_of(task).relations[0]
    assert (row.holds, row.wording, row.stated, row.computed) == (True, "9638户 = 8641户 + 997户", "9638户", "9638户")
    assert Task.objects.get(pk=task).doubts_count == 0


def test_a_broken_equation_is_a_doubt_until_it_is_mended(cycle, task):
    total, one, other = (a_figure(task, digits) for digits in ("9638", "8641", "996"))
    relate(task, "sum", total, one, other)

    doubt = Doubt.objects.get(relation__isnull=False)
    problem = problem_page(problem_id=doubt.problem_id, actor=WANG, today=TODAY)
    assert (doubt.rule, doubt.severity) == ("X04-sum", "error")
    assert "合计写9638户，各分项相加得9637户" in doubt.message
    assert [row.message for row in problem.doubts] == [doubt.message]
    assert [row.holds for row in problem.relations] == [False]
    assert Task.objects.get(pk=task).doubts_count == 1

    correct(other, "997")

    entry = list_timeline(cycle=cycle).rows[0]
    assert not Doubt.objects.filter(relation__isnull=False).exists()
    assert Relation.objects.get(task=task).holds is True
    assert Task.objects.get(pk=task).doubts_count == 0
    assert any(change.label == "重新成立的算式" for change in entry.changes)


def test_an_equation_across_tasks_is_doubted_on_the_page_of_each(cycle, task):
    second = Task.objects.exclude(pk=task).get(cycle=cycle).pk
    here, there = a_figure(task, "2.3", word="亿元"), a_figure(second, "2300", word="万元")

    relate(task, "equal", here, there)

    assert [page_of(one).relations[0].holds for one in (task, second)] == [False, False]
    assert [Task.objects.get(pk=one).doubts_count for one in (task, second)] == [1, 1]


def test_what_was_read_stands_in_equations_too(cycle, task):
    read = Figure.objects.get(cycle=cycle, source="text").pk
    own = a_figure(task, "12", word="次")

    relate(task, "equal", own, read)

    assert page_of(task).relations[0].holds is True


def test_a_dropped_equation_takes_its_doubt_along(cycle, task):
    relation = relate(task, "sum", *(a_figure(task, digits) for digits in ("10", "5", "4")))
    figures.drop_relation(relation_id=relation, actor=WANG, at=NOON)

    assert page_of(task).relations == ()
    assert Task.objects.get(pk=task).doubts_count == 0
    assert list_timeline(cycle=cycle).rows[0].verb == "relation.drop"


@pytest.mark.parametrize(("kind", "few"), [("sum", 1), ("ratio", 1), ("equal", 2), ("nothing", 1)])
def test_an_equation_needs_its_figures(task, kind, few):
    total, *parts = (a_figure(task, digits) for digits in ("9", "5", "4"))

    with pytest.raises(CannotRelate):
        relate(task, kind, total, *parts[:few])


def test_an_equation_names_no_figure_twice_and_none_that_is_superseded(task):
    total, part = a_figure(task, "9"), a_figure(task, "5")
    correct(part, "4")

    with pytest.raises(CannotRelate, match="两次"):
        relate(task, "sum", total, total, part)
    with pytest.raises(CannotRelate, match="已被更正"):
        relate(task, "equal", total, part)


def test_an_office_sets_how_near_about_is(cycle, task):
    rules = replace(rules_page(cycle_id=cycle).rules, tolerance=Tolerance(about=10))
    planning.set_rules(cycle_id=cycle, version=0, rules=rules, actor=WANG, at=NOON)

    relate(task, "equal", a_figure(task, "100", mark="about"), a_figure(task, "94"))

    assert page_of(task).relations[0].holds is True


def test_two_versions_of_a_scope_are_a_doubt(task):
    term = figures.add_scope(
        name="不良贷款", definition="五级分类后三类", valid_from=date(2025, 1, 1), actor=WANG, at=NOON
    )
    figures.change_scope(
        term_id=term, version=1, definition="含关注类", valid_from=date(2026, 1, 1), actor=WANG, at=NOON
    )
    old, new = ScopeVersion.objects.order_by("number").values_list("pk", flat=True)

    relate(task, "equal", a_figure(task, "5", scope_version=old), a_figure(task, "5", scope_version=new))

    doubt = Doubt.objects.get(relation__isnull=False)
    assert (doubt.rule, doubt.severity) == ("X27-version", "warning")
    assert Relation.objects.get(task=task).holds is None


def test_a_version_of_a_scope_is_written_once_and_never_the_same():
    facts = {"definition": "五级分类后三类", "actor": WANG, "at": NOON}
    term = figures.add_scope(name="不良贷款", valid_from=date(2025, 1, 1), **facts)

    with pytest.raises(CannotState, match="相同"):
        figures.change_scope(term_id=term, version=1, valid_from=date(2026, 1, 1), **facts)
    with pytest.raises(CannotState, match="不能早于"):
        figures.change_scope(term_id=term, version=1, valid_from=date(2024, 1, 1), **{**facts, "definition": "另一说"})
    with pytest.raises(ScopeChanged):
        figures.change_scope(term_id=term, version=2, valid_from=date(2026, 1, 1), **facts)
    with pytest.raises(NoSuchThing):
        figures.change_scope(term_id=99, version=1, valid_from=date(2026, 1, 1), **facts)


def test_a_term_has_its_name_alone():
    facts = {"definition": "五级分类后三类", "valid_from": date(2025, 1, 1), "actor": WANG, "at": NOON}
    figures.add_scope(name="不良贷款", **facts)

    with pytest.raises(ScopeChanged, match="已有"):
        figures.add_scope(name="不良贷款", **facts)
    with pytest.raises(CannotState):
        figures.add_scope(name="", **facts)


def test_a_split_takes_the_figures_of_its_measures_along_and_can_be_undone(cycle, task):
    measures = list(Task.objects.get(pk=task).measures.order_by("position").values_list("pk", flat=True))
    figure = a_figure(task, "5", measure=measures[0])
    counts = Task.objects.get(pk=task).figures_count

    new = planning.split_task(task_id=task, version=1, measure_ids=measures[:1], actor=WANG, at=NOON)
    assert Figure.objects.get(pk=figure).task_id == new
    a_figure(task, "6")
    step = Task.objects.get(pk=task).cycle.plan_steps.get().pk
    planning.undo_step(step_id=step, actor=WANG, at=NOON)

    assert Figure.objects.get(pk=figure).task_id == task
    assert Task.objects.get(pk=task).figures_count == counts + 1


class TestWhoMayNot:
    def test_the_clerk_of_the_unit_keeps_its_figures(self, task):
        figure = a_figure(task, "5", actor=clerk_of("县水利局"))

        assert Figure.objects.get(pk=figure).entered_by == "赵晓峰"

    def test_the_clerk_of_another_unit_neither_keeps_nor_sees_them(self, task):
        zhao = clerk_of("县财政局")

        for attempt in (
            lambda: a_figure(task, "5", actor=zhao),
            lambda: figures.add_indicator(task_id=task, plan=INDICATOR, actor=zhao, at=NOON),
            lambda: figures.add_register(task_id=task, name="清单", row_unit="户", actor=zhao, at=NOON),
            lambda: page_of(task, zhao),
        ):
            with pytest.raises(NotAllowed):
                attempt()

    def test_a_figure_of_another_unit_is_not_corrected_and_not_related_to(self, cycle, task):
        zhao = clerk_of("县水利局")
        other = Task.objects.exclude(pk=task).get(cycle=cycle)
        planning.plan_task(
            task_id=other.pk,
            version=1,
            plan=replace(_plan_of(other), unit="县财政局"),
            actor=WANG,
            at=NOON,
        )
        theirs, ours = a_figure(other.pk, "5"), a_figure(task, "5")

        with pytest.raises(NotAllowed):
            figures.correct_figure(figure_id=theirs, plan=PLAN, why="错了", actor=zhao, at=NOON)
        with pytest.raises(NotAllowed):
            figures.add_relation(task_id=task, kind="equal", total_id=ours, part_ids=[theirs], actor=zhao, at=NOON)

    @pytest.mark.parametrize("actor", [SUN, GU])
    def test_who_looks_on_states_nothing(self, task, actor):
        with pytest.raises(NotAllowed):
            a_figure(task, "5", actor=actor)

    def test_a_unit_writes_no_scope(self):
        with pytest.raises(NotAllowed):
            figures.add_scope(
                name="不良贷款", definition="…", valid_from=date(2025, 1, 1), actor=clerk_of("县水利局"), at=NOON
            )


def _plan_of(task: Task):
    from zhenggai.ledger.planned import task_plan

    return task_plan(task)


def test_nothing_is_stated_of_a_task_that_is_not_there():
    with pytest.raises(NoSuchThing):
        figures.add_figure(task_id=99, plan=FigurePlan("1", "户", "数", TODAY, origin="台账"), actor=WANG, at=NOON)


LATER = NOON + timedelta(hours=1)


def told() -> set[str]:
    """What the newest entry tells beside its task."""
    return {name for name in json.loads(Entry.objects.latest("pk").body)["rows"] if not name.startswith("task/")}


def test_an_entry_about_a_figure_tells_its_own_equations_and_not_those_of_the_round(task):
    total, part, other, apart = (a_figure(task, digits, scope=digits) for digits in ("10", "6", "4", "3"))
    mine = figures.add_relation(task_id=task, kind="sum", total_id=total, part_ids=[part, other], actor=WANG, at=NOON)
    another = figures.add_relation(task_id=task, kind="part", total_id=total, part_ids=[apart], actor=WANG, at=NOON)

    fresh = figures.correct_figure(figure_id=part, plan=replace(PLAN, digits="5"), why="漏计", actor=WANG, at=LATER)
    assert told() == {f"figure/{part}", f"figure/{fresh}", f"relation/{mine}"}
    figures.drop_relation(relation_id=another, actor=WANG, at=LATER)
    assert told() == {f"relation/{mine}", f"relation/{another}"}
    assert verify_home(verifier=make_signer("zhenggai.example/figures", bytes(range(32))).verifier).rows > 0
