"""What the kernel says of its clock: whether something keeps it right, and how far off it is (Linux, adjtimex(2))."""

import ctypes
from typing import Any

_TIME_ERROR = 5
_STA_UNSYNC, _STA_NANO = 0x0040, 0x2000


class _Timex(ctypes.Structure):
    """`struct timex` of <sys/timex.h>; the kernel fills it."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("constant", "precision", "tolerance", "seconds", "fraction", "tick")),
        *((name, ctypes.c_long) for name in ("ppsfreq", "jitter")),
        ("shift", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("stabil", "jitcnt", "calcnt", "errcnt", "stbcnt")),
        ("tai", ctypes.c_int),
        ("reserved", ctypes.c_int * 11),
    )


def kernel_clock() -> dict[str, Any]:
    """`synchronised` (None: not known) and `offset_seconds` (None: not known, or nothing keeps the clock right)."""
    answer = _Timex()
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(answer))  # no mode is set: it only asks
    except (AttributeError, OSError, TypeError):  # another system
        state = -1
    return clock_facts(state, answer.status, answer.offset)


def clock_facts(state: int, status: int, offset: int) -> dict[str, Any]:
    """What an answer of adjtimex means: its return value, and the fields `status` and `offset`."""
    if state < 0:
        return {"synchronised": None, "offset_seconds": None, "source": "kernel"}
    synchronised = state != _TIME_ERROR and not status & _STA_UNSYNC
    seconds = offset / (1e9 if status & _STA_NANO else 1e6)
    return {"synchronised": synchronised, "offset_seconds": seconds if synchronised else None, "source": "kernel"}
