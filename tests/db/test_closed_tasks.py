"""A task that is over takes nothing that would change what was signed, whichever operation is tried."""

from __future__ import annotations

import pytest

from attempts import Things, attempts, things_of_a_task
from closing import a_photo, meet, put, signed_by_all_but_the_group, the_task, visit
from drafts import TODAY
from people import NOON, SUN
from reach import OPERATIONS
from working import DONE
from zhenggai.domain.closed import TaskClosed
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.visiting import CallFacts
from zhenggai.journal.models import Entry
from zhenggai.ledger.closing_models import Visit
from zhenggai.ledger.models import Progress
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.reporting import report_progress

# What of these packages is not about the work on one task, or must stay possible when it is over.
ELSEWHERE = {
    "progress.drafting.save_draft",
    "progress.extending.ask_extension", "progress.extending.decide_extension", "progress.extending.withdraw_extension",
    "progress.promising.add_promise", "progress.promising.change_promise", "progress.promising.note_promise",
    "progress.promising.extend_promise", "progress.promising.judge_promise",
    "progress.commenting.add_comment", "progress.commenting.withdraw_comment", "progress.commenting.see_mentions",
    "evidence.adding.finish_upload", "evidence.uploading.append_piece", "evidence.uploading.drop_upload",
    "evidence.holding.link", "evidence.holding.tell_evidence",
    "figures.counts.recount", "figures.scopes.add_scope", "figures.scopes.change_scope", "figures.files.drop_import", "figures.holding.tell",
}  # fmt: skip


@pytest.fixture
def things(db: None) -> Things:
    return things_of_a_task()


def _end(things: Things) -> None:
    closing = signed_by_all_but_the_group(things.work)
    for who in ("周某", "吴某"):
        call = CallFacts("僵尸企业清单", who, "confirmed", TODAY, "来查过。")
        acts.record_call_back(task_id=things.work.task, facts=call, actor=SUN, at=NOON)
    meet(things.work, closing)


def test_every_operation_on_its_work_is_refused_until_it_is_opened_again(things: Things) -> None:
    _end(things)
    entries = Entry.objects.count()

    for way in ((), ("stable",), ("ongoing", "not_applicable")):
        put(things.work.task, *way)
        for name, attempt in attempts(things, "late-0001"):
            with pytest.raises(TaskClosed, match="先重新激活"):
                attempt()
            assert Entry.objects.count() == entries, name

    task = the_task(things.work)
    acts.reopen_task(task_id=task.pk, version=task.version, cause="relapse", what="又堵", actor=SUN, at=NOON)
    for name, attempt in attempts(things, "late-0001"):
        try:
            attempt()
        except Refusal as refusal:
            pytest.fail(f"{name}: {refusal}")


def test_every_operation_of_this_work_is_tried_or_is_said_to_be_none_of_it(things: Things) -> None:
    tried = {name for name, _ in attempts(things, "never-sent")}
    packages = ("ledger.operations.progress.", "ledger.operations.evidence.", "ledger.operations.figures.")
    known = {name.removeprefix("ledger.operations.") for name in OPERATIONS if name.startswith(packages)}

    assert known == {name for name in tried if name.split(".")[0] in {"progress", "evidence", "figures"}} | ELSEWHERE


def test_what_belongs_to_the_watch_goes_on_and_the_same_form_sent_twice_is_the_same_report(things: Things) -> None:
    work = things.work
    sent = {"measure_id": work.measure, "report": DONE, "token": "done-0001", "actor": work.zhao, "at": NOON}
    known = Progress.objects.get(token="done-0001").pk
    call = CallFacts("名册", "周某", "confirmed", TODAY, "没有反弹。")
    _end(things)

    visit(work, token="watch-0001")
    acts.record_call_back(task_id=work.task, facts=call, actor=SUN, at=NOON)
    add_comment(task_id=work.task, text="监测期内看过，没有反弹。", reply_to=None, actor=SUN, at=NOON)

    assert Visit.objects.filter(task_id=work.task).count() == 2
    assert report_progress(**sent) == known  # type: ignore[arg-type]
    with pytest.raises(TaskClosed):
        a_photo(work, actor=work.zhao, colour=9)
    put(work.task, "ongoing", "not_applicable")
    with pytest.raises(TaskClosed, match="已不再适用，先重新激活，才能登记核查和回访"):
        acts.record_call_back(task_id=work.task, facts=call, actor=SUN, at=NOON)
