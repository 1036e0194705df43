"""Whoever audits the checker reads one room and the standard library: it imports nothing else of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import zhenggai.chain

# What is loaded by a module of the room, beside what Python itself starts with.
CHECK = """
import json, sys
started = set(sys.modules)
import {module}
found = set(sys.modules) - started
print(json.dumps(sorted(found)))
"""
ROOM = Path(zhenggai.chain.__file__).parent
# A binder's catalogue has its nouns in another pure room; nothing of the journal is among them.
WITH_NOUNS = "binders"
STEMS = sorted(path.stem for path in ROOM.glob("*.py") if path.stem != "__init__")
# cryptography brings its own compiled parts along.
OTHERS = {"cryptography", "cffi", "_cffi_backend", "_openssl"}
MOST_LINES = 1000


def loaded_by(module: str) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    script = CHECK.format(module=module)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("stem", STEMS)
def test_the_room_imports_nothing_but_itself_the_standard_library_and_cryptography(stem):
    own = ("zhenggai.chain", "zhenggai.domain") if stem == WITH_NOUNS else ("zhenggai.chain",)
    loaded = loaded_by(f"zhenggai.chain.{stem}")

    ours = {name for name in loaded if name.startswith("zhenggai.") and not name.startswith(own)}
    theirs = {name.split(".")[0] for name in loaded} - sys.stdlib_module_names - {"zhenggai"}
    assert ours == set()
    assert theirs <= OTHERS


def test_what_checks_a_proof_is_read_in_an_afternoon():
    names = [name.split(".")[2] for name in loaded_by("zhenggai.chain.proofs") if name.startswith("zhenggai.chain.")]

    assert sum(len((ROOM / f"{name}.py").read_text(encoding="utf-8").splitlines()) for name in names) < MOST_LINES
