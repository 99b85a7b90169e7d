"""What is in the environment or the current folder does not run in the program (V9)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOSTILE = """
import os, sys
with open({seen!r}, "a") as file:
    file.write(f"{{sys.flags.isolated}}\\n")
import mdt_alpr
mdt_alpr.__version__ = "opened"
"""
ISOLATED = ["-I", "-m", "mdt_alpr"]
"""As the installed command starts."""


def hostile(folder: Path, name: str = "sitecustomize") -> Path:
    """Write a module that changes the program as soon as Python starts; return what it notes."""
    seen = folder / "seen"
    (folder / f"{name}.py").write_text(HOSTILE.format(seen=str(seen)), encoding="utf-8")
    return seen


def version(*words: str, cwd: Path | None = None, **environ: str) -> str:
    ended = subprocess.run(
        [sys.executable, *words, "--version"],
        env={**os.environ, **environ}, cwd=cwd, capture_output=True, text=True, timeout=240,
        check=True,
    )  # fmt: skip
    return ended.stdout


@pytest.mark.attack("V9")
def test_a_hostile_module_on_pythonpath_changes_nothing(tmp_path: Path) -> None:
    seen = hostile(tmp_path)
    assert "opened" in version("-c", _WITHOUT, PYTHONPATH=str(tmp_path))
    seen.unlink()
    assert "opened" not in version("-m", "mdt_alpr", PYTHONPATH=str(tmp_path))
    assert seen.read_text(encoding="utf-8") == "0\n"  # before the program was, never in it


@pytest.mark.attack("V9")
@pytest.mark.parametrize("name", ["sitecustomize", "usercustomize", "argparse"])
def test_the_installed_command_never_runs_it(tmp_path: Path, name: str) -> None:
    seen = hostile(tmp_path, name)
    found = version(
        *ISOLATED, cwd=tmp_path, PYTHONPATH=str(tmp_path), PYTHONUSERBASE=str(tmp_path)
    )
    assert "opened" not in found
    assert not seen.exists()


@pytest.mark.attack("V9")
def test_a_module_in_the_current_folder_is_not_used(tmp_path: Path) -> None:
    seen = hostile(tmp_path, "argparse")
    assert "opened" not in version("-m", "mdt_alpr", cwd=tmp_path)
    assert not seen.exists()


_WITHOUT = "from mdt_alpr.cli import main; main()"
"""As the command was before."""


ASKS_TLS = """
import mdt_alpr.cli
def main():
    import os, ssl
    ssl.create_default_context()
    print(*os.environ)
mdt_alpr.cli.main = main
from mdt_alpr.__main__ import start
start()
"""


@pytest.mark.proved("V31")
@pytest.mark.parametrize(
    "name", ["OPENSSL_CONF", "OPENSSL_MODULES", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"]
)
def test_no_variable_has_tls_load_a_library_or_trust_another_authority(
    tmp_path: Path, name: str
) -> None:
    named = tmp_path / "named"
    named.write_text("openssl_conf = no_such_section\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-I", "-c", ASKS_TLS],
        env={**os.environ, name: str(named)}, capture_output=True, text=True, timeout=240,
        check=True,
    )  # fmt: skip
    assert name not in ended.stdout.split()
    assert named.read_text("utf-8").startswith("openssl_conf")


def test_arguments_and_exit_code_come_through() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "mdt_alpr", "cjis", "--no such option", "ü"],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "--no such option ü" in ended.stderr
