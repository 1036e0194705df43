"""Doubts on the ledger: the list of a round, the page of one, the counts of the overview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, Place
from zhenggai.checking.registry import RULES
from zhenggai.domain.doubting import DOUBT_STATES, GONE_WHY, SAID, SEVERITY_RANKS, SOURCE_NAMES, STANDING
from zhenggai.domain.report import Severity
from zhenggai.domain.rights import Actor, Thing, demand, may
from zhenggai.domain.roles import ROLE_NAMES, Act, Role
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.counting import Counts, counted
from zhenggai.ledger.doubting.stale import changes_since
from zhenggai.ledger.doubting.standing import doubts_in_reach, find_doubt, thing_of_doubt
from zhenggai.ledger.doubting.switches import switches_of
from zhenggai.ledger.models import DoubtWord, LedgerDoubt, LedgerLook
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.rule_titles import title_of
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.doubts import DoubtLine, DoubtList, DoubtPage, LookRow, WordRow
from zhenggai.ledger.standing import whole_cycle

# A unit by its key and its name.
_UNIT = Concat(Cast("task__unit_id", TextField()), Value(" "), "task__unit__name", output_field=TextField())
ROWS = 50
ROWS_AT_ONCE = 2000
LARGEST_ID = 2**63 - 1
SEVERITY_LABELS: dict[Severity, str] = {"error": "阻断", "warning": "警告", "info": "提示"}
_KEY = re.compile(r"([0-2])\.([0-9]{1,18})")


def list_doubts(
    *,
    cycle_id: int,
    actor: Actor,
    state: str = "open",
    severity: str = "",
    rule: str = "",
    unit: str = "",
    task_id: int | None = None,
    after: str = "",
    size: int = ROWS,
) -> DoubtList:
    """A page of the doubts in the actor's reach, the gravest first, then the newest.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor reads the ledger.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.READ)
    cycle = cycle_row(cycle_id=cycle_id)
    state = state if state in DOUBT_STATES or state == "all" else "open"
    reached = doubts_in_reach(actor, cycle_id=cycle_id)
    if task_id is not None:
        reached = reached.filter(task_id=task_id)
    within = reached if state == "all" else reached.filter(state=state)
    conditions = _conditions(severity, rule, unit)
    chosen = within.filter(*conditions.values())
    found = list(_beyond(chosen, after).select_related("task__problem__aspect")[: size + 1])
    counts = counted(
        {
            "states": (reached.filter(*conditions.values()), "state"),
            "severities": (_but(within, conditions, "severity"), "severity"),
            "rules": (_but(within, conditions, "rule"), "rule"),
            "units": (_but(within, conditions, "unit").filter(task__unit_id__isnull=False), _UNIT),
        }
    )
    return DoubtList(
        cycle=cycle,
        rows=tuple(doubt_line(row) for row in found[:size]),
        after=f"{found[size - 1].rank}.{found[size - 1].pk}" if len(found) > size else "",
        total=sum(counts["states"].values()) if state == "all" else counts["states"].get(state, 0),
        states=_states(counts["states"], state),
        severities=_severities(counts["severities"], severity),
        rules=_rules(counts["rules"], rule),
        units=_units(counts["units"], unit),
        look=look_row(cycle_id, actor),
        whole=whole_cycle(actor, cycle_id),
    )


def each_doubt(*, cycle_id: int, actor: Actor) -> Iterator[DoubtLine]:
    """Every doubt of a round that stands and is in the actor's reach, one after the other.

    :raises NotAllowed: unless the actor reads the ledger.
    """
    demand(actor, Act.READ)
    rows = doubts_in_reach(actor, cycle_id=cycle_id).filter(state__in=STANDING)
    for row in rows.select_related("task__problem__aspect").order_by("rank", "-pk").iterator(chunk_size=ROWS_AT_ONCE):
        yield doubt_line(row)


