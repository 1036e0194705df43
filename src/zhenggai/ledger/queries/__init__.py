"""Every look at drafts and the ledger; all answer with the frozen rows of `ledger.shapes`.

list_drafts(*, limit=50) -> tuple[DraftRow, ...]
draft_preview(*, draft_id) -> DraftPreview
list_cycles() -> tuple[CycleRow, ...]
cycle_row(*, cycle_id) -> CycleRow
overview(*, cycle_id, today) -> Overview
list_ledger(*, cycle_id, today, filters=LedgerFilters(), sort="number", descending=False, after=None, before=None, size=50)
    -> LedgerPage                                                          after/before: the opaque keys of a LedgerPage
iter_ledger_rows(*, cycle_id, today, filters, sort, descending) -> Iterator[LedgerLine]
problem_page(*, problem_id, today) -> ProblemPage
tasks_of_unit(*, unit_id, today) -> UnitTasks
rules_page(*, cycle_id) -> RulesPage
task_page(*, task_id, today) -> TaskPage
many_page(*, cycle_id, task_ids, change) -> ManyPage
coverage_page(*, cycle_id, only_holes=False, after=0) -> CoveragePage
topics_page() -> TopicsPage
problems_to_choose(*, cycle_id) -> tuple[ProblemLink, ...]

All raise NoSuchThing (domain.refusals) for an unknown number; list_ledger raises BadKey for a key that is none.
"""

from zhenggai.ledger.queries.coverage import coverage_page
from zhenggai.ledger.queries.cycles import list_cycles
from zhenggai.ledger.queries.drafts import draft_preview, list_drafts
from zhenggai.ledger.queries.exporting import iter_ledger_rows
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.listing import list_ledger
from zhenggai.ledger.queries.many import many_page
from zhenggai.ledger.queries.overview import overview
from zhenggai.ledger.queries.problems import problem_page
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.queries.ruling import rules_page
from zhenggai.ledger.queries.tasks import problems_to_choose, task_page
from zhenggai.ledger.queries.topics import topics_page
from zhenggai.ledger.queries.units import tasks_of_unit

__all__ = [
    "BadKey",
    "coverage_page",
    "cycle_row",
    "draft_preview",
    "iter_ledger_rows",
    "list_cycles",
    "list_drafts",
    "list_ledger",
    "many_page",
    "overview",
    "problem_page",
    "problems_to_choose",
    "rules_page",
    "task_page",
    "tasks_of_unit",
    "topics_page",
]
