"""What a home has of its own, found or made for a round that arrives: units, persons, accounts, types and scopes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.hashers import make_password

from zhenggai.chain.errors import Mismatch
from zhenggai.domain.roles import Role
from zhenggai.journal.along import tell_along
from zhenggai.keeping.rounds.numbering import Renumbered
from zhenggai.keeping.rounds.pairing import NEW, Found, Pair, PairKind
from zhenggai.keeping.rounds.reading import RoundRows, Row
from zhenggai.ledger.models import ScopeTerm, ScopeVersion
from zhenggai.people.models import Account, Person, Unit, UnitName, UnitType

# Tables whose rows are found here or made in a way of their own; all others come as they are.
SHARED = frozenset(
    {
        "people.unittype",
        "people.unit",
        "people.unitname",
        "people.person",
        "ledger.scopeterm",
        "ledger.scopeversion",
    }
)


def settle(rows: RoundRows, found: Found, pairs: Sequence[Pair], here: Renumbered, *, digest: str) -> None:
    """Find or make all of it; part of the caller's transaction.

    :raises Mismatch: where a row refers to one that did not come.
    """
    chosen: dict[tuple[PairKind, int], int] = {(pair.kind, pair.old): pair.here or NEW for pair in pairs}
    _types(rows, here)
    _units(found, chosen, here)
    here.tables["people.person"] = {
        old: chosen["person", old] or Person.objects.create(name=row["name"], phone=row["phone"]).pk
        for old, row in sorted(found.persons.items())
    }
    here.accounts = {
        old: chosen["account", old] or _closed_account(old, name, digest)
        for old, name in sorted(found.accounts.items())
    }
    _scopes(rows, here)


def _types(rows: RoundRows, here: Renumbered) -> None:
    numbers: dict[int, int] = {}
    for row in rows.rows("people.unittype"):
        kind, _ = UnitType.objects.get_or_create(name=row["name"], defaults={"position": row["position"]})
        numbers[row["id"]] = kind.pk
    here.tables["people.unittype"] = numbers


def _units(found: Found, chosen: dict[tuple[PairKind, int], int], here: Renumbered) -> None:
    """The units, those above first; what is here already stays as it is."""
    numbers = here.tables["people.unit"] = {
        old: chosen["unit", old] for old in found.units if chosen["unit", old] != NEW
    }
    for old in sorted(found.units):
        _unit(old, found, numbers, here.tables["people.unittype"], above=())


def _unit(old: int, found: Found, numbers: dict[int, int], types: dict[int, int], *, above: Sequence[int]) -> int:
    if old in numbers:
        return numbers[old]
    row = found.units.get(old)
    if row is None or old in above:
        raise Mismatch("$table 里有一行指向文件里没有的行。", table="people.unit")
    parent = _unit(row["parent_id"], found, numbers, types, above=(*above, old)) if row["parent_id"] else None
    unit = Unit.objects.create(
        name=row["name"], kind_id=types.get(row["kind_id"]), parent_id=parent, starts=row["starts"], ends=row["ends"]
    )
    UnitName.objects.bulk_create(UnitName(unit=unit, name=name) for name in dict.fromkeys(found.aliases.get(old, ())))
    tell_along("unit", unit.pk)
    numbers[old] = unit.pk
    return unit.pk


def _closed_account(old: int, name: str, digest: str) -> int:
    """Somebody who acted in the old home and is unknown here: a name for what they did, and no way in."""
    account = Account(
        login=f"arrived-{digest[:12]}-{old}",
        name=(name or "未写姓名")[:64],
        # A role has to be there; without a unit this one reaches nothing, and the account is closed.
        role=Role.UNIT_CLERK,
        is_active=False,
        password=make_password(None),
    )
    known = Account.objects.filter(login=account.login).values_list("pk", flat=True).first()
    if known is not None:
        return known
    account.save(force_insert=True)
    return account.pk


def _scopes(rows: RoundRows, here: Renumbered) -> None:
    terms = {row["id"]: row for row in rows.rows("ledger.scopeterm")}
    numbers: dict[int, int] = {}
    for old, row in terms.items():
        term, _ = ScopeTerm.objects.get_or_create(name=row["name"], defaults={"latest": row["latest"]})
        numbers[old] = term.pk
    versions: dict[int, int] = {}
    for row in rows.rows("ledger.scopeversion"):
        if row["term_id"] not in numbers:
            raise Mismatch("$table 里有一行指向文件里没有的行。", table="ledger.scopeversion")
        versions[row["id"]] = _version(row, numbers[row["term_id"]])
    here.tables["ledger.scopeterm"], here.tables["ledger.scopeversion"] = numbers, versions


def _version(row: Row, term: int) -> int:
    """The version of a scope that says the same here; where none does, one behind those that there are."""
    kept = ScopeVersion.objects.filter(term_id=term)
    same = kept.filter(definition=row["definition"], valid_from=row["valid_from"]).order_by("number").first()
    if same is not None:
        return same.pk
    taken = set(kept.values_list("number", flat=True))
    number = row["number"] if row["number"] not in taken else max(taken) + 1
    ScopeTerm.objects.filter(pk=term, latest__lt=number).update(latest=number)
    day: date = row["valid_from"]
    return ScopeVersion.objects.create(
        term_id=term,
        number=number,
        definition=row["definition"],
        valid_from=day,
        written_by=row["written_by"],
        written_at=row["written_at"],
    ).pk
