"""How fast a journal is verified whose entries carry the rows that real acts leave: `python benchmarks/proofs_living.py [ENTRIES] [--write]`.

Uses the database of the environment; set ZHENGGAI_HOME (or ZHENGGAI_DB=postgres and PG*) to an empty place first. The script fills it
with the living demonstration and lets its acts happen again and again, but for the adoption of its rounds: the last time each, every thing stands as it
was told. `--write` puts the table into docs/performance.md.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate, now
from performance_page import show_table
from proofs import PIECE, SIGNER, in_one, in_several, timed

from zhenggai.chain.canonical import canonical_text, instant_text
from zhenggai.chain.hashing import leaf_hash
from zhenggai.cli.commands import demo
from zhenggai.cli.demo.living import people
from zhenggai.cli.demo.living.stage import before_all
from zhenggai.journal.last_words import LastWords
from zhenggai.journal.models import Entry, Head
from zhenggai.journal.operations import fresh_salt
from zhenggai.journal.rows import stored_rows
from zhenggai.journal.sealing import seal
from zhenggai.journal.telling import WHOLE_ROUNDS
from zhenggai.journal.verifying import verify_journal
from zhenggai.ledger.verifying import verify_home
from zhenggai.people.operations import ensure_demo_people


def fill(count: int) -> None:
    """The story once as it happened, then its acts as often as `count` entries take, whole stories only."""
    begin = before_all(localdate())
    demo._fill_roster(begin)
    ensure_demo_people(at=begin)
    people.forget()
    demo._fill_living()
    story = list(Entry.objects.exclude(subject_kind__in=WHOLE_ROUNDS).order_by("pk"))
    first = Entry.objects.count() + 1
    times = (count - first) // len(story) + 1
    again = _again(story, first=first, after=now(), count=times * len(story))
    while piece := list(islice(again, PIECE)):
        Entry.objects.bulk_create(piece)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_head_only_next")
        else:
            cursor.execute("ALTER TABLE journal_head DISABLE TRIGGER USER")
    Head.objects.update(sequence=first - 1 + times * len(story))


def _again(story: list[Entry], *, first: int, after: datetime, count: int) -> Iterator[Entry]:
    """The entries of a story, over and over, each at its own number and instant."""
    bodies = [json.loads(entry.body) for entry in story]
    for number, (entry, body) in enumerate(islice(cycle(zip(story, bodies, strict=True)), count), start=first):
        at, salt = after + timedelta(seconds=number), fresh_salt()
        text = canonical_text({**body, "sequence": number, "at": instant_text(at)})
        yield Entry(
            sequence=number,
            at=at,
            actor_id=entry.actor_id,
            actor_name=entry.actor_name,
            actor_role=entry.actor_role,
            verb=entry.verb,
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            cycle_id=entry.cycle_id,
            body=text,
            salt=salt,
            leaf=leaf_hash(salt, text.encode()),
        )


def measured() -> list[str]:
    """The rows of the table."""
    sealed = seal(signer=SIGNER, at=now())
    count = Head.objects.get().sequence
    words = LastWords()
    for rows in stored_rows():
        words.hear(rows)
    compared = words.compare()
    journal = timed(lambda: verify_journal(verifier=SIGNER.verifier, kept=[sealed.note]))
    home = timed(lambda: verify_home(verifier=SIGNER.verifier, kept=[sealed.note]))
    last = timed(words.compare)
    return [
        in_one("核对全部记录,含外存的存证点", journal, count),
        in_one("同上,连同台账和文件", home, count),
        in_several("同上", sealed.note, count),
        in_one(f"其中 {compared:,} 行与最后的记录对照", last, compared, "行"),
    ]


def main() -> None:
    """Fill, measure, print or write."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    call_command("migrate", verbosity=0, skip_checks=True)
    if not Entry.objects.exists():
        fill(numbers[0] if numbers else 100_000)
    bodies = Entry.objects.exclude(subject_kind__in=WHOLE_ROUNDS).order_by("-pk").values_list("body", flat=True)[:5000]
    size = sum(len(body.encode()) for body in bodies) // len(bodies)
    head = f"{connection.vendor},{Entry.objects.count():,} 条记录,平均每条 {size:,} 字节;Python {platform.python_version()},{os.cpu_count()} 核,负载 {os.getloadavg()[0]:.1f}。"
    show_table(head, measured(), mark=f"proofs-living-{connection.vendor}")


if __name__ == "__main__":
    main()
