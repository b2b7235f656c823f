"""How the C library hands out memory while a network is trained on a processor."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_… of <malloc.h>
_LARGEST_MMAP_THRESHOLD = 32 << 20  # what glibc accepts
_NEVER = 2**31 - 1


def keep_freed_memory() -> None:
    """Let the process keep what it frees, where the C library is glibc; elsewhere nothing happens.

    A step asks for the same dozens of megabytes as the step before. Left alone, glibc returns each large block to
    the system at once and gets it back page by page, zeroed, which costs up to a seventh of the time.
    """
    with suppress(AttributeError, OSError, TypeError):
        adjust = ctypes.CDLL(None).mallopt
        adjust(_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
        adjust(_TRIM_THRESHOLD, _NEVER)
