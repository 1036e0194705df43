"""Whether the ledger still says what was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from zhenggai.checking.on_ledger.looking import (
    MOST_NAMED,
    of_task,
    places_of,
    short,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Values, key_of
from zhenggai.domain.changing import MEASURE_GROUPS, TASK_GROUPS
from zhenggai.domain.issuing import FrozenTask
from zhenggai.domain.ledger_facts import CycleFacts, TaskFacts
from zhenggai.domain.planning import measure_facts, task_facts

FACT_NAMES: dict[str, str] = {
    "target": "整改目标",
    "kind": "整改类型",
    "standard": "验收标准",
    "deadline": "期限",
    "leader": "牵头领导",
    "lead_unit": "牵头单位",
    "co_units": "配合单位",
    "person": "责任人",
    "text": "措施内容",
    "deliverable": "产出",
    "frequency": "频次",
    "unit": "责任单位",
}

Words = dict[tuple[int, str], str]


@LEDGER_RULES.rule(
    "ledger.silent_change",
    source="X13",
    severity="blocking",
    title="悄改时限、目标",
    explanation="方案印发以后，目标、期限、责任、措施与印发版不一样，又没有批准的变更、延期或转长期坚持的决定。恢复印发时的内容，或者补办变更审批，并留下记录。",
    innocent="没有；经过批准的变更不会报。",
    alone=True,
)
def find_silent_changes(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """What differs from the issued plan and was not decided by anybody."""
    for task in facts.tasks:
        if task.issued is None or task.now is None:
            continue
        before, after = _protected(task.issued), _protected(task.now)
        decided = {(one.measure_id, one.fact, one.value) for one in task.approved} | _by_closing(task)
        reshaped = {(one.measure_id, one.fact) for one in task.approved if one.fact not in FACT_NAMES}
        changed = [
            key
            for key in {**before, **after}
            if before.get(key) != after.get(key)
            and (*key, after.get(key)) not in decided
            and not _released(key, reshaped, before, after)
            and not _told_by_its_text(key, before, after)
        ]
        if changed:
            places = {id: Place("measure", id, f"措施 {place}") for id, place in _measure_places(task)}
            said = [_change(key, before, after, places) for key in changed]
            yield LedgerFinding(
                task.id,
                f"{task.name}与印发的方案不一致，没有批准的变更：{'；'.join(said[:MOST_NAMED])}"
                f"{f'；等 {len(said)} 处' if len(said) > MOST_NAMED else ''}。请恢复印发时的内容，或补办变更审批。",
                places_of([of_task(task), *(places[id] for id, _ in changed if id in places)]),
                key_of(task.id, *(f"{key}{before.get(key)}{after.get(key)}" for key in sorted(changed))),
            )


def _by_closing(task: TaskFacts) -> set[tuple[int, str, str]]:
    """The days to which a decision to go on by stages, or a stage that was reached, moves the deadline."""
    if not any(one.outcome == "long_term" and one.state == "closed" for one in task.closings):
        return set()
    return {(0, "deadline", stage.due.isoformat()) for stage in task.view.stages}


def _protected(task: FrozenTask) -> Words:
    """What may change only by a decision, in words: of the task under 0, of each measure under its key."""
    found: Words = {(0, name): str(value or "") for name, value in task_facts(task.plan).items() if name in TASK_GROUPS}
    found[0, "problems"] = "、".join(map(str, sorted(task.problems)))
    for measure in task.measures:
        facts = measure_facts(measure.plan)
        found |= {(measure.id, name): str(value or "") for name, value in facts.items() if name in MEASURE_GROUPS}
    return found


def _released(key: tuple[int, str], reshaped: Set[tuple[int, str]], before: Words, after: Words) -> bool:
    """Whether somebody decided that a measure comes or goes, or that the task answers other problems with other measures."""
    measure, fact = key
    if fact == "problems":
        return key in reshaped
    whole = "dropped" if key not in after else "added" if key not in before else ""
    return bool(whole and measure) and ((measure, whole) in reshaped or (0, "problems") in reshaped)


def _told_by_its_text(key: tuple[int, str], before: Words, after: Words) -> bool:
    """Whether it belongs to a measure that came or went as a whole, of which the text alone speaks."""
    return (key not in before or key not in after) and key[1] != "text"


def _measure_places(task: TaskFacts) -> Iterator[tuple[int, int]]:
    for frozen in (task.issued, task.now):
        for measure in frozen.measures if frozen else ():
            yield measure.id, measure.place


def _change(key: tuple[int, str], before: Words, after: Words, places: Mapping[int, Place]) -> str:
    measure, fact = key
    where = places[measure].words if measure in places else ""
    if fact == "problems":
        return "对应的问题变了"
    if key not in after or key not in before:
        return f"{where}“{short(before.get(key) or after[key])}”{'被删去' if key not in after else '是后加的'}"
    return f"{where}{FACT_NAMES[fact]}由“{short(before[key]) or '空'}”改为“{short(after[key]) or '空'}”"
