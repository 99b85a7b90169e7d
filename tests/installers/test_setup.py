"""The set-up scripts: what they say and where they stop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sh and apt are Linux's")

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname", "env", "python3")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """Return a folder with the few programs of a system that lacks every library."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for tool in TOOLS:
        found = next(
            Path(p) / tool for p in os.environ["PATH"].split(":") if (Path(p) / tool).exists()
        )
        (folder / tool).symlink_to(found)
    write(folder / "ldconfig", "echo nothing")
    write(folder / "id", "echo 1000")
    return folder


def write(path: Path, *lines: str) -> None:
    """Write a program; never through a link into the system."""
    assert not path.is_symlink()
    path.write_text("\n".join(("#!/bin/sh", *lines)) + "\n", encoding="utf-8")
    path.chmod(0o755)


def run(script: str, path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(ROOT / "installers" / script), *words],
        env={"PATH": str(path), "HOME": str(path)},
        cwd=path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_without_rights_the_exact_line_is_printed(bare_path: Path) -> None:
    write(bare_path / "apt-get", "exit 9")

    result = run("run.sh", bare_path)

    assert result.returncode == 1
    line = result.stderr.splitlines()[-1]
    assert line.startswith("mdt-alpr: sudo apt-get update && sudo apt-get install --yes ")
    assert {"libegl1", "libxcb-cursor0", "libespeak-ng1", "alsa-utils"} <= set(line.split())


def test_on_a_system_without_apt_the_missing_parts_are_named(bare_path: Path) -> None:
    result = run("run.sh", bare_path)

    assert result.returncode == 1
    assert "libegl1" in result.stderr
    assert "package manager" in result.stderr


def test_apt_is_asked_where_it_may_and_its_failure_is_said(bare_path: Path) -> None:
    asked = bare_path / "asked"
    write(bare_path / "apt-get", f'echo "$@" >>"{asked}"', '[ "$1" = update ]')
    write(bare_path / "id", "echo 0")

    result = run("test.sh", bare_path)

    assert result.returncode == 1
    assert "apt-get could not install" in result.stderr
    update, install = asked.read_text(encoding="utf-8").splitlines()
    assert update == "update -q"
    assert install.startswith("install --yes -q --no-install-recommends ")
    assert " xvfb git strace" in install


@pytest.mark.attack("SR-3")
def test_every_package_but_pytorch_is_pinned_with_its_hashes() -> None:
    locks = {path.stem for path in (ROOT / "installers" / "locks").glob("*.txt")}
    for lock in locks - {"torch"}:
        text = (ROOT / "installers" / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line and line[0] not in " #"]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins)


@pytest.mark.attack("V9")
def test_the_command_that_set_up_makes_starts_an_isolated_interpreter(tmp_path: Path) -> None:
    setup = (ROOT / "installers" / "setup.sh").read_text(encoding="utf-8")
    (line,) = [line for line in setup.splitlines() if line.strip().startswith("printf '#!/bin/sh")]
    folder = tmp_path / "of an agency" / "bin"
    folder.mkdir(parents=True)
    for name in ("python", "mdt-alpr"):
        write(folder / name, 'printf "%s|" "$@"')
    subprocess.run(["sh", "-c", f'venv="{folder.parent}"; {line}'], check=True)
    said = subprocess.run(
        [str(folder / "mdt-alpr"), "car", "--unit", "Unit 12"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "-I|-m|mdt_alpr|car|--unit|Unit 12|"
