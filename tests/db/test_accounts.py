"""Closing, reopening and assigning accounts: three administrators, none of whom does the work of another."""

from __future__ import annotations

import pytest

from drafts import a_cycle
from people import AN, GU, JI, LI, NOON, SUN, WANG, ZHAO
from standing import a_unit
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_trail
from zhenggai.people import account_operations as operations
from zhenggai.people.account_queries import account_row, list_accounts
from zhenggai.people.models import Account
from zhenggai.people.operations import UnitUnclear, create_account
from zhenggai.people.queries import find_actor

pytestmark = pytest.mark.django_db
KEEPER = Actor(id=9001, name="顾明", role=Role.ADMINISTRATOR)
GUARD = Actor(id=9002, name="安宁", role=Role.SECURITY_KEEPER)


def an_account(login="chen", role=Role.OFFICE_CLERK, unit=None):
    return create_account(
        login=login, name="陈静", role=role, unit=unit, password="河道清四乱-2026", actor=CONSOLE, at=NOON
    )


def assigned(account, role, unit=None, actor=GUARD):
    operations.assign_role(account_id=account, assignment=operations.Assignment(role, unit), actor=actor, at=NOON)


def test_a_closed_account_is_nobody_and_keeps_its_history():
    account = an_account()

    operations.close_account(account_id=account, actor=KEEPER, at=NOON)

    assert find_actor(account_id=account, at=NOON) is None
    assert account_row(account_id=account).open is False
    assert Entry.objects.filter(subject_kind="account", subject_id=account).count() == 2


def test_a_reopened_account_is_somebody_again():
    account = an_account()
    operations.close_account(account_id=account, actor=KEEPER, at=NOON)

    operations.reopen_account(account_id=account, actor=KEEPER, at=NOON)

    assert find_actor(account_id=account, at=NOON) is not None
    with pytest.raises(operations.AccountUnchanged):
        operations.reopen_account(account_id=account, actor=KEEPER, at=NOON)


def test_a_role_holds_from_the_next_request_on_and_says_what_was_before():
    account, unit = an_account(), a_unit("县水利局")

    assigned(account, Role.UNIT_HEAD, unit)

    actor = find_actor(account_id=account, at=NOON)
    assert (actor.role, actor.unit_id) == (Role.UNIT_HEAD, unit)
    assert '"整改办经办人"' in Entry.objects.latest("sequence").body


def test_the_same_role_again_writes_nothing():
    account = an_account()
    before = Entry.objects.count()

    assigned(account, Role.OFFICE_CLERK)

    assert Entry.objects.count() == before


def test_nobody_changes_their_own_account():
    own = Actor(id=an_account(role=Role.ADMINISTRATOR), name="顾明", role=Role.ADMINISTRATOR)
    guard = Actor(id=an_account("an", Role.SECURITY_KEEPER), name="安宁", role=Role.SECURITY_KEEPER)

    with pytest.raises(operations.OwnAccount):
        operations.close_account(account_id=own.id, actor=own, at=NOON)
    with pytest.raises(operations.OwnAccount):
        assigned(guard.id, Role.OFFICE_CLERK, actor=guard)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECURITY_KEEPER, Role.AUDITOR])
def test_the_last_of_a_kind_of_administrator_stays(role):
    only = an_account(role=role)

    with pytest.raises(operations.LastKeeper):
        operations.close_account(account_id=only, actor=KEEPER, at=NOON)
    with pytest.raises(operations.LastKeeper):
        assigned(only, Role.LEADER)

    an_account("second", role)
    operations.close_account(account_id=only, actor=KEEPER, at=NOON)
    assert account_row(account_id=only).open is False


@pytest.mark.parametrize("actor", [WANG, LI, ZHAO, SUN, AN, JI], ids=lambda actor: actor.name)
def test_only_the_system_administrator_closes_and_reopens(actor):
    account = an_account()

    for operation in (operations.close_account, operations.reopen_account):
        with pytest.raises(NotAllowed):
            operation(account_id=account, actor=actor, at=NOON)


@pytest.mark.parametrize("actor", [WANG, LI, ZHAO, SUN, GU, JI], ids=lambda actor: actor.name)
def test_only_the_security_administrator_assigns(actor):
    account = an_account()

    with pytest.raises(NotAllowed):
        assigned(account, Role.ADMINISTRATOR, actor=actor)

    assert Account.objects.get().role == Role.OFFICE_CLERK


def test_what_is_not_there_is_said_so():
    account = an_account()

    with pytest.raises(NoSuchThing):
        operations.close_account(account_id=0, actor=KEEPER, at=NOON)
    with pytest.raises(NoSuchThing):
        assigned(account, Role.UNIT_HEAD, 404)
    with pytest.raises(NoSuchThing):
        account_row(account_id=0)


def test_an_account_for_a_unit_that_may_be_two_is_refused():
    a_unit("东山县水利局")
    a_unit("西山县水利局")

    with pytest.raises(UnitUnclear):
        an_account(unit="县水利局")

    assert not Account.objects.exists()


def test_accounts_in_use_come_first():
    first = an_account("a")
    an_account("b")
    operations.close_account(account_id=first, actor=KEEPER, at=NOON)

    assert [account.login for account in list_accounts()] == ["b", "a"]


def test_who_looks_on_sees_that_work_was_done_but_not_what_it_was():
    a_cycle()
    account = an_account()
    assigned(account, Role.LEADER)

    rows = list_trail().rows

    work = [row for row in rows if row.subject.kind == "draft"]
    kept = [row for row in rows if row.subject.kind == "account"]
    assert work
    assert all((row.changes, row.about, row.why) == ((), "", "") for row in work)
    assert all(row.changes for row in kept)
    assert kept[0].about == "chen"
    assert list_trail(limit=1).older == rows[0].sequence
