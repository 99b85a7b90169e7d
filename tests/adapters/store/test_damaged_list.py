"""A list of which a part is damaged on the disk: the rest is matched, the whole comes anew."""

import sys
from pathlib import Path

import pytest

from mdt_alpr.adapters.store import list_folder
from mdt_alpr.adapters.store.list_files import write_base
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.domain.errors import ListRefusedError, StoreLockedError
from tests.adapters.store.test_list_folder import a_package, found, listed, opened

TEXTS = [f"AB{n}" for n in range(500)]
IN_BLOCK = 64


def a_damaged(folder: Path, pattern: str, place: int) -> ListFolder:
    """Return a folder that was opened after one byte of a file was turned."""
    opened(folder).accept(a_package(0, 1, [listed(text) for text in TEXTS]))
    path = next((folder / "list").glob(pattern))
    content = bytearray(path.read_bytes())
    content[place] ^= 0x81
    path.write_bytes(content)
    return opened(folder)


def looked_through(folder: ListFolder) -> ListFolder:
    while folder.check(0.0):
        pass
    return folder


def matched(folder: ListFolder) -> list[str]:
    return [text for text in TEXTS if found(folder, text) == [f"{text}/NC"]]


def test_plates_of_a_damaged_block_raise_no_error_and_all_others_are_matched(
    tmp_path: Path,
) -> None:
    folder = a_damaged(tmp_path, "*.details", 10)
    assert matched(folder) == TEXTS[IN_BLOCK:]


def test_damage_that_a_plate_meets_is_known_and_the_list_counts_as_none_for_headquarters(
    tmp_path: Path,
) -> None:
    folder = a_damaged(tmp_path, "*.details", 10)
    assert (folder.is_damaged, folder.version) == (False, 1)
    assert found(folder, TEXTS[0]) == []
    assert (folder.is_damaged, folder.version) == (True, 0)


def test_a_whole_list_of_the_same_version_heals_a_damaged_one(tmp_path: Path) -> None:
    folder = looked_through(a_damaged(tmp_path, "*.details", 10))
    assert folder.version == 0
    folder.accept(a_package(0, 1, [listed(text) for text in TEXTS]))
    assert (folder.is_damaged, folder.version) == (False, 1)
    assert matched(folder) == TEXTS
    assert matched(looked_through(opened(tmp_path))) == TEXTS


def test_a_damaged_list_is_still_not_replaced_by_an_older_one(tmp_path: Path) -> None:
    folder = looked_through(a_damaged(tmp_path, "*.details", 10))
    with pytest.raises(ListRefusedError, match="older"):
        folder.accept(a_package(0, 0))


@pytest.mark.parametrize("pattern", ["*.list", "*.details"])
@pytest.mark.parametrize("place", [-1, -700, -2500, 100, 1000])
def test_a_byte_turned_anywhere_is_found_by_looking_through(
    tmp_path: Path, pattern: str, place: int
) -> None:
    folder = a_damaged(tmp_path, pattern, place)
    assert looked_through(folder).is_damaged


def test_a_list_without_damage_is_looked_through_once_and_stays(tmp_path: Path) -> None:
    opened(tmp_path).accept(a_package(0, 1, [listed(text) for text in TEXTS]))
    folder = opened(tmp_path)
    assert folder.check(0.0)
    looked_through(folder)
    assert not folder.check(0.0)
    assert (folder.is_damaged, folder.version) == (False, 1)


def test_without_a_list_there_is_nothing_to_look_through(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    assert not folder.check(1.0)
    assert not folder.is_damaged


@pytest.mark.parametrize("place", range(64, 6400, 331))
def test_no_damage_of_the_index_makes_a_lookup_fail_or_shows_another_plate(
    tmp_path: Path, place: int
) -> None:
    folder = a_damaged(tmp_path, "*.list", place)
    for text in TEXTS:
        assert found(folder, text) in ([], [f"{text}/NC"])


@pytest.mark.parametrize("place", [0, 8, 14, 16, 17, 20, 23, 24, 31])
def test_a_list_whose_index_cannot_be_opened_counts_as_none(tmp_path: Path, place: int) -> None:
    folder = a_damaged(tmp_path, "*.list", place)
    assert (folder.version, folder.index, folder.is_damaged) == (0, None, False)


@pytest.mark.parametrize("pattern", ["list", "list/head", "list/*.list", "list/*.details"])
def test_a_list_that_the_disk_refuses_to_read_is_left_as_it_is(
    tmp_path: Path, pattern: str
) -> None:
    opened(tmp_path).accept(a_package(0, 1, [listed("AB1")]))
    (path,), aside = tmp_path.glob(pattern), tmp_path / "aside"
    path.rename(aside)
    path.touch() if pattern == "list" else path.mkdir()
    folder = opened(tmp_path)
    assert (folder.is_damaged, folder.version, folder.index) == (True, 0, None)
    assert "cannot be read: " in folder.fault
    folder.erase_superseded()
    folder.close()
    path.unlink() if pattern == "list" else path.rmdir()
    aside.rename(path)
    whole = opened(tmp_path)
    assert (whole.is_damaged, whole.fault, found(whole, "AB1")) == (False, "", ["AB1/NC"])


def test_a_new_list_comes_once_the_folder_may_be_used_and_says_before_why_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "list").touch()
    folder = opened(tmp_path)
    with pytest.raises(StoreLockedError, match="check the rights of "):
        folder.accept(a_package(0, 1, [listed("AB1")]))
    (tmp_path / "list").unlink()
    folder.accept(a_package(0, 1, [listed("AB1")]))
    assert (folder.is_damaged, folder.version, folder.fault) == (False, 1, "")


def test_a_list_that_may_be_read_again_is_not_replaced_by_an_older_one(tmp_path: Path) -> None:
    opened(tmp_path).accept(a_package(0, 1))
    (tmp_path / "list").rename(tmp_path / "aside")
    (tmp_path / "list").touch()
    folder = opened(tmp_path)
    (tmp_path / "list").unlink()
    (tmp_path / "aside").rename(tmp_path / "list")
    with pytest.raises(ListRefusedError, match="older"):
        folder.accept(a_package(0, 0))


def test_a_base_is_never_written_anew_from_a_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_folder, "OVERLAY_AT_MOST", 0)
    folder = a_damaged(tmp_path, "*.details", 10)
    with pytest.raises(StoreLockedError, match="downloaded again"):
        folder.accept(a_package(1, 2, [listed("NEW1")]))
    assert (folder.is_damaged, folder.version) == (True, 0)
    assert matched(folder) == TEXTS[IN_BLOCK:]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is in use")
def test_a_file_that_goes_while_it_is_looked_through_is_damage(tmp_path: Path) -> None:
    opened(tmp_path).accept(a_package(0, 1, [listed("AB1")]))
    folder = opened(tmp_path)
    next((tmp_path / "list").glob("*.details")).unlink()
    assert looked_through(folder).is_damaged


def test_a_list_that_was_kept_before_there_were_digests_is_still_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write_base
    monkeypatch.setattr(list_folder, "write_base", lambda *given: (written(*given)[0], ""))
    opened(tmp_path).accept(a_package(0, 1, [listed("AB1")]))
    folder = looked_through(opened(tmp_path))
    assert (folder.is_damaged, found(folder, "AB1")) == (False, ["AB1/NC"])
