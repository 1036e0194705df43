"""Photos whose own time or place does not fit what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from statistics import median

from zhenggai.checking.on_ledger.looking import (
    asked_to_close,
    in_force,
    of_measure,
    of_piece,
    places_of,
)
from zhenggai.checking.on_ledger.near import near_pairs
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Threshold, Values, key_of
from zhenggai.domain.ledger_facts import CycleFacts, PieceFacts

EARTH_KM = 6371.0
FEWEST_LOCATED = 5


@LEDGER_RULES.rule(
    "ledger.photo_elsewhere",
    source="X09",
    severity="warning",
    title="照片造假、张冠李戴",
    explanation="照片里记的拍摄时间与所写日期不符，拍摄地点离其他照片很远，同一人同一时刻在两地拍，同一任务前后两张照片几乎一样而日期不同。核对原片。办完的建设类措施所有照片都没有拍摄信息的，只作提示。",
    innocent="微信传图会丢拍摄信息，相机时钟可能没有调准。",
    thresholds=(
        Threshold("days", "拍摄时间与所写日期相差", "天", 3, 1, 365),
        Threshold("kilometres", "离其他照片的距离", "公里", 100, 5, 2000),
        Threshold("minutes", "算同一时刻的间隔", "分钟", 10, 1, 120),
        Threshold("apart", "同一时刻两地相距", "公里", 15, 1, 500),
    ),
    slow=True,
)
def find_photos_elsewhere(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Photos whose own time or place does not fit what is said of them."""
    photos = [piece for piece in in_force(facts) if piece.kind == "photo" or piece.taken_at]
    for piece in photos:
        days = abs((piece.taken_at.date() - piece.dated).days) if piece.taken_at and piece.dated else 0
        if piece.taken_at and days > values["days"]:
            yield _of_photos(
                [piece],
                f"{piece.number}“{piece.name}”写的日期是 {piece.dated}，照片里记的拍摄日期是 {piece.taken_at.date()}，"
                f"相差 {days} 天。请核对原片，写错的更正日期。",
                piece.taken_at.date(),
                piece.dated,
            )
    yield from _far_away(photos, values)
    yield from _two_places_at_once(photos, values)
    yield from _taken_once(photos)
    yield from _bare_photos(facts)


def _taken_once(photos: Iterable[PieceFacts]) -> Iterator[LedgerFinding]:
    """One picture that shall show two days of the same task."""
    of_tasks: dict[int, list[PieceFacts]] = defaultdict(list)
    for piece in photos:
        for task_id in piece.task_ids:
            of_tasks[task_id].append(piece)
    for mine in of_tasks.values():
        for one, other in near_pairs(mine):
            if one.dated and other.dated and one.dated != other.dated:
                yield _of_photos(
                    [one, other],
                    f"{one.number}（{one.dated}）与 {other.number}（{other.dated}）几乎是同一张照片，写的日期却不同。"
                    "请核对哪一天拍的，不能用一张照片证明前后两次。",
                    one.dated,
                    other.dated,
                )


def _far_away(photos: Iterable[PieceFacts], values: Values) -> Iterator[LedgerFinding]:
    located = [(piece, spot) for piece in photos if (spot := _spot(piece))]
    if len(located) < FEWEST_LOCATED:
        return
    middle = (median(spot[0] for _, spot in located), median(spot[1] for _, spot in located))
    for piece, spot in located:
        far = _kilometres(spot, middle)
        if far > values["kilometres"]:
            sentence = f"{piece.number}“{piece.name}”的拍摄地点离本轮其他照片约 {far:.0f} 公里。请核对是不是在现场拍的、是不是网上的图片。"
            yield _of_photos([piece], sentence, "far", f"{spot[0]:.2f}", f"{spot[1]:.2f}")


def _two_places_at_once(photos: Iterable[PieceFacts], values: Values) -> Iterator[LedgerFinding]:
    taken: dict[str, list[PieceFacts]] = defaultdict(list)
    for piece in photos:
        if piece.taken_at and _spot(piece):
            taken[piece.uploaded_by].append(piece)
    for by, mine in taken.items():
        for one, other in pairwise(sorted(mine, key=lambda piece: (piece.taken_at, piece.id))):
            here, there = _spot(one), _spot(other)
            if not (one.taken_at and other.taken_at and here and there):
                continue
            close = other.taken_at - one.taken_at <= timedelta(minutes=int(values["minutes"]))
            far = _kilometres(here, there)
            if close and far > values["apart"]:
                sentence = (
                    f"{by}上传的 {one.number} 和 {other.number} 拍摄时间只差几分钟，地点却相距约 {far:.0f} 公里。"
                    "请核对是谁、在哪里拍的。"
                )
                yield _of_photos([one, other], sentence, "apart")


def _bare_photos(facts: CycleFacts) -> Iterator[LedgerFinding]:
    known = {piece.id: piece for piece in facts.evidence}
    for task in filter(asked_to_close, facts.tasks):
        for measure in task.view.measures:
            if measure.measure_class != "construction":
                continue
            photos = [known[one.id] for one in measure.evidence if one.kind == "photo" and one.id in known]
            if photos and not any(piece.taken_at or piece.of_visit for piece in photos):
                yield LedgerFinding(
                    task.id,
                    f"{task.name}措施 {measure.position}的 {len(photos)} 张照片都没有拍摄时间和地点，证明力较弱。"
                    "请尽量换成原片，或者到现场看。",
                    places_of([of_measure(measure), *map(of_piece, photos)]),
                    key_of(measure.id, "bare", *(piece.sha256 for piece in photos)),
                    "info",
                )


def _of_photos(pieces: Sequence[PieceFacts], sentence: str, *parts: object) -> LedgerFinding:
    task_id = next((id for piece in pieces for id in piece.task_ids), None)
    return LedgerFinding(
        task_id,
        sentence,
        tuple(map(of_piece, pieces)),
        key_of(*sorted(piece.sha256 for piece in pieces), *sorted(map(str, parts))),
    )


def _spot(piece: PieceFacts) -> tuple[float, float] | None:
    if piece.latitude is None or piece.longitude is None:
        return None
    return piece.latitude, piece.longitude


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two places on the globe."""
    (north, east), (to_north, to_east) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
