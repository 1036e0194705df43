"""Which typefaces this machine has, as far as it says."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

_PATIENCE = 10.0


@lru_cache(maxsize=1)
def installed_families() -> frozenset[str] | None:
    """The names of the typefaces of this machine, asked once; None where it cannot be known."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603  (found on PATH, fixed arguments)
            [program, "--format", "%{family}\n"], capture_output=True, text=True, timeout=_PATIENCE, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return frozenset(name.strip() for line in told.splitlines() for name in line.split(",") if name.strip())
