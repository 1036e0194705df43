"""What of a paper is handed to a layout."""

from __future__ import annotations

from zhenggai.domain.papers.facts import spoken
from zhenggai.domain.papers.passages import Composed
from zhenggai.papers.layouts.names import BODY, Filling, LayoutFacts
from zhenggai.papers.official.document import body_of, printable
from zhenggai.papers.official.styles import styles_part

_APART = {"title": "标题", "addressee": "主送", "signature": "署名", "date": "成文日期"}


def filling_of(paper: Composed, facts: LayoutFacts) -> Filling:
    """The texts for the placeholders, and the body without those passages that have a placeholder of their own."""
    fields = dict.fromkeys(_APART.values(), "")
    rest = []
    for passage in paper.passages:
        name = _APART.get(passage.kind)
        if name is not None and not fields[name]:
            fields[name] = printable(passage.text)
        else:
            rest.append(passage)
    body, width = body_of(paper, rest)
    return Filling(
        fields={
            **fields,
            "发文字号": printable(paper.document_number),
            "文稿名称": printable(paper.name),
            "范围": printable(facts.part),
            "轮次": printable(facts.cycle),
            "截至日期": spoken(paper.as_of),
            BODY: "",
        },
        body=body,
        styles=styles_part(),
        width=width,
    )
