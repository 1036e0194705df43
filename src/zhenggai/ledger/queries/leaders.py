"""What a leader leads and what of it is stuck, and the same figures for all leaders of a cycle."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from zhenggai.domain.rights import Actor, demand, may_in_cycle, names_led, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.ledger.counting import counted
from zhenggai.ledger.models import DONE_RANK, Extension, Progress, Task
from zhenggai.ledger.queries.filters import CHOICES, aspects_of, choices_of, in_window
from zhenggai.ledger.queries.rows import cycle_and_rules, ledger_row
from zhenggai.ledger.queries.tallies import Asked, tallied
from zhenggai.ledger.shapes import CycleRow, LedgerFilters
from zhenggai.ledger.shapes.leaders import LeaderPage, LeaderRow, StuckTask
from zhenggai.ledger.standing import tasks_in_reach

MOST_LISTED = 100
MOST_LEADERS = 200
STANDING = ("handed", "accepted")


def leader_page(*, cycle_id: int, actor: Actor, today: date, name: str = "") -> LeaderPage:
    """The tasks of the leader of that name; without a name, of the actor.

    :raises NotAllowed: for those who do not see the whole cycle.
    :raises NoSuchThing: where there is no such cycle.
    """
    demand(actor, Act.READ_CYCLE)
    if not may_in_cycle(actor, Act.READ_CYCLE, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    own = names_led(actor, cycle_id)
    names = (name,) if name and name not in own else own
    tasks = tasks_in_reach(actor, cycle_id=cycle_id)
    led = tasks.filter(leader__in=names)
    filters, aspects = LedgerFilters(leaders=names), aspects_of(cycle_id)
    # A filter without a name leaves every task, a leader without one leads none.
    asked = {"leaders": (Asked("leader", "in", list(names)),)}
    counts = tallied(tasks, tasks, filters=asked, choices=CHOICES, cycle_id=cycle_id, today=today)
    choices = choices_of(counts.choices, aspects=aspects, filters=filters, today=today, rules=rules)
    stuck = led.filter(_stuck(cycle, rules, today=today))
    return LeaderPage(
        cycle=cycle,
        names=names,
        own=bool(own) and names == own,
        total=led.count(),
        states=choices.states,
        deadlines=choices.deadlines,
        extended=Extension.objects.filter(cycle_id=cycle_id, state="granted", task__in=led).count(),
        stuck=stuck.count(),
        rows=_stuck_rows(stuck, cycle, rules, today=today),
        days=rules.stuck_days,
        leaders=_leaders(tasks, cycle, rules, today=today),
    )


def list_leaders(*, cycle_id: int, actor: Actor, today: date) -> tuple[LeaderRow, ...]:
    """Every leader whom the plans of a cycle name, with the stuck ones first; nobody for those who do not see it whole.

    :raises NoSuchThing: where there is no such cycle.
    """
    if not may_in_cycle(actor, Act.READ_CYCLE, cycle_id):
        return ()
    tasks = tasks_in_reach(actor, cycle_id=cycle_id)
    return _leaders(tasks, *cycle_and_rules(cycle_id=cycle_id), today=today)


def _leaders(tasks: QuerySet[Task], cycle: CycleRow, rules: Rules, *, today: date) -> tuple[LeaderRow, ...]:
    named = tasks.exclude(leader="")
    counts = counted(
        {
            "all": (named, "leader"),
            "late": (named.filter(in_window("late", today=today)), "leader"),
            "stuck": (named.filter(_stuck(cycle, rules, today=today)), "leader"),
        }
    )
    late, stuck = counts["late"], counts["stuck"]
    rows = (LeaderRow(str(name), n, late.get(name, 0), stuck.get(name, 0)) for name, n in counts["all"].items())
    return tuple(sorted(rows, key=lambda row: (-row.stuck, -row.tasks, row.name))[:MOST_LEADERS])


def _stuck(cycle: CycleRow, rules: Rules, *, today: date) -> Q:
    """Open tasks that are late, silent, or have a returned report that nobody answered."""
    held = in_window("late", today=today) | Q(_returned())
    return Q(state_rank__lt=DONE_RANK) & (held | _silent(cycle, rules, today=today))


def _silent(cycle: CycleRow, rules: Rules, *, today: date) -> Q:
    """Tasks without a report for so many days; one that waits for its closing is not asked for any."""
    quiet = today - timedelta(days=rules.stuck_days)
    if cycle.history or localdate(cycle.adopted_at) > quiet:
        return Q(pk__in=())
    return ~Q(state="closing") & ~Q(Exists(_standing().filter(day__gt=quiet)))


def _standing() -> QuerySet[Progress]:
    return Progress.objects.filter(measure__task=OuterRef("pk"), state__in=STANDING)


def _returned() -> Exists:
    later = Progress.objects.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    return Exists(Progress.objects.filter(~Exists(later), measure__task=OuterRef("pk"), state="returned"))


def _stuck_rows(stuck: QuerySet[Task], cycle: CycleRow, rules: Rules, *, today: date) -> tuple[StuckTask, ...]:
    last = Subquery(_standing().order_by("-day").values("day")[:1])
    found = stuck.select_related("problem", "aspect").annotate(last_report=last, is_returned=_returned())
    silent = set(stuck.filter(_silent(cycle, rules, today=today)).values_list("pk", flat=True))
    return tuple(
        StuckTask(
            row=ledger_row(task, today=today, rules=rules),
            late=task.deadline is not None and task.deadline < today,
            silent=task.pk in silent,
            returned=task.is_returned,
            last=task.last_report,
        )
        for task in found.order_by("deadline_rank", "position")[:MOST_LISTED]
    )
