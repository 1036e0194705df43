"""Evidence of the living cycle: photos, minutes, rosters and vouchers, all made up here and brought like any other file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from xml.sax.saxutils import escape

import xlsxwriter
from PIL import Image, ImageDraw

from zhenggai.cli.demo.living.lookup import task
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.rights import Actor
from zhenggai.ledger.operations.evidence import add_evidence

# A place in the invented county.
PLACE = (29.716667, 119.383333)
_AHEAD = timedelta(hours=8)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Piece:
    """What is brought: `scene` tells pictures apart, two of one scene are nearly the same."""

    offset: int
    task: int
    measure: int
    kind: str
    name: str
    description: str
    scene: int = 0
    number: str = ""


PIECES = (
    Piece(-46, 1, 1, "minutes", "专题会议纪要.docx", "研究整改任务、明确分工", number="第3期"),
    Piece(-46, 1, 1, "attendance", "专题会签到表.xlsx", "到会 23 人"),
    Piece(-40, 2, 1, "photo", "现场会照片.jpg", "现场会，查看整改点位", scene=5),
    Piece(-38, 2, 2, "roster", "排查名册.xlsx", "逐户排查结果"),
    Piece(-33, 3, 1, "red_document", "工作方案.docx", "印发工作方案", number="县办发[2026]7号"),
    Piece(-30, 3, 1, "photo", "微信图片_现场.jpg", "现场推进", scene=5),
    Piece(-24, 4, 1, "voucher", "追缴入库凭证.xlsx", "资金已入库", number="0071"),
    Piece(-18, 5, 1, "photo", "整改前.jpg", "整改前", scene=11),
    Piece(-9, 5, 1, "photo", "整改后.jpg", "整改后", scene=12),
    Piece(-6, 6, 1, "acceptance", "验收单.docx", "联合验收通过"),
)


def events(stage: Stage) -> Iterator[Event]:
    """Every piece, on its day."""
    for piece in PIECES:
        yield stage.event(piece.offset, 15, 20, partial(_bring, stage, piece))


def fill(*, task_id: int, measure_ids: Sequence[int], piece: Piece, actor: Actor, at: datetime) -> int:
    """Bring one piece for the measures of a task and return its number."""
    content = io.BytesIO(content_of(piece, at=at))
    day = (at + _AHEAD).date()
    words = EvidenceWords(piece.kind, piece.number, day, piece.description)
    return add_evidence(
        task_id=task_id, name=piece.name, data=content, words=words, measure_ids=measure_ids, actor=actor, at=at
    ).evidence_id


def content_of(piece: Piece, *, at: datetime) -> bytes:
    """The file itself: a picture, a document or a workbook, by the ending of its name."""
    day = (at + _AHEAD).date()
    if piece.name.endswith(".jpg"):
        # The second picture of a scene went through a messenger: smaller, without notes of the camera.
        if piece.name.startswith("微信"):
            return photo(piece.scene, size=(640, 480))
        return photo(piece.scene, taken=at + _AHEAD - timedelta(hours=2))
    if piece.name.endswith(".xlsx"):
        return sheet(piece.description, rows=23)
    lines = (piece.description, f"{day.year}年{day.month}月{day.day}日，有关单位参加。", *_RESOLVED)
    return document(piece.name.removesuffix(".docx"), lines, day=day)


_RESOLVED = (
    "一、逐条对照任务清单，明确牵头单位、配合单位和完成时限。",
    "二、每半个月调度一次，进展和佐证同步登记。",
    "三、完成一项、核查一项，问题没有改好的不得申请销号。",
)


def photo(scene: int, *, size: tuple[int, int] = (1280, 960), taken: datetime | None = None) -> bytes:
    """A drawn landscape; with a time it carries the notes of a camera."""
    chance = Random(scene)  # noqa: S311  (a picture, no secret)
    image = Image.new("RGB", (1280, 960), (190, 215, 235))
    draw = ImageDraw.Draw(image)
    for layer in range(4):
        ground = 380 + layer * 130
        ridge = [(x, ground - chance.randrange(30, 200 - layer * 40)) for x in range(0, 1440, 160)]
        shade = (70 + layer * 22, 120 + layer * 18, 90 - layer * 12)
        draw.polygon([(0, 960), *ridge, (1280, 960)], fill=shade)
    for _ in range(7):
        x, y, wide = chance.randrange(1180), chance.randrange(620, 860), chance.randrange(60, 190)
        draw.rectangle((x, y, x + wide, y + 70), fill=(chance.randrange(140, 240), 190, 170), outline=(90, 80, 70))
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
        exif.get_ifd(0x8825).update({1: "N", 2: _parts(PLACE[0]), 3: "E", 4: _parts(PLACE[1])})
    out = io.BytesIO()
    image.resize(size).save(out, "JPEG", quality=85 if taken else 60, exif=exif)
    return out.getvalue()


def document(title: str, lines: Sequence[str], *, day: date) -> bytes:
    """A Word file with a title, paragraphs and a day at the end."""
    texts = (title, *lines, day.isoformat())
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in texts)
    target = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{target}</Relationships>')
        container.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def sheet(title: str, *, rows: int) -> bytes:
    """A workbook with a list of invented rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("名册")
        page.write_row(0, 0, ["序号", "名称", "情况", title])
        for row in range(1, rows + 1):
            page.write_row(row, 0, [row, f"第{row}项", "已办理", ""])
    return out.getvalue()


def _bring(stage: Stage, piece: Piece, at: datetime) -> int:
    page = task(stage, piece.task)
    measures = page.measures
    if not measures:
        raise LookupError(f"task {piece.task} has no measures")
    chosen = measures[min(piece.measure, len(measures)) - 1]
    return fill(task_id=page.id, measure_ids=[chosen.id], piece=piece, actor=actor("wang"), at=at)


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    return whole, rest * 60, 0.0
