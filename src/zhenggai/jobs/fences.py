"""Limits that a process sets upon itself; where the system has none, a watchman looks at its size."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

_LOOK_EVERY = 0.05


def fence(*, memory: int, cpu: int, overrun: Callable[[], None]) -> None:
    """Bound this process for the rest of its life: bytes of memory, seconds of processor time.

    `overrun` is called before the process ends where the watchman, not the system, finds it too large.
    """
    if sys.platform == "win32":
        watch(lambda: _windows_memory(), memory=memory, overrun=overrun)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    if sys.platform == "darwin":
        # macOS accepts the limit and ignores it.
        watch(lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, memory=memory, overrun=overrun)
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def watch(size: Callable[[], int], *, memory: int, overrun: Callable[[], None]) -> None:
    """Start a watchman who ends the process once `size()` exceeds `memory` bytes."""

    def look() -> None:
        while size() <= memory:
            time.sleep(_LOOK_EVERY)
        overrun()
        os._exit(0)

    threading.Thread(target=look, daemon=True).start()


if sys.platform == "win32":

    def _windows_memory() -> int:
        """Bytes of memory this process has asked for."""
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [
                ("cb", wintypes.DWORD),
                ("PageFaultCount", wintypes.DWORD),
                *((f"size_{index}", ctypes.c_size_t) for index in range(7)),
                ("PeakPagefileUsage", ctypes.c_size_t),
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
        kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
        return int(counters.PeakPagefileUsage)
