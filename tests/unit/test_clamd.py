"""The virus scanner, spoken to over a real socket by its own protocol."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from scanner import VIRUS, running_scanner
from zhenggai.jobs.clamd import ScannerUnreachable, find_virus


def test_a_clean_file_is_clean_and_arrives_whole() -> None:
    content = b"x" * 700_000

    with running_scanner() as scanner:
        assert find_virus(io.BytesIO(content), address=scanner.address) is None

    assert scanner.seen == [content]


def test_a_virus_is_named() -> None:
    with running_scanner() as scanner:
        assert find_virus(io.BytesIO(b"a" * 300_000 + VIRUS), address=scanner.address) == "Eicar-Test-Signature"


def test_a_scanner_behind_a_file_is_found(tmp_path: Path) -> None:
    with running_scanner(tmp_path / "clamd.sock") as scanner:
        assert find_virus(io.BytesIO(b"minutes"), address=scanner.address) is None


@pytest.mark.parametrize("address", ["127.0.0.1:9", "unix:/nowhere/clamd.sock"])
def test_nobody_there_is_unreachable(address: str) -> None:
    with pytest.raises(ScannerUnreachable):
        find_virus(io.BytesIO(b"minutes"), address=address, patience=2)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense\0"])
def test_a_scanner_that_could_not_look_is_no_word_for_clean(answer: bytes) -> None:
    with running_scanner(answer=answer) as scanner, pytest.raises(ScannerUnreachable):
        find_virus(io.BytesIO(b"minutes"), address=scanner.address, patience=5)


def test_lengths_are_sent_before_pieces() -> None:
    with running_scanner() as scanner:
        find_virus(io.BytesIO(b"abc"), address=scanner.address)

    assert scanner.raw == [b"zINSTREAM\0" + struct.pack(">I", 3) + b"abc" + struct.pack(">I", 0)]
