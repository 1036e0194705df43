"""Memory that is given back: few heaps, whatever the number of threads.

glibc gives each thread that asks for memory a heap of its own, and what was large once in one of them stays there. A
server's threads take turns anyway, so that two heaps are as quick and a worker stays smaller (`mallopt(3)`).
"""

from __future__ import annotations

import ctypes

# From glibc's malloc.h.
_ARENA_MAX = -8
_HEAPS = 2


def share_heaps() -> bool:
    """Let all threads of this process share two heaps; whether the system has such heaps."""
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _HEAPS))
    except (AttributeError, OSError, TypeError):
        # Another library of C, or another system.
        return False
