"""The text of somebody's daily mail: the same lines as their page, and no address but that of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.todo import GROUP_NAMES, KIND_NAMES, WorkItem, counted

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail without its address."""

    subject: str
    text: str


def digest_mail(
    *,
    name: str,
    day: date,
    items: Iterable[WorkItem],
    cycles: Mapping[int, str],
    reminders: Iterable[str] = (),
    site: str = "",
) -> Mail:
    """The mail of a day. Its subject has numbers alone, because subjects are seen by others than the reader."""
    lines = tuple(items)
    numbers = "、".join(f"{GROUP_NAMES[group]} {number}" for group, number in counted(lines).items())
    return Mail(
        subject=f"整改待办 {day.month}月{day.day}日：{numbers}",
        text="\n".join(
            [
                f"{name}：",
                "",
                f"{day.isoformat()} 您的整改待办：{numbers}。",
                *_body(lines, cycles),
                *_foot(reminders, site),
            ]
        ),
    )


def _body(items: tuple[WorkItem, ...], cycles: Mapping[int, str]) -> list[str]:
    found: list[str] = []
    group = ""
    for number, item in enumerate(items[:MOST_LINES], start=1):
        if item.group != group:
            group = item.group
            found += ["", f"【{GROUP_NAMES[item.group]}】"]
        found.append(f"{number}. {_line(item)}")
        if len(cycles) > 1:
            found.append(f"   {cycles.get(item.cycle_id, '')}")
    if len(items) > MOST_LINES:
        found += ["", f"还有 {len(items) - MOST_LINES} 项，请在待办页查看。"]
    return found


def _line(item: WorkItem) -> str:
    parts = [item.about, f"{KIND_NAMES[item.kind]}：{item.what}"]
    if item.due:
        parts.append(f"期限 {item.due.isoformat()}")
    if item.words:
        parts.append(item.words)
    if item.on_behalf:
        parts.append(f"代 {item.on_behalf} 办理")
    return "；".join(part for part in parts if part)


def _foot(reminders: Iterable[str], site: str) -> list[str]:
    told = list(reminders)
    numbered = ["", f"今天发给您的提醒：{'、'.join(told)}。"] if told else []
    where = f"{site}/work/" if site else "登录整改系统，打开“待办”。"
    return [*numbered, "", f"办理：{where}", "此邮件由系统发出，请勿回复。"]
