"""Settings come from a file and the command line, and a wrong one is named."""

from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.car.settings import (
    CameraSetting,
    CarSettings,
    cameras_of,
    demand_names,
    load_settings,
)
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


def test_a_cameras_number_may_stand_without_quotation_marks(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text("source = 2\n")
    assert load_settings(file).cameras == (CameraSetting("front", "2"),)
    file.write_text('[[camera]]\nname = "rear"\nsource = 0\n')
    assert load_settings(file).cameras == (CameraSetting("rear", "0"),)


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
        'color = "red"',
        "unit = 7",
        "unit = [",
        "threads = true",
        "fullscreen = 1",
        'panel_diagonal = "14"',
        "panel_diagonal = -1.0",
        "panel_diagonal = nan",
        "position = 4",
        "source = -1",
        "source = true",
        "source = 0.5",
        "headless = true",
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "car.toml"
    file.write_text(line)
    with pytest.raises(OutsideError, match=r"car\.toml"):
        load_settings(file)


CAMERAS = """
[[camera]]
name = "front"
source = "0"
mask = [[0, 0.9, 1, 1]]

[[camera]]
name = "rear"
source = "rtsp://10.0.0.2/stream"
"""


def test_one_camera_is_named_front() -> None:
    assert CarSettings(source="2").cameras == (CameraSetting("front", "2"),)


def test_several_cameras_have_names_and_what_is_left_out_of_their_pictures(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text(CAMERAS)
    assert load_settings(file).cameras == (
        CameraSetting("front", "0", (((0.0, 0.9), (1.0, 0.9), (1.0, 1.0), (0.0, 1.0)),)),
        CameraSetting("rear", "rtsp://10.0.0.2/stream"),
    )


def test_an_infrared_stream_hides_what_its_camera_hides(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text(CAMERAS.replace('source = "0"', 'source = "0"\ninfrared = 3'))
    color, infrared, _ = load_settings(file).cameras
    assert infrared == CameraSetting("front infrared", "3", color.mask)


def test_sources_of_the_command_line_take_the_place_of_the_files_cameras(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text(CAMERAS)
    two = load_settings(file, camera=cameras_of(["a.mp4", "b.mp4"]))
    assert [(c.name, c.source) for c in two.cameras] == [
        ("camera 1", "a.mp4"),
        ("camera 2", "b.mp4"),
    ]
    assert load_settings(file, source="1", camera=()).cameras == (CameraSetting("front", "1"),)


@pytest.mark.parametrize(
    "text",
    [
        "camera = 1",
        '[[camera]]\nname = "front"',
        '[[camera]]\nname = "front"\nsource = true',
        '[[camera]]\nname = "front"\nsource = -1',
        '[[camera]]\nname = "front"\nsource = "0"\nzoom = 2',
        '[[camera]]\nname = "front"\nsource = "0"\ninfrared = true',
        '[[camera]]\nname = "front infrared"\nsource = "0"',
        '[[camera]]\nname = "front"\nsource = "0"\nmask = [[0, 0.5, 1]]',
        '[[camera]]\nname = "front"\nsource = "0"\nmask = [[0, 0.5, 1, 2]]',
        '[[camera]]\nname = "front"\nsource = "0"\nmask = [[0.5, 0.5, 0.5, 1]]',
        '[[camera]]\nname = "front"\nsource = "0"\nmask = [[[0, 0], [0, 1]]]',
        '[[camera]]\nname = "front"\nsource = "0"\nmask = [[[0, 0], [0, 1], [0, 0.5]]]',
        '[[camera]]\nname = "front"\nsource = "0"\nmask = [[[0, 0], [0, 1], [1.5, 0.5]]]',
        '[[camera]]\nname = "a"\nsource = "0"\n[[camera]]\nname = "a"\nsource = "1"',
    ],
)
def test_a_wrong_camera_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "car.toml"
    file.write_text(text)
    with pytest.raises(OutsideError, match=r"car\.toml"):
        load_settings(file)


@pytest.mark.proved("S12")
@pytest.mark.parametrize("given", [{}, {"unit": "Unit 12"}, {"device": "car-12"}, {"unit": " "}])
def test_a_car_without_its_own_names_does_not_start(tmp_path: Path, given: dict[str, Any]) -> None:
    settings = load_settings(tmp_path / "car.toml", data=tmp_path, **given)
    with pytest.raises(OutsideError, match=r"--unit .* --device .*car\.toml"):
        demand_names(settings)
    demand_names(load_settings(None, unit="Unit 12", device="car-12"))


@pytest.mark.parametrize("line", ['color = "red"', "camera = 1", '[[camera]]\nname = "rear"'])
def test_what_is_wrong_with_a_setting_names_the_page_that_explains_each(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "car.toml"
    file.write_text(f"{line}\n")
    with pytest.raises(OutsideError, match=r"See Settings in .*technician\.md\.$") as found:
        load_settings(file)
    page = Path(str(found.value).rpartition(" in ")[2].removesuffix("."))
    assert "\n## Settings\n" in page.read_text(encoding="utf-8")
    with pytest.raises(OutsideError, match=r"See Settings in .*technician\.md\.$"):
        demand_names(CarSettings())
