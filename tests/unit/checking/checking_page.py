"""A small report written as text: builders that find their own spans, so that tests state words and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zhenggai.checking import check_report
from zhenggai.domain.report import (
    Chapter,
    DateRange,
    Declared,
    Doubt,
    Header,
    Measure,
    Problem,
    Promise,
    Quantity,
    QuantityKind,
    Reference,
    Relation,
    RelationKind,
    Report,
    Section,
    Source,
    State,
)

FEEDBACK = date(2023, 3, 23)
PUBLISHED = date(2023, 9, 26)


class Page:
    """Text that grows line by line while its structure and findings are noted."""

    def __init__(self, *, feedback: date | None = FEEDBACK, published: date | None = PUBLISHED) -> None:
        self.text = ""
        self.header = {"feedback_date": feedback, "published": published}
        self.declared = Declared()
        self.sections: list[Section] = []
        self.chapters: list[Chapter] = []
        self.problems: list[Problem] = []
        self.dates: list[DateRange] = []
        self.quantities: list[Quantity] = []
        self.promises: list[Promise] = []
        self.references: list[Reference] = []
        self.relations: list[Relation] = []

    def line(self, text: str) -> tuple[int, int]:
        """Append one line; its span without the line break."""
        start = len(self.text)
        self.text += text + "\n"
        return start, start + len(text)

    def chapter(self, label: str, title: str) -> Page:
        self.chapters.append(Chapter(label, title, self.line(label + title)))
        return self

    def section(
        self, label: str | None, title: str = "关于作风建设方面", *, path: tuple[str, ...] | None = None
    ) -> Page:
        span = self.line((label or "") + title)
        self.sections.append(Section(label, title if label else None, path or ("二、", label or ""), span))
        return self

    def problem(
        self,
        number: int | None,
        *measures: str,
        label: str | None = None,
        title: str = "关于会风不实的问题",
        state: State | None = None,
    ) -> Page:
        label = label if label is not None else f"{number}." if number is not None else ""
        first, last = self.line(f"{label}{title}。")
        read = []
        for text in measures:
            span = self.line(text)
            marker = re.match(r"[一二三四五六七八九十]+是|\(\d+\)|[①-⑨]|\d+\.", text)
            found = marker[0] if marker else None
            read.append(Measure(found, text[len(found or "") :], span))
            last = span[1]
        self.problems.append(Problem(number, label or None, title, (first, last), state=state, measures=tuple(read)))
        section = self.sections.pop()
        self.sections.append(
            Section(
                section.label,
                section.title,
                section.path,
                (section.span[0], last),
                (*section.problems, self.problems[-1]),
            )
        )
        return self

    def _find(self, text: str) -> tuple[int, int]:
        start = self.text.rindex(text)
        return start, start + len(text)

    def date(self, text: str, first: date, last: date | None = None) -> Page:
        self.dates.append(DateRange(text, first, last or first, False, self._find(text)))
        return self

    def quantity(
        self, text: str, value: str, unit: str, kind: QuantityKind = "count", *, at: int | None = None
    ) -> Page:
        span = self._find(text) if at is None else (at, at + len(text))
        self.quantities.append(Quantity(text, Decimal(value), unit, kind, span))
        return self

    def promise(self, text: str, due: date | None = None) -> Page:
        self.promises.append(Promise(text, due, None, self._find(text)))
        return self

    def title(self, text: str) -> Page:
        self.references.append(Reference(text, "title", text[1:-1], self._find(text)))
        return self

    def relation(self, kind: RelationKind, parts: Sequence[int], *, holds: bool, computed: str, stated: str) -> Page:
        self.relations.append(Relation(kind, 0, tuple(parts), holds, computed, stated))
        return self

    def report(self) -> Report:
        return Report(
            Source("report.txt", "0" * 64, len(self.text), "txt"),
            Header(declared=self.declared, **self.header),
            self.text.rstrip("\n"),
            tuple(self.sections),
            tuple(self.chapters),
            tuple(sorted(self.quantities, key=lambda found: found.span)),
            tuple(sorted(self.dates, key=lambda found: found.span)),
            tuple(sorted(self.promises, key=lambda found: found.span)),
            tuple(sorted(self.references, key=lambda found: found.span)),
            tuple(self.relations),
        )

    def doubts(self, rule: str) -> list[Doubt]:
        """What the rule finds; other rules are none of the test's business."""
        return [doubt for doubt in check_report(self.report(), today=date(2026, 1, 1)) if doubt.rule == rule]

    def messages(self, rule: str) -> list[str]:
        return [doubt.message for doubt in self.doubts(rule)]


def a_page(**header: date | None) -> Page:
    """A page with one section (一) and nothing in it yet."""
    return Page(**header).section("(一)")
