"""Opening accounts, and who an account is."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from people import AN, GU, JI, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import OutsideTransaction
from zhenggai.people import operations, queries
from zhenggai.people.models import Account, Unit

PASSWORD = "河道清四乱-2026"

pytestmark = pytest.mark.django_db


def open_account(*, login="chen", password=PASSWORD, actor=GU, role=Role.OFFICE_CLERK, unit="县水利局"):
    return operations.create_account(
        login=login, name="陈静", role=role, unit=unit, password=password, actor=actor, at=NOON
    )


def test_an_account_can_log_in_and_is_an_actor():
    account = open_account()

    assert authenticate(username="chen", password=PASSWORD).pk == account
    actor = queries.find_actor(account_id=account, at=NOON)
    assert (actor.name, actor.role, actor.unit_id) == ("陈静", Role.OFFICE_CLERK, Unit.objects.get().pk)


def test_opening_an_account_writes_one_entry_without_the_password():
    open_account()

    entry = Entry.objects.get()
    assert entry.verb == "account.create"
    assert PASSWORD not in entry.body


@pytest.mark.parametrize("actor", [WANG, LI, ZHAO, SUN, AN, JI], ids=lambda actor: actor.name)
def test_only_the_administrator_keeps_accounts(actor):
    with pytest.raises(NotAllowed):
        open_account(actor=actor)

    assert Account.objects.count() == Entry.objects.count() == 0


def test_a_login_name_is_used_once():
    open_account()

    with pytest.raises(operations.LoginTaken):
        open_account()

    assert Account.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", ""])
def test_a_weak_password_is_refused(password):
    with pytest.raises(operations.WeakPassword):
        open_account(password=password)


def test_the_database_knows_the_roles():
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(login="x", name="x", role="emperor")


def test_a_closed_account_is_nobody():
    account = open_account()
    Account.objects.update(is_active=False)

    assert queries.find_actor(account_id=account, at=NOON) is None
    assert queries.find_actor(account_id=404, at=NOON) is None
    assert queries.list_people() == ()


def test_the_people_of_the_demonstration_are_made_once():
    operations.ensure_demo_people(at=NOON)
    people = operations.ensure_demo_people(at=NOON)

    assert {person.role for person in queries.list_people()} == set(Role)
    assert Account.objects.count() == Entry.objects.count() == len(people) == 14
    assert authenticate(username="wang", password=operations.DEMO_PASSWORD).name == "王敏"


def test_an_administrator_is_known_once_there_is_one():
    assert queries.has_administrator() is False

    open_account(role=Role.ADMINISTRATOR, unit=None)

    assert queries.has_administrator() is True


def test_units_are_found_or_added_inside_a_transaction():
    with transaction.atomic():
        first = operations.find_or_add_units(["县水利局", "县财政局", "县水利局"])
        second = operations.find_or_add_units(["县水利局"])

    assert second == {"县水利局": first["县水利局"]}
    with pytest.raises(OutsideTransaction):
        operations.find_or_add_units(["县教体局"])
