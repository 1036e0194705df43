"""Run in a home: at each line that comes in, serve in a process of its own, tell its number, and wait for its end.

What a server loads is loaded once, so that hundreds of them can be started and killed. It seals every half a second.
"""

from __future__ import annotations

import os
import sys

from zhenggai.cli.house import opened_house

SEAL_MINUTES = 0.5 / 60


def main() -> None:
    """Serve as often as asked, on the port that was given."""
    with opened_house():
        from django.conf import settings
        from django.db import connections
        from django.urls import get_resolver

        from zhenggai.cli.serving import listen, serve_on

        settings.SEAL_MINUTES = SEAL_MINUTES
        assert get_resolver().url_patterns
        connections.close_all()
        for _ in sys.stdin:
            child = os.fork()
            if child == 0:
                with listen(host="127.0.0.1", port=int(sys.argv[1])) as listening:
                    serve_on(listening, ready=lambda: None)
                os._exit(0)
            print(child, flush=True)  # noqa: T201  it is asked
            os.waitpid(child, 0)
            print("over", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
