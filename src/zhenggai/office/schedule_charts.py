"""The pictures of the schedule: when tasks run, and units by state."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from zhenggai.domain.states import STATE_NAMES, STATES, LedgerState
from zhenggai.ledger.queries.filters import UNNAMED
from zhenggai.ledger.shapes.schedule import ScheduledTask, SchedulePage, UnitStates
from zhenggai.office.forms.ledger import NONE_NAMED
from zhenggai.ui.charts import Spec, digest_of
from zhenggai.ui.time_charts import Mark, Span, heat, spans

# A field with more rows is no picture any more; the table has them all.
MOST_UNITS_DRAWN = 40
LONGEST_TITLE = 14
# Rare states get a column only where some task is in one.
ALWAYS = frozenset({"not_started", "ongoing", "done"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two widths; `digest` changes whenever it would."""

    name: str
    words: str
    wide: Spec
    narrow: Spec
    digest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the table and the part of the ledger behind it."""

    count: int
    query: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the table; each figure opens as a list."""

    name: str
    named: bool
    query: str
    cells: tuple[Cell, ...]
    late: int
    late_query: str
    total: int


def states_shown(units: tuple[UnitStates, ...]) -> tuple[LedgerState, ...]:
    """The states that a field of units has columns for: where the work goes, and what else somebody's tasks are in."""
    counted = zip(STATES, zip(*(unit.states for unit in units), strict=True), strict=True) if units else ()
    used = {state for state, counts in counted if any(counts)}
    return tuple(state for state in STATES if state in used or state in ALWAYS)


def unit_lines(page: SchedulePage) -> tuple[UnitLine, ...]:
    """The table beside the field of units and states."""
    states = states_shown(page.units)
    return tuple(_line(unit, states) for unit in page.units)


def _line(unit: UnitStates, states: tuple[LedgerState, ...]) -> UnitLine:
    named = unit.unit != UNNAMED
    own = {"unit": unit.unit if named else NONE_NAMED}
    return UnitLine(
        name=unit.unit,
        named=named,
        query=urlencode(own),
        cells=tuple(Cell(unit.states[STATES.index(state)], urlencode(own | {"state": state})) for state in states),
        late=unit.late,
        late_query=urlencode(own | {"deadline": "late"}),
        total=unit.total,
    )


def pictures_of(page: SchedulePage) -> dict[str, Picture]:
    """The pictures of a page, by name; those with nothing to show are left out."""
    found = {}
    if page.tasks:
        found["spans"] = _spans(page)
    if page.units:
        found["heat"] = _heat(page.units[:MOST_UNITS_DRAWN])
    return found


def _spans(page: SchedulePage) -> Picture:
    marks = [Mark(stage.end, _(stage.name)) for stage in page.stages if stage.end]
    today = Mark(page.today, _("今天"))

    def drawn(*, narrow: bool) -> Spec:
        rows = [_span(task, narrow=narrow) for task in page.tasks]
        return spans(rows, marks, today=today, last=page.last, narrow=narrow)

    return _picture(
        "spans", _("任务时限横道图，每项任务从反馈之日到期限，数字见下表。"), drawn(narrow=False), drawn(narrow=True)
    )


def _span(task: ScheduledTask, *, narrow: bool) -> Span:
    row = task.row
    label = _("%(number)s 任务 %(task)s") % {"number": row.number, "task": row.task_number}
    if not narrow:
        label += f" {row.title[:LONGEST_TITLE]}" + ("…" if len(row.title) > LONGEST_TITLE else "")
    word = f"{row.light.shape} {_(row.light.word)} {task.end:%m-%d}"
    return Span(label, task.start, task.end, row.light.name, word)


def _heat(units: tuple[UnitStates, ...]) -> Picture:
    states = states_shown(units)
    columns = [*(_(STATE_NAMES[state]) for state in states), _("逾期")]
    names = [_(unit.unit) for unit in units]
    values = [[*(unit.states[STATES.index(state)] for state in states), unit.late] for unit in units]
    wide, narrow = (heat(names, columns, values, narrow=narrow) for narrow in (False, True))
    return _picture("heat", _("各单位任务按状态计数的热力图，颜色越深越多，数字见下表。"), wide, narrow)


def _picture(name: str, words: str, wide: Spec, narrow: Spec) -> Picture:
    return Picture(name, words, wide, narrow, digest_of([wide, narrow]))
