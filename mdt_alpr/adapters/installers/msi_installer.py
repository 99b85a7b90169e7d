"""Windows Installer; the program that calls it must lie elsewhere than the one it replaces."""

from pathlib import Path

from mdt_alpr.adapters.installers import said_by
from mdt_alpr.domain.equipment.program_update import PackageKind

_PROGRAM = r"C:\Program Files\MDT ALPR\mdt-alpr.exe"
_DONE = (0, 3010)
"""3010: done, and Windows wants to be started again at some time."""
_QUIETLY = ("/qn", "/norestart")


class MsiInstaller:
    """``program`` is what the package installs, ``installer`` that of Windows."""

    kind = PackageKind.WINDOWS

    def __init__(self, program: str = _PROGRAM, installer: str = "msiexec") -> None:
        self._program, self._installer = program, installer

    def version(self) -> str:
        return said_by([self._program, "--version"]).split()[-1]

    def install(self, package: Path, over: Path | None = None) -> None:
        if over is not None:
            said_by([self._installer, "/x", str(over), *_QUIETLY], _DONE)
        said_by([self._installer, "/i", str(package), *_QUIETLY], _DONE)

    def try_program(self) -> None:
        said_by([self._program, "--self-test"])
