"""Settings come from a file and the command line, and a wrong one is named."""

from pathlib import Path

import pytest

from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.domain.errors import OutsideError


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "car.toml") == CarSettings()


def test_the_command_line_counts_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text('unit = "Unit 7"\nsource = "1"\narea_states = ["NC", "SC"]\n')
    settings = load_settings(file, source="rtsp://camera", hq_url=None)
    assert settings.unit == "Unit 7"
    assert settings.source == "rtsp://camera"
    assert settings.area_states == ("NC", "SC")


def test_the_screens_own_settings_are_measures_and_truths(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text('panel_diagonal = 14\nfullscreen = false\nposition = "gpsd://localhost"\n')
    settings = load_settings(file)
    assert settings.panel_diagonal == 14
    assert not settings.fullscreen
    assert settings.position == "gpsd://localhost"
    assert load_settings(file, fullscreen=True, position="COM4").position == "COM4"


@pytest.mark.parametrize(
    "line",
    [
        'colour = "red"',
        "unit = 7",
        "unit = [",
        "threads = true",
        "fullscreen = 1",
        'panel_diagonal = "14"',
        "panel_diagonal = -1.0",
        "panel_diagonal = nan",
        "position = 4",
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "car.toml"
    file.write_text(line)
    with pytest.raises(OutsideError, match=r"car\.toml"):
        load_settings(file)
