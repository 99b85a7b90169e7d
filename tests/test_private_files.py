"""Only this user may read what is private, on Linux and on Windows."""

import os
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mdt_alpr.files import private_files
from tests.rights import is_private

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """Give a folder into which every user may look, as at the top of a Windows disk."""
    folder = tmp_path / "open"
    folder.mkdir()
    if sys.platform == "win32":
        import subprocess

        subprocess.run(["icacls", folder, "/grant", "*S-1-1-0:(OI)(CI)F"], check=True)
    else:
        folder.chmod(0o777)
    return folder


def test_a_new_file_is_the_users_alone_before_anything_is_in_it(open_folder: Path) -> None:
    key = open_folder / "key"

    with private_files.create(key) as file:
        assert is_private(key)
        file.write(b"\n\r\n")

    assert key.read_bytes() == b"\n\r\n"
    with pytest.raises(FileExistsError):
        private_files.create(key)


def test_a_file_gets_its_name_once_the_disk_keeps_what_is_in_it(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, fsync, kept = open_folder / "key", os.fsync, list[tuple[int, bool]]()

    def noted(opened: int) -> None:
        fsync(opened)
        kept.append((os.fstat(opened).st_size, key.exists()))

    monkeypatch.setattr(os, "fsync", noted)
    private_files.write_whole(key, b"secret")

    assert kept[0] == (len(b"secret"), False)
    assert len(kept) == 1 + (os.name == "posix")  # then the name
    assert key.read_bytes() == b"secret"
    assert is_private(key)
    assert [path.name for path in open_folder.iterdir()] == ["key"]


def test_a_rewritten_file_is_emptied_and_the_users_alone(open_folder: Path) -> None:
    paper = open_folder / "paper.pdf"

    for content in (b"a longer one", b"short"):
        with private_files.rewrite(paper) as file:
            file.write(content)

    assert paper.read_bytes() == b"short"
    assert is_private(paper)


def test_a_folder_and_what_is_made_in_it_are_the_users_alone(open_folder: Path) -> None:
    folder = open_folder / "agency" / "keys"

    private_files.make_folder(folder)
    private_files.make_folder(folder)

    assert is_private(folder)
    if sys.platform == "win32":  # what is made in it inherits that, but not under Wine
        from mdt_alpr.files.windows_rights import rights_on

        assert rights_on(folder).count("(A;OICI;FA;;;") == 2


def test_no_folder_is_made_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(FileExistsError):
        private_files.make_folder(tmp_path / "taken")


def test_what_cannot_be_closed_to_others_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError("This disk keeps no rights.")

    old = tmp_path / "old"
    old.write_bytes(b"reads")
    monkeypatch.setattr(private_files, "_leave_to_user", refuse)
    for make, name in (
        (private_files.make_folder, "folder"),
        (private_files.touch, "touched"),
        (private_files.create, "created"),
        (private_files.rewrite, "rewritten"),
        (private_files.rewrite, "old"),
    ):
        with pytest.raises(OSError, match="no rights"):
            make(tmp_path / name)
    assert list(tmp_path.iterdir()) == [old]


def test_touching_leaves_what_is_there(open_folder: Path) -> None:
    place = open_folder / "store"

    private_files.touch(place)
    assert is_private(place)
    place.write_bytes(b"reads")
    private_files.touch(place)

    assert place.read_bytes() == b"reads"


def test_what_an_earlier_version_left_open_is_closed(open_folder: Path) -> None:
    store = open_folder / "store.db"
    store.write_bytes(b"reads")
    if sys.platform != "win32":
        store.chmod(0o644)

    private_files.close_file(store)
    private_files.close_folder(open_folder)

    assert is_private(store)
    assert is_private(open_folder)


@POSIX_ONLY
def test_others_pass_to_a_folder_inside_where_they_may(open_folder: Path) -> None:
    private_files.close_folder(open_folder, passage=True)

    assert stat.S_IMODE(open_folder.stat().st_mode) == 0o711


def test_a_file_that_another_program_holds_for_a_moment_is_replaced_and_removed(
    tmp_path: Path,
) -> None:
    place, half = tmp_path / "head", tmp_path / "head.new"
    place.write_bytes(b"old")
    half.write_bytes(b"new")
    with held_for_a_moment(place):
        private_files.replace(half, place)
    assert place.read_bytes() == b"new"
    with held_for_a_moment(place):
        private_files.remove(place)
    assert not place.exists()


@contextmanager
def held_for_a_moment(path: Path) -> Iterator[None]:
    """Let another reader, as a virus scanner is, have a file open for a tenth of a second."""
    scanning = path.open("rb")
    ends = threading.Timer(0.1, scanning.close)
    ends.start()
    yield
    ends.join()


def test_a_file_that_stays_out_of_reach_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        private_files.replace(tmp_path / "nothing", tmp_path / "place")
