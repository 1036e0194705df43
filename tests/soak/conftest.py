"""The seed of a soak, which the last lines of a run tell; `SOAK_SEED` plays the same moments again."""

from __future__ import annotations

import os
import secrets

import pytest

SEED = int(os.environ.get("SOAK_SEED") or secrets.randbelow(2**32))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"SOAK_SEED={SEED}")


@pytest.fixture(scope="session")
def seed() -> int:
    """What chance begins with."""
    return SEED
