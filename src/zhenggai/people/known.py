"""Units and persons as a roster is compared with them."""

from __future__ import annotations

from zhenggai.domain.roster_compare import Known, PersonFacts, PostFacts, UnitFacts
from zhenggai.people.models import Person, Post, Unit, UnitName, UnitType


def known_people() -> Known:
    """All that is kept, in four queries and a few more."""
    return Known(units=_units(), persons=_persons(), kinds=UnitType.objects.values_list("name", flat=True))


def _units() -> list[UnitFacts]:
    others: dict[int, list[str]] = {}
    for unit_id, name in UnitName.objects.order_by("pk").values_list("unit_id", "name"):
        others.setdefault(unit_id, []).append(name)
    return [
        UnitFacts(
            name=unit.name,
            kind=unit.kind.name if unit.kind else "",
            parent=unit.parent.name if unit.parent else "",
            others=tuple(others.get(unit.pk, ())),
            starts=unit.starts,
            ends=unit.ends,
        )
        for unit in Unit.objects.select_related("kind", "parent").order_by("pk")
    ]


def _persons() -> list[PersonFacts]:
    posts: dict[int, list[PostFacts]] = {}
    for post in Post.objects.select_related("unit").order_by("pk"):
        posts.setdefault(post.person_id, []).append(
            PostFacts(post.pk, post.unit.name, post.title, post.starts, post.ends)
        )
    return [
        PersonFacts(person.pk, person.name, person.phone, tuple(posts.get(person.pk, ())))
        for person in Person.objects.order_by("pk")
    ]
