"""The `zhenggai` command: each subcommand parses, makes one call, prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and leave with 0 (done), 1 (found something) or 2 (could not)."""
    from zhenggai.cli.program import run

    sys.exit(run(sys.argv[1:]))
