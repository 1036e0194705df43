"""A heading judged to be a problem becomes one: title, state, measures, who answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zhenggai.domain.report import Measure, Problem, Span, State
from zhenggai.reading.structure.judge import Judge
from zhenggai.reading.structure.marks import Marks
from zhenggai.reading.structure.measures import cut_measures, first_chain, trim
from zhenggai.reading.structure.titles import state_of, stated, title_span, without_state_note
from zhenggai.reading.structure.tree import Field, Node

_BARE_STATE = re.compile(r"(?:该问题)?(?:目前)?[^,。;]{0,14}[。;]?")
_WHOLE_STATE = re.compile(
    r"(?:^|[。;\n])(?:(?:截至)?目前,?|截至[^,。]{2,14},)?(?:该|此|本)(?:项)?(?:反馈)?(?:问题|任务|事项|整改任务)(?:目前)?(?P<said>[^,。;]{0,14}?(?:完成整改|整改完成|整改到位|整改完毕|完成|销号|正在(?:整改|推进)[^,。;]{0,6}|长期坚持|持续推进|尚未[^,。;]{1,6}|未整改))(?=[,。;\n]|$)"
)
_NAMES = re.compile(r"[、,;;\s]+")
_ROLE_NOTE = re.compile(r"[((](?:牵头|配合|主责|负责)[))]")


class ProblemBuilder:
    """Builds the problems of one text."""

    def __init__(self, text: str, marks: Marks, judge: Judge) -> None:
        self._text = text
        self._marks = marks
        self._judge = judge
        self.headings: list[Span] = []
        self.deadlines: list[Span] = []

    def build(self, node: Node) -> Problem:
        """The problem a heading stands for, its children and measures included."""
        title, note = without_state_note(self._text, node.title)
        fields = list(node.fields)
        body = node.body
        if title[0] == title[1]:
            title, body = self._title_from_field(fields, body)
        self.headings.append((node.start, title[1]))
        self.deadlines.extend(f.value for f in fields if f.head.purpose == "deadline")
        children = self._children(node)
        inner_end = node.children[0].start if children else node.end
        regions, lead_regions = self._regions(node, fields, (body, inner_end))
        cut = cut_measures(self._text, regions, self._marks)
        measures = (*cut.measures, *self._next_steps(fields, bool(cut.measures)))
        if children and not first_chain(regions, self._marks):
            lead_regions, measures = [*lead_regions, *regions], ()
        return Problem(
            number=node.label.number if node.label else None,
            label=node.label.text if node.label else None,
            title=self._text[title[0] : title[1]],
            span=(node.start, trim(self._text, (node.start, node.end))[1]),
            description=self._description(lead_regions, cut.lead),
            state=self._state(note, fields, regions),
            responsible=responsible_names(
                f"{f.head.name}:{self._slice(f.value)}" for f in fields if f.head.purpose == "responsible"
            ),
            measures=measures,
            children=children,
            extra=tuple(
                (f.head.name, self._slice(f.value))
                for f in fields
                if f.head.purpose not in ("problem", "task", "measures")
            ),
        )

    def _children(self, node: Node) -> tuple[Problem, ...]:
        if not node.children or not self._judge.are_problems(node.children, named=False):
            return ()
        return tuple(self.build(child) for child in node.children)

    def _title_from_field(self, fields: list[Field], body: int) -> tuple[Span, int]:
        for place, field in enumerate(fields):
            if field.head.purpose in ("problem", "task"):
                first, last = field.value
                line_end = self._text.find("\n", first, last)
                title = title_span(self._text, first, last if line_end < 0 else line_end)
                del fields[place]
                return without_state_note(self._text, title.span)[0], title.body if title.body < last else body
        return (body, body), body

    def _regions(self, node: Node, fields: Sequence[Field], body: Span) -> tuple[list[Span], list[Span]]:
        """Where measures are looked for, and where only a description stands."""
        of = {
            purpose: [f for f in fields if f.head.purpose == purpose]
            for purpose in ("measures", "progress", "problem", "task")
        }
        first_field = min((f.start for f in fields), default=body[1])
        own = [(body[0], min(first_field, body[1]))] if body[0] < min(first_field, body[1]) else []
        loose = self._loose(fields, body)
        described = [f.value for f in (*of["problem"], *of["task"])]
        if of["measures"]:
            return [*(f.value for f in of["measures"]), *loose], [*own, *described]
        progress = [f.value for f in of["progress"] if not self._is_bare_state(f.value)]
        if progress and not first_chain(own, self._marks):
            return [*progress, *loose], [*own, *described]
        return [*own, *loose] if own else self._between_fields(fields, body), described

    def _loose(self, fields: Sequence[Field], body: Span) -> list[Span]:
        """Paragraphs behind a one-line field that go on with the chain of markers before it."""
        ordered = sorted(fields, key=lambda field: field.start)
        ends = [*(field.start for field in ordered[1:]), body[1]]
        found = []
        for field, end in zip(ordered, ends, strict=False):
            span = trim(self._text, (field.value[1], end))
            marks = self._marks.within([span])
            if span[0] < span[1] and marks and marks[0].start == span[0] and marks[0].value > 1:
                found.append(span)
        return found

    def _between_fields(self, fields: Sequence[Field], body: Span) -> list[Span]:
        """Running text behind single-line fields, where nothing stands before them."""
        if not fields:
            return [body]
        last = max(f.value[1] for f in fields)
        return [(last, body[1])] if last < body[1] else []

    def _is_bare_state(self, value: Span) -> bool:
        said = self._slice(value)
        return _BARE_STATE.fullmatch(said) is not None and stated(said) is not None

    def _next_steps(self, fields: Sequence[Field], has_measures: bool) -> tuple[Measure, ...]:
        regions = [f.value for f in fields if f.head.purpose == "next"]
        if not regions or (has_measures and not first_chain(regions, self._marks)):
            return ()
        return cut_measures(self._text, regions, self._marks).measures

    def _description(self, regions: Sequence[Span], lead: Span | None) -> str | None:
        pieces = [self._slice(trim(self._text, span)) for span in (*regions, *((lead,) if lead else ()))]
        return "\n".join(piece for piece in pieces if piece) or None

    def _state(self, note: str | None, fields: Sequence[Field], regions: Sequence[Span]) -> State | None:
        if note and (state := state_of(note)):
            return state
        for field in fields:
            if field.head.purpose in ("state", "progress") and (state := stated(self._slice(field.value))):
                return state
        return self._stated_in(regions)

    def _stated_in(self, regions: Sequence[Span]) -> State | None:
        for first, last in regions:
            if (
                "问题" not in self._text[max(first, last - 60) : last]
                and "任务" not in self._text[max(first, last - 60) : last]
            ):
                continue
            for match in _WHOLE_STATE.finditer(self._text, max(first, last - 120), last):
                if state := state_of(match["said"]):
                    return state
        return None

    def _slice(self, span: Span) -> str:
        return self._text[span[0] : span[1]]


def responsible_names(lines: Iterable[str]) -> tuple[str, ...]:
    """Units and leaders of 责任单位:… lines in printed order, each once."""
    names: dict[str, None] = {}
    for line in lines:
        value = line.split(":", 1)[1]
        for name in _NAMES.split(_ROLE_NOTE.sub("", value)):
            cleaned = name.strip("。.:等")
            if cleaned:
                names.setdefault(cleaned)
    return tuple(names)
