"""Figures, equations, indicators, scopes and registers. Each call is one transaction and one journal entry.

add_figure(*, task_id, plan, actor, at) -> figure id                        plan: domain.figures.FigurePlan
correct_figure(*, figure_id, plan, why, actor, at) -> the new figure's id
add_relation(*, task_id, kind, total_id, part_ids, actor, at) -> relation id
drop_relation(*, relation_id, actor, at) -> None
add_indicator(*, task_id, plan, actor, at) -> indicator id                  plan: domain.figures.IndicatorPlan
add_reading(*, indicator_id, digits, day, origin, actor, at) -> figure id
add_scope(*, name, definition, valid_from, actor, at) -> term id
change_scope(*, term_id, version, definition, valid_from, actor, at) -> None
add_register(*, task_id, name, row_unit, actor, at) -> register id
keep_register_file(*, register_id, name, data, actor, at) -> import id
map_import(*, import_id, version, mapping, as_of, actor, at) -> None        mapping: domain.registers.mapping.Mapping
accept_import(*, import_id, version, actor, at) -> Taken
drop_import(*, import_id, version, actor, at) -> None
count_register(*, register_id, wish, actor, at) -> figure id                wish: CountWish

All raise NotAllowed and NoSuchThing (domain.refusals); what cannot be is a CannotState or WrongAmount (domain.figures), a
CannotRelate, a WrongMapping (domain.registers.mapping) or a CannotCount (domain.registers.totals). FigureChanged,
ScopeChanged and RegisterChanged say that somebody else was first.
"""

from zhenggai.ledger.operations.figures.counts import CountWish, count_register
from zhenggai.ledger.operations.figures.files import (
    NothingToImport,
    RegisterUnreadable,
    drop_import,
    keep_register_file,
    map_import,
)
from zhenggai.ledger.operations.figures.holding import FigureChanged, RegisterChanged
from zhenggai.ledger.operations.figures.imports import Taken, accept_import
from zhenggai.ledger.operations.figures.indicators import add_indicator, add_reading
from zhenggai.ledger.operations.figures.registers import add_register
from zhenggai.ledger.operations.figures.relations import CannotRelate, add_relation, drop_relation
from zhenggai.ledger.operations.figures.scopes import ScopeChanged, add_scope, change_scope
from zhenggai.ledger.operations.figures.stating import add_figure, correct_figure

__all__ = [
    "CannotRelate",
    "CountWish",
    "FigureChanged",
    "NothingToImport",
    "RegisterChanged",
    "RegisterUnreadable",
    "ScopeChanged",
    "Taken",
    "accept_import",
    "add_figure",
    "add_indicator",
    "add_reading",
    "add_register",
    "add_relation",
    "add_scope",
    "change_scope",
    "correct_figure",
    "count_register",
    "drop_import",
    "drop_relation",
    "keep_register_file",
    "map_import",
]
