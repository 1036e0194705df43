"""An export looked at before it is let in: whether it is sound, what it holds, and what of it is what here. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.utils.dateparse import parse_datetime

from zhenggai.chain.boxes import opened_box
from zhenggai.chain.errors import Malformed, Unproved
from zhenggai.chain.notes import Verifier
from zhenggai.chain.packets import LONGEST_LIST, small
from zhenggai.chain.rounds import ABOUT, CheckedRound, check_round
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.keeping.rounds.pairing import Answers, Pair, found_in, pair_all
from zhenggai.keeping.rounds.reading import RoundRows, demand_known
from zhenggai.ledger.models import arrival_models


class CannotArrive(Refusal):
    """An export that is not let in: damaged, changed, of a later version, or unclear."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a sound export would bring. `digest` is that of its own list; `earlier` is the round that it is here already."""

    checked: CheckedRound
    digest: str
    title: str
    tables: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    pairs: tuple[Pair, ...]
    earlier: tuple[int, str] | None

    @property
    def unclear(self) -> tuple[Pair, ...]:
        """What a person must say before it can come."""
        return tuple(pair for pair in self.pairs if pair.here is None)

    @property
    def made(self) -> tuple[Pair, ...]:
        """What would be made here."""
        return tuple(pair for pair in self.pairs if pair.here == 0)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(count for _label, count in self.tables)

    @property
    def originals(self) -> int:
        """How many originals came along."""
        return sum(path.startswith("originals/") for path in self.checked.about["files"])


def examine_round(*, path: Path, answers: Answers, actor: Actor, verifier: Verifier | None = None) -> Examined:
    """Look at an export and say what it would bring.

    :raises NotAllowed: unless the actor adopts rounds into this home.
    :raises CannotArrive: where it is damaged, was changed, or is of a later version.
    :raises UnknownPair: for an answer that fits nothing.
    """
    demand(actor, Act.ADOPT)
    with sound(path, verifier) as (checked, rows):
        digest = digest_of(rows)
        earlier = arrival_models.Arrival.objects.filter(digest=digest).order_by("pk").first()
        return Examined(
            checked=checked,
            digest=digest,
            title=str(checked.about["round"]["title"]),
            tables=tuple((label, checked.about["tables"][f"rows/{label}.jsonl"]) for label in rows.labels()),
            missing=tuple(checked.about["missing"]),
            pairs=pair_all(found_in(rows), answers),
            earlier=(earlier.cycle_id, earlier.cycle.title) if earlier else None,
        )


@contextmanager
def sound(path: Path, verifier: Verifier | None) -> Iterator[tuple[CheckedRound, RoundRows]]:
    """A checked export with its rows, open for as long as the context lasts; whatever is wrong with it is one refusal.

    :raises CannotArrive: where it is damaged, was changed, or is of a later version.
    """
    try:
        checked = check_round(path, verifier=verifier)
        with opened_box(path) as box:
            rows = RoundRows(box, checked.about)
            _demand_whole(rows)
            demand_known(rows)
            yield checked, rows
    except Unproved as fault:
        raise refused(fault) from fault


def refused(fault: Unproved) -> CannotArrive:
    """A fault of the file as a refusal, with the fault inside it."""
    facts = {name: str(value) if isinstance(value, Unproved) else value for name, value in fault.facts.items()}
    return CannotArrive(fault.pattern, **facts)


def digest_of(rows: RoundRows) -> str:
    """By what an export is known again, as a zip or as a folder: the digest of its list, which names every file by its own."""
    return sha256(small(rows.box, ABOUT, most=LONGEST_LIST)).hexdigest()


def _demand_whole(rows: RoundRows) -> None:
    about, fault = rows.about, Malformed("这不是一份轮次导出：$path 读不懂。", path=ABOUT)
    tables, brought, missing = about.get("tables"), about.get("round"), about.get("missing")
    if not (isinstance(tables, dict) and isinstance(brought, dict) and isinstance(missing, list)):
        raise fault
    counted = all(isinstance(count, int) for count in tables.values())
    named = all(path in rows.box.names and path.startswith("rows/") for path in tables)
    told = isinstance(about.get("exported_by"), str) and _is_instant(about.get("exported_at"))
    listed = all(isinstance(one, str) for one in missing)
    if not (counted and named and told and listed and isinstance(brought.get("id"), int) and "title" in brought):
        raise fault


def _is_instant(told: object) -> bool:
    try:
        instant = parse_datetime(told) if isinstance(told, str) else None
    except ValueError:
        return False
    return instant is not None and instant.tzinfo is not None
