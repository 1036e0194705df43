"""A round taken out while others work on it: what its rows name leaves with it, or is named as missing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from exhibits import a_proof, a_round, measures_of
from people import NOON, WANG
from zhenggai.chain.rounds import check_round
from zhenggai.keeping.rounds import leaving as leaving_module
from zhenggai.ledger.files import path_of
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.stores import store


class MeetsSomebody:
    """The real store; when a file is first looked at, somebody else brings evidence, and is done before the look goes on."""

    def __init__(self, cycle: int, *, gone: bool) -> None:
        self._cycle, self._gone, self._met = cycle, gone, False

    def stream(self, sha256: str) -> Iterator[bytes]:
        if not self._met:
            self._met = True
            with ThreadPoolExecutor(1) as pool:
                pool.submit(self._bring).result()
        return store().stream(sha256)

    def _bring(self) -> None:
        try:
            a_proof(self._cycle, b"in between")
            if self._gone:
                path_of(Evidence.objects.get(size=10).sha256, folder=settings.FILES).unlink()
        finally:
            connection.close()


@pytest.mark.parametrize("gone", [False, True])
def test_evidence_that_arrives_while_files_are_looked_at_leaves_too_or_is_named_as_missing(
    committing_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
):
    cycle = a_round()
    a_proof(cycle, b"before the export", measures=measures_of(cycle)[1:2])
    somebody = MeetsSomebody(cycle, gone=gone)
    monkeypatch.setattr(leaving_module, "store", lambda: somebody)

    leaving = leaving_module.take_out(cycle_id=cycle, actor=WANG, at=NOON)
    path = tmp_path / "round.zip"
    with path.open("wb") as file:
        file.writelines(leaving.stream)

    late = Evidence.objects.get(size=10).sha256
    assert check_round(path).about["tables"]["rows/ledger.evidence.jsonl"] == 2
    with zipfile.ZipFile(path) as container:
        assert (f"originals/{late}" in container.namelist()) is not gone
    assert (late in leaving.missing) is gone
