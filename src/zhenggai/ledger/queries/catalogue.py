"""The catalogue of a cycle's evidence, paged by key in the order of its numbers."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhenggai.domain.rights import Actor
from zhenggai.ledger.evidence_search import matching_evidence
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.proving import evidence_in_reach
from zhenggai.ledger.queries.evidence import problems_proved
from zhenggai.ledger.queries.evidence_rows import evidence_row
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_and_rules
from zhenggai.ledger.shapes.evidence import EvidenceCatalogue, EvidenceFilters
from zhenggai.ledger.shapes.listing import Choice

EVERYTHING = EvidenceFilters()
LARGEST_PAGE = 200
MOST_WORDS = 8
STATES: dict[str, str] = {
    "reused": "用于几个措施",
    "unused": "没有用于措施",
    "same": "内容相同的不止一件",
    "faulty": "打不开或扩展名不符",
    "withdrawn": "已撤下",
}
_FAULTY = Q(openable=False) | Q(encrypted=True) | Q(ending_agrees=False)
_ORDER = ("task_number", "running")


def list_evidence(
    *,
    cycle_id: int,
    actor: Actor,
    filters: EvidenceFilters = EVERYTHING,
    after: str | None = None,
    before: str | None = None,
    size: int = 50,
) -> EvidenceCatalogue:
    """One page of the evidence in the actor's reach; `after` and `before` are keys that an earlier page gave.

    :raises NoSuchThing: where there is no such cycle.
    :raises BadKey: for a key that no page gave.
    """
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    reached = evidence_in_reach(actor, cycle_id=cycle_id)
    searched = _searched(reached, filters.text)
    wanted = _narrowed(searched, filters)
    found = _fetch(wanted, after=after, before=before, size=max(1, min(size, LARGEST_PAGE)))
    total = wanted.count()
    place = wanted.filter(_beyond(found[0], backwards=True)).count() + 1 if found and (after or before) else 1
    problems = problems_proved(one.pk for one in found)
    return EvidenceCatalogue(
        cycle=cycle,
        rows=tuple(evidence_row(one, rules, problems.get(one.pk, ())) for one in found),
        before=_key(found[0]) if found and place > 1 else None,
        after=_key(found[-1]) if found and place + len(found) <= total else None,
        first_place=place,
        total=total,
        all=reached.count(),
        kinds=_kinds(_narrowed(searched, EvidenceFilters(state=filters.state)), filters, dict(rules.evidence_kinds)),
        states=tuple(Choice(key, name, 0, key == filters.state) for key, name in STATES.items()),
    )


def _searched(evidence: QuerySet[Evidence], text: str) -> QuerySet[Evidence]:
    for found in matching_evidence(text)[:MOST_WORDS]:
        evidence = evidence.filter(pk__in=found)
    return evidence


def _narrowed(evidence: QuerySet[Evidence], filters: EvidenceFilters) -> QuerySet[Evidence]:
    if filters.kind:
        evidence = evidence.filter(kind=filters.kind)
    twins = Evidence.objects.filter(cycle=OuterRef("cycle"), sha256=OuterRef("sha256"), withdrawn_at=None)
    conditions = {
        "reused": Q(uses_count__gt=1),
        "unused": Q(uses_count=0),
        "same": Exists(twins.exclude(pk=OuterRef("pk"))),
        "faulty": _FAULTY,
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    condition = conditions.get(filters.state)
    return evidence if condition is None else evidence.filter(condition)


def _kinds(evidence: QuerySet[Evidence], filters: EvidenceFilters, names: dict[str, str]) -> tuple[Choice, ...]:
    counted = evidence.order_by().values_list("kind").annotate(n=Count("pk")).values_list("kind", "n")
    counts = dict(counted)
    return tuple(Choice(kind, name, counts.get(kind, 0), kind == filters.kind) for kind, name in names.items())


def _fetch(wanted: QuerySet[Evidence], *, after: str | None, before: str | None, size: int) -> list[Evidence]:
    if before:
        backwards = wanted.filter(_beyond(_place(before), backwards=True))
        return list(backwards.order_by(*(f"-{name}" for name in _ORDER))[:size])[::-1]
    if after:
        wanted = wanted.filter(_beyond(_place(after), backwards=False))
    return list(wanted.order_by(*_ORDER)[:size])


def _beyond(place: Evidence | tuple[int, int], *, backwards: bool) -> Q:
    task, running = place if isinstance(place, tuple) else (place.task_number, place.running)
    way = "lt" if backwards else "gt"
    # Said in this way a database can go straight to the place in its index.
    return Q(**{f"task_number__{way}e": task}) & (
        Q(**{f"task_number__{way}": task}) | Q(**{f"running__{way}": running})
    )


def _key(evidence: Evidence) -> str:
    return f"{evidence.task_number}-{evidence.running}"


def _place(key: str) -> tuple[int, int]:
    task, _, running = key.partition("-")
    if not (task.isascii() and task.isdigit() and running.isascii() and running.isdigit() and len(key) < 20):
        raise BadKey("这个页码已失效，请从第一页看起。")
    return int(task), int(running)
