"""Who inspected whom and when, read from the title, the opening, the organising chapter and the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhenggai.domain.numbering import hanzi_value, label_value
from zhenggai.domain.report import Declared, Header, Kind, Span
from zhenggai.reading.bodies import inspected_body, inspector_body
from zhenggai.reading.signature import closing_date, looks_signed, signed_date
from zhenggai.reading.structure.labels import match_label

_TITLE = re.compile(r"整改|通报|公告|公示|报告|方案|情况|台账|清单|说明|函$")
_NO_TITLE = re.compile(r"[。;:!?]|^(?:按照|根据|为|现将|\d{4}年|近日|依据|经)")
_TITLE_LIMIT = 70
_HANZI_DAY = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_LINE = re.compile(r"[^\n\t]*")
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:生态)?环境保护督察|环保督察|环保督查"), "环保督察"),
    (re.compile(r"巡察"), "巡察"),
    (re.compile(r"巡视"), "巡视"),
    (re.compile(r"审计"), "审计"),
)
_DAY = r"(?:(?P<y{0}>\d{{4}})年)?(?P<m{0}>\d{{1,2}})月(?P<d{0}>\d{{1,2}})日"
_PERIOD = re.compile(
    rf"{_DAY.format(1)}(?:起)?(?:至|到|—|–|-|~){{1,2}}(?:(?P<y2>\d{{4}})年)?(?:(?P<m2>\d{{1,2}})月)?(?P<d2>\d{{1,2}})日"
)
_MONTHS = re.compile(
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月?(?:至|到|—|–|-|~){1,2}(?:(?P<y2>\d{4})年)?(?P<m2>\d{1,2})月(?!\d)"
)
_INSPECTING = re.compile(r"巡视|巡察|督察|审计|进驻|检查|督查|巡查|考核")
_DATED = re.compile(_DAY.format(1))
_YEAR = re.compile(r"(\d{4})年")
_FED_BACK = re.compile(r"反馈|通报了?.{0,10}(?:意见|情况)|送达|印发.{0,12}审计报告|出具.{0,14}(?:审计)?报告")
_SENTENCE = re.compile(r"[^。!?\n]+")
_COUNT = "(?<![第\\d.十百一二三四五六七八九])(?P<n>\\d{1,4}|[一二两三四五六七八九十百]{1,5})"
_ASPECTS = re.compile(rf"{_COUNT}个?(?:大)?方面")
_PROBLEMS = re.compile(
    rf"{_COUNT}(?:个|项|条|类)?(?:具体|主要|突出|重点)?(?:反馈)?(?:的)?(?:问题|意见)(?!线索)|问题(?:共|共计|合计|总数)?(?P<m>\d{{1,4}})(?:个|项|条)"
)
_TASKS = re.compile(
    rf"{_COUNT}(?:项|个|条)(?:具体)?(?:的)?(?:整改)?(?:落实)?任务|任务(?:共|共计)?{_COUNT.replace('<n>', '<m>')}(?:项|个|条)"
)
_MOTTO = re.compile(r"查摆|自查|自纠|民主生活会|解决一个问题|一个问题一个|一类问题|每一个问题")
_FROM_INSPECTION = re.compile(r"反馈|指出|发现|提出|梳理|分解|细化|移交|查出|涉及|整改")
_HANDED_OVER = re.compile(r"反馈|指出|提出|巡[视察]|督察|审计|整改|移交|检查组")
_OPENING_LIMIT = 12_000


@dataclass(frozen=True, slots=True)
class Front:
    """The parts of a text where facts about the whole stand: everything outside the problems."""

    text: str
    lines: Sequence[int]
    spans: Sequence[Span]
    prose_end: int
    published: date | None
    page_title: str | None

    def sentences(self) -> Iterator[str]:
        """Sentences outside the problems, in text order."""
        for first, last in self.spans:
            for match in _SENTENCE.finditer(self.text, first, min(last, first + _OPENING_LIMIT)):
                yield _HANZI_DAY.sub(_in_digits, match.group())


def _in_digits(match: re.Match[str]) -> str:
    """二〇二四年五月九日 as 2024年5月9日."""
    year, month, day = (hanzi_value(part) for part in match.groups())
    return f"{year}年{month}月{day}日"


def read_header(front: Front) -> Header:
    """The header of a report; a fact the text does not give is None."""
    title = _title(front)
    opening = "\n".join(front.text[a : min(b, a + _OPENING_LIMIT)] for a, b in front.spans)
    inspector = inspector_body(title or "", opening)
    published = _published(front)
    sentences = list(front.sentences())
    inspected_from, inspected_to = _inspected_days(sentences)
    return Header(
        title=title,
        kind=_kind(inspector, title or "", opening),
        inspected=inspected_body(title or "", opening, _signature(front)),
        inspector=inspector,
        inspected_from=inspected_from,
        inspected_to=inspected_to,
        feedback_date=_feedback_day(sentences, inspected_to, published),
        published=published,
        declared=_declared(sentences),
    )


def _title(front: Front) -> str | None:
    """The lines before the first sentence, where they name a report."""
    parts: list[str] = []
    for start in front.lines[:6]:
        line = _LINE.match(front.text, start).group()  # type: ignore[union-attr]
        if parts and _TITLE.search(parts[-1]) and line.startswith(("(", "〔", "[")):
            continue
        if len(line) > _TITLE_LIMIT or _NO_TITLE.search(line) or match_label(front.text, start) or signed_date(line):
            break
        parts.append(line)
        if _TITLE.search(line) and re.search(
            r"(?:通报|公告|公示|报告|方案|情况|台账|清单|说明|函|公布|公开)(?:[((].{1,12}[))])?$", line
        ):
            break
    joined = "".join(parts)
    if parts and _TITLE.search(joined) and len(joined) > 5:
        return joined
    named = front.page_title
    return named if named and _TITLE.search(named) else None


def _kind(inspector: str | None, title: str, opening: str) -> Kind:
    for source in (inspector or "", title, opening[:2000]):
        found = [(match.start(), kind) for pattern, kind in _KINDS if (match := pattern.search(source))]
        if found:
            return min(found)[1] if source is not opening[:2000] else _most_frequent(opening)
    return "其他"


def _most_frequent(text: str) -> Kind:
    counts = [(len(pattern.findall(text)), -place, kind) for place, (pattern, kind) in enumerate(_KINDS)]
    return max(counts)[2]


def _published(front: Front) -> date | None:
    """The day under the signature, else the day the page says it was published."""
    for start in reversed(front.lines[-12:]):
        end = front.text.find("\n", start)
        line = front.text[start : end if end >= 0 else len(front.text)]
        day = signed_date(line) or closing_date(line)
        if day is not None:
            return day
    return _day_under_title(front) or front.published


def _day_under_title(front: Front) -> date | None:
    """A day that stands alone in brackets under the title."""
    lines = [_LINE.match(front.text, start).group() for start in front.lines[1:4]]  # type: ignore[union-attr]
    return next((day for line in lines if line.startswith("(") and (day := signed_date(line))), None)


def _signature(front: Front) -> str | None:
    """The body that signs: the line before the last date."""
    lines = [
        front.text[a:b].rstrip("\n") for a, b in zip(front.lines, [*front.lines[1:], len(front.text)], strict=True)
    ][-12:]
    for place in range(len(lines) - 1, -1, -1):
        if signed_date(lines[place]) is not None and place and looks_signed(lines[place - 1]):
            return lines[place - 1]
    return lines[-1] if lines and looks_signed(lines[-1]) and front.prose_end < len(front.text) else None


def _inspected_days(sentences: Sequence[str]) -> tuple[date | None, date | None]:
    for sentence in sentences:
        match = _PERIOD.search(sentence)
        if match is None or not _INSPECTING.search(sentence):
            if (months := _MONTHS.search(sentence)) and _INSPECTING.search(sentence, months.end()):
                return _whole_months(months)
            continue
        year = match["y1"] or _year_before(sentence, match.start())
        if year is None:
            continue
        first = _day(int(year), int(match["m1"]), int(match["d1"]))
        month = int(match["m2"] or match["m1"])
        last_year = int(match["y2"]) if match["y2"] else int(year) + (month < int(match["m1"]))
        last = _day(last_year, month, int(match["d2"]))
        if first and last:
            return first, last
    return None, None


def _whole_months(match: re.Match[str]) -> tuple[date | None, date | None]:
    """First day of the first and last day of the last month of 2024年3月至6月."""
    year, month = int(match["y"]), int(match["m"])
    last_month = int(match["m2"])
    last_year = int(match["y2"]) if match["y2"] else year + (last_month < month)
    first = _day(year, month, 1)
    after = _day(last_year + last_month // 12, last_month % 12 + 1, 1)
    return first, after - timedelta(days=1) if after else None


def _feedback_day(sentences: Sequence[str], after: date | None, published: date | None) -> date | None:
    """The day on which the findings were handed over: the last full date before the word 反馈 in its sentence."""
    for sentence in sentences:
        for fed_back in _FED_BACK.finditer(sentence):
            days = [m for m in _DATED.finditer(sentence, 0, fed_back.start()) if not _PERIOD.match(sentence, m.start())]
            days = [m for m in days if sentence[m.start() - 1 : m.start()] not in ("至", "到", "-", "—", "~")]
            if not days:
                continue
            match = days[-1]
            year = match["y1"] or _year_before(sentence, match.start())
            if year is None and (after or published):
                year = str(_year_for(int(match["m1"]), int(match["d1"]), after, published))
            if year and (day := _day(int(year), int(match["m1"]), int(match["d1"]))):
                return day
    return None


def _year_for(month: int, day: int, after: date | None, published: date | None) -> int:
    if after is not None:
        return after.year if (month, day) >= (after.month, after.day) else after.year + 1
    if published is None:
        return 0
    return published.year if (month, day) <= (published.month, published.day) else published.year - 1


def _year_before(sentence: str, offset: int) -> str | None:
    years = _YEAR.findall(sentence, 0, offset)
    return years[-1] if years else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _declared(sentences: Sequence[str]) -> Declared:
    found: dict[str, int] = {}
    for sentence in sentences:
        if not _FROM_INSPECTION.search(sentence) or _MOTTO.search(sentence):
            continue
        for name, pattern in (("aspects", _ASPECTS), ("problems", _PROBLEMS), ("tasks", _TASKS)):
            match = pattern.search(sentence) if name != "problems" or _HANDED_OVER.search(sentence) else None
            if match is not None and name not in found:
                value = label_value(next(group for group in match.groups() if group))
                if value is not None:
                    found[name] = value
    return Declared(**found)
