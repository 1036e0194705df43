"""Binders as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.domain.binders import Binder, Piece
from zhenggai.ledger.shapes.cycles import CycleRow


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A part of the round that can be bound."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ExportedBinder:
    """A binder that left the house, with the numbers of what was lacking and left out."""

    at: datetime
    by: str
    label: str
    pieces: int
    size: int
    lacking: str
    left_out: str


@dataclass(frozen=True, slots=True)
class BinderPage:
    """What the page of binders shows. `looked` is false where there were too many files to look for each one."""

    cycle: CycleRow
    binder: Binder
    lacking: tuple[Piece, ...]
    left_out: tuple[Piece, ...]
    looked: bool
    choices: tuple[tuple[str, tuple[PartChoice, ...]], ...]
    exported: tuple[ExportedBinder, ...]
