"""Adopting a draft: everything or nothing, once, with all that was read."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, a_draft
from people import NOON, WANG
from zhenggai.domain.report import Declared, Header
from zhenggai.domain.report import Measure as ReportMeasure
from zhenggai.domain.report import Relation as ReportRelation
from zhenggai.domain.steps import Drop, Merge, Retitle
from zhenggai.journal.models import Entry
from zhenggai.ledger import operations, queries
from zhenggai.ledger.models import Aspect, Cycle, Draft, Figure, Measure, Problem, Promise, Relation, Task, TaskProblem
from zhenggai.people.models import Unit

ROWS = (Cycle, Aspect, Problem, Task, TaskProblem, Measure, Figure, Relation, Promise, Unit)


def adopt(draft, *, version=2, again=False, history=False):
    return operations.adopt_draft(draft_id=draft, version=version, history=history, again=again, actor=WANG, at=NOON)


def a_full_report():
    report = a_report(
        [
            Finding("河道巡查不到位的问题", ["巡查12次", "整治4处"], extra={"责任单位": "县水利局、县财政局"}),
            Finding(
                "账目不清的问题", ["清理8处"], state="done", extra={"完成时限": "6月底前"}, deadline=date(2026, 6, 30)
            ),
        ],
        [Finding("作风不实的问题", ["力争年底前建成"])],
        quantities=["12次", "4处", "8处"],
        promises=[("力争年底前建成", date(2025, 12, 31))],
        doubts=[("claim.coverage", "清理8处")],
    )
    relation = ReportRelation("sum", total=0, parts=(1, 2), holds=True, computed="12", stated="12")
    return replace(report, relations=(relation,))


@pytest.mark.django_db
def test_adopting_makes_the_whole_cycle():
    cycle = a_cycle(a_full_report())

    assert [model.objects.count() for model in ROWS] == [1, 2, 3, 3, 3, 4, 3, 1, 1, 1]
    assert list(Problem.objects.order_by("position").values_list("aspect__label", "number", "title")) == [
        ("(一)", 1, "河道巡查不到位的问题"),
        ("(一)", 2, "账目不清的问题"),
        ("(二)", 1, "作风不实的问题"),
    ]
    assert queries.list_cycles(actor=WANG)[0].id == cycle


@pytest.mark.django_db
def test_a_task_takes_unit_deadline_and_state_from_what_the_text_says():
    a_cycle(a_full_report())

    tasks = Task.objects.order_by("position")
    assert [task.unit_name for task in tasks] == ["县水利局", "", ""]
    assert [task.deadline for task in tasks] == [None, date(2026, 6, 30), None]
    assert [task.state for task in tasks] == ["not_started", "done", "not_started"]
    assert [(task.measures_count, task.figures_count, task.doubts_count) for task in tasks] == [
        (2, 2, 0),
        (1, 1, 1),
        (1, 0, 0),
    ]


@pytest.mark.django_db
def test_a_deadline_that_a_field_names_is_no_promise_of_the_cycle():
    read = a_report(
        [Finding("甲的问题", ["力争年底前建成"], extra={"整改时限": "2025年11月20日"})],
        promises=[("力争年底前建成", date(2025, 12, 31)), ("2025年11月20日", date(2025, 11, 20))],
    )
    promise, deadline = read.promises

    cycle = a_cycle(replace(read, promises=(promise, replace(deadline, is_deadline=True))))

    assert list(Promise.objects.filter(cycle=cycle).values_list("text", flat=True)) == ["力争年底前建成"]
    assert json.loads(Entry.objects.get(verb="draft.adopt").body)["after"]["promises"] == 1


@pytest.mark.django_db
def test_history_is_open_only_where_the_text_does_not_say_done():
    a_cycle(a_full_report(), history=True)

    assert list(Task.objects.order_by("position").values_list("state", flat=True)) == ["ongoing", "done", "ongoing"]
    assert Entry.objects.latest("sequence").verb == "draft.adopt_history"


@pytest.mark.django_db
def test_what_was_mended_is_what_is_adopted():
    draft = a_draft(a_full_report())
    operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-0", "新标题"), actor=WANG, at=NOON)
    operations.mend_draft(draft_id=draft, version=3, step=Merge("p0-1"), actor=WANG, at=NOON)
    operations.mend_draft(draft_id=draft, version=4, step=Drop("p1-0"), actor=WANG, at=NOON)
    operations.undo_draft(draft_id=draft, version=5, actor=WANG, at=NOON)

    adopt(draft, version=6)

    assert list(Problem.objects.order_by("position").values_list("title", flat=True)) == ["新标题", "作风不实的问题"]
    assert Measure.objects.filter(task__problem__title="新标题").count() == 3
    assert Figure.objects.filter(problem__title="新标题").count() == 3


@pytest.mark.django_db
def test_spans_of_problems_and_measures_show_what_was_read():
    report = a_full_report()
    a_cycle(report)

    for problem in Problem.objects.all():
        assert problem.title in report.text[problem.first : problem.last]
    for measure in Measure.objects.all():
        assert report.text[measure.first : measure.last] == f"{measure.marker}{measure.text}"


@pytest.mark.django_db
def test_the_same_file_is_adopted_once_unless_somebody_insists():
    first = a_cycle(a_full_report())
    again = a_draft(a_full_report())

    with pytest.raises(operations.AlreadyAdopted) as refusal:
        adopt(again)
    second = adopt(again, again=True)

    assert refusal.value.cycle_id == first != second
    assert queries.draft_preview(draft_id=again).adopted_before[0].cycle_id == first


@pytest.mark.django_db
def test_a_draft_without_problems_is_not_adopted():
    draft = a_draft(a_report([Finding("甲问题")]))
    operations.mend_draft(draft_id=draft, version=2, step=Drop("p0-0"), actor=WANG, at=NOON)

    with pytest.raises(operations.NothingToAdopt):
        adopt(draft, version=3)

    assert Cycle.objects.count() == 0


@pytest.mark.django_db
def test_a_stale_version_adopts_nothing():
    draft = a_draft()
    operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-0", "新"), actor=WANG, at=NOON)

    with pytest.raises(operations.DraftChanged):
        adopt(draft, version=2)

    assert Cycle.objects.count() == 0


def test_half_adopted_is_impossible(committing_db):
    report = a_full_report()
    section = report.sections[1]
    backwards = replace(section.problems[0], measures=(ReportMeasure("一是", "倒着", (9, 3)),))
    draft = a_draft(replace(report, sections=(report.sections[0], replace(section, problems=(backwards,)))))
    entries = Entry.objects.count()

    with pytest.raises(IntegrityError):
        adopt(draft)

    assert [model.objects.count() for model in ROWS] == [0] * len(ROWS)
    assert (Draft.objects.get(pk=draft).state, Entry.objects.count()) == ("ready", entries)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_search")
        assert cursor.fetchone() == (0,)


def test_two_uploads_of_one_file_racing_give_one_cycle(committing_db):
    drafts = [a_draft(a_full_report()) for _ in range(4)]

    def race(draft):
        try:
            return adopt(draft)
        except operations.AlreadyAdopted as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(race, drafts))

    assert Cycle.objects.count() == 1
    assert sum(isinstance(result, operations.AlreadyAdopted) for result in results) == 3


def test_insisting_while_racing_marks_all_but_one_cycle_as_repeated(committing_db):
    drafts = [a_draft(a_full_report()) for _ in range(3)]

    def race(draft):
        try:
            return adopt(draft, again=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(race, drafts))

    assert sorted(Cycle.objects.values_list("repeated", flat=True)) == [False, True, True]


def test_one_draft_adopted_twice_at_once_gives_one_cycle(committing_db):
    draft = a_draft(a_full_report())

    def race(_):
        try:
            return adopt(draft, again=True)
        except (operations.DraftChanged, operations.NotReady) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(race, range(4)))

    assert Cycle.objects.count() == 1
    assert Entry.objects.filter(verb="draft.adopt").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"title": "改"}, {"number": 9}, {"description": "改"}, {"first": 0}])
def test_the_wording_of_an_adopted_problem_is_locked(change):
    a_cycle(a_full_report())

    with pytest.raises(DatabaseError), transaction.atomic():
        Problem.objects.update(**change)


@pytest.mark.django_db
def test_a_problems_page_tells_all_that_hangs_on_it():
    a_cycle(a_full_report())
    first, second, _ = Problem.objects.order_by("position")

    page = queries.problem_page(problem_id=first.pk, actor=WANG, today=TODAY)

    assert (page.number, page.title) == ("(一)1", "河道巡查不到位的问题")
    assert [(figure.text, figure.value, figure.scope, figure.measure) for figure in page.figures] == [
        ("12次", "12", "巡查", 1),
        ("4处", "4", "整治", 2),
    ]
    assert [(relation.wording, relation.mark) for relation in page.relations] == [("12次 = 4处 + 8处", "✔")]
    assert [passage.marked for passage in page.passages] == [False, True, False]
    assert "".join(passage.text for passage in page.passages if passage.marked).startswith("1.河道巡查")
    assert (page.previous, page.following.id) == (None, second.pk)
    assert page.timeline.rows[0].did == "收入台账"


@pytest.mark.django_db
def test_the_overview_counts_with_its_denominators():
    cycle = a_cycle(a_full_report())

    seen = queries.overview(cycle_id=cycle, actor=WANG, today=TODAY)

    assert [(aspect.name, aspect.states, aspect.total) for aspect in seen.aspects] == [
        ("(一)方面1", (1, 0, 0, 0, 1, 0, 0), 2),
        ("(二)方面2", (1, 0, 0, 0, 0, 0, 0), 1),
    ]
    assert (seen.states, seen.tasks, seen.measures, seen.figures) == ((2, 0, 0, 0, 1, 0, 0), 3, 4, 3)
    assert [promise.due for promise in seen.promises_beyond] == [date(2025, 12, 31)]
    assert (seen.relations_held, seen.relations_broken, seen.doubts["warning"]) == (1, 0, 1)
    assert [link.number for link in seen.without_quantity] == ["(二)1"]


@pytest.mark.django_db
def test_a_number_beyond_any_ledger_is_left_out_rather_than_refused():
    report = a_report([Finding("甲问题", number=10**30)], header=Header(declared=Declared(tasks=10**30)))

    a_cycle(report)

    assert (Problem.objects.get().number, Cycle.objects.get().declared_tasks) == (None, None)
    assert Problem.objects.get().label == f"{10**30}."
