"""What is wrong with one measure, report or piece of evidence: asked by the gate and by the rules on the ledger alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhenggai.domain.closing_facts import EvidenceFact, MeasureFact, ReportFact
from zhenggai.domain.evidence import NUMBERED, needs_unmet


def kinds_of(measure: MeasureFact) -> set[str]:
    """The kinds of what the unit itself brought; what a verifier took on site proves the visit."""
    return {piece.kind for piece in measure.evidence if not piece.of_visit}


def unmet_of(measure: MeasureFact) -> tuple[tuple[str, ...], ...]:
    """What the class of a measure asks for and is not there."""
    return needs_unmet(measure.measure_class, kinds_of(measure))


def unproved(measure: MeasureFact) -> bool:
    """Whether nothing proves a measure, or not all that its class asks for."""
    return not kinds_of(measure) or bool(unmet_of(measure))


def unnumbered(measure: MeasureFact) -> tuple[EvidenceFact, ...]:
    """Papers of a kind that carries a number, without theirs."""
    return tuple(piece for piece in measure.evidence if piece.kind in NUMBERED and not piece.document_number)


def file_faults(faults: Iterable[str], *, size: int) -> tuple[str, ...]:
    """Why a file proves nothing as it is."""
    return (*faults, *(("文件是空的",) if size <= 0 else ()))


def ahead_of(report: ReportFact, *, today: date) -> tuple[str, ...]:
    """What a report that claims to be done says of things to come."""
    if not report.claims_done:
        return ()
    words = (*report.ahead, *((report.day.isoformat(),) if report.day > today else ()))
    return tuple(dict.fromkeys(words))


def early_of(report: ReportFact, *, feedback: date) -> tuple[str, ...]:
    """The days before the feedback in a report that does not say what they are."""
    early = (*((report.day.isoformat(),) if report.day < feedback else ()), *report.early)
    if not early or report.phase or (report.explained and report.day >= feedback):
        return ()
    return tuple(dict.fromkeys(early))


def early_pieces(measure: MeasureFact, *, feedback: date) -> tuple[EvidenceFact, ...]:
    """Evidence from before the feedback of a measure of which nobody says that it was done during the inspection."""
    if any(report.phase == "during" for report in measure.reports):
        return ()
    return tuple(piece for piece in measure.evidence if piece.dated and piece.dated < feedback)
