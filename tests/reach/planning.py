"""Who reaches what: planning."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "settings": Act.READ_CYCLE,
    "settings_save": Act.PLAN,
    "settings_preset": Act.PLAN,
    "task": Act.READ,
    "task_plan": Act.PLAN,
    "task_reshape": Act.PLAN,
    "task_split": Act.PLAN,
    "task_merge": Act.PLAN,
    "task_move": Act.PLAN,
    "task_undo": Act.PLAN,
    "task_take": Act.PLAN,
    "measure_add": Act.PLAN,
    "measure_change": Act.PLAN,
    "measure_drop": Act.PLAN,
    "measure_place": Act.PLAN,
    "coverage": Act.READ_CYCLE,
    "coverage_reconcile": Act.PLAN,
    "topics": Act.READ_CYCLE,
    "topic_add": Act.PLAN,
    "topic_change": Act.PLAN,
    "topic_drop": Act.PLAN,
    "many": Act.PLAN,
    "many_preview": Act.PLAN,
    "many_apply": Act.PLAN,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.planning.holding.tell_task": Door.INNER,
    "ledger.operations.planning.many.plan_many": Act.PLAN,
    "ledger.operations.planning.measures.add_measure": Act.PLAN,
    "ledger.operations.planning.measures.change_measure": Act.PLAN,
    "ledger.operations.planning.measures.drop_measure": Act.PLAN,
    "ledger.operations.planning.measures.place_measure": Act.PLAN,
    "ledger.operations.planning.reconciling.reconcile_count": Act.PLAN,
    "ledger.operations.planning.reshaping.merge_task": Act.PLAN,
    "ledger.operations.planning.reshaping.move_task": Act.PLAN,
    "ledger.operations.planning.reshaping.split_task": Act.PLAN,
    "ledger.operations.planning.reshaping.undo_step": Act.PLAN,
    "ledger.operations.planning.ruling.choose_preset": Act.PLAN,
    "ledger.operations.planning.ruling.set_rules": Act.PLAN,
    "ledger.operations.planning.stepping.tell_step": Door.INNER,
    "ledger.operations.planning.tasks.plan_task": Act.PLAN,
    "ledger.operations.planning.tasks.write_task_plan": Door.INNER,
    "ledger.operations.planning.topics.add_topic": Act.PLAN,
    "ledger.operations.planning.topics.change_topic": Act.PLAN,
    "ledger.operations.planning.topics.drop_topic": Act.PLAN,
}
