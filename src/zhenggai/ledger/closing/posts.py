"""The posts that people hold or held in units: whoever has one there does not verify."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.days import months_after
from zhenggai.people.models import Account, Post


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post in a unit, until a day or None; `words` as a page names it."""

    unit_id: int
    words: str
    ends: date | None

    def counts(self, since: date) -> bool:
        """Whether it is held now or was held on that day or later."""
        return self.ends is None or self.ends >= since


def years_before(today: date, years: int) -> date:
    """The same day so many years ago."""
    return months_after(today, -12 * years)


def posts_in_units(account_ids: Iterable[int], units: Iterable[int]) -> dict[int, tuple[HeldPost, ...]]:
    """The posts of accounts' holders in these units, and the units that the accounts themselves are of; two queries."""
    wanted, among = set(account_ids), set(units)
    found: dict[int, list[HeldPost]] = defaultdict(list)
    accounts = list(Account.objects.filter(pk__in=wanted).select_related("unit"))
    persons = {account.person_id: account.pk for account in accounts if account.person_id}
    for account in accounts:
        if account.unit_id in among and account.unit is not None:
            found[account.pk].append(HeldPost(account.unit_id, account.unit.name, None))
    for post in Post.objects.filter(person_id__in=persons, unit_id__in=among).select_related("unit").order_by("pk"):
        found[persons[post.person_id]].append(HeldPost(post.unit_id, _words(post), post.ends))
    return {account: tuple(posts) for account, posts in found.items()}


def _words(post: Post) -> str:
    until = f"（至 {post.ends.isoformat()}）" if post.ends else ""
    return f"{post.unit.name}{post.title}{until}"