def doubt_page(*, doubt_id: int, actor: Actor, act: Act = Act.READ) -> DoubtPage:
    """One doubt with all that was said of it, to which the actor may do this.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is out of the actor's reach.
    """
    demand(actor, act)
    doubt = find_doubt(doubt_id)
    thing = thing_of_doubt(doubt)
    whole = whole_cycle(actor, doubt.cycle_id)
    if not whole or doubt.task:
        demand(actor, Act.READ, thing)
    demand(actor, act, thing)
    rule = next((one for one in LEDGER_RULES if one.id == doubt.rule), None)
    read = next((one for one in RULES if one.id == doubt.rule), None)
    return DoubtPage(
        cycle=cycle_row(cycle_id=doubt.cycle_id),
        doubt=doubt_line(doubt),
        explanation=rule.explanation if rule else read.explanation if read else "",
        innocent=rule.innocent if rule else "",
        source_number=rule.source if rule else read.source if read else "",
        places=tuple(Place(*one) for one in json.loads(doubt.places)),
        words=tuple(_word(row, doubt) for row in DoubtWord.objects.filter(doubt=doubt).order_by("pk")),
        timeline=list_timeline(subjects=(Subject("ledger_doubt", doubt.pk),)),
        off=doubt.rule in switches_of(cycle_id=doubt.cycle_id).off,
        may_settle=doubt.state != "gone" and may(actor, Act.JUDGE, thing),
        may_explain=doubt.state in STANDING and may(actor, Act.REPORT, thing),
        whole=whole,
    )


def look_row(cycle_id: int, actor: Actor) -> LookRow:
    """How far the rules have looked in a round."""
    look = LedgerLook.objects.filter(pk=cycle_id).first()
    changes = changes_since(cycle_id, look.whole_upto) if look else 0
    return LookRow(look.quick_at if look else None, changes, may(actor, Act.JUDGE, Thing(cycle_id=cycle_id)))


def doubt_line(row: LedgerDoubt) -> DoubtLine:
    """The row of a doubt that was loaded with its task."""
    task = row.task
    severity: Severity = row.severity  # type: ignore[assignment]  # a constraint keeps it among the three
    names = {str(key): name for key, name in DOUBT_STATES.items()}
    return DoubtLine(
        id=row.pk,
        version=row.version,
        rule=row.rule,
        title=title_of(row.rule),
        source={str(key): name for key, name in SOURCE_NAMES.items()}[row.source],
        severity=severity,
        message=row.message,
        state=row.state,
        state_name=names[row.state],
        gone_why=GONE_WHY[row.gone_why],
        task_id=task.pk if task else None,
        task_name=f"{cite_problem(task.problem)} 任务 {task.number}" if task else "",
        unit=task.unit_name if task else "",
        explained=row.explained_at is not None,
        found_at=row.found_at,
        gone_at=row.gone_at,
        returns=row.returns,
    )


def _conditions(severity: str, rule: str, unit: str) -> dict[str, Q]:
    found: dict[str, Q] = {}
    if severity in SEVERITY_RANKS:
        found["severity"] = Q(rank=SEVERITY_RANKS[severity])
    if rule:
        found["rule"] = Q(rule=rule)
    if unit.isascii() and unit.isdigit() and int(unit) <= LARGEST_ID:
        found["unit"] = Q(task__unit_id=int(unit))
    return found


def _but(doubts: QuerySet[LedgerDoubt], conditions: dict[str, Q], name: str) -> QuerySet[LedgerDoubt]:
    return doubts.filter(*(condition for key, condition in conditions.items() if key != name)).order_by()


def _beyond(doubts: QuerySet[LedgerDoubt], after: str) -> QuerySet[LedgerDoubt]:
    if after:
        match = _KEY.fullmatch(after)
        if match is None:
            raise BadKey("这个页码已失效，请从第一页看起。")
        rank, key = int(match[1]), int(match[2])
        doubts = doubts.filter(Q(rank__gte=rank) & (Q(rank__gt=rank) | Q(pk__lt=key)))
    return doubts.order_by("rank", "-pk")


def _states(counts: Counts, chosen: str) -> tuple[Choice, ...]:
    states = [Choice(key, name, counts.get(key, 0), key == chosen) for key, name in DOUBT_STATES.items()]
    return (*states, Choice("all", "全部", sum(counts.values()), chosen == "all"))


def _severities(counts: Counts, chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(key, label, counts.get(key, 0), key == chosen)
        for key, label in SEVERITY_LABELS.items()
        if counts.get(key) or key == chosen
    )


def _rules(counts: Counts, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(rule, title_of(rule), counts[rule], rule == chosen) for rule in sorted(map(str, counts)))


def _units(counts: Counts, chosen: str) -> tuple[Choice, ...]:
    parted = (str(named).partition(" ") for named in counts)
    rows = [(name, unit, counts[f"{unit} {name}"]) for unit, _, name in parted]
    return tuple(Choice(unit, name, number, unit == chosen) for name, unit, number in sorted(rows))


def _word(row: DoubtWord, doubt: LedgerDoubt) -> WordRow:
    return WordRow(
        how=row.how,
        said=SAID[row.how],
        why=row.why,
        by=row.by,
        role=ROLE_NAMES[Role(row.role)],
        at=row.at,
        then=row.message if row.message != doubt.message else "",
    )
