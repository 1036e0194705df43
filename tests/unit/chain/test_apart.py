"""Whoever audits the checker reads one room and the standard library: it imports nothing else of ours."""

from __future__ import annotations

import os
import subprocess
import sys

CHECK = """
import sys
import zhenggai.chain.proofs
ours = {name for name in sys.modules if name.startswith("zhenggai.") and not name.startswith("zhenggai.chain")}
assert not ours, ours
assert "django" not in sys.modules
"""


def test_the_checker_of_proofs_imports_nothing_of_ours_beside_itself():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 0, done.stderr
