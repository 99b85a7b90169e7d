"""What cannot be used is named in a sentence, without a traceback and without a password."""

import sys
from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from tests.hq.commands import Terminal

pytestmark = pytest.mark.usefixtures("typed_password")
DATABASES = ["sqlite"]


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Return the one sentence with which a command of headquarters ends."""
    assert main(["hq", *map(str, arguments)]) == 1
    lines = capsys.readouterr().err.splitlines(keepends=True)
    (printed,) = [line for line in lines if not line.startswith("The database's password is seen")]
    assert printed.startswith("mdt-alpr: ")
    assert "".join(lines).count("secret") == 0
    return printed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "hq"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that is neither a folder nor a database."""
    found = tmp_path / "file"
    found.write_text("this is text, and long enough to be looked at\n" * 100, "utf-8")
    return found


def test_a_data_folder_that_cannot_be_made_is_named(
    capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    account = ("setup", "a", "--name", "A", "--trained-on", "2026-11-01")
    printed = said(capsys, "--data", file / "hq", *account)
    assert f"{file / 'hq'} cannot be used: Not a directory." in printed


def test_a_database_that_does_not_answer_is_said_to_be_silent_and_why(
    capsys: pytest.CaptureFixture[str], data: Path, tmp_path: Path
) -> None:
    url = "postgresql+psycopg://hq:secret@localhost:1/alpr"
    given = ("--data", data, "--database", url)
    for command in (("audit-verify",), ("restore", tmp_path / "b.zip")):
        printed = said(capsys, *given, *command, "--by", "admin")
        assert "The database does not answer as it should: " in printed
        assert "Connection refused" in printed


@pytest.mark.parametrize("url", ["foo://hq:secret@host/x", "secret", "mysql+foo://secret@h/x"])
def test_a_database_of_an_unknown_kind_is_refused_with_the_kinds_that_are_known(
    capsys: pytest.CaptureFixture[str], data: Path, url: str
) -> None:
    printed = said(capsys, "--data", data, "--database", url, "audit-verify", "--by", "admin")
    assert "database in hq.toml (or --database) names no database that can be used" in printed
    assert "postgresql://" in printed
    assert not data.exists()


def test_a_file_that_is_no_database_is_not_mistaken_for_one(
    capsys: pytest.CaptureFixture[str], data: Path, file: Path
) -> None:
    url = f"sqlite:///{file}"
    assert "file is not a database" in said(
        capsys, "--data", data, "--database", url, "audit-verify", "--by", "admin"
    )


def test_public_keys_that_cannot_be_written_are_said_to_be_missing(
    terminal: Terminal, tmp_path: Path
) -> None:
    place = tmp_path / "no-such-folder" / "keys"
    assert terminal.run(ADMINISTRATOR, "offload-keys", place) == 1
    assert f"{place} cannot be written: No such file or directory." in terminal.err


def test_a_driver_that_is_not_installed_is_named(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    url = "postgresql+psycopg://hq:secret@localhost:1/alpr"
    printed = said(capsys, "--data", data, "--database", url, "audit-verify", "--by", "admin")
    assert "psycopg" in printed
