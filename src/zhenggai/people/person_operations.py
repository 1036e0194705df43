"""Keeping persons and the posts they hold. Nobody is ever removed; a post that is over has a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.leaving import leave_post
from zhenggai.people.models import Person, Post, Unit

Told = dict[str, object]


class WrongPerson(Refusal):
    """A person without a name, or a post without a title or with days out of order."""


class PersonChanged(Refusal):
    """Somebody else changed the person in the meantime."""


class PostTaken(Refusal):
    """The person holds this post from this day already."""


@dataclass(frozen=True, slots=True)
class PostWish:
    """A post that somebody is to hold."""

    unit_id: int
    title: str
    starts: date | None = None
    ends: date | None = None


def add_person(*, name: str, phone: str, post: PostWish, actor: Actor, at: datetime) -> int:
    """Write down a person with their first post and return their number.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such unit.
    :raises WrongPerson: where name or title is missing or the days are out of order.
    """
    demand(actor, Act.KEEP_PEOPLE)
    with transaction.atomic(durable=True):
        return write_new_person(name, phone, first_post=post, actor=actor, at=at).pk


def change_person(*, person_id: int, version: int, name: str, phone: str, actor: Actor, at: datetime) -> None:
    """Give a person another name or telephone.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such person.
    :raises PersonChanged: where `version` is not the person's.
    :raises WrongPerson: where the name is missing.
    """
    demand(actor, Act.KEEP_PEOPLE)
    with transaction.atomic(durable=True):
        person = find_person(person_id)
        if person.version != version:
            raise PersonChanged("“$name”刚被别人改过，请看过最新内容再改。", name=person.name)
        write_changed_person(person, name, phone, actor=actor, at=at)


def add_post(*, person_id: int, post: PostWish, actor: Actor, at: datetime) -> int:
    """Let a person hold another post and return its number.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such person or unit.
    :raises WrongPerson: where the title is missing or the days are out of order.
    :raises PostTaken: where they hold it from that day already.
    """
    demand(actor, Act.KEEP_PEOPLE)
    try:
        with transaction.atomic(durable=True):
            return write_new_post(find_person(person_id), post, actor=actor, at=at)
    except IntegrityError as clash:
        raise PostTaken("这个任职已经登记过。") from clash


def change_post(*, post_id: int, title: str, starts: date | None, ends: date | None, actor: Actor, at: datetime) -> int:
    """Correct a post or give it its last day; return the number of the person.

    :raises NotAllowed: unless the actor keeps units and persons.
    :raises NoSuchThing: where there is no such post.
    :raises WrongPerson: where the title is missing or the days are out of order.
    :raises PostTaken: where the same post stands there already.
    """
    demand(actor, Act.KEEP_PEOPLE)
    try:
        with transaction.atomic(durable=True):
            post = Post.objects.select_related("unit", "person").filter(pk=post_id).first()
            if post is None:
                raise NoSuchThing("没有编号为 $id 的任职。", id=post_id)
            write_changed_post(post, title=title, starts=starts, ends=ends, actor=actor, at=at)
            return post.person_id
    except IntegrityError as clash:
        raise PostTaken("这个任职已经登记过。") from clash


def find_person(person_id: int) -> Person:
    """:raises NoSuchThing: where there is none of that number."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NoSuchThing("没有编号为 $id 的人员。", id=person_id)
    return person


def write_new_person(
    name: str, phone: str, *, actor: Actor, at: datetime, first_post: PostWish | None = None
) -> Person:
    """Write a person, where it is known their first post, and the one entry; part of its caller's transaction.

    :raises NoSuchThing: where there is no unit for the post.
    :raises WrongPerson: where the name or the title is missing or the days are out of order.
    """
    person = Person.objects.create(name=_demand_name(name), phone=phone.strip())
    post_told = _told(_make_post(person, first_post)) if first_post else {}
    _append("person.add", person, {}, {"person": person.name, **post_told}, actor=actor, at=at)
    return person


def write_changed_person(person: Person, name: str, phone: str, *, actor: Actor, at: datetime) -> None:
    """Write what is different and its entry, if anything is; part of its caller's transaction.

    The entry says that the telephone changed, not to what: what is in the journal stays there for ever.

    :raises WrongPerson: where the name is missing.
    :raises PersonChanged: where somebody else was faster.
    """
    new_name, new_phone = _demand_name(name), phone.strip()
    if (person.name, person.phone) == (new_name, new_phone):
        return
    same = Person.objects.filter(pk=person.pk, version=person.version)
    if same.update(name=new_name, phone=new_phone, version=F("version") + 1) != 1:
        raise PersonChanged("“$name”刚被别人改过，请看过最新内容再改。", name=person.name)
    phone_told: Told = {"phone": "已更新"} if new_phone != person.phone else {}
    _append("person.change", person, {"person": person.name}, {"person": new_name, **phone_told}, actor=actor, at=at)


def write_new_post(person: Person, post: PostWish, *, actor: Actor, at: datetime) -> int:
    """Write a post and its entry; part of its caller's transaction.

    :raises NoSuchThing: where there is no such unit.
    :raises WrongPerson: where the title is missing or the days are out of order.
    """
    row = _make_post(person, post)
    _append("post.add", person, {}, _told(row), actor=actor, at=at)
    return row.pk


def write_changed_post(
    post: Post, *, title: str, starts: date | None, ends: date | None, actor: Actor, at: datetime
) -> None:
    """Write what is different and its entry, if anything is; part of its caller's transaction.

    :raises WrongPerson: where the title is missing or the days are out of order.
    """
    before, last = _told(post), post.ends
    post.title, post.starts, post.ends = _demand_title(title, starts, ends), starts, ends
    if _told(post) == before:
        return
    post.save(update_fields=("title", "starts", "ends"))
    left = leave_post(post, last=ends, at=at) if ends and ends != last else {}
    _append("post.change", post.person, before, {**_told(post), **left}, actor=actor, at=at)


def _make_post(person: Person, post: PostWish) -> Post:
    unit = Unit.objects.filter(pk=post.unit_id).first()
    if unit is None:
        raise NoSuchThing("没有编号为 $id 的单位。", id=post.unit_id)
    title = _demand_title(post.title, post.starts, post.ends)
    return Post.objects.create(person=person, unit=unit, title=title, starts=post.starts, ends=post.ends)


def _demand_name(name: str) -> str:
    plain = name.strip()
    if not plain or len(plain) > 64:
        raise WrongPerson("姓名要有 1 到 64 个字。")
    return plain


def _demand_title(title: str, starts: date | None, ends: date | None) -> str:
    plain = title.strip()
    if not plain or len(plain) > 100:
        raise WrongPerson("职务要有 1 到 100 个字。")
    if starts and ends and ends < starts:
        raise WrongPerson("止在起之前。")
    return plain


def _told(post: Post) -> Told:
    return {
        "person": post.person.name,
        "unit": post.unit.name,
        "post": post.title,
        "starts": post.starts.isoformat() if post.starts else None,
        "ends": post.ends.isoformat() if post.ends else None,
    }


def _append(verb: str, person: Person, before: Told, after: Told, *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("person", person.pk),
        before=before,
        after=after,
        why="",
        at=at,
        salt=fresh_salt(),
    )
