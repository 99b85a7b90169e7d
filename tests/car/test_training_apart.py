"""Training and live work never meet: not in a data folder, not at a headquarters (V9)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.cli import main
from mdt_alpr.database.engine import open_sqlcipher
from mdt_alpr.domain.errors import OutsideError, PositionLostError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.safeguards import folder_fault, headquarters_fault
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import adopt_sample_policy
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.events import Event, SignedIn, SignInFailed
from tests.builders import SetClock
from tests.car.test_runtime import EventLog
from tests.hq.senders import without_factors

PASSWORD = "a-long-enough-word"  # noqa: S105 - of a made-up account


def open_store(folder: Path, *, training: bool) -> None:
    path = folder / "car.db"
    CarStore(path, bytes(32), SetClock(), os.urandom, "car-1", training=training).close()


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
@pytest.mark.parametrize("training", [True, False])
def test_a_folder_stays_what_it_was_when_it_was_first_used(
    tmp_path: Path, *, training: bool
) -> None:
    open_store(tmp_path, training=training)
    open_store(tmp_path, training=training)
    with pytest.raises(OutsideError, match="--data") as refused:
        open_store(tmp_path, training=not training)
    assert str(refused.value) == folder_fault(car_trains=not training, folder_trains=training)


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_folder_that_was_made_before_there_was_a_mark_is_live(tmp_path: Path) -> None:
    open_store(tmp_path, training=True)
    engine = open_sqlcipher(tmp_path / "car.db", bytes(32))
    with engine.begin() as connection:
        connection.execute(text("PRAGMA application_id = 0"))  # as SQLite makes a file
    engine.dispose()
    open_store(tmp_path, training=False)
    with pytest.raises(OutsideError, match="live car's data"):
        open_store(tmp_path, training=True)


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_the_command_says_what_to_do_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    car = ["car", "--headless", "--source", str(pictures), "--data", str(tmp_path / "car")]
    car += ["--unit", "Unit 12", "--device", "car-1"]

    def ran(*words: str) -> str:
        monkeypatch.setenv("MDT_ALPR_PASSPHRASE", "twelve letters and more")
        main([*car, *words])
        return capsys.readouterr().err

    ran("--training")
    assert "set training in car.toml (or --training)" in ran()
    assert "set training in car.toml (or --training)" not in ran("--training")


@pytest.fixture(params=[True, False])
def hq(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[InProcessHq]:
    settings = HqSettings(
        tmp_path / "hq", password_cost=PasswordCost(1, 1024, 1), training=request.param
    )
    with InProcessHq(settings, SystemClock(), os.urandom) as headquarters:
        without_factors(headquarters.hq)
        today = capture_date(datetime.now(UTC))  # noqa: TID251 - the server's own clock
        officer = NewAccount("officer-1", "A. Sample", Role.OFFICER, PASSWORD, today)
        make_account(headquarters.hq, officer, by="test")
        adopt_sample_policy(headquarters.hq)
        yield headquarters


def signed_in(headquarters: InProcessHq, folder: Path, *, training: bool) -> Event:
    """Return the answer to a sign-in of a car."""
    settings = CarSettings(
        data=folder,
        unit="Unit 12",
        device="car-1",
        hq_url=headquarters.base_url,
        training=training,
    )
    clock, log = SystemClock(), EventLog()
    camera = camera_for(str(folder), clock)
    car = make_car(settings, Outside(camera, MemoryVault(os.urandom), clock), log.take)
    car.start()
    car.desk.sign_in("officer-1", PASSWORD)
    answer = log.wait_until(lambda e: isinstance(e, SignedIn | SignInFailed))
    car.stop()
    return answer


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
@pytest.mark.logs_warnings
@pytest.mark.parametrize("training", [True, False])
def test_a_car_signs_in_only_where_training_is_what_it_is_in_the_car(
    hq: InProcessHq, tmp_path: Path, *, training: bool
) -> None:
    folder = tmp_path / "car"
    folder.mkdir()
    answer = signed_in(hq, folder, training=training)
    trains = hq.hq.settings.training
    fault = headquarters_fault(car_trains=training, headquarters_trains=trains)
    if training == trains:
        assert isinstance(answer, SignedIn)
    else:
        assert answer == SignInFailed(fault)


def test_a_tool_of_headquarters_signs_in_at_either(hq: InProcessHq) -> None:
    link = HttpLink(open_client(hq.base_url), SystemClock(), "a-tool")
    assert link.sign_in("officer-1", PASSWORD).person_id == "officer-1"
    link.close()


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_the_drawn_drives_position_is_for_training_only(tmp_path: Path) -> None:
    clock = SystemClock()
    outside = Outside(camera_for("0", clock), MemoryVault(os.urandom), clock)
    with pytest.raises(PositionLostError, match="for training only"):
        make_car(CarSettings(data=tmp_path, position="drive"), outside, lambda _event: None)
    assert list(tmp_path.iterdir()) == []
    settings = CarSettings(data=tmp_path, position="drive", training=True)
    car = make_car(settings, outside, lambda _event: None)
    car.start()
    car.stop()
