"""A car's first start, against a headquarters over TLS: nothing lost, nothing done twice."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.vault.keyring_vault import KeyringVault
from mdt_alpr.car.first_start import FirstStart
from mdt_alpr.car.set_up_app import SetUpWindow
from mdt_alpr.car.settings import CarSettings, is_new, load_settings
from mdt_alpr.car.settings_check import wrong_in_car
from mdt_alpr.car.settings_file import write_settings
from mdt_alpr.domain.errors import MdtAlprError, OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.models.set_up import SetUpField, SetUpForm
from mdt_alpr.ui.shell.presenters.set_up import EntryError
from tests.adapters.vault.test_keyring_vault import LockedRing
from tests.car.test_doctor import OpenVault
from tests.hq.enrolled import KnownMachines, known_machines, mistyped

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
    for wrong, why in (("ABCD", "letters and digits"), (mistyped(code), "headquarters")):
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
    for entered, why, field in (
        (form(machines, code, unit=" "), "unit is missing", SetUpField.UNIT),
        (form(machines, code, unit="Unit\n12"), "one line", SetUpField.UNIT),
        (form(machines, code, source=""), "source", SetUpField.SOURCE),
        (given(machines, code, position="behind"), "GPS receiver", SetUpField.POSITION),
        (given(machines, code, diagonal="large"), "number of inches", SetUpField.DIAGONAL),
        (given(machines, code, diagonal="400"), "panel_diagonal", SetUpField.DIAGONAL),
    ):
        with pytest.raises(EntryError, match=why) as wrong:
            start(tmp_path).finish(entered)
        assert wrong.value.field is field
        assert not (tmp_path / "car.toml").exists()


def given(
    machines: KnownMachines, code: str, *, position: str = "", diagonal: str = ""
) -> SetUpForm:
    return SetUpForm(machines.url, code, "Unit 12", "0", position, diagonal)


def test_a_wrong_code_and_a_wrong_address_are_named_apart(
    machines: KnownMachines, tmp_path: Path
) -> None:
    code, used = machines.code("car-17"), machines.code("car-18")
    assert start(tmp_path / "other").finish(form(machines, used)) == "car-18"
    nobody = "https://127.0.0.1:1"
    for address, typed, field in (
        (machines.url, "ABCD", SetUpField.CODE),
        (machines.url, mistyped(code), SetUpField.CODE),  # of another headquarters, it seems
        (machines.url, used, SetUpField.CODE),
        (nobody, code, SetUpField.ADDRESS),
        ("http://127.0.0.1:1", code, SetUpField.ADDRESS),
        ("", code, SetUpField.ADDRESS),
    ):
        with pytest.raises(EntryError) as wrong:
            start(tmp_path).finish(SetUpForm(address, typed, "Unit 12", "0"))
        assert wrong.value.field is field
    bare = machines.url.removeprefix("https://")  # nobody has to type that
    assert start(tmp_path).finish(SetUpForm(bare, code, "Unit 12", "0")) == "car-17"


def test_a_computer_that_keeps_no_key_says_what_to_do_before_anything_is_typed(
    tmp_path: Path,
) -> None:
    shut = KeyringVault(bytes, LockedRing())
    line = FirstStart(tmp_path, SystemClock(), (VAULTS[0], shut)).keyring_line()
    assert not line.ok
    assert "MDT_ALPR_PASSPHRASE" in line.words
    assert start(tmp_path).keyring_line().ok


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


def test_the_window_says_that_the_car_starts_once_headquarters_accepted_the_code(
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
    with qtbot.waitSignal(window.presenter.finished):
        page.finish.click()
    assert "Enrolled as car-16" in page.problem.text()
    window.stop()
    assert page.isVisible()  # until the car's window is there
    assert not start(tmp_path).is_wanted()
    assert load_settings(tmp_path / "car.toml").device == "car-16"
