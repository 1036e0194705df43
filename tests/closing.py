"""A task that may be closed, and the people who sign: Ma heads the unit, Li leads, Sun supervises, Wang is of the office, Zhou heads the group."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

from builders.pictures import jpeg
from drafts import TODAY
from exhibits import a_proof
from people import LI, NOON, SUN, WANG
from working import DONE, Work, a_work
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.gate import Missing, missing_of
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.visiting import VisitFacts
from zhenggai.ledger.closing.digests import digest_of, seen_digest
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import evidence
from zhenggai.ledger.operations.planning import plan_task
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.ruling import rules_of
from zhenggai.people.models import Account, Post
from zhenggai.people.operations import create_account
from zhenggai.people.person_operations import PostWish, add_person

ZHOU = Actor(id=22, name="周建平", role=Role.GROUP_HEAD)
TRUE = "所报情况属实，三条措施已经落实。"
SEED = "5f1d3a"
SEEN = VisitFacts(TODAY, "河道已清，巡查牌已立。", passed=True, place="东河入口")


def ma(work: Work) -> Actor:
    """The head of the unit."""
    return Actor(id=21, name="马东", role=Role.UNIT_HEAD, unit_id=work.unit)


def a_ready_work(**plan: object) -> Work:
    """A task on which everything is done that the unit itself must bring."""
    work = a_work()
    task = the_task(work)
    wanted = replace(task_plan(task), target="河道问题清零", kind="timed", **plan)
    plan_task(task_id=work.task, version=task.version, plan=wanted, actor=WANG, at=NOON)
    for place, measure in enumerate(work.measures, start=1):
        report_progress(measure_id=measure, report=DONE, token=f"done-{place:04d}", actor=work.zhao, at=NOON)
    a_proof(work.cycle, b"record %d" % work.task, name="记录.txt", measures=work.measures, actor=work.zhao)
    return work


def the_task(work: Work) -> Task:
    """The task as it stands."""
    return Task.objects.get(pk=work.task)


def state(work: Work) -> str:
    """How far the task has come."""
    return the_task(work).state


def put(task: int, *states: str) -> None:
    """Let a task stand in each of these states, without the work; only along the table of moves."""
    for one in states:
        Task.objects.filter(pk=task).update(state=one)


def what_is_missing(work: Work) -> tuple[Missing, ...]:
    """What the gate still asks."""
    rules = rules_of(cycle_id=work.cycle).closing
    return missing_of(closing_view(the_task(work), today=TODAY), rules, CONDITIONS)


def apply(work: Work, *, at: datetime = NOON, actor: Actor | None = None) -> int:
    """Ma applies."""
    task = the_task(work)
    return acts.apply_to_close(
        task_id=work.task,
        version=task.version,
        seen=seen_digest(closing_view(task, today=TODAY)),
        statement=TRUE,
        actor=actor or ma(work),
        at=at,
    )


def digest(closing: int) -> str:
    """What would be signed now."""
    row = Closing.objects.get(pk=closing)
    return digest_of(closing_view(row.task, today=TODAY), row)


def sign(closing: int, actor: Actor, *, at: datetime = NOON) -> None:
    """Somebody signs what stands there."""
    acts.sign_closing(closing_id=closing, digest=digest(closing), actor=actor, at=at)


def meet(work: Work, *closings: int, actor: Actor = ZHOU, at: datetime = NOON, held_on: date = TODAY) -> int:
    """The group decides by list."""
    return acts.sign_at_meeting(
        cycle_id=work.cycle,
        digests={closing: digest(closing) for closing in closings},
        meeting="领导小组第4次会议",
        held_on=held_on,
        meeting_id=None,
        actor=actor,
        at=at,
    )


def a_photo(work: Work, *, actor: Actor = SUN, colour: int = 0) -> int:
    """A photo that somebody takes on site."""
    return evidence.add_evidence(
        task_id=work.task,
        name="现场.jpg",
        data=io.BytesIO(jpeg(taken=datetime(2026, 3, 2, 9, 30)) + bytes([colour])),
        words=EvidenceWords("photo", dated=TODAY),
        measure_ids=work.measures[:1],
        actor=actor,
        at=NOON,
    ).evidence_id


def visit(
    work: Work, *, facts: VisitFacts = SEEN, photos: int = 1, token: str = "visit-0001", actor: Actor = SUN
) -> int:
    """Sun goes there."""
    taken = [a_photo(work, actor=actor, colour=number) for number in range(photos)]
    return acts.record_visit(task_id=work.task, facts=facts, photo_ids=taken, token=token, actor=actor, at=NOON)


def drawn(work: Work) -> int:
    """The office draws among the applications."""
    return acts.draw_sample(cycle_id=work.cycle, purpose="closing", percent=10, seed=SEED, actor=WANG, at=NOON)


def signed_by_all_but_the_group(work: Work) -> int:
    """An application that only the meeting has still to decide, drawn and visited."""
    closing = apply(work)
    for signer in (LI, SUN, WANG):
        sign(closing, signer)
    drawn(work)
    visit(work)
    return closing


def closed(work: Work) -> int:
    """A task that went through the gate."""
    closing = signed_by_all_but_the_group(work)
    meet(work, closing)
    return closing


def a_supervisor_once_of(work: Work, *, ends: date) -> Actor:
    """A supervisor who had a post in the unit until a day."""
    person = add_person(name="吴涛", phone="", post=PostWish(work.unit, "股长"), actor=WANG, at=NOON)
    Post.objects.filter(person_id=person).update(ends=ends)
    number = create_account(
        login="wutao", name="吴涛", role=Role.SUPERVISOR, unit=None, password="stone-bridge-41", actor=CONSOLE, at=NOON
    )
    Account.objects.filter(pk=number).update(person_id=person)
    return Actor(id=number, name="吴涛", role=Role.SUPERVISOR, served=frozenset({work.unit}))
