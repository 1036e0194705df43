"""Where a person is logged in: listed, and ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor
from zhenggai.people.devices import device_of
from zhenggai.people.entries import own_change
from zhenggai.people.models import Account


class NoSuchSession(NoSuchThing):
    """The person is not logged in there, or no longer."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One log-in as a page shows it; `here` marks the one that asks."""

    id: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    here: bool


def list_sessions(*, account_id: int, key: str) -> tuple[SessionRow, ...]:
    """Where the person is logged in, the asking session first and then by the time last seen; what has ended is dropped."""
    kept = UserSession.objects.purge_and_list(Account(pk=account_id))
    rows = [_row(session, here=session.session_key == key) for session in kept]
    return tuple(sorted(rows, key=lambda row: (not row.here, -row.seen_at.timestamp())))


def end_session(*, session_id: int, actor: Actor, at: datetime) -> None:
    """End one of one's own log-ins.

    :raises NoSuchSession: where it is not one's own or has ended.
    """
    session = UserSession.objects.filter(pk=session_id, user_id=actor.id).first()
    if session is None:
        raise NoSuchSession("这处登录已经结束。")
    before = {"device": device_of(session.user_agent), "address": session.ip}
    with own_change("account.end_session", actor=actor, at=at, before=before):
        session.end()


def end_other_sessions(*, key: str, actor: Actor, at: datetime) -> int:
    """End all of one's own log-ins but the one named by its key; return how many ended."""
    others = list(UserSession.objects.filter(user_id=actor.id).exclude(session_key=key))
    before, after = {"sessions": len(others) + 1}, {"sessions": 1}
    with own_change("account.end_other_sessions", actor=actor, at=at, before=before, after=after):
        return _end(others)


def forget_sessions(*, account_id: int, but: str = "") -> int:
    """End the log-ins of an account, save the one of that key, as part of the caller's change; return how many ended."""
    return _end(UserSession.objects.filter(user_id=account_id).exclude(session_key=but))


def see_session(*, key: str, address: str, agent: str, at: datetime) -> None:
    """Remember when and from where a session was last used; nothing happens to one that is not listed."""
    UserSession.objects.filter(session_key=key).update(
        last_seen_at=at, ip=address, user_agent=agent[: UserSession._meta.get_field("user_agent").max_length]
    )


def _end(sessions: Iterable[UserSession]) -> int:
    count = 0
    for session in sessions:
        session.end()
        count += 1
    return count


def _row(session: UserSession, *, here: bool) -> SessionRow:
    return SessionRow(
        id=session.pk,
        device=device_of(session.user_agent),
        address=session.ip,
        began_at=session.created_at,
        seen_at=session.last_seen_at,
        here=here,
    )
