"""A cycle half-way through: what happened in it, told by topic and played back in the order of time.

Each topic's module has `events(stage)`; an event is a moment and what is done then, by operations like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from zhenggai.cli.demo.living.stage import Event, Stage

# In this order where two happen at the same moment.
TOPICS: tuple[str, ...] = (
    "appointing",
    "issuing",
    "oversight",
    "work",
    "figures",
    "evidence",
    "progress",
    "closing",
    "doubting",
    "papers",
    "periods",
)


def play(stage: Stage) -> int:
    """Let everything happen, the earliest first, and return how much it was."""
    events = sorted(_events(stage), key=lambda event: event.at)
    for event in events:
        event.run(event.at)
    return len(events)


def _events(stage: Stage) -> Iterator[Event]:
    for topic in TOPICS:
        yield from import_module(f"zhenggai.cli.demo.living.{topic}").events(stage)
