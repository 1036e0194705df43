"""Every change of a plan. Each call is one transaction and one journal entry.

choose_preset(*, cycle_id, version, name, actor, at) -> None
set_rules(*, cycle_id, version, rules, actor, at) -> None                   rules: domain.rules.Rules
plan_task(*, task_id, version, plan, actor, at) -> None                     plan: domain.planning.TaskPlan
plan_many(*, cycle_id, versions, change, actor, at) -> step id               versions: task id -> version seen
split_task(*, task_id, version, measure_ids, actor, at) -> new task id
merge_task(*, task_id, version, into, actor, at) -> the other task's id      into: a task's number
move_task(*, task_id, version, problem_ids, actor, at) -> None
undo_step(*, step_id, actor, at) -> None
reconcile_count(*, cycle_id, what, counted, reason, actor, at) -> None
add_task(*, cycle_id, problem_id, plan, actor, at) -> task id                  plan: domain.planning.TaskPlan
add_measure(*, task_id, version, plan, actor, at) -> measure id             plan: domain.planning.MeasurePlan
change_measure(*, measure_id, version, plan, actor, at) -> None
drop_measure(*, measure_id, version, actor, at) -> None
place_measure(*, measure_id, version, position, actor, at) -> None          position counts from 1
add_topic(*, topic, actor, at) -> topic id                                  topic: domain.suggesting.Topic
change_topic(*, topic_id, version, topic, actor, at) -> None
drop_topic(*, topic_id, version, actor, at) -> None

All raise NotAllowed and NoSuchThing (domain.refusals), those with a task's `version` TaskChanged, those of rules
RulesChanged, those of topics TopicChanged; what cannot be is a WrongRule or a domain.planning.CannotPlan.
"""

from zhenggai.ledger.operations.planning.adding import add_task
from zhenggai.ledger.operations.planning.holding import TaskChanged
from zhenggai.ledger.operations.planning.many import plan_many
from zhenggai.ledger.operations.planning.measures import add_measure, change_measure, drop_measure, place_measure
from zhenggai.ledger.operations.planning.reconciling import reconcile_count
from zhenggai.ledger.operations.planning.reshaping import merge_task, move_task, split_task, undo_step
from zhenggai.ledger.operations.planning.ruling import RulesChanged, WrongRule, choose_preset, set_rules
from zhenggai.ledger.operations.planning.tasks import plan_task
from zhenggai.ledger.operations.planning.topics import TopicChanged, add_topic, change_topic, drop_topic

__all__ = [
    "RulesChanged",
    "TaskChanged",
    "TopicChanged",
    "WrongRule",
    "add_measure",
    "add_task",
    "add_topic",
    "change_measure",
    "change_topic",
    "choose_preset",
    "drop_measure",
    "drop_topic",
    "merge_task",
    "move_task",
    "place_measure",
    "plan_many",
    "plan_task",
    "reconcile_count",
    "set_rules",
    "split_task",
    "undo_step",
]
