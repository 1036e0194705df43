"""Who reaches what: figures."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "task_figures": Act.READ,
    "figure_add": Act.KEEP_FIGURES,
    "figure_correct": Act.KEEP_FIGURES,
    "relation_add": Act.KEEP_FIGURES,
    "relation_drop": Act.KEEP_FIGURES,
    "indicator_add": Act.KEEP_FIGURES,
    "reading_add": Act.KEEP_FIGURES,
    "indicator_chart": Act.READ,
    "register_add": Act.KEEP_FIGURES,
    "register": Act.READ,
    "register_count": Act.KEEP_FIGURES,
    "register_upload": Act.KEEP_FIGURES,
    "register_import": Act.READ,
    "register_map": Act.KEEP_FIGURES,
    "register_accept": Act.KEEP_FIGURES,
    "register_drop": Act.KEEP_FIGURES,
    "register_changes": Act.READ,
    "figures": Act.READ_CYCLE,
    "scopes": Act.READ,
    "scope_add": Act.PLAN,
    "scope_change": Act.PLAN,
}

_OWN = "ledger.operations.figures."
OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.figures.merging.merge_rows": Act.KEEP_FIGURES,
    f"{_OWN}counts.count_register": Act.KEEP_FIGURES,
    f"{_OWN}counts.recount": Door.INNER,
    f"{_OWN}files.drop_import": Act.KEEP_FIGURES,
    f"{_OWN}files.keep_register_file": Act.KEEP_FIGURES,
    f"{_OWN}files.map_import": Act.KEEP_FIGURES,
    f"{_OWN}holding.tell": Door.INNER,
    f"{_OWN}imports.accept_import": Act.KEEP_FIGURES,
    f"{_OWN}indicators.add_indicator": Act.KEEP_FIGURES,
    f"{_OWN}indicators.add_reading": Act.KEEP_FIGURES,
    f"{_OWN}registers.add_register": Act.KEEP_FIGURES,
    f"{_OWN}relations.add_relation": Act.KEEP_FIGURES,
    f"{_OWN}relations.drop_relation": Act.KEEP_FIGURES,
    f"{_OWN}scopes.add_scope": Act.PLAN,
    f"{_OWN}scopes.change_scope": Act.PLAN,
    f"{_OWN}stating.add_figure": Act.KEEP_FIGURES,
    f"{_OWN}stating.correct_figure": Act.KEEP_FIGURES,
}
