"""A car's first start, against a headquarters over TLS: nothing lost, nothing done twice."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.car.first_start import FirstStart
from mdt_alpr.car.set_up_app import SetUpWindow
from mdt_alpr.car.settings import CarSettings, is_new, load_settings
from mdt_alpr.car.settings_check import wrong_in_car
from mdt_alpr.car.settings_file import write_settings
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import MdtAlprError, OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.models.set_up import SetUpForm
from tests.car.test_doctor import OpenVault
from tests.hq.enrolled import KnownMachines, known_machines

VAULTS = OpenVault(bytes(32)), OpenVault(bytes(range(32)))


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as found:
        yield found


def start(folder: Path) -> FirstStart:
    return FirstStart(folder, SystemClock(), VAULTS)


def form(
    machines: KnownMachines, code: str, unit: str = "Unit 12", source: str = "1"
) -> SetUpForm:
    return SetUpForm(machines.url, code, unit, source, "COM4", "13,3")


def test_a_wrong_code_loses_nothing_and_a_restart_goes_on(
    machines: KnownMachines, tmp_path: Path
) -> None:
    folder = tmp_path / "data"  # not even that is there at the first start
    code = machines.code("car-12")
    assert start(folder).is_wanted()
    for wrong, why in (("ABCD", "letters and digits"), (code[:-1] + "2", "headquarters")):
        with pytest.raises(MdtAlprError, match=why):
            start(folder).finish(form(machines, wrong))
        assert start(folder).is_wanted()
        assert start(folder).given() == SetUpForm("", "", "Unit 12", "1", "COM4", "13.3")

    assert start(folder).finish(form(machines, code)) == "car-12"
    assert load_settings(folder / "car.toml") == CarSettings(
        unit="Unit 12", device="car-12", source="1", position="COM4", panel_diagonal=13.3
    )
    assert wrong_in_car(folder)[0] == []
    assert not is_new(load_settings(folder / "car.toml"))


def test_an_enrolled_car_is_never_set_up_again_whatever_its_file_says(
    machines: KnownMachines, tmp_path: Path
) -> None:
    first = start(tmp_path)
    assert first.finish(form(machines, machines.code("car-13"))) == "car-13"
    other = machines.code("car-14")
    for again in (first, start(tmp_path)):  # a second press, and a second window
        with pytest.raises(OutsideError, match="enrolled as car-13"):
            again.finish(form(machines, other, unit="Unit 99"))
    (tmp_path / "car.toml").write_text('unit = "Unit 12"\n')  # cut off, or taken out
    assert not start(tmp_path).is_wanted()
    assert load_settings(tmp_path / "car.toml").device == "car-13"
    assert (
        FirstStart(tmp_path / "new", SystemClock(), VAULTS).finish(form(machines, other))
        == "car-14"
    )


def test_what_is_entered_is_judged_as_settings_check_judges(
    machines: KnownMachines, tmp_path: Path
) -> None:
    code = machines.code("car-15", DeviceKind.CAR)
    for entered, why in (
        (form(machines, code, unit=" "), "unit is missing"),
        (form(machines, code, unit="Unit\n12"), "one line"),
        (form(machines, code, source=""), "source"),
        (SetUpForm(machines.url, code, "Unit 12", "0", "behind the seat"), "GPS receiver"),
        (SetUpForm(machines.url, code, "Unit 12", "0", "", "large"), "number of inches"),
        (SetUpForm(machines.url, code, "Unit 12", "0", "", "400"), "panel_diagonal"),
    ):
        with pytest.raises(OutsideError, match=why):
            start(tmp_path).finish(entered)
        assert not (tmp_path / "car.toml").exists()


def test_a_value_is_written_over_and_all_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "car.toml"
    path.write_text(
        '# of car 12\nunit = ""  # later\nthreads = 2\n\n[[camera]]\nname = "a"\nsource = "1"\n'
    )
    write_settings(path, {"unit": 'Unit "12"', "device": "car-12", "panel_diagonal": 13.3})
    text = path.read_text()
    assert "# of car 12\n" in text
    assert tomllib.loads(text) == {
        "unit": 'Unit "12"', "device": "car-12", "panel_diagonal": 13.3, "threads": 2,
        "camera": [{"name": "a", "source": "1"}],
    }  # fmt: skip
    write_settings(path, {"device": "car-12"})
    assert path.read_text() == text
    path.write_text('"unit" = "a"\n')  # written in a way that is not known here
    with pytest.raises(OutsideError, match="Write these into it"):
        write_settings(path, {"unit": "b"})
    assert path.read_text() == '"unit" = "a"\n'


def test_the_window_closes_once_headquarters_accepted_the_code(
    machines: KnownMachines, tmp_path: Path, qtbot: QtBot
) -> None:
    load_fonts()
    (tmp_path / "car.toml").write_text('source = "no-such-picture"\n')
    window = SetUpWindow(tmp_path, SystemClock(), VAULTS)
    qtbot.addWidget(window.page)
    window.start(whole=False)
    page = window.page
    for field, words in (
        (page.address, machines.url),
        (page.code, machines.code("car-16")),
        (page.unit, "Unit 16"),
    ):
        field.setText(words)
    with qtbot.waitSignal(page.closed, timeout=20_000):
        page.finish.click()
    window.stop()
    assert not start(tmp_path).is_wanted()
    assert load_settings(tmp_path / "car.toml").device == "car-16"
