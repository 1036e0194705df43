"""A `Report` as plain JSON values and back, in the form `docs/report.md` describes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhenggai.domain import report as r

Json = dict[str, Any]


def report_to_json(report: r.Report, *, with_text: bool = False) -> Json:
    """Plain JSON values of a report; its normal text only where asked for."""
    value: Json = {
        "source": {
            "name": report.source.name,
            "sha256": report.source.sha256,
            "characters": report.source.characters,
            "format": report.source.format,
        },
        "header": _header_to_json(report.header),
        "sections": [_section_to_json(section) for section in report.sections],
        "chapters": [{"label": c.label, "title": c.title, "span": list(c.span)} for c in report.chapters],
        "quantities": [_quantity_to_json(quantity) for quantity in report.quantities],
        "dates": [
            {
                "text": d.text,
                "from": d.first.isoformat(),
                "to": d.last.isoformat(),
                "inferred": d.inferred,
                "span": list(d.span),
            }
            for d in report.dates
        ],
        "promises": [
            {
                "text": p.text,
                "due": _day(p.due),
                "due_text": p.due_text,
                "deadline": p.is_deadline,
                "span": list(p.span),
            }
            for p in report.promises
        ],
        "references": [
            {"text": f.text, "kind": f.kind, "title": f.title, "span": list(f.span)} for f in report.references
        ],
        "relations": [
            {
                "kind": e.kind,
                "total": e.total,
                "parts": list(e.parts),
                "holds": e.holds,
                "computed": e.computed,
                "stated": e.stated,
            }
            for e in report.relations
        ],
        "doubts": [doubt_to_json(doubt) for doubt in report.doubts],
    }
    if with_text:
        value["text"] = report.text
    return value


def doubt_to_json(doubt: r.Doubt) -> Json:
    """Plain JSON values of a doubt."""
    return {"rule": doubt.rule, "severity": doubt.severity, "message": doubt.message, "span": list(doubt.span)}


def report_from_json(value: Json) -> r.Report:
    """The report that `report_to_json(..., with_text=True)` wrote.

    :raises KeyError: where a field is missing.
    """
    return r.Report(
        source=r.Source(**value["source"]),
        header=header_from_json(value["header"]),
        text=value["text"],
        sections=tuple(section_from_json(section) for section in value["sections"]),
        chapters=tuple(r.Chapter(c["label"], c["title"], _span(c["span"])) for c in value["chapters"]),
        quantities=tuple(
            r.Quantity(
                text=q["text"],
                value=Decimal(q["value"]),
                unit=q["unit"],
                kind=q["kind"],
                span=_span(q["span"]),
                approximate=q["approximate"],
                bound=q["bound"],
            )
            for q in value["quantities"]
        ),
        dates=tuple(
            r.DateRange(
                d["text"], date.fromisoformat(d["from"]), date.fromisoformat(d["to"]), d["inferred"], _span(d["span"])
            )
            for d in value["dates"]
        ),
        promises=tuple(
            r.Promise(p["text"], _date(p["due"]), p["due_text"], _span(p["span"]), p.get("deadline", False))
            for p in value["promises"]
        ),
        references=tuple(r.Reference(f["text"], f["kind"], f["title"], _span(f["span"])) for f in value["references"]),
        relations=tuple(
            r.Relation(e["kind"], e["total"], tuple(e["parts"]), e["holds"], e["computed"], e["stated"])
            for e in value["relations"]
        ),
        doubts=tuple(r.Doubt(d["rule"], d["severity"], d["message"], _span(d["span"])) for d in value["doubts"]),
    )


def header_from_json(value: Json) -> r.Header:
    """The header that `report_to_json` wrote."""
    return r.Header(
        title=value["title"],
        kind=value["kind"],
        inspected=value["inspected"],
        inspector=value["inspector"],
        inspected_from=_date(value["inspected_from"]),
        inspected_to=_date(value["inspected_to"]),
        feedback_date=_date(value["feedback_date"]),
        published=_date(value["published"]),
        declared=r.Declared(**value["declared"]),
    )


def section_from_json(value: Json) -> r.Section:
    """The section that `report_to_json` wrote."""
    return r.Section(
        label=value["label"],
        title=value["title"],
        path=tuple(value["path"]),
        span=_span(value["span"]),
        problems=tuple(problem_from_json(problem) for problem in value["problems"]),
    )


def problem_from_json(value: Json) -> r.Problem:
    """The problem that `report_to_json` wrote."""
    return r.Problem(
        number=value["number"],
        label=value["label"],
        title=value["title"],
        span=_span(value["span"]),
        description=value["description"],
        state=value["state"],
        responsible=tuple(value["responsible"]),
        measures=tuple(r.Measure(m["marker"], m["text"], _span(m["span"])) for m in value["measures"]),
        children=tuple(problem_from_json(child) for child in value["children"]),
        extra=tuple((name, text) for name, text in value["extra"].items()),
    )


def decimal_text(value: Decimal) -> str:
    """Plain decimal digits without exponent or idle zeros: 4959900, 0.534."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _header_to_json(header: r.Header) -> Json:
    return {
        "title": header.title,
        "kind": header.kind,
        "inspected": header.inspected,
        "inspector": header.inspector,
        "inspected_from": _day(header.inspected_from),
        "inspected_to": _day(header.inspected_to),
        "feedback_date": _day(header.feedback_date),
        "published": _day(header.published),
        "declared": {
            "aspects": header.declared.aspects,
            "problems": header.declared.problems,
            "tasks": header.declared.tasks,
        },
    }


def _section_to_json(section: r.Section) -> Json:
    return {
        "label": section.label,
        "title": section.title,
        "path": list(section.path),
        "span": list(section.span),
        "problems": [_problem_to_json(problem) for problem in section.problems],
    }


def _problem_to_json(problem: r.Problem) -> Json:
    return {
        "number": problem.number,
        "label": problem.label,
        "title": problem.title,
        "description": problem.description,
        "state": problem.state,
        "responsible": list(problem.responsible),
        "span": list(problem.span),
        "measures": [{"marker": m.marker, "text": m.text, "span": list(m.span)} for m in problem.measures],
        "children": [_problem_to_json(child) for child in problem.children],
        "extra": dict(problem.extra),
    }


def _quantity_to_json(quantity: r.Quantity) -> Json:
    return {
        "text": quantity.text,
        "value": decimal_text(quantity.value),
        "unit": quantity.unit,
        "kind": quantity.kind,
        "approximate": quantity.approximate,
        "bound": quantity.bound,
        "span": list(quantity.span),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _span(value: list[int]) -> r.Span:
    first, last = value
    return first, last
