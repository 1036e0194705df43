"""What rules on the ledger share: how things are called, which tasks are over, which pieces count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from zhenggai.checking.on_ledger.registry import Place
from zhenggai.domain.closing_facts import EvidenceFact, MeasureFact
from zhenggai.domain.closing_rules import STEPS
from zhenggai.domain.ledger_facts import ClosingFacts, CycleFacts, FigureFacts, PieceFacts, SignatureFacts, TaskFacts
from zhenggai.domain.states import FINISHED

SHORT = 24
MOST_PLACES = 12
MOST_NAMED = 6
CYCLE_WORDS = "本轮"


def asked_to_close(task: TaskFacts) -> bool:
    """Whether somebody says that the task is done: it is applied for, or counts as finished."""
    return task.view.state == "closing" or task.view.state in FINISHED


def by_id(facts: CycleFacts) -> dict[int, TaskFacts]:
    """The tasks by their keys."""
    return {task.id: task for task in facts.tasks}


def in_force(facts: CycleFacts) -> tuple[PieceFacts, ...]:
    """The evidence that nobody has withdrawn."""
    return tuple(piece for piece in facts.evidence if not piece.withdrawn)


def pieces_by_task(facts: CycleFacts) -> dict[int, list[PieceFacts]]:
    """The evidence in force of each task."""
    found: dict[int, list[PieceFacts]] = defaultdict(list)
    for piece in in_force(facts):
        for task_id in piece.task_ids:
            found[task_id].append(piece)
    return found


def figures_by_task(facts: CycleFacts) -> dict[int, list[FigureFacts]]:
    """The figures that stand on tasks themselves."""
    found: dict[int, list[FigureFacts]] = defaultdict(list)
    for figure in facts.figures:
        if figure.task_id is not None:
            found[figure.task_id].append(figure)
    return found


def short(text: str) -> str:
    """The beginning of a text, as a sentence quotes it."""
    return text if len(text) <= SHORT else text[:SHORT] + "…"


def named(words: Iterable[str]) -> str:
    """The first few of several names, with how many there are where some are left out."""
    every = list(dict.fromkeys(words))
    if len(every) <= MOST_NAMED:
        return "、".join(every)
    return f"{'、'.join(every[:MOST_NAMED])}等 {len(every)} 项"


def of_cycle(facts: CycleFacts) -> Place:
    """The round itself."""
    return Place("cycle", facts.id, CYCLE_WORDS)


def of_task(task: TaskFacts) -> Place:
    """A task."""
    return Place("task", task.id, task.name)


def of_measure(measure: MeasureFact) -> Place:
    """A measure."""
    return Place("measure", measure.id, f"措施 {measure.position}")


def of_piece(piece: PieceFacts | EvidenceFact) -> Place:
    """A piece of evidence."""
    return Place("evidence", piece.id, piece.number)


def of_report(id: int, day: object) -> Place:
    """A report."""
    return Place("report", id, f"{day} 的报告")


def of_figure(figure: FigureFacts) -> Place:
    """A figure."""
    return Place("figure", figure.id, f"{figure.scope}{figure.amount.text}" if figure.scope else figure.amount.text)


def of_closing(closing: ClosingFacts) -> Place:
    """An application."""
    return Place("closing", closing.id, f"第 {closing.number} 次申请")


def of_signer(signature: SignatureFacts) -> Place:
    """Somebody who signed, by their account."""
    return Place("person", signature.by_id, signature.by)


def step_of(signature: SignatureFacts) -> str:
    """At which step of the chain it was given."""
    return STEPS[signature.step]


def last_of_steps(closing: ClosingFacts) -> list[SignatureFacts]:
    """The newest signature of each step."""
    return list({one.step: one for one in sorted(closing.signatures, key=lambda one: one.at)}.values())


def places_of(places: Iterable[Place]) -> tuple[Place, ...]:
    """The first places, each once."""
    return tuple(dict.fromkeys(places))[:MOST_PLACES]
