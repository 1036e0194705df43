"""The machine of a task as a picture and as a table, drawn from the table of moves itself."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from zhenggai.domain.roles import ACT_NAMES
from zhenggai.domain.states import STATE_NAMES
from zhenggai.domain.workflow import Machine, Move, State

WIDE, HIGH = 132, 46
COLUMN, ROW, EDGE = 252, 132, 40
CHARACTER = 12
BOW = 40
# Where the states stand; the steps of the chain stand in a row of their own below.
PLACES = {
    "asking_long_term_early": (2.5, 0),
    "asking_long_term": (4.5, 0),
    "long_term": (6, 0.6),
    "drafting": (0, 1),
    "reviewing": (1, 1),
    "issued": (2, 1),
    "accepted": (3, 1),
    "ongoing": (4, 1),
    "extending": (5, 1),
    "sent_back": (1, 2),
    "asking_not_applicable": (2, 2),
    "not_applicable": (2, 3),
    "done": (4, 5),
    "stable": (5, 5),
}
CHAIN_ROW = 4
CHAIN = "chain"
FILLS = {
    "not_started": "#f6f7f9",
    "ongoing": "#e9eff8",
    "closing": "#fdf3e3",
    "long_term": "#efecf7",
    "done": "#e8f4ed",
    "stable": "#e8f4ed",
    "not_applicable": "#eef1f4",
}
Place = tuple[float, float]


def workflow_svg(machine: Machine) -> str:
    """The picture: states as boxes, moves as arrows with their names."""
    places = _places(machine)
    width = max(x for x, _ in places.values()) + WIDE + EDGE
    height = max(y for _, y in places.values()) + HIGH + EDGE
    body = [
        *_frame(machine, places),
        *(_arrow(edge, places) for edge in _edges(machine)),
        *(line for state in machine.states for line in _box(state, places[state.key])),
        *(line for edge in _edges(machine) for line in _label(edge, places)),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        'font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" font-size="13">'
    )
    marker = (
        '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#5b6570"/></marker></defs>'
    )
    title = "<title>任务的状态和变动</title>"
    return "\n".join([head, title, marker, *body, "</svg>", ""])


def workflow_table(machine: Machine) -> str:
    """The same as a table in Markdown, each move once."""
    names = {state.key: state.name for state in machine.states}
    kept = {state.key: STATE_NAMES[state.kept] for state in machine.states}
    rows = [
        f"| {move.name} | {names[move.source]} | {names[move.target]} | "
        f"{ACT_NAMES[move.act] if move.act else '（内容改动即发生）'} | {kept[move.target]} |"
        for move in machine.moves
    ]
    return "\n".join(["| 变动 | 从 | 到 | 凭什么权限 | 台账显示 |", "|---|---|---|---|---|", *rows, ""])


def _places(machine: Machine) -> dict[str, Place]:
    steps = [state.key for state in machine.states if state.kept == "closing"]
    grid = {**PLACES, **{key: (place, CHAIN_ROW) for place, key in enumerate(steps)}}
    return {
        state.key: (EDGE + grid[state.key][0] * COLUMN, EDGE + grid[state.key][1] * ROW) for state in machine.states
    }


def _edges(machine: Machine) -> list[Move]:
    """Every arrow once: what can happen at each step of the chain leaves its frame as one arrow."""
    steps = {state.key for state in machine.states if state.kept == "closing"}
    found: dict[tuple[str, str, str], Move] = {}
    for move in machine.moves:
        source = CHAIN if move.key in {"withdraw", "return"} else move.source
        target = CHAIN if move.key == "apply" else move.target
        if move.key == "lapse" and move.source != max(steps, key=lambda key: _order(machine, key)):
            continue
        name = move.name.rpartition("：")[2]
        found.setdefault((source, target, move.key), Move(move.key, name, source, target, move.act))
    joined: dict[tuple[str, str], Move] = {}
    for move in found.values():
        known = joined.get((move.source, move.target))
        name = f"{known.name}、{move.name}" if known else move.name
        joined[move.source, move.target] = Move(move.key, name, move.source, move.target, move.act)
    return list(joined.values())


def _order(machine: Machine, key: str) -> int:
    return [state.key for state in machine.states].index(key)


def _frame(machine: Machine, places: dict[str, Place]) -> Iterable[str]:
    steps = [places[state.key] for state in machine.states if state.kept == "closing"]
    left, top = min(x for x, _ in steps) - 16, steps[0][1] - 30
    wide = max(x for x, _ in steps) + WIDE + 16 - left
    yield (
        f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{HIGH + 46:g}" rx="8" fill="none" '
        'stroke="#a15c00" stroke-dasharray="5 4"/>'
    )
    yield f'<text x="{left + 10:g}" y="{top + 18:g}" fill="#a15c00">申请销号：按签字链逐步签</text>'
    places[CHAIN] = (left + wide / 2 - WIDE / 2, top)


def _box(state: State, place: Place) -> Iterable[str]:
    x, y = place
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="6" fill="{FILLS[state.kept]}" stroke="#868f9a"/>'
    )
    yield (
        f'<text x="{x + WIDE / 2:g}" y="{y + HIGH / 2 + 5:g}" text-anchor="middle" fill="#1c2126">'
        f"{escape(state.name)}</text>"
    )


def _arrow(move: Move, places: dict[str, Place]) -> str:
    first, middle, last = _bow(move, places)
    return (
        f'<path d="M{first[0]:.0f} {first[1]:.0f} Q{middle[0]:.0f} {middle[1]:.0f} {last[0]:.0f} {last[1]:.0f}" '
        'fill="none" stroke="#5b6570" marker-end="url(#end)"/>'
    )


def _label(move: Move, places: dict[str, Place]) -> Iterable[str]:
    first, middle, last = _bow(move, places)
    x = (first[0] + 2 * middle[0] + last[0]) / 4
    y = (first[1] + 2 * middle[1] + last[1]) / 4
    half = len(move.name) * CHARACTER / 2 + 3
    yield f'<rect x="{x - half:.0f}" y="{y - 9:.0f}" width="{2 * half:.0f}" height="17" fill="#ffffff" opacity="0.9"/>'
    yield (
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" font-size="12" fill="#5b6570">'
        f"{escape(move.name)}</text>"
    )


def _bow(move: Move, places: dict[str, Place]) -> tuple[Place, Place, Place]:
    """The two ends of an arrow and the point towards which it bends, so that two ways stay apart."""
    source, target = _centre(places[move.source]), _centre(places[move.target])
    across, down = target[0] - source[0], target[1] - source[1]
    length = max((across**2 + down**2) ** 0.5, 1)
    middle = (
        (source[0] + target[0]) / 2 - down / length * BOW,
        (source[1] + target[1]) / 2 + across / length * BOW,
    )
    return _border(source, middle), middle, _border(target, middle)


def _centre(place: Place) -> Place:
    return place[0] + WIDE / 2, place[1] + HIGH / 2


def _border(centre: Place, towards: Place) -> Place:
    """Where a line from the centre of a box leaves it."""
    across, down = towards[0] - centre[0], towards[1] - centre[1]
    if not across and not down:
        return centre
    scale = min(
        (WIDE / 2 + 4) / abs(across) if across else float("inf"),
        (HIGH / 2 + 4) / abs(down) if down else float("inf"),
    )
    return centre[0] + across * scale, centre[1] + down * scale
