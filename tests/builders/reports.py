"""Reports as a reader would return them, with true spans, about invented places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from zhenggai.domain import report as r
from zhenggai.domain.numbering import hanzi_label


@dataclass(frozen=True, slots=True)
class Finding:
    """What one problem of a built report says."""

    title: str
    measures: Sequence[str] = ("成立专班", "完成排查")
    state: r.State | None = None
    extra: dict[str, str] = field(default_factory=dict)
    deadline: date | None = None
    number: int | None = None


class Lines:
    """A text that grows by lines and knows its length."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "\n".join(self._lines)

    def add(self, line: str) -> int:
        """Append a line and return the place of its first character."""
        first = self._length + (1 if self._lines else 0)
        self._lines.append(line)
        self._length = first + len(line)
        return first


def a_report(
    *aspects: Sequence[Finding],
    name: str = "云岭县水利局整改报告.txt",
    header: r.Header | None = None,
    quantities: Sequence[str] = (),
    promises: Sequence[tuple[str, date | None]] = (),
    doubts: Sequence[tuple[str, str]] = (),
) -> r.Report:
    """A report with one section for each sequence of findings.

    `quantities`, `promises` and `doubts` (rule, words) name words of the text; a quantity is digits and a unit.
    """
    lines = Lines()
    dates: list[r.DateRange] = []
    sections = []
    for place, findings in enumerate(aspects or ([Finding("河道巡查不到位的问题")],), start=1):
        label = f"({hanzi_label(place)})"
        first = lines.add(f"{label}方面{place}")
        problems = tuple(_problem(lines, dates, order, finding) for order, finding in enumerate(findings, start=1))
        sections.append(r.Section(label, f"方面{place}", (label,), (first, len(lines)), problems))
    text = str(lines)
    return r.Report(
        source=r.Source(name, sha256(text.encode()).hexdigest(), len(text), "txt"),
        header=header or r.Header(title="云岭县水利局整改报告", kind="巡察", published=date(2025, 9, 1)),
        text=text,
        sections=tuple(sections),
        quantities=tuple(_quantity(text, words) for words in quantities),
        dates=tuple(dates),
        promises=tuple(r.Promise(words, due, None, _span(text, words)) for words, due in promises),
        doubts=tuple(r.Doubt(rule, "warning", f"请核对:{words}", _span(text, words)) for rule, words in doubts),
    )


def _problem(lines: Lines, dates: list[r.DateRange], order: int, finding: Finding) -> r.Problem:
    number = finding.number or order
    first = lines.add(f"{number}.{finding.title}")
    measures = []
    for place, words in enumerate(finding.measures, start=1):
        marker = f"{hanzi_label(place)}是"
        start = lines.add(f"{marker}{words}。")
        measures.append(r.Measure(marker, f"{words}。", (start, len(lines))))
    for name, words in finding.extra.items():
        start = lines.add(f"{name}:{words}") + len(name) + 1
        if finding.deadline and words:
            dates.append(r.DateRange(words, finding.deadline, finding.deadline, False, (start, start + len(words))))
    return r.Problem(
        number=number,
        label=f"{number}.",
        title=finding.title,
        span=(first, len(lines)),
        state=finding.state,
        measures=tuple(measures),
        extra=tuple(finding.extra.items()),
    )


def _span(text: str, words: str) -> r.Span:
    first = text.index(words)
    return first, first + len(words)


def _quantity(text: str, words: str) -> r.Quantity:
    digits = "".join(character for character in words if character.isdigit() or character == ".")
    unit = words.removeprefix(digits)
    return r.Quantity(words, Decimal(digits), unit, "count", _span(text, words))
