"""What is noticed in a report of progress beside what its author says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.alike import Likeness, Told, same_as_before
from zhenggai.domain.progress import Noticed, Report
from zhenggai.domain.report import Quantity
from zhenggai.ledger.models import Progress
from zhenggai.reading.reported import ReadText, read_text

CLAIMING = ("done", "result", "effect")


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures that were read, the report before and how alike it is, and what the rule of reports is told."""

    previous: Progress | None
    figures: tuple[Quantity, ...]
    likeness: Likeness
    noticed: Noticed


def notice(report: Report, *, measure_id: int, today: date, feedback: date | None, correcting: bool = False) -> Seen:
    """Read a report and compare it with the one before it on the measure; a correction is alike on purpose."""
    read = {name: read_text(getattr(report, name), today=today, feedback=feedback) for name in CLAIMING}
    previous = None if correcting else previous_report(measure_id)
    likeness = same_as_before(told_of(previous, today=today, feedback=feedback), _told(report.words, read))
    return Seen(
        previous=previous,
        figures=tuple(figure for found in read.values() for figure in found.figures),
        likeness=likeness,
        noticed=Noticed(ahead=_ahead(read, today), early=_early(read, feedback), same=likeness.same),
    )


def previous_report(measure_id: int) -> Progress | None:
    """The newest report on a measure that was not corrected, returned ones among them: they are to be answered anew."""
    return Progress.objects.filter(measure_id=measure_id, corrected_by=None).order_by("-pk").first()


def told_of(progress: Progress | None, *, today: date, feedback: date | None) -> Told | None:
    """What a report that was handed in tells."""
    if progress is None:
        return None
    texts = [text for text in (progress.done, progress.result, progress.effect) if text]
    read = [read_text(text, today=today, feedback=feedback) for text in texts]
    return Told("\n".join(texts), tuple((figure.value, figure.unit) for found in read for figure in found.figures))


def _told(words: str, read: dict[str, ReadText]) -> Told:
    return Told(words, tuple((figure.value, figure.unit) for found in read.values() for figure in found.figures))


def _ahead(read: dict[str, ReadText], today: date) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, text in read.items():
        later = (day.text for day in text.dates if day.first > today)
        words = tuple(dict.fromkeys((*text.ahead, *later)))
        if words:
            found[name] = words
    return found


def _early(read: dict[str, ReadText], feedback: date | None) -> tuple[str, ...]:
    days = (day for text in read.values() for day in text.dates if feedback and day.last < feedback)
    return tuple(dict.fromkeys(day.text for day in days))
