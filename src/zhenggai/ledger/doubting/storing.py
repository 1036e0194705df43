"""What was found beside what stands: new doubts, doubts that are gone, doubts that came back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from zhenggai.checking.on_ledger.registry import Place
from zhenggai.checking.on_ledger.registry import Severity as Level
from zhenggai.domain.doubting import SEVERITY_RANKS, Source
from zhenggai.domain.report import Severity
from zhenggai.ledger.doubt_counts import keep_counts
from zhenggai.ledger.models import LedgerDoubt

SEVERITY_OF: dict[Level, Severity] = {"blocking": "error", "warning": "warning", "info": "info"}
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of any source, as it is stored."""

    source: Source
    rule: str
    key: str
    severity: Severity
    message: str
    task_id: int | None = None
    places: tuple[Place, ...] = ()

    @property
    def identity(self) -> tuple[str, str]:
        """By what it is known again."""
        return self.rule, self.key

    @property
    def columns(self) -> dict[str, object]:
        """What of its row may change while it is the same."""
        return {
            "task_id": self.task_id,
            "severity": self.severity,
            "message": self.message,
            "places": json.dumps([[one.kind, one.id, one.words] for one in self.places], ensure_ascii=False),
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """What is to be stored: findings that are new, rows that came back or changed with what they say now, rows gone."""

    new: tuple[Found, ...] = ()
    back: tuple[tuple[LedgerDoubt, Found], ...] = ()
    changed: tuple[tuple[LedgerDoubt, Found], ...] = ()
    gone: tuple[LedgerDoubt, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.back or self.changed or self.gone)

    def told(self) -> dict[str, object]:
        """How the journal says it: how many of each, and by which rules."""
        touched = Counter(one.rule for one in self.new)
        touched.update(row.rule for row, _ in (*self.back, *self.changed))
        touched.update(row.rule for row in self.gone)
        return {
            "doubts_found": len(self.new),
            "doubts_back": len(self.back),
            "doubts_changed": len(self.changed),
            "doubts_gone": len(self.gone),
            "by_rule": "、".join(f"{rule} {number}" for rule, number in sorted(touched.items())),
        }


def compare(found: Iterable[Found], stored: Iterable[LedgerDoubt]) -> Compared:
    """How findings differ from the rows that such findings can have."""
    wanted = {one.identity: one for one in found}
    kept = {(row.rule, row.key): row for row in stored}
    both = [(row, wanted[identity]) for identity, row in kept.items() if identity in wanted]
    return Compared(
        new=tuple(one for identity, one in wanted.items() if identity not in kept),
        back=tuple((row, one) for row, one in both if row.state == "gone"),
        changed=tuple((row, one) for row, one in both if row.state != "gone" and _differs(row, one)),
        gone=tuple(row for identity, row in kept.items() if identity not in wanted and row.state != "gone"),
    )


def store(compared: Compared, *, cycle_id: int, off: frozenset[str], at: datetime) -> None:
    """Keep what differs; part of the transaction of a look."""
    LedgerDoubt.objects.bulk_create(
        (_row(one, cycle_id=cycle_id, at=at) for one in compared.new), batch_size=ROWS_AT_ONCE
    )
    for row, one in compared.back:
        # What its rule had only stopped looking for is still what somebody has said of it; what was mended is not.
        state = row.was if row.gone_why == "off" and row.was else "open"
        _change(row, one, state=state, was="", gone_at=None, gone_why="", returns=F("returns") + 1)
    for row, one in compared.changed:
        _change(row, one)
    _leave([row.pk for row in compared.gone if row.rule in off], why="off", at=at)
    _leave([row.pk for row in compared.gone if row.rule not in off], why="mended", at=at)
    keep_counts(LedgerDoubt.objects.filter(cycle_id=cycle_id))


def let_go(doubts: QuerySet[LedgerDoubt], *, why: str, at: datetime) -> None:
    """Mark doubts as gone for a reason; part of the caller's transaction."""
    standing = list(doubts.exclude(state="gone").values_list("pk", flat=True))
    _leave(standing, why=why, at=at)
    keep_counts(doubts)


def _leave(keys: Sequence[int], *, why: str, at: datetime) -> None:
    for start in range(0, len(keys), ROWS_AT_ONCE):
        LedgerDoubt.objects.filter(pk__in=keys[start : start + ROWS_AT_ONCE]).update(
            was=F("state"), state="gone", gone_at=at, gone_why=why, version=F("version") + 1
        )


def _change(row: LedgerDoubt, one: Found, **columns: object) -> None:
    ranked = {"rank": SEVERITY_RANKS[one.severity], "version": F("version") + 1}
    LedgerDoubt.objects.filter(pk=row.pk).update(**one.columns, **ranked, **columns)


def _row(one: Found, *, cycle_id: int, at: datetime) -> LedgerDoubt:
    return LedgerDoubt(
        cycle_id=cycle_id,
        source=one.source,
        rule=one.rule,
        key=one.key,
        rank=SEVERITY_RANKS[one.severity],
        found_at=at,
        **one.columns,
    )


def _differs(row: LedgerDoubt, one: Found) -> bool:
    return any(getattr(row, name) != value for name, value in one.columns.items())
