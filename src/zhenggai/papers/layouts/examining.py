"""What is wrong in a layout: unknown placeholders with their place, and all that a layout has no business with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from zhenggai.papers.layouts.names import BODY, MOST_PLACES, PLACES, Mistake
from zhenggai.papers.layouts.walking import PLACE, Element, W, Where, paragraphs, text_of

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
WHOLE = "整个文件"
# Word fields that fetch, include or run something.
_FETCHING = re.compile(
    r"\b(INCLUDE\w*|DDE\w*|LINK|IMPORT|DATABASE|MACROBUTTON|AUTOTEXT\w*|EMBED|HYPERLINK|RD|MERGEFIELD)\b", re.IGNORECASE
)
_PROGRAM = re.compile(r"\{[%#].*?(?:[%#]\}|$)|\{\{.*?(?:\}\}|$)|[%#]\}|\}\}")
_SHOWN = 60
_SIDES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}

Roots = Mapping[str, Element]


def mistakes_in(roots: Roots, names: tuple[str, ...], main: str) -> tuple[Mistake, ...]:
    """Every mistake of a layout whose XML parts are `roots`, whose members are `names` and whose text is the part `main`."""
    return (*_forbidden(roots, names), *_places(roots, main))


def sides_of(roots: Roots, main: str) -> Iterator[tuple[str, Element]]:
    """The parts in which a placeholder may stand: what each is called, nothing for the text itself."""
    yield "", roots[main]
    for name, root in sorted(roots.items()):
        side = next((said for key, said in _SIDES.items() if name.startswith(f"word/{key}")), None)
        if side is not None:
            yield side, root


def _forbidden(roots: Roots, names: tuple[str, ...]) -> Iterator[Mistake]:
    for name in names:
        low = name.lower()
        if "vbaproject" in low or "/activex/" in low or "/embeddings/" in low or low.endswith((".bin", ".exe", ".js")):
            yield Mistake(WHOLE, "含有宏或嵌入的对象“$name”，请删去后另存", {"name": name[:_SHOWN]})
    for name, root in roots.items():
        if name == "[Content_Types].xml" and b"macroenabled" in _all_values(root):
            yield Mistake(WHOLE, "是带宏的文件，请另存为 .docx", {})
        if name.endswith(".rels"):
            yield from _outside(root)
        elif name.startswith("word/"):
            yield from _fetching(root)


def _all_values(root: Element) -> bytes:
    return "".join(value.lower() for element in root.iter() for value in element.attrib.values()).encode()


def _outside(root: Element) -> Iterator[Mistake]:
    for link in root.iter(RELATION):
        target = link.get("Target", "")
        if link.get("TargetMode", "").lower() == "external":
            yield Mistake(WHOLE, "链接到文件以外的“$target”，请改成文件里的图片或文字", {"target": target[:_SHOWN]})
        elif link.get("Type", "").endswith(("/aFChunk", "/attachedTemplate", "/oleObject", "/subDocument")):
            yield Mistake(WHOLE, "引入了别的文件“$target”，请删去", {"target": target[:_SHOWN]})


def _fetching(root: Element) -> Iterator[Mistake]:
    told = "".join(element.text or "" for element in root.iter(f"{W}instrText"))
    told += " ".join(element.get(f"{W}instr", "") for element in root.iter(f"{W}fldSimple"))
    for name in sorted({found[1].upper() for found in _FETCHING.finditer(told)}):
        yield Mistake(WHOLE, "有域代码 $name，会引入外面的内容，请改成文字", {"name": name})


def _places(roots: Roots, main: str) -> Iterator[Mistake]:
    bodies = total = 0
    for side, root in sides_of(roots, main):
        for where, paragraph in paragraphs(root, part=side):
            text = text_of(paragraph)
            if "{" not in text and "}" not in text:
                continue
            names = [found[1].strip() for found in PLACE.finditer(text)]
            total += len(names)
            bodies += names.count(BODY)
            yield from _in_paragraph(text, names, where)
    if bodies != 1:
        yield Mistake(WHOLE, "要有一处 {{正文}}，现在有 $count 处", {"count": bodies})
    if total > MOST_PLACES:
        yield Mistake(WHOLE, "占位有 $count 处，最多 $most 处", {"count": total, "most": MOST_PLACES})


def _in_paragraph(text: str, names: list[str], where: Where) -> Iterator[Mistake]:
    for name in names:
        if name not in PLACES:
            yield _unknown(name, where)
        elif name == BODY and (not where.top or PLACE.sub("", text).strip() or len(names) > 1):
            yield Mistake(
                where.pattern, "{{正文}} 要单独占一段，不能放在表格、页眉里或与别的文字同段", dict(where.facts)
            )
    for found in _PROGRAM.finditer(PLACE.sub("", text)):
        facts = {**where.facts, "text": found[0][:_SHOWN]}
        yield Mistake(where.pattern, "看不懂“$text”：这里只有 {{名称}} 这样的占位，没有程序", facts)


def _unknown(name: str, where: Where) -> Mistake:
    facts = {**where.facts, "text": name[:_SHOWN]}
    near = get_close_matches(name[:_SHOWN], PLACES, n=1, cutoff=0.3)
    if near:
        return Mistake(where.pattern, "没有“{{$text}}”这个占位，是不是“{{$nearest}}”", {**facts, "nearest": near[0]})
    return Mistake(where.pattern, "没有“{{$text}}”这个占位", facts)
