"""What others on this machine see of it: no memory dump, no secret in its environment.

And that what is free is given back.
"""

import ctypes
import os
import sys
from contextlib import suppress

_MMAP_THRESHOLD, _LARGE = -3, 1024 * 1024
_MOST_HEAPS = -8
_PR_SET_DUMPABLE = 4
_NO_CRITICAL_BOX, _NO_FAULT_REPORT = 0x0001, 0x0002


def leave_no_dumps() -> None:
    """Let the system write no memory of this process to the disk when it fails (RET-08, SI-16).

    On Linux the process is not dumpable either: a dump that the system pipes to a program of its
    own heeds no limit, and other processes of the same user cannot read the memory. On Windows the
    process is left out of error reporting, which writes dumps; only a machine that is set to write
    dumps of its own still does.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_CRITICAL_BOX | _NO_FAULT_REPORT)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def give_back_large_blocks() -> None:
    """Have a block of 1 MiB or more, such as a frame, given back once it is free.

    By itself the GNU C library keeps blocks up to the largest that was ever freed, each thread its
    own: 140 MB in the demo. Other libraries stay as they are.
    """
    _tell_allocator(_MMAP_THRESHOLD, _LARGE)


def share_one_heap() -> None:
    """Have all threads share one heap; call it before the first thread begins.

    By itself the GNU C library gives a thread a heap of its own, up to eight for each processor,
    and keeps there what the thread freed: after 8 hours' reads a quarter of what headquarters
    had at first, and more with more processors.
    """
    _tell_allocator(_MOST_HEAPS, 1)


def give_back_free_pages() -> None:
    """Give back what is free between blocks in use.

    By itself the GNU C library gives back no more than the end of a heap, which one small block
    keeps: what a minute needed stayed for good.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def _tell_allocator(what: int, value: int) -> None:
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(what, value)


def take_secret(name: str) -> str:
    """Return a variable of the environment and take it out of there; "" where it is not set.

    Programs that this process starts do not inherit it, and on Linux the text that the process
    was started with (``/proc/PID/environ``) is overwritten.
    """
    secret = os.environ.get(name, "")
    if secret and sys.platform == "linux":
        place = ctypes.CDLL(None).getenv
        place.restype = ctypes.c_void_p
        if (at := place(os.fsencode(name))) is not None:
            ctypes.memset(at, ord("*"), len(os.fsencode(secret)))
    os.environ.pop(name, None)
    return secret
