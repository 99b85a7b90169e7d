"""A whole verification by touch: how often the eyes leave the road, and for how long (U1, VER-10).

The limits are NHTSA's for a task (12 s of glances in all) and ours of six views. What a glance
costs is a model, on the slow side of what people need, for no test can see an officer's eyes:
the picture for as long as the program wants it looked at, and set times for the rest.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.ui.hit.models.hit_result import ResultView
from tests.builders import NOW, SetClock
from tests.hq.gateway_double import a_gateway
from tests.hq.senders import PASSWORDS
from tests.ui.seat import Seat

_LOG = logging.getLogger(__name__)
MOST_VIEWS, MOST_S = 6, 12.0
ARRIVES_S = 0.5
"""Eyes from the road to a place that never moves (U19)."""
TAPS_S = 0.3
"""One target found and touched; the next key of a pad lies beside it."""
NIC = "V220914871"


@dataclass
class Eyes:
    """Notes each view that the window really shows; coming back to one costs time again."""

    seat: Seat
    views: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Look at what stands there, and at everything that comes after it."""
        self.seat.app.hit.view_changed.connect(self.see)
        self.see(self.seat.view)

    def look(self) -> None:
        """Look at the picture for as long as the program wants."""
        wanted = policy.PICTURE_VIEWED_FOR.total_seconds()
        self.seat.look(wanted)
        self.seconds += wanted

    def tap(self, *words: str) -> None:
        """Tap, with the eyes on the finger."""
        self.seat.tap(*words)
        self.seconds += TAPS_S * len(words)

    def tap_named(self, name: str) -> None:
        """Tap the one button that a screen reader calls so."""
        self.seat.tap_named(name)
        self.seconds += TAPS_S

    def reported(self, way: str) -> None:
        """Say the figure for the README, and hold it to the limits."""
        different = len(set(self.views))
        _LOG.info("%s: %d views, %.1f s of glances", way, different, self.seconds)
        assert different <= MOST_VIEWS, self.views
        assert self.seconds <= MOST_S

    def see(self, view: object) -> None:
        """Note a view that is new before the eyes."""
        if self.seat.view is None or view is None:
            return
        place = self.seat.view.place
        page = self.seat.page
        if isinstance(page, ResultView):
            place = (
                f"{page.status.kind}/{page.status.title if page.status.kind == 'result' else ''}"
            )
        if not self.views or place != self.views[-1]:
            self.views.append(place)
            self.seconds += ARRIVES_S


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: SetClock) -> Iterator[Seat]:
    cost = PasswordCost(time=1, memory=8, lanes=1)
    with a_gateway() as gateway:
        settings = HqSettings(tmp_path / "hq", password_cost=cost, status_gateway=gateway.url)
        with InProcessHq(settings, clock, os.urandom) as hq:
            sample_agency(hq.hq, PASSWORDS, NOW.date())
            made = Seat(qtbot, tmp_path, hq, clock)
            try:
                made.sign_in()
                yield made
            finally:
                made.app.stop()


def answer_tiles(eyes: Eyes, text: str) -> None:
    """Tap what the picture shows in every column that is asked."""
    case = eyes.seat.app.hit._open
    assert case is not None
    assert case.draft.run is not None
    for letter, tile in zip("ABCD", case.draft.run.tiles, strict=False):
        eyes.tap_named(f"{letter}: {text[tile.position]}")


def stop(eyes: Eyes) -> None:
    """Find the button and hold it; nobody looks while headquarters answers."""
    seat = eyes.seat
    seat.until(lambda: isinstance(seat.page, ResultView) and seat.page.gate.stop.live)
    seat.app.hit.view_changed.disconnect(eyes.see)
    eyes.seconds += TAPS_S + policy.STOP_HOLD.total_seconds()
    seat.hold_stop()


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_by_keyboard_with_headquarters_gateway(seat: Seat) -> None:
    seat.see(nic=NIC)
    seat.open()
    eyes = Eyes(seat)
    eyes.look()
    eyes.tap(*"EXN2894", "Next: state", "North Carolina", "Next: vehicle", "SUV", "Black")
    eyes.tap("Compare")
    stop(eyes)
    eyes.reported("keyboard, HQ's gateway")


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_by_tiles_while_driving_with_headquarters_gateway(seat: Seat) -> None:
    seat.drive(38.0)
    seat.see(nic=NIC)
    seat.open()
    eyes = Eyes(seat)
    eyes.look()
    answer_tiles(eyes, "EXN2894")
    eyes.tap("Next: state", "North Carolina", "Next: vehicle", "SUV", "Black")
    eyes.tap("Next: whole plate")
    eyes.look()
    eyes.tap("Same", "Compare")
    stop(eyes)
    eyes.reported("tiles while driving, HQ's gateway")


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_by_keyboard_with_the_officers_own_replies(seat: Seat) -> None:
    seat.see(nic="")
    seat.open()
    eyes = Eyes(seat)
    eyes.look()
    eyes.tap(*"EXN2894", "Next: state", "North Carolina", "Next: vehicle", "SUV", "Black")
    eyes.tap("Compare", "Active", "Active")
    stop(eyes)
    eyes.reported("keyboard, own replies")


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_by_tiles_while_driving_with_the_officers_own_replies(seat: Seat) -> None:
    seat.drive(38.0)
    seat.see(nic="")
    seat.open()
    eyes = Eyes(seat)
    eyes.look()
    answer_tiles(eyes, "EXN2894")
    eyes.tap("Next: state", "North Carolina", "Next: vehicle", "SUV", "Black")
    eyes.tap("Next: whole plate")
    eyes.look()
    eyes.tap("Same", "Compare", "Active", "Active")
    stop(eyes)
    eyes.reported("tiles while driving, own replies")
