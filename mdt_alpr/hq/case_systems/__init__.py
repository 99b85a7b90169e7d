"""Alternatives of the case system, and the choice among them by the settings."""

from pathlib import Path

from mdt_alpr.hq.base.case_system import CaseSystem, NoCaseSystem
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.case_systems.case_file import CaseFile
from mdt_alpr.hq.case_systems.http import HttpCaseSystem
from mdt_alpr.machine.clock import Clock


def make_case_system(settings: HqSettings, clock: Clock) -> CaseSystem:
    """Return the case system of the settings: an address, a file, or none.

    Raises:
        OutsideError: an address that cannot be used.
    """
    where = settings.case_system
    if not where:
        return NoCaseSystem()
    if "://" in where:
        return HttpCaseSystem(where, settings.case_token)
    return CaseFile(Path(where), clock)
