"""Settings that take a safety check away are recorded at each start and shown (V9)."""

import os
from pathlib import Path

import pytest

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.settings import CameraSetting, CarSettings
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.reading.masks import polygon_of
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.car_pages import status_view
from tests.builders import NOW, SetClock

WHOLE = CarSettings(position="gpsd://127.0.0.1:1")


def recorded(folder: Path, settings: CarSettings) -> list[tuple[tuple[str, str], ...]]:
    """Start and stop a car; return what its audit then says of its safety checks, last first."""
    clock = SetClock()
    outside = Outside(camera_for("0", clock), MemoryVault(bytes), clock)
    car = make_car(settings, outside, lambda _event: None)
    car.start()
    car.hold_round()
    car.stop()
    store = CarStore(folder / "car.db", bytes(32), clock, os.urandom, "car-1")
    with store.begin() as work:
        last = work.last_recorded(AuditEvent.SAFEGUARDS)
    store.close()
    return [] if last is None else [last.detail]


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_the_audit_says_at_each_start_what_is_off_and_when_it_is_back(tmp_path: Path) -> None:
    camera = CameraSetting("front", "0", (polygon_of([0, 0.5, 1, 1]),))
    whole = CarSettings(data=tmp_path, position=WHOLE.position)
    weak = CarSettings(data=tmp_path, second_reader="", camera=(camera,))
    off = (("second_reader", "Off"), ("position", "Off"), ("mask front", "50% masked"))
    assert recorded(tmp_path, whole) == []
    assert recorded(tmp_path, weak) == [off]
    assert recorded(tmp_path, weak) == [off]
    assert recorded(tmp_path, whole) == [()]


@pytest.mark.proved("V9")
def test_the_status_page_says_it_in_plain_words() -> None:
    weak = CarSettings(second_reader="", position="")
    facts = CarFacts("Unit 12", "0", "own", weakened=weak.weakened)
    card = status_view(CarKnown(), facts, NOW).left[-1]
    assert card.title == "Safety checks changed by settings"
    assert [(line.name, line.value) for line in card.lines] == [
        ("Second reader", "Off. No second reader checks a plate."),
        ("GPS", "Off. Typing is not locked while the car moves."),
    ]
    whole = status_view(CarKnown(), CarFacts("Unit 12", "0", "own"), NOW)
    assert all(card.title != "Safety checks changed by settings" for card in whole.left)


@pytest.mark.attack("CM-3")
def test_the_status_page_says_who_vouches_for_the_program_and_what_is_set() -> None:
    facts = CarFacts("Unit 12", "1.0", "own", program="not signed", changed=("threads",))
    line = status_view(CarKnown(), facts, NOW).left[0].lines[-1]
    assert (line.name, line.value) == ("Program", "1.0, not signed")
    assert line.detail == "Changed settings: threads"
