"""What an export holds, counted as people call it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

# In the order in which a page lists them; whatever else there is counts as the rest.
NAMES = {
    "ledger.aspect": N_("方面"),
    "ledger.problem": N_("问题"),
    "ledger.task": N_("任务"),
    "ledger.measure": N_("措施"),
    "ledger.planissue": N_("印发的方案"),
    "ledger.progress": N_("进展报告"),
    "ledger.evidence": N_("佐证"),
    "ledger.figure": N_("数字"),
    "ledger.register": N_("清单"),
    "ledger.closing": N_("销号申请"),
    "ledger.signature": N_("签字"),
    "ledger.ledgerdoubt": N_("疑点"),
    "ledger.comment": N_("意见"),
    "ledger.reportperiod": N_("冻结的报告期"),
    "oversight.meeting": N_("会议"),
    "oversight.institution": N_("制度"),
    "oversight.composedpaper": N_("文稿"),
    "people.appointment": N_("任命"),
    "people.unit": N_("单位"),
    "people.person": N_("人员"),
}


def counted_tables(tables: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The counts of what people know, and the rest as one."""
    counts = dict(tables)
    known = [(_(name), counts[label]) for label, name in NAMES.items() if counts.get(label)]
    rest = sum(count for label, count in counts.items() if label not in NAMES)
    return (*known, (_("其他行"), rest))
