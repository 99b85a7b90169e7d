"""Debian's packages."""

from pathlib import Path

from mdt_alpr.adapters.installers import said_by
from mdt_alpr.domain.equipment.program_update import PackageKind

_PROGRAM = "/usr/lib/mdt-alpr/mdt-alpr"


class DpkgInstaller:
    """``program`` is what the package installs, ``options`` are further ones of dpkg."""

    kind = PackageKind.DEBIAN

    def __init__(self, program: str = _PROGRAM, options: tuple[str, ...] = ()) -> None:
        self._program, self._options = program, options

    def version(self) -> str:
        return said_by([self._program, "--version"]).split()[-1]

    def install(self, package: Path, over: Path | None = None) -> None:  # noqa: ARG002 - dpkg knows
        kept = "--force-confold"
        said_by(["dpkg", *self._options, kept, "--install", str(package)])

    def try_program(self) -> None:
        said_by([self._program, "--self-test"])
