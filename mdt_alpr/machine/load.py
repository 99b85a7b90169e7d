"""What this program takes of its machine: processor time, memory, and how hot the machine is."""

import ctypes
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024 * 1024
_ZONES = Path("/sys/class/thermal")
_HOTTEST = 150.0
"""Degrees Celsius: what says more is no thermometer."""


@dataclass(frozen=True, slots=True)
class MachineLoad:
    """Processor seconds of the program since its start; its memory; None is not measured."""

    processor_s: float
    memory_mb: int | None = None
    heat_c: float | None = None


def machine_load() -> MachineLoad:
    """Return what the program takes now."""
    return MachineLoad(time.process_time(), _memory_mb(), _heat_c())


def _memory_mb() -> int | None:
    if sys.platform == "win32":
        size = ctypes.c_size_t  # PROCESS_MEMORY_COUNTERS: the fourth number is the working set
        fields = [("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32)]
        fields += [(f"size{number}", size) for number in range(8)]
        counters = type("Counters", (ctypes.Structure,), {"_fields_": fields})()
        counters.cb = ctypes.sizeof(counters)
        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        own = ctypes.c_void_p(kernel.GetCurrentProcess())
        if kernel.K32GetProcessMemoryInfo(own, ctypes.byref(counters), counters.cb):
            return int(counters.size1) // _MIB
        return None
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // _MIB
    return None


def _heat_c() -> float | None:
    """Return the hottest sensor of the machine; Windows shows it to administrators only."""
    found: list[float] = []
    for zone in _ZONES.glob("thermal_zone*/temp"):
        with suppress(OSError, ValueError):
            found.append(int(zone.read_text(encoding="ascii")) / 1000)
    return max((heat for heat in found if 0 < heat < _HOTTEST), default=None)
