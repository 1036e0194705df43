"""Blame instead of work, and numbers of the blamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhenggai.checking.on_ledger.looking import (
    asked_to_close,
    figures_by_task,
    of_figure,
    of_measure,
    of_piece,
    of_task,
    places_of,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Values, key_of
from zhenggai.domain.closing_facts import EvidenceFact, MeasureFact
from zhenggai.domain.ledger_facts import CycleFacts, FigureFacts, TaskFacts


@LEDGER_RULES.rule(
    "ledger.blame_instead",
    source="X23",
    severity="warning",
    title="以问责代整改、问责数注水",
    explanation="任务里只有追责一类的措施；或者问责只报人次不报人数、人次少于人数、人数多于名册上去重后的人、没有决定文号。人数与人次分开报，同一人多次只算一人，每例写明决定文号；问责之外还要把事改到位。",
    innocent="一份决定可以处理多人，说明即可。",
    alone=True,
)
def find_blame_instead(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Tasks that answer with blame alone, and numbers of the blamed that their own papers do not bear out."""
    figures = figures_by_task(facts)
    on_rosters: dict[int, set[str]] = defaultdict(set)
    for register in facts.registers:
        on_rosters[register.task_id].update(register.names)
    for task in facts.tasks:
        blaming = [measure for measure in task.view.measures if measure.measure_class == "accountability"]
        if not blaming:
            continue
        if asked_to_close(task) and len(blaming) == len(task.view.measures):
            yield LedgerFinding(
                task.id,
                f"{task.name}的措施全是追责，没有一条是把事改到位。问责不等于任务完成，请补充整改措施和结果。",
                places_of([of_task(task), *map(of_measure, blaming)]),
                key_of(task.id, "only", *(measure.id for measure in blaming)),
            )
        keys = {measure.id for measure in blaming}
        counted = [figure for figure in figures.get(task.id, ()) if figure.measure_id in keys]
        yield from _blamed(task, blaming, counted, on_rosters[task.id])


def _blamed(
    task: TaskFacts, blaming: list[MeasureFact], counted: list[FigureFacts], on_rosters: set[str]
) -> Iterator[LedgerFinding]:
    persons = [figure for figure in counted if figure.amount.word in {"人", "名"}]
    times = [figure for figure in counted if figure.amount.word == "人次"]
    decisions: dict[int, EvidenceFact] = {
        piece.id: piece for measure in blaming for piece in measure.evidence if piece.kind == "decision"
    }
    numbered = {piece.document_number for piece in decisions.values() if piece.document_number}
    most = int(max((figure.amount.value for figure in persons), default=0))
    said: list[tuple[str, list[FigureFacts]]] = []
    if times and not persons:
        said.append(("只报了人次，没有报人数，请分开写", times))
    if times and persons and max(figure.amount.value for figure in times) < most:
        said.append((f"人次 {times[0].amount.text}少于人数 {most} 人，请核对", [*times, *persons]))
    if persons and on_rosters and len(on_rosters) < most:
        said.append((f"报了 {most} 人，名册去重后只有 {len(on_rosters)} 人，同一人多次只能算一人", persons))
    if (persons or times) and not numbered:
        said.append(("报了人数，没有一份写明文号的决定书，请逐例登记决定文号", [*persons, *times]))
    for sentence, about in said:
        yield LedgerFinding(
            task.id,
            f"{task.name}问责{sentence}。",
            places_of([*map(of_measure, blaming), *map(of_figure, about), *map(of_piece, decisions.values())]),
            key_of(task.id, sentence, *(one.id for one in about)),
        )
