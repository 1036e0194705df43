"""Content in an S3-compatible store, through boto3 (the extra `s3`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from zhenggai.ledger.files import PIECE
from zhenggai.ledger.stores.faults import StoreUnreachable, not_kept

_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
# Many compatible stores do not know the checksums that boto3 adds by itself; addresses with the bucket as a host name
# need entries of a name server that an intranet rarely has.
_CONFIG = Config(
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=10,
    read_timeout=60,
    retries={"max_attempts": 3, "mode": "standard"},
    s3={"addressing_style": "path"},
)


class S3Store:
    """A bucket; the name of an object is the hash of its content, spread over folders."""

    def __init__(self, *, bucket: str, endpoint: str, region: str, key: str, secret: str, prefix: str) -> None:
        self._bucket, self._prefix = bucket, f"{prefix}/" if prefix else ""
        self._client = _client(endpoint, region, key, secret)

    def keep(self, path: Path, *, sha256: str) -> None:
        """Send a file into the bucket, unless the same content is there with the same length.

        :raises StoreUnreachable: where the store does not take it.
        """
        try:
            if self._size(sha256) != path.stat().st_size:
                self._client.upload_file(str(path), self._bucket, self._name(sha256))
        except (BotoCoreError, ClientError, boto3.exceptions.Boto3Error) as fault:
            raise _unreachable() from fault

    def holds(self, sha256: str) -> bool:
        """Whether content is kept under that hash.

        :raises StoreUnreachable: where the store does not answer.
        """
        try:
            return self._size(sha256) is not None
        except (BotoCoreError, ClientError) as fault:
            raise _unreachable() from fault

    def stream(self, sha256: str, *, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The content from byte `first` to byte `last`, both included.

        :raises NotKept: at once, where nothing is kept under that hash.
        :raises StoreUnreachable: where the store does not answer.
        """
        wanted = f"bytes={first}-{'' if last is None else last}"
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._name(sha256), Range=wanted)
        except ClientError as fault:
            raise not_kept(sha256) if _is_missing(fault) else _unreachable() from fault
        except BotoCoreError as fault:
            raise _unreachable() from fault
        pieces: Iterator[bytes] = found["Body"].iter_chunks(PIECE)
        return pieces

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """A copy of the content on this machine's disk.

        :raises NotKept: where nothing is kept under that hash.
        :raises StoreUnreachable: where the store does not answer.
        """
        with tempfile.TemporaryDirectory(prefix="zhenggai-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / sha256
            with path.open("wb") as file:
                file.writelines(self.stream(sha256))
            yield path

    def _size(self, sha256: str) -> int | None:
        try:
            found = self._client.head_object(Bucket=self._bucket, Key=self._name(sha256))
        except ClientError as fault:
            if _is_missing(fault):
                return None
            raise
        return int(found["ContentLength"])

    def _name(self, sha256: str) -> str:
        return f"{self._prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"


@cache
def _client(endpoint: str, region: str, key: str, secret: str) -> Any:
    """One client for each store; making one takes a while, and it may be shared by threads."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=_CONFIG,
    )


def _is_missing(fault: ClientError) -> bool:
    return fault.response.get("Error", {}).get("Code") in _MISSING


def _unreachable() -> StoreUnreachable:
    return StoreUnreachable("存放佐证的存储暂时连不上，请稍后再试；已上传的部分还在。")
