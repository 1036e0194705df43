"""Where evidence is kept: the folder of the home and an S3-compatible store give the same answers."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from exhibits import a_proof, a_round
from people import WANG
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.queries.evidence import evidence_shown
from zhenggai.ledger.stores import Store, store
from zhenggai.ledger.stores.faults import NotKept, StoreUnreachable
from zhenggai.ledger.stores.folder import FolderStore
from zhenggai.ledger.stores.s3 import S3Store

CONTENT = bytes(range(256)) * 20_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
BUCKET = "evidence"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A process of its own that speaks S3."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the S3 server did not start")


def facts(endpoint: str) -> dict[str, str]:
    return {
        "bucket": BUCKET,
        "endpoint": endpoint,
        "region": "us-east-1",
        "key": "someone",
        "secret": "something",
        "prefix": "office",
    }


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each store in turn."""
    if request.param == "folder":
        return FolderStore(tmp_path)
    return _bucket(request.getfixturevalue("server"))


def _bucket(endpoint: str) -> S3Store:
    boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    ).create_bucket(Bucket=BUCKET)
    return S3Store(**facts(endpoint))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(CONTENT)
    return path


def test_what_is_kept_comes_back_whole_and_in_part(kept: Store, source: Path) -> None:
    kept.keep(source, sha256=DIGEST)

    assert b"".join(kept.stream(DIGEST)) == CONTENT
    assert b"".join(kept.stream(DIGEST, first=1000, last=1999)) == CONTENT[1000:2000]
    assert b"".join(kept.stream(DIGEST, first=len(CONTENT) - 7)) == CONTENT[-7:]
    with kept.local(DIGEST) as path:
        assert path.read_bytes() == CONTENT


def test_the_same_content_is_kept_once_and_the_source_may_go(kept: Store, source: Path) -> None:
    kept.keep(source, sha256=DIGEST)
    kept.keep(source, sha256=DIGEST)
    source.unlink()

    assert b"".join(kept.stream(DIGEST, last=9)) == CONTENT[:10]


def test_what_was_never_kept_is_said_at_once(kept: Store) -> None:
    with pytest.raises(NotKept, match="备份"):
        kept.stream("f" * 64)
    with pytest.raises(NotKept), kept.local("f" * 64):
        pass


def test_a_store_that_does_not_answer_is_said(source: Path) -> None:
    silent = S3Store(**facts("http://127.0.0.1:9"))

    with pytest.raises(StoreUnreachable):
        silent.keep(source, sha256=DIGEST)
    with pytest.raises(StoreUnreachable):
        silent.stream(DIGEST)


@pytest.mark.django_db
def test_evidence_lives_in_the_store_that_the_settings_name(settings, server: str) -> None:
    _bucket(server)
    settings.S3 = facts(server)

    cycle = a_round()
    number = a_proof(cycle, "会议纪要,明确由水利局牵头。".encode())

    digest = Evidence.objects.get(pk=number).sha256
    assert isinstance(store(), S3Store)
    assert "水利局" in evidence_shown(cycle_id=cycle, evidence_id=number, actor=WANG).blocks[0].text
    with pytest.raises(NotKept):
        FolderStore(settings.FILES).stream(digest)


@pytest.mark.django_db
def test_nothing_is_written_down_when_the_store_is_silent(settings) -> None:
    cycle = a_round()
    settings.S3 = facts("http://127.0.0.1:9")

    with pytest.raises(StoreUnreachable):
        a_proof(cycle)

    assert not Evidence.objects.exists()
