"""The files in the home against their digests: what was handed in is still there, and still the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from django.apps import apps

from zhenggai.chain.auditing import BODY, SEQUENCE, Broken, Row
from zhenggai.ledger.arrived import never_came
from zhenggai.ledger.files import path_of
from zhenggai.ledger.stores import store

# The columns that name a file.
_COLUMNS = frozenset({"sha256", "scan"})
_DIGEST_LENGTH = 64
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMED = b'"sha256":"'
_TOLD = re.compile(rb'"sha256":"([0-9a-f]{64})"')


@dataclass(slots=True)
class KeptFiles:
    """Hears which files the journal speaks of, and looks at every one."""

    folder: Path
    _told: dict[str, int] = field(default_factory=dict)

    def hear(self, rows: Sequence[Row]) -> None:
        """Remember the digests that entries name."""
        for row in rows:
            if _NAMED in row[BODY]:
                for digest in _TOLD.findall(row[BODY]):
                    self._told.setdefault(digest.decode(), row[SEQUENCE])

    def merge(self, later: KeptFiles) -> None:
        """Take over what was heard of entries behind these."""
        self._told = later._told | self._told

    def compare(self) -> int:
        """Return how many files are what their names say; those that the journal or a table names must be there,
        but for those that a round from another home came without.

        :raises Broken: at the first that is missing or another one.
        """
        count = 0
        for path in self._files():
            with path.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != path.name:
                    raise Broken("文件 $name 的内容与它的指纹不符：被替换或损坏。", name=path.name)
            count += 1
        lacking = never_came()
        for digest in self._wanted():
            if digest not in lacking and not path_of(digest, folder=self.folder).exists() and not store().holds(digest):
                raise Broken("指纹为 $name 的文件不见了。", name=digest)
        return count

    def _files(self) -> Iterator[Path]:
        return (path for path in sorted(self.folder.glob("??/??/*")) if _DIGEST.fullmatch(path.name))

    def _wanted(self) -> Iterator[str]:
        yield from self._told
        for model in apps.get_models():
            for column in model._meta.concrete_fields:
                if column.name in _COLUMNS and getattr(column, "max_length", 0) == _DIGEST_LENGTH:
                    named = model._default_manager.exclude(**{column.name: ""})
                    yield from named.values_list(column.name, flat=True).distinct()
