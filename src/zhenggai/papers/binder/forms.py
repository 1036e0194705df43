"""The catalogue of a binder as a Word file, a workbook and a page that opens by a double click."""

from __future__ import annotations

import io
from html import escape
from itertools import groupby
from urllib.parse import quote

from zhenggai.domain.binders import MANUAL, STATE_WORDS, SUMS, Binder, Piece, counts_sentence
from zhenggai.domain.papers.facts import spoken
from zhenggai.domain.papers.passages import Column, Composed, Passage, Table
from zhenggai.domain.papers.writing import full_width
from zhenggai.papers import workbook
from zhenggai.papers.official import docx_of

TITLE = "佐证材料卷内目录"
_COLUMNS = (
    Column("序号", 2, True),
    Column("编号", 5, True),
    Column("题名", 11),
    Column("文号", 5, True),
    Column("日期", 4, True),
    Column("页数", 2, True),
    Column("所证措施", 6),
    Column("备注", 5),
)
_SHEET = (
    workbook.Column("序号", 6, "centre"),
    workbook.Column("编号", 16, "centre"),
    workbook.Column("任务", 7, "centre"),
    workbook.Column("文件名", 38),
    workbook.Column("类型", 12, "centre"),
    workbook.Column("文号", 20),
    workbook.Column("日期", 12, "day"),
    workbook.Column("说明", 32),
    workbook.Column("页数", 7, "number"),
    workbook.Column("所证措施", 24),
    workbook.Column("情况", 24),
    workbook.Column("卷内位置", 44),
    workbook.Column("字节", 14, "number"),
    workbook.Column("SHA-256", 68),
)
_STYLE = (
    "body{margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1d2733;background:#fff;"
    "font:16px/1.6 'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif}h1{font-size:1.6rem;margin:0}"
    "h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.4rem 0}table{width:100%;border-collapse:collapse}"
    "th,td{padding:.45rem .6rem;border-bottom:1px solid #dfe3e8;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "thead th{background:#eef1f4;font-weight:600}td.n,th.n{white-space:nowrap}.quiet{color:#5b6570}"
    ".gap td{background:#fbf3f2}.gap strong{color:#b3261e}a{color:#1b5aa8}"
    "@media(max-width:44rem){thead{position:absolute;left:-999rem}tr{display:block;padding:.6rem 0;border-bottom:1px solid #dfe3e8}"
    "td{display:block;border:0;padding:.1rem .6rem}td[data-label]:not(:empty)::before{content:attr(data-label) '：';color:#5b6570}}"
)


def catalogue_document(binder: Binder) -> bytes:
    """The catalogue as an official document, printed across, a table for each task."""
    passages = [
        Passage("title", "title", (TITLE,)),
        Passage("cycle", "body", (f"轮次：{full_width(binder.cycle)}。",)),
        Passage("scope", "body", (f"范围：{full_width(binder.label)}。{counts_sentence(binder)}。",)),
    ]
    for task, pieces in groupby(binder.pieces, key=lambda piece: piece.task):
        passages.append(Passage(f"task/{task}", "heading2", (full_width(heading(binder, task)),)))
        rows = tuple(_row(piece) for piece in pieces)
        passages.append(Passage(f"pieces/{task}", "table", table=Table(_COLUMNS, rows)))
    passages += [
        Passage("by", "signature", (f"制作：{binder.made_by}",)),
        Passage("on", "date", (spoken(binder.made_on),)),
    ]
    return docx_of(Composed("binder", "卷内目录", TITLE, binder.made_on, tuple(passages), wide=True))


def catalogue_workbook(binder: Binder) -> bytes:
    """The catalogue as a workbook, one line for each piece, with where it stands and its digest."""
    out = io.BytesIO()
    with workbook.open_book(out, title=TITLE, created=binder.made_on) as book:
        note = f"{binder.cycle}；{binder.label}；{counts_sentence(binder)}"
        sheet = book.sheet("卷内目录", _SHEET, title=TITLE, note=note, frozen=2)
        for piece in binder.pieces:
            sheet.add(
                piece.place, piece.number, piece.task, piece.name, piece.kind, piece.document_number, piece.dated,
                piece.description, piece.pages, piece.proves, STATE_WORDS[piece.state], piece.path,
                piece.size if piece.path else None, piece.sha256,
                styles={} if piece.state == "held" else {10: "bad"},
            )  # fmt: skip
        sheet.filters()
    return out.getvalue()


def catalogue_page(binder: Binder) -> bytes:
    """The catalogue as a page whose links open the files beside it; no script, nothing from elsewhere."""
    groups = "".join(
        f"<h2>{escape(heading(binder, task))}</h2>{_html_table(tuple(pieces))}"
        for task, pieces in groupby(binder.pieces, key=lambda piece: piece.task)
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{TITLE} · {escape(binder.label)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{TITLE}</h1><p>{escape(binder.cycle)} · {escape(binder.label)}</p>"
        f"<p>{escape(counts_sentence(binder))}。</p>"
        f'<p class="quiet">{binder.made_on.isoformat()} 由 {escape(binder.made_by)} 制作。核对办法见 '
        f'<a href="{quote(MANUAL)}">{MANUAL}</a>。</p>{groups}</body></html>\n'
    ).encode("utf-8", errors="replace")


def manual(origin: str) -> bytes:
    """How a binder is checked, for whoever gets it."""
    lines = (
        "核对这一卷材料",
        "",
        "双击“卷内目录.html”看目录，点文件名打开文件。",
        "",
        "一、只核对文件：",
        f"    解压后在本文件夹运行 sha256sum -c {SUMS}（Linux、macOS），每行都应是 OK。",
        "二、全部核对（目录、文件、存证点、每个文件的收件记录），不需要数据库，不联网：",
        "    zhenggai verify-binder 压缩包或文件夹 --key 公钥.txt",
        f"    公钥请向制作单位另行索取（存证名称：{origin}），不要只用卷里带的。",
        "",
        "“存证”文件夹里每件材料各有一份收件证明，也可以单独核对：zhenggai verify-proof 证明.json --key 公钥.txt",
        "",
    )
    return "\r\n".join(lines).encode("utf-8")


def heading(binder: Binder, task: int) -> str:
    """A task as the catalogue names it."""
    title = dict(binder.tasks).get(task, "")
    return f"任务 {task}  {title}" if title else f"任务 {task}"


def _row(piece: Piece) -> tuple[tuple[str, ...], ...]:
    title = "：".join(part for part in (piece.name, piece.description) if part)
    note = "" if piece.state == "held" else STATE_WORDS[piece.state]
    cells = (
        str(piece.place), piece.number, title, piece.document_number, piece.dated.isoformat() if piece.dated else "",
        str(piece.pages) if piece.pages else "", piece.proves, note,
    )  # fmt: skip
    return tuple((cell,) if cell else () for cell in cells)


def _html_table(pieces: tuple[Piece, ...]) -> str:
    rows = "".join(_html_row(piece) for piece in pieces)
    return (
        '<table><thead><tr><th class="n">序号</th><th class="n">编号</th><th>文件</th><th>类型</th><th>文号、日期</th>'
        f"<th>所证措施</th><th>情况</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _html_row(piece: Piece) -> str:
    name = escape(piece.name)
    file = f'<a href="{quote(piece.path)}">{name}</a>' if piece.path else name
    said = f'<br><span class="quiet">{escape(piece.description)}</span>' if piece.description else ""
    document = escape(" ".join(filter(None, (piece.document_number, piece.dated.isoformat() if piece.dated else ""))))
    state = STATE_WORDS[piece.state]
    return (
        f'<tr{"" if piece.state == "held" else " class=gap"}><td class="n" data-label="序号">{piece.place}</td>'
        f'<td class="n" data-label="编号">{escape(piece.number)}</td><td>{file}{said}</td>'
        f'<td data-label="类型">{escape(piece.kind)}</td><td data-label="文号、日期">{document}</td>'
        f'<td data-label="所证措施">{escape(piece.proves)}</td>'
        f'<td data-label="情况">{escape(state) if piece.state == "held" else f"<strong>{escape(state)}</strong>"}</td></tr>'
    )
