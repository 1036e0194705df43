"""What came with a round cannot be altered past the product without being seen, nor by two who bring it at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import guards
from arrivals import taken
from exhibits import a_proof, a_round, measures_of
from people import CHEN, NOON, WANG
from zhenggai.chain.auditing import Broken
from zhenggai.domain.rights import Actor
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry
from zhenggai.keeping.rounds.arriving import AlreadyHere, take_in
from zhenggai.ledger.arrival_models import Arrival, ArrivedEntry, ArrivedNumber
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.verifying import verify_home

Deed = Callable[[], object]


def brought(folder: Path, *, actor: Actor = WANG) -> Path:
    """A round that was taken out and came in again."""
    cycle = a_round()
    a_proof(cycle, b"for the journey", measures=measures_of(cycle)[:1])
    path = taken(cycle, folder / "round.zip")
    take_in(path=path, answers={}, again=False, actor=actor, at=NOON)
    return path


def other_words() -> None:
    entry = ArrivedEntry.objects.order_by("pk")[0]
    ArrivedEntry.objects.filter(pk=entry.pk).update(line=entry.line.replace("县水利局", "县财政局", 1))


def another_actor() -> None:
    ArrivedEntry.objects.all().update(actor_name="李建国")


def another_subject() -> None:
    ArrivedEntry.objects.filter(subject_kind="evidence").update(subject_id=1)


def one_less() -> None:
    ArrivedEntry.objects.order_by("pk")[0].delete()


def one_more() -> None:
    entry = ArrivedEntry.objects.order_by("pk")[0]
    entry.pk, entry.sequence = None, 9_999
    entry.save(force_insert=True)


def another_number() -> None:
    number = ArrivedNumber.objects.filter(table="ledger.progress").first() or ArrivedNumber.objects.all()[0]
    ArrivedNumber.objects.filter(pk=number.pk).update(told=number.told + 5_000)


def another_key() -> None:
    Arrival.objects.all().update(key="zhenggai.example/a+00000000+AAAA")


def all_of_it() -> None:
    for model in (ArrivedEntry, ArrivedNumber, Arrival):
        model.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed",
    [other_words, another_actor, another_subject, one_less, one_more, another_number, another_key, all_of_it],
)
def test_whoever_goes_past_the_product_is_found(tmp_path: Path, deed: Deed) -> None:
    brought(tmp_path)
    assert verify_home(verifier=house_signer().verifier).arrived
    with pytest.raises(DatabaseError, match="stays as it came"), transaction.atomic():
        deed() if deed is not one_more else another_actor()

    guards.drop()
    deed()

    with pytest.raises(Broken, match="迁入"):
        verify_home(verifier=house_signer().verifier)


def test_of_two_who_bring_the_same_export_at_once_one_does(committing_db: None, tmp_path: Path) -> None:
    cycle = a_round()
    path = taken(cycle, tmp_path / "round.zip")

    def bring(actor: Actor) -> object:
        try:
            return take_in(path=path, answers={}, again=False, actor=actor, at=NOON)
        except AlreadyHere as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(bring, (WANG, CHEN)))

    assert sum(isinstance(one, AlreadyHere) for one in results) == 1
    assert (Cycle.objects.count(), Arrival.objects.count()) == (2, 1)
    assert Entry.objects.filter(verb="cycle.import").count() == 1
