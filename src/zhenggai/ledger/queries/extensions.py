"""Extensions on the page of their task, and those of a cycle for who decides."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.closed import is_open
from zhenggai.domain.extensions import (
    EXTENSION_STATES,
    LEVELS,
    CannotExtend,
    Standing,
    Wish,
    deciding_office,
    demand_wish,
    may_decide,
)
from zhenggai.domain.rights import Actor, Thing, capacity, demand, may
from zhenggai.domain.roles import Act, Role
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Extension, Measure, Task
from zhenggai.ledger.queries.heads import find_task, head_of
from zhenggai.ledger.queries.rows import cycle_row, state_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.extensions import ExtensionPage, ExtensionRow, ExtensionTab
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks

ROWS = 50
FILTERS: dict[str, str] = {**EXTENSION_STATES, "all": "全部"}
LARGEST_ID = 2**63 - 1


def extension_tab(*, task_id: int, actor: Actor, today: date) -> ExtensionTab:
    """The extensions of a task, newest first, and whether another can be asked for.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    at_hand = find_task(task_id, actor=actor)
    task, thing, rules = at_hand.task, at_hand.thing, at_hand.rules.extensions
    found = list(Extension.objects.filter(task=task).select_related("task__problem__aspect").order_by("-pk"))
    refusal = _refusal(task, found, actor=actor, thing=thing, today=today)
    granted = [extension for extension in found if extension.state == "granted"]
    return ExtensionTab(
        head=head_of(at_hand, actor=actor, today=today),
        rows=tuple(_row(extension, actor, thing) for extension in found),
        count=task.extensions_count,
        days=task.extended_days,
        most=rules.most,
        first_deadline=granted[-1].old if granted else None,
        may_ask=may(actor, Act.ASK_EXTENSION, thing) and refusal is None,
        late=task.deadline is not None and today > task.deadline,
        refusal=refusal.pattern if refusal else "",
        refusal_facts=dict(refusal.facts) if refusal else {},
        leader_days=rules.leader,
        head_days=rules.group_head,
        measures_following=Measure.objects.filter(task=task, deadline=task.deadline).count() if task.deadline else 0,
    )


def list_extensions(
    *, cycle_id: int, actor: Actor, state: str = "asked", after: int | None = None, size: int = ROWS
) -> ExtensionPage:
    """A page of the extensions of the tasks in the actor's reach, newest first.

    :raises NoSuchThing: where there is no such cycle.
    :raises NotAllowed: unless the actor reads the ledger.
    """
    demand(actor, Act.READ)
    cycle = cycle_row(cycle_id=cycle_id)
    state = state if state in FILTERS else "asked"
    all_of_them = Extension.objects.filter(cycle_id=cycle_id, task__in=tasks_in_reach(actor, cycle_id=cycle_id))
    counts = {
        **all_of_them.aggregate(
            all=Count("pk"), **{name: Count("pk", filter=Q(state=name)) for name in EXTENSION_STATES}
        )
    }
    found = list(_wanted(all_of_them, state, after)[: size + 1])
    things = things_of_tasks({extension.task_id for extension in found})
    return ExtensionPage(
        cycle=cycle,
        rows=tuple(_row(extension, actor, things[extension.task_id]) for extension in found[:size]),
        after=found[size - 1].pk if len(found) > size else None,
        total=counts[state],
        choices=tuple(Choice(name, label, counts[name], name == state) for name, label in FILTERS.items()),
    )


def _wanted(extensions: QuerySet[Extension], state: str, after: int | None) -> QuerySet[Extension]:
    if state != "all":
        extensions = extensions.filter(state=state)
    if after is not None:
        extensions = extensions.filter(pk__lt=min(after, LARGEST_ID))
    return extensions.select_related("task__problem__aspect").order_by("-pk")


def _refusal(task: Task, found: list[Extension], *, actor: Actor, thing: Thing, today: date) -> CannotExtend | None:
    """Why no later date can be asked for at all, whatever is typed."""
    office = capacity(actor, Act.ASK_EXTENSION, thing)
    standing = Standing(
        deadline=task.deadline,
        done=not is_open("extend", state_of(task)),
        granted=task.extensions_count,
        open=any(extension.state == "asked" for extension in found),
    )
    # Any later day and any words: what is left to refuse is about the task.
    wish = Wish(new=date.max, reason="—", late_reason="—")
    try:
        demand_wish(
            wish,
            standing,
            today=today,
            rules=rules_of(cycle_id=task.cycle_id).extensions,
            office=office is not None and office.role is Role.OFFICE_CLERK,
        )
    except CannotExtend as refusal:
        return refusal
    return None


def _row(extension: Extension, actor: Actor, thing: Thing) -> ExtensionRow:
    task = extension.task
    office = deciding_office(actor, thing, extension.level) if may(actor, Act.GRANT_EXTENSION, thing) else None
    asked = extension.state == "asked"
    return ExtensionRow(
        id=extension.pk,
        task_id=task.pk,
        number=cite_problem(task.problem),
        title=task.problem.title,
        task_number=task.number,
        unit=task.unit_name,
        old=extension.old,
        new=extension.new,
        days=(extension.new - extension.old).days,
        reason=extension.reason,
        measures_follow=extension.measures_follow,
        late=extension.late,
        late_reason=extension.late_reason,
        level=extension.level,
        level_name=LEVELS[extension.level],
        state=extension.state,
        state_name=EXTENSION_STATES[extension.state],
        asked_by=extension.asked_by,
        asked_at=extension.asked_at,
        decided_by=extension.decided_by,
        decided_at=extension.decided_at,
        why=extension.why,
        may_decide=asked
        and extension.asked_by_id != actor.id
        and office is not None
        and may_decide(office.role, extension.level),
        may_withdraw=asked and may(actor, Act.ASK_EXTENSION, thing),
        on_paper=office is not None and office.role is Role.OFFICE_CLERK,
    )
