"""Where resources and data lie."""

import stat
import sys
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import paths
from tests.rights import is_private


def test_resources_of_a_checkout_are_found() -> None:
    assert paths.resource("sounds").is_dir()


def test_resources_of_a_frozen_program_lie_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = tmp_path / "resources" / "sounds" / "high.wav"
    bundled.parent.mkdir(parents=True)
    bundled.touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert paths.resource("sounds/high.wav") == bundled


def test_a_missing_resource_is_said_in_words() -> None:
    with pytest.raises(OutsideError, match="Install MDT ALPR again"):
        paths.resource("fonts/nothing.ttf")


def test_the_data_folder_is_the_users_alone(tmp_path: Path) -> None:
    folder = paths.data_folder({"MDT_ALPR_DATA": str(tmp_path / "agency" / "car")})

    assert folder == tmp_path / "agency" / "car"
    assert is_private(folder)


def test_the_data_folder_follows_the_desktops_rule(tmp_path: Path) -> None:
    assert paths.data_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "mdt-alpr"


def test_a_relative_rule_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    folder = paths.data_folder({"XDG_DATA_HOME": "somewhere"})

    assert folder == tmp_path / ".local" / "share" / "mdt-alpr"


def test_the_data_folder_follows_windows_rule(tmp_path: Path) -> None:
    assert paths.data_folder({"LOCALAPPDATA": str(tmp_path)}) == tmp_path / "MDT ALPR"


def test_an_existing_folder_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    paths.data_folder({"MDT_ALPR_DATA": str(tmp_path)})

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    with pytest.raises(OutsideError, match="MDT_ALPR_DATA"):
        paths.data_folder({"MDT_ALPR_DATA": str(blocked / "car")})


def test_a_user_without_settings_has_those_of_the_machine_and_keeps_what_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "OF_MACHINE", tmp_path / "machine")
    (tmp_path / "machine").mkdir()
    (tmp_path / "machine" / "car.toml").write_text('unit = "Unit 12"\n', encoding="utf-8")
    place = {"MDT_ALPR_DATA": str(tmp_path / "user")}

    copied = paths.data_folder(place) / "car.toml"
    assert copied.read_text("utf-8") == 'unit = "Unit 12"\n'
    assert is_private(copied)

    copied.write_text('unit = "Unit 13"\n', encoding="utf-8")
    paths.data_folder(place)
    assert copied.read_text("utf-8") == 'unit = "Unit 13"\n'
