"""The page of a draft as ready values: the outline, and the panel of what is being mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.outline import Outline, OutlineProblem, OutlineSection
from zhenggai.domain.report import Header
from zhenggai.domain.states import READ_STATES, STATE_NAMES
from zhenggai.journal.queries import TimelineRow
from zhenggai.ledger.shapes import DraftPreview
from zhenggai.office.draft_marks import marks_of
from zhenggai.office.forms.mending import COUNT_FACTS, DATE_FACTS
from zhenggai.ui.marking import marked_text

SENTENCE_END = re.compile(r"[。;；!?！？]\s*|\n+")
# With more of them the outline itself comes first.
FEW_PROBLEMS = 120
FACT_LABELS = {
    "title": gettext_lazy("文件标题"),
    "kind": gettext_lazy("种类"),
    "inspected": gettext_lazy("被巡视单位"),
    "inspector": gettext_lazy("巡视组"),
    "inspected_from": gettext_lazy("巡视开始"),
    "inspected_to": gettext_lazy("巡视结束"),
    "feedback_date": gettext_lazy("反馈日期"),
    "published": gettext_lazy("公布日期"),
    "declared_aspects": gettext_lazy("原文称方面数"),
    "declared_problems": gettext_lazy("原文称问题数"),
    "declared_tasks": gettext_lazy("原文称任务数"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person had typed when a step was refused."""

    step: str = ""
    node: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[str, ...] = ()

    def value(self, step: str, name: str, otherwise: str) -> str:
        """The typed value of a field of this step, else what stands there."""
        return self.values.get(name, otherwise) if self.step == step else otherwise


@dataclass(frozen=True, slots=True)
class Pick:
    """One value of a choice."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the header; `editing` where its field is open."""

    name: str
    label: str
    value: str
    kind: str
    editing: bool


@dataclass(frozen=True, slots=True)
class MeasureNode:
    """A measure in the outline."""

    key: str
    marker: str
    text: str
    in_text: bool
    editing: bool
    typed: str


@dataclass(frozen=True, slots=True)
class ProblemPanel:
    """The fields of an open problem."""

    title: str
    number: str
    states: tuple[Pick, ...]
    sections: tuple[Pick, ...]
    position: str
    has_previous: bool
    measures: tuple[Pick, ...]
    sentences: tuple[Pick, ...]
    split_title: str


@dataclass(frozen=True, slots=True)
class ProblemNode:
    """A problem in the outline."""

    key: str
    number: str
    title: str
    state: str
    parent: str
    doubts: int
    in_text: bool
    position: int
    measures: tuple[MeasureNode, ...]
    open: bool
    panel: ProblemPanel | None


@dataclass(frozen=True, slots=True)
class SectionNode:
    """An aspect in the outline."""

    key: str
    label: str
    title: str
    in_text: bool
    problems: tuple[ProblemNode, ...]
    editing: bool
    typed: str
    new_title: str


@dataclass(frozen=True, slots=True)
class DraftScreen:
    """All that the page of a draft shows besides the preview itself."""

    facts: tuple[Fact, ...]
    facts_open: bool
    huge: bool
    sections: tuple[SectionNode, ...]
    text: SafeString
    figures: int
    dates: int
    promises: int
    typed: Typed
    edit: str


def draft_screen(preview: DraftPreview, *, edit: str, typed: Typed, with_text: bool = True) -> DraftScreen:
    """The screen of a draft whose outline has been read; `edit` is the key of the node that is open."""
    outline = preview.outline
    if outline is None:
        return DraftScreen((), False, False, (), SafeString(), 0, 0, 0, typed, "")
    doubts = Counter(doubt.key for doubt in preview.doubts if doubt.key)
    kinds = Counter(mark.kind for mark in preview.marks)
    opened = typed.node or edit
    return DraftScreen(
        facts=tuple(_facts(outline.header, opened, typed)),
        facts_open=opened in FACT_LABELS or preview.counts.problems <= FEW_PROBLEMS,
        huge=preview.counts.problems > FEW_PROBLEMS,
        sections=tuple(_section(outline, section, doubts, opened, typed) for section in outline.sections),
        text=marked_text(outline.text, marks_of(preview)) if with_text else SafeString(),
        figures=kinds["figure"],
        dates=kinds["date"],
        promises=kinds["promise"],
        typed=typed,
        edit=opened,
    )


