"""Receiving a file and mending what was read in it."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from builders.reports import Finding, a_report
from drafts import Handed, a_draft
from people import ALL, CHEN, NOON, WANG, ZHAO
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.steps import CannotMend, Move, Retitle, SetHeader, SetNumber
from zhenggai.journal.models import Entry
from zhenggai.ledger import operations, queries
from zhenggai.ledger.files import path_of
from zhenggai.ledger.models import Draft
from zhenggai.reading.errors import Unreadable

# Each operation as somebody would call it on a ready draft at version 2.
OPERATIONS = {
    "keep_file": lambda draft, actor: operations.keep_file(name="a.txt", data=b"x", actor=actor, at=NOON),
    "mend_draft": lambda draft, actor: operations.mend_draft(
        draft_id=draft, version=2, step=Retitle("p0-0", "新"), actor=actor, at=NOON
    ),
    "undo_draft": lambda draft, actor: operations.undo_draft(draft_id=draft, version=3, actor=actor, at=NOON),
    "redo_draft": lambda draft, actor: operations.redo_draft(draft_id=draft, version=4, actor=actor, at=NOON),
    "discard_draft": lambda draft, actor: operations.discard_draft(draft_id=draft, version=2, actor=actor, at=NOON),
    "adopt_draft": lambda draft, actor: operations.adopt_draft(
        draft_id=draft, version=2, history=False, again=False, actor=actor, at=NOON
    ),
    "read_draft": lambda draft, actor: operations.read_draft(
        draft_id=draft, actor=actor, at=NOON, read=Handed(a_report())
    ),
}
STEPS_BEFORE = {"undo_draft": ["mend_draft"], "redo_draft": ["mend_draft", "undo_draft"]}


class Broken:
    """A reader that meets a scan."""

    def __call__(self, data, *, name, today):
        raise Unreadable("“$name”是扫描件,没有文字层。", name=name)


def prepared(operation):
    if operation == "read_draft":
        return operations.keep_file(name="a.txt", data=b"x", actor=WANG, at=NOON)
    draft = a_draft()
    for step in STEPS_BEFORE.get(operation, []):
        OPERATIONS[step](draft, WANG)
    return draft


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_writes_exactly_one_entry(operation):
    draft = prepared(operation)
    before = Entry.objects.count()

    OPERATIONS[operation](draft, WANG)

    assert Entry.objects.count() == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("actor", [actor for actor in ALL if actor not in (WANG, CHEN)], ids=lambda actor: actor.name)
def test_nobody_outside_the_office_changes_anything(operation, actor):
    draft = prepared(operation)
    before = (Entry.objects.count(), list(Draft.objects.values()))

    with pytest.raises(NotAllowed):
        OPERATIONS[operation](draft, actor)

    assert (Entry.objects.count(), list(Draft.objects.values())) == before


def test_the_list_of_operations_is_complete():
    known = {name for name in operations.__all__ if name[0].islower()}

    assert known == {*OPERATIONS, "receive_file"}


@pytest.mark.django_db
def test_a_received_file_is_kept_as_it_was_handed_in():
    draft = a_draft(data=b"the very bytes")

    kept = path_of(Draft.objects.get(pk=draft).sha256, folder=settings.FILES)
    assert kept.read_bytes() == b"the very bytes"


@pytest.mark.django_db
def test_a_file_may_come_as_a_stream():
    draft = operations.keep_file(name="大.pdf", data=io.BytesIO(b"z" * 3_000_000), actor=WANG, at=NOON)

    assert Draft.objects.get(pk=draft).size == 3_000_000


@pytest.mark.django_db
def test_a_file_above_the_limit_leaves_nothing(settings):
    settings.MAX_UPLOAD_BYTES = 10
    before = set(settings.FILES.rglob("*"))

    with pytest.raises(operations.FileTooLarge):
        operations.keep_file(name="a.txt", data=b"x" * 11, actor=WANG, at=NOON)

    assert set(settings.FILES.rglob("*")) == before
    assert Draft.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\甲\\乙.docx", "乙.docx"), ("a\x00\n.txt", "a.txt"), ("", "未命名文件")],
)
def test_a_files_name_is_only_a_name(given, kept):
    draft = operations.keep_file(name=given, data=b"x", actor=WANG, at=NOON)

    assert Draft.objects.get(pk=draft).name == kept


@pytest.mark.django_db
def test_an_unreadable_file_is_kept_with_the_sentence_that_says_why():
    draft = operations.receive_file(name="扫描.pdf", data=b"%PDF", actor=WANG, at=NOON, read=Broken())

    row = queries.draft_preview(draft_id=draft).draft
    assert (row.state, row.fault) == ("unreadable", "“扫描.pdf”是扫描件,没有文字层。")
    assert path_of(Draft.objects.get(pk=draft).sha256, folder=settings.FILES).exists()


@pytest.mark.django_db
def test_an_unreadable_file_can_be_read_again():
    draft = operations.receive_file(name="a.txt", data=b"1", actor=WANG, at=NOON, read=Broken())

    operations.read_draft(draft_id=draft, actor=WANG, at=NOON, read=Handed(a_report()))

    row = queries.draft_preview(draft_id=draft).draft
    assert (row.state, row.fault) == ("ready", None)


@pytest.mark.django_db
def test_a_step_changes_the_outline_and_undo_takes_it_back():
    draft = a_draft()

    version = operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-0", "新标题"), actor=WANG, at=NOON)
    mended = queries.draft_preview(draft_id=draft)
    operations.undo_draft(draft_id=draft, version=version, actor=WANG, at=NOON)
    undone = queries.draft_preview(draft_id=draft)

    assert mended.outline.problems()[0].title == "新标题"
    assert undone.outline.problems()[0].title == "河道巡查不到位的问题"
    assert (mended.can_undo, mended.can_redo, undone.can_undo, undone.can_redo) == (True, False, False, True)


@pytest.mark.django_db
def test_a_new_step_forgets_what_was_undone():
    draft = a_draft()
    operations.mend_draft(draft_id=draft, version=2, step=SetNumber("p0-0", 7), actor=WANG, at=NOON)
    operations.undo_draft(draft_id=draft, version=3, actor=WANG, at=NOON)

    operations.mend_draft(draft_id=draft, version=4, step=SetNumber("p0-1", 8), actor=WANG, at=NOON)

    with pytest.raises(CannotMend):
        operations.redo_draft(draft_id=draft, version=5, actor=WANG, at=NOON)
    assert [problem.number for problem in queries.draft_preview(draft_id=draft).outline.problems()] == [1, 8]


@pytest.mark.django_db
def test_a_stale_version_is_told_what_changed():
    draft = a_draft()
    operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-0", "新"), actor=CHEN, at=NOON)

    with pytest.raises(operations.DraftChanged) as refusal:
        operations.mend_draft(draft_id=draft, version=2, step=Retitle("p0-0", "旧"), actor=WANG, at=NOON)

    assert "陈静 修改了问题标题" in str(refusal.value)
    assert queries.draft_preview(draft_id=draft).outline.problems()[0].title == "新"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step",
    [Retitle("p9-9", "新"), Retitle("p0-0", "  "), Move("p0-0", "s9", 0), SetHeader("published", "去年")],
    ids=["unknown problem", "empty title", "unknown section", "no date"],
)
def test_a_step_that_does_not_fit_changes_nothing(step):
    draft = a_draft()
    before = (Entry.objects.count(), list(Draft.objects.values()))

    with pytest.raises(CannotMend):
        operations.mend_draft(draft_id=draft, version=2, step=step, actor=WANG, at=NOON)

    assert (Entry.objects.count(), list(Draft.objects.values())) == before


@pytest.mark.django_db
def test_a_discarded_draft_is_closed_to_everything_and_leaves_the_list():
    draft = a_draft()
    operations.discard_draft(draft_id=draft, version=2, actor=WANG, at=NOON)

    with pytest.raises(operations.NotReady):
        operations.mend_draft(draft_id=draft, version=3, step=Retitle("p0-0", "新"), actor=WANG, at=NOON)

    assert queries.list_drafts() == ()


@pytest.mark.django_db
@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name != "keep_file"])
def test_an_unknown_draft_is_said_to_be_unknown(operation):
    with pytest.raises(NoSuchThing):
        OPERATIONS[operation](404, WANG)


def test_of_many_racing_mends_exactly_one_wins(committing_db):
    draft = a_draft()

    def mend(worker):
        try:
            return operations.mend_draft(
                draft_id=draft, version=2, step=Retitle("p0-0", f"标题{worker}"), actor=WANG, at=NOON
            )
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(mend, range(6)))

    assert sorted(results, key=str) == sorted([3, *[operations.DraftChanged] * 5], key=str)
    assert Entry.objects.filter(verb="draft.retitle").count() == 1


@pytest.mark.django_db
def test_a_preview_places_each_doubt_on_its_problem():
    draft = a_draft(a_report(doubts=[("claim.coverage", "巡查不到位")]))

    preview = queries.draft_preview(draft_id=draft)

    assert preview.doubts[0].quoted == "巡查不到位"
    assert preview.doubts[0].key == "p0-0"


@pytest.mark.django_db
def test_zhao_cannot_even_keep_a_file_on_disk():
    before = set(settings.FILES.rglob("*"))

    with pytest.raises(NotAllowed):
        operations.receive_file(name="a.txt", data=b"unseen", actor=ZHAO, at=NOON, read=Handed(a_report()))

    assert set(settings.FILES.rglob("*")) == before


@pytest.mark.django_db
def test_doubts_about_numbers_follow_the_mending_and_others_stay():
    draft = a_draft(a_report([Finding("甲问题"), Finding("乙问题")], doubts=[("claim.coverage", "乙问题")]))

    version = operations.mend_draft(draft_id=draft, version=2, step=SetNumber("p0-1", 4), actor=WANG, at=NOON)
    mended = queries.draft_preview(draft_id=draft).doubts
    operations.undo_draft(draft_id=draft, version=version, actor=WANG, at=NOON)
    undone = queries.draft_preview(draft_id=draft).doubts

    assert [doubt.rule for doubt in mended] == ["numbering.gap", "claim.coverage"]
    assert [doubt.rule for doubt in undone] == ["claim.coverage"]
