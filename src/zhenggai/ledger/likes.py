"""Evidence that is the same as another piece, or nearly: found by index, however much there is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from zhenggai.domain.likeness import NEAR, NEAR_FINE, NEAR_TEXT, distance, probe_keys, telling
from zhenggai.ledger.models import Evidence

# Keys of texts lie above those of pictures in the same index.
TEXT_KEYS = 1 << 20
MOST_CANDIDATES = 2_000
MOST_ALIKE = 20

Alikes = tuple[tuple[Evidence, bool], ...]


def alike(evidence: Evidence) -> Alikes:
    """Other evidence of the cycle with the same content (True) or nearly the same look or wording, the same first."""
    others = Evidence.objects.filter(cycle_id=evidence.cycle_id).exclude(pk=evidence.pk)
    same = list(others.filter(sha256=evidence.sha256).order_by("pk")[:MOST_ALIKE])
    near = (other for other in _candidates(evidence) if is_near(evidence, other))
    ranked = sorted(near, key=lambda other: _rank(evidence, other))
    found = [(other, True) for other in same] + [(other, False) for other in ranked]
    return tuple(found[:MOST_ALIKE])


def is_near(first: Evidence, second: Evidence) -> bool:
    """Whether two pieces of evidence look or read nearly the same."""
    if first.words and second.words:
        return distance(first.words, second.words) <= NEAR_TEXT
    if not (telling(first.coarse) and telling(second.coarse)):
        return False
    return distance(first.coarse, second.coarse) <= NEAR and distance(first.fine, second.fine) <= NEAR_FINE


def _candidates(evidence: Evidence) -> Iterable[Evidence]:
    keys = list(probe_keys(evidence.coarse)) if telling(evidence.coarse) else []
    if evidence.words:
        keys += [TEXT_KEYS + key for key in probe_keys(evidence.words)]
    if not keys:
        return ()
    others = Evidence.objects.filter(Q(cycle_id=evidence.cycle_id) & Q(marks__key__in=keys))
    return others.exclude(pk=evidence.pk).exclude(sha256=evidence.sha256).distinct()[:MOST_CANDIDATES]


def _rank(first: Evidence, second: Evidence) -> tuple[int, int]:
    if first.words and second.words:
        return distance(first.words, second.words), second.pk
    return distance(first.coarse, second.coarse), second.pk