def changes_since(preview: DraftPreview, version: int) -> tuple[TimelineRow, ...]:
    """What others did to the draft after this version, newest first."""
    return preview.timeline.rows[: max(0, preview.version - version)]


def _facts(header: Header, opened: str, typed: Typed) -> Iterator[Fact]:
    for name, label in FACT_LABELS.items():
        kind = (
            "date" if name in DATE_FACTS else "number" if name in COUNT_FACTS else "kind" if name == "kind" else "text"
        )
        value = (
            typed.value("set_header", "value", _fact_text(header, name)) if opened == name else _fact_text(header, name)
        )
        yield Fact(name, str(label), value, kind, editing=opened == name)


def _fact_text(header: Header, name: str) -> str:
    value = getattr(header.declared, name.removeprefix("declared_")) if name in COUNT_FACTS else getattr(header, name)
    return "" if value is None else str(value)


def _section(outline: Outline, section: OutlineSection, doubts: Counter[str], opened: str, typed: Typed) -> SectionNode:
    editing = opened == section.key
    return SectionNode(
        key=section.key,
        label=section.label or "",
        title=section.title or _("未列方面"),
        in_text=section.span is not None,
        problems=tuple(
            _problem(outline, section, place, doubts, opened, typed) for place in range(len(section.problems))
        ),
        editing=editing,
        typed=typed.value("retitle_section", "title", section.title or "") if editing else "",
        new_title=typed.value("add", "title", "") if editing else "",
    )


def _problem(
    outline: Outline, section: OutlineSection, place: int, doubts: Counter[str], opened: str, typed: Typed
) -> ProblemNode:
    problem = section.problems[place]
    keys = {measure.key for measure in problem.measures}
    return ProblemNode(
        key=problem.key,
        number=problem.label or (f"{problem.number}." if problem.number else ""),
        title=problem.title,
        state=_(STATE_NAMES[problem.state]) if problem.state else "",
        parent=problem.parent or "",
        doubts=doubts[problem.key] + sum(doubts[key] for key in keys),
        in_text=bool(problem.pieces),
        position=place,
        measures=tuple(_measures(problem, opened, typed)),
        open=opened in keys,
        panel=_panel(outline, section, place, typed) if opened == problem.key else None,
    )


def _measures(problem: OutlineProblem, opened: str, typed: Typed) -> Iterator[MeasureNode]:
    for measure in problem.measures:
        editing = measure.key == opened
        text = typed.value("edit_measure", "text", measure.text) if editing else measure.text
        yield MeasureNode(measure.key, measure.marker or "", measure.text, measure.span is not None, editing, text)


def _panel(outline: Outline, section: OutlineSection, place: int, typed: Typed) -> ProblemPanel:
    problem = section.problems[place]
    state = typed.value("set_state", "state", problem.state or "")
    target = typed.value("move", "section", section.key)
    number = "" if problem.number is None else str(problem.number)
    return ProblemPanel(
        title=typed.value("retitle", "title", problem.title),
        number=typed.value("set_number", "number", number),
        states=(
            Pick("", _("原文未写"), not state),
            *(Pick(name, _(STATE_NAMES[name]), name == state) for name in READ_STATES),
        ),
        sections=tuple(Pick(other.key, _section_name(other), other.key == target) for other in outline.sections),
        position=typed.value("move", "position", str(place + 1)),
        has_previous=place > 0,
        measures=tuple(
            Pick(
                measure.key,
                f"{measure.marker or '·'} {measure.text[:40]}",
                measure.key == typed.value("split_at_measure", "measure", ""),
            )
            for measure in problem.measures[1:]
        ),
        sentences=tuple(_sentences(outline.text, problem, typed)),
        split_title=typed.values.get("title", "") if typed.step.startswith("split") else "",
    )


def _sentences(text: str, problem: OutlineProblem, typed: Typed) -> Iterator[Pick]:
    chosen = typed.value("split_at_offset", "offset", "")
    for first, last in problem.pieces[:1]:
        for end in SENTENCE_END.finditer(text, first, last):
            if end.end() < last:
                yield Pick(str(end.end()), text[end.end() : min(end.end() + 40, last)], str(end.end()) == chosen)


def _section_name(section: OutlineSection) -> str:
    return f"{section.label or ''}{section.title or _('未列方面')}"[:40]
