"""Installers of platforms: the real dpkg on packages made here, Windows' by its words."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr.adapters.installers import kind_here, said_by
from mdt_alpr.adapters.installers.dpkg_installer import DpkgInstaller
from mdt_alpr.adapters.installers.msi_installer import MsiInstaller
from mdt_alpr.domain.equipment.program_update import PackageKind
from mdt_alpr.domain.errors import OutsideError

needs_dpkg = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dpkg-deb") is None, reason="dpkg is Debian's"
)
PROGRAM = """#!/bin/sh
case $1 in
--version) echo "mdt-alpr {version}" ;;
--self-test) echo "program: {test}"; [ "{test}" = well ] ;;
esac
"""


class DebianMachine:
    """A root of its own, in which dpkg installs what is made here."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "root"
        database = self.root / "var/lib/dpkg"
        for name in ("info", "updates", "triggers"):
            (database / name).mkdir(parents=True)
        (database / "status").touch()
        program = str(self.root / "usr/lib/mdt-alpr/mdt-alpr")
        options = (f"--root={self.root}", "--force-not-root", "--log=/dev/null")
        self.installer = DpkgInstaller(program, options)

    def package(self, version: str, test: str = "well") -> Path:
        """Return a package whose program says its version and how its self-test ends."""
        tree = self.folder / f"tree-{version}"
        program = tree / "usr/lib/mdt-alpr/mdt-alpr"
        program.parent.mkdir(parents=True)
        program.write_text(PROGRAM.format(version=version, test=test))
        program.chmod(0o755)
        (tree / "DEBIAN").mkdir()
        (tree / "DEBIAN/control").write_text(
            f"Package: mdt-alpr\nVersion: {version}\nArchitecture: all\n"
            "Maintainer: Test <test@localhost>\nDescription: made by a test\n"
        )
        made = self.folder / f"mdt-alpr_{version}_amd64.deb"
        words = ["dpkg-deb", "--root-owner-group", "--build", str(tree), str(made)]
        subprocess.run(words, check=True, capture_output=True)
        return made


@needs_dpkg
def test_dpkg_installs_a_version_tests_it_and_goes_back(tmp_path: Path) -> None:
    machine = DebianMachine(tmp_path)
    older, newer = machine.package("0.10.0"), machine.package("0.11.0", "FAILED")
    machine.installer.install(older)
    assert machine.installer.version() == "0.10.0"
    machine.installer.try_program()
    machine.installer.install(newer)
    assert machine.installer.version() == "0.11.0"
    with pytest.raises(OutsideError, match="program: FAILED"):
        machine.installer.try_program()
    machine.installer.install(older, newer)
    assert machine.installer.version() == "0.10.0"


@needs_dpkg
def test_dpkg_says_why_it_does_not_install(tmp_path: Path) -> None:
    machine = DebianMachine(tmp_path)
    broken = tmp_path / "broken.deb"
    broken.write_bytes(b"!<arch>\nnothing")
    with pytest.raises(OutsideError, match="dpkg ended with"):
        machine.installer.install(broken)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell stands in for Windows Installer")
def test_windows_installer_removes_the_newer_version_on_the_way_back(tmp_path: Path) -> None:
    said = tmp_path / "said"
    stand_in = tmp_path / "msiexec"
    stand_in.write_text(f'#!/bin/sh\necho "$@" >>{said}\nexit 194\n')  # 3010 as a shell has it
    stand_in.chmod(0o755)
    installer = MsiInstaller(installer=str(stand_in))
    with pytest.raises(OutsideError, match="ended with 194"):
        installer.install(Path("new.msi"))
    stand_in.write_text(f'#!/bin/sh\necho "$@" >>{said}\n')
    installer.install(Path("old.msi"), Path("new.msi"))
    assert said.read_text().splitlines()[1:] == [
        "/x new.msi /qn /norestart", "/i old.msi /qn /norestart",
    ]  # fmt: skip


def test_every_installer_has_its_own_kind_of_package_and_one_is_this_systems() -> None:
    assert {DpkgInstaller.kind, MsiInstaller.kind} == set(PackageKind)
    assert kind_here() in PackageKind


def test_a_program_that_is_not_there_is_said_to_be_none() -> None:
    with pytest.raises(OutsideError, match="cannot be run"):
        said_by(["/nowhere/mdt-alpr", "--version"])
