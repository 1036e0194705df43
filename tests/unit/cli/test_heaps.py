"""Threads of the server share two heaps, where the system gives each thread its own."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Each thread holds memory that Python asks of the system's library, and all are there at the same time.
THREADS = """
import ctypes, sys, threading
from zhenggai.cli.heaps import share_heaps
if sys.argv[1] == "share":
    assert share_heaps()
met = threading.Barrier(9)
def hold():
    kept = bytearray(50_000)
    met.wait()
    met.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
for one in threads:
    one.start()
met.wait()
ctypes.CDLL(None).malloc_stats()
met.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has a heap for each thread")
def test_many_threads_share_two_heaps():
    assert heaps("share") <= 2 < heaps("as it is")


def heaps(how: str) -> int:
    told = subprocess.run([sys.executable, "-c", THREADS, how], capture_output=True, text=True, check=True).stderr
    return told.count("Arena ")
