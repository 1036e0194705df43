"""The dictionary of scopes: what may be counted, in versions that are never changed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from zhenggai.domain.figures import LONGEST_TEXT, CannotState, demand_name
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import ScopeTerm, ScopeVersion


class ScopeChanged(Refusal):
    """Somebody else wrote the term, or its next version, in the same moment."""


def add_scope(*, name: str, definition: str, valid_from: date, actor: Actor, at: datetime) -> int:
    """Put a term into the dictionary and return its number.

    :raises NotAllowed: unless the actor plans.
    :raises CannotState: without a name or a definition.
    :raises ScopeChanged: where there is a term of that name.
    """
    actor = acting(actor, Act.PLAN, Thing())
    name = demand_name(name, sentence="请写口径的名称。")
    words = _worded(definition)
    try:
        with transaction.atomic(durable=True):
            term = ScopeTerm.objects.create(name=name)
            _write(term, 1, words, valid_from, actor=actor, at=at)
            _tell(term, "scope.add", {}, _facts(1, words, valid_from), actor=actor, at=at)
    except IntegrityError as clash:
        raise ScopeChanged("口径字典里已有“$name”，请给它写新的一版。", name=name) from clash
    return term.pk


def change_scope(*, term_id: int, version: int, definition: str, valid_from: date, actor: Actor, at: datetime) -> None:
    """Write the next version of a term; figures that name an earlier one keep it.

    :raises NotAllowed: unless the actor plans.
    :raises CannotState: without a definition, or with the one that is in force.
    :raises ScopeChanged: where `version` is not the newest.
    """
    actor = acting(actor, Act.PLAN, Thing())
    words = _worded(definition)
    with transaction.atomic(durable=True):
        found = ScopeTerm.objects.filter(pk=term_id, latest=version)
        if found.update(latest=F("latest") + 1) != 1:
            raise _refused(term_id)
        term = ScopeTerm.objects.get(pk=term_id)
        old = term.versions.get(number=version)
        if old.definition == words:
            raise CannotState("与现行的一版相同，不必再写。")
        if valid_from < old.valid_from:
            raise CannotState("新的一版不能早于现行的一版（$day）。", day=old.valid_from)
        _write(term, version + 1, words, valid_from, actor=actor, at=at)
        before = _facts(old.number, old.definition, old.valid_from)
        _tell(term, "scope.change", before, _facts(version + 1, words, valid_from), actor=actor, at=at)


def _refused(term_id: int) -> Refusal:
    if not ScopeTerm.objects.filter(pk=term_id).exists():
        return NoSuchThing("没有编号为 $id 的口径。", id=term_id)
    return ScopeChanged("这个口径刚刚有了新的一版，请看过再写。")


def _worded(definition: str) -> str:
    words = definition.strip()
    if not words or "\x00" in words:
        raise CannotState("请写明口径：包括什么，不包括什么。")
    if len(words) > LONGEST_TEXT:
        raise CannotState("文字太长，最多 $longest 个字。", longest=LONGEST_TEXT)
    return words


def _write(term: ScopeTerm, number: int, words: str, valid_from: date, *, actor: Actor, at: datetime) -> None:
    ScopeVersion.objects.create(
        term=term, number=number, definition=words, valid_from=valid_from, written_by=actor.name, written_at=at
    )


def _facts(number: int, words: str, valid_from: date) -> dict[str, object]:
    return {"scope_number": number, "definition": words, "valid_from": valid_from.isoformat()}


def _tell(
    term: ScopeTerm,
    verb: str,
    before: dict[str, object],
    after: dict[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    name = {"scope_term": term.name}
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("scope", term.pk),
        before={**name, **before} if before else None,
        after={**name, **after},
        why="",
        at=at,
        salt=fresh_salt(),
    )
