from datetime import timedelta

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.patrol.events import (
    CameraChanged,
    FrameSeen,
    Health,
    LinkChanged,
    ListChanged,
    ListDamaged,
    PositionChanged,
    SignedIn,
    SignedOut,
    SourceEnded,
)
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.hit.presenters.hit_speech import FloodFilter
from mdt_alpr.ui.shell.presenters.losses import LossPresenter
from tests.builders import NOW, SetClock
from tests.patrol.scripted_link import OFFICER

LOST = CameraChanged("front", Health.LOST, "", NOW)
RUNS = CameraChanged("front", Health.OK, "", NOW)
STARTS = CameraChanged("front", Health.STARTING, "", NOW)


class Listening:
    def __init__(self) -> None:
        self.clock = SetClock()
        self.losses = LossPresenter(self.clock)
        self.said: list[Spoken] = []
        self.losses.spoken.connect(self.said.append)

    @property
    def words(self) -> list[str]:
        return [spoken.text for spoken in self.said]

    def frame(self) -> None:
        frame = Frame(b"", self.clock.now(), 1, 1, 1, "front")
        self.losses.take_frame(FrameSeen(frame, ()))
        self.losses.tick()

    def wait(self, seconds: float) -> None:
        """Let time pass while the screen ticks, as it does several times a second."""
        while seconds > 0:
            self.clock.pass_by(seconds=min(seconds, 0.5))
            self.losses.tick()
            seconds -= 0.5


@pytest.fixture
def heard(qapp: object) -> Listening:
    assert qapp
    return Listening()


def test_a_lost_camera_sounds_and_is_said(heard: Listening) -> None:
    heard.losses.take(LOST)
    assert heard.said == [Spoken("Camera lost. No plates are being read.", "camera_lost")]


def test_it_is_repeated_each_minute_until_it_was_seen_to(heard: Listening) -> None:
    heard.losses.take(LOST)
    heard.wait(59)
    assert len(heard.said) == 1
    heard.wait(1)
    assert len(heard.said) == 2
    heard.losses.seen()
    heard.wait(600)
    assert len(heard.said) == 2


def test_trying_again_does_not_say_it_anew(heard: Listening) -> None:
    for event in (LOST, STARTS, LOST, STARTS):
        heard.losses.take(event)
    assert len(heard.said) == 1


def test_a_camera_that_is_back_is_said_and_may_be_lost_again(heard: Listening) -> None:
    for event in (LOST, RUNS):
        heard.losses.take(event)
    heard.frame()
    heard.losses.take(LOST)
    assert heard.words == [
        "Camera lost. No plates are being read.",
        "Camera is back.",
        "Camera lost. No plates are being read.",
    ]


def test_a_frozen_picture_is_said_within_two_seconds_and_a_bit(heard: Listening) -> None:
    heard.losses.take(RUNS)
    heard.frame()
    heard.wait(2.25)
    assert heard.words == ["Picture frozen. No plates are being read."]


def test_a_file_that_ended_is_said_by_nobody(heard: Listening) -> None:
    heard.losses.take(RUNS)
    heard.frame()
    heard.losses.take(SourceEnded("front"))
    heard.wait(100)
    assert heard.words == []


def test_a_lost_link_is_said_once_until_it_is_back(heard: Listening) -> None:
    heard.losses.take(SignedIn(OFFICER))
    for health in (Health.LOST, Health.LOST, Health.OK, Health.LOST):
        heard.losses.take(LinkChanged(health, ""))
    assert heard.words == ["Headquarters link lost. Alerts continue."] * 2


def test_a_lost_link_is_said_to_who_drives_only(heard: Listening) -> None:
    heard.losses.take(LinkChanged(Health.LOST, ""))
    assert heard.words == []
    heard.losses.take(SignedIn(OFFICER))
    heard.losses.take(LinkChanged(Health.LOST, ""))
    heard.losses.take(SignedOut("officer-1", ""))
    heard.losses.take(LinkChanged(Health.OK, ""))
    heard.losses.take(LinkChanged(Health.LOST, ""))
    assert heard.words == ["Headquarters link lost. Alerts continue."]


def test_a_lost_receiver_sounds_and_is_said_once_until_it_has_a_fix_again(
    heard: Listening,
) -> None:
    for health in (
        Health.STARTING, Health.OK, Health.LOST, Health.LOST, Health.WEAK, Health.LOST,
        Health.OK, Health.WEAK, Health.OK, Health.LOST,
    ):  # fmt: skip
        heard.losses.take(PositionChanged(health, ""))
    assert heard.said == [
        Spoken("GPS lost. Speed is unknown.", "camera_lost"),
        Spoken("GPS is back."),
        Spoken("GPS lost. Speed is unknown.", "camera_lost"),
    ]


def test_a_list_that_cannot_all_be_read_is_said_once_and_again_after_another_list(
    heard: Listening,
) -> None:
    damaged = ListDamaged()
    for event in (damaged, damaged, ListChanged(2, NOW, 10), damaged):
        heard.losses.take(event)
    assert heard.words == ["Hot list is faulty. Some listed plates do not alert."] * 2


@pytest.mark.clause(policy.LIST_AGE.number)
def test_a_list_that_grows_old_is_said_once(heard: Listening) -> None:
    heard.losses.take(ListChanged(1, NOW - timedelta(hours=23, minutes=59), 10))
    assert heard.words == []
    heard.wait(61)
    heard.wait(61)
    assert heard.words == ["Hot list is more than 24 hours old."]
    heard.losses.take(ListChanged(2, heard.clock.now(), 10))
    heard.wait(90_000)
    assert len(heard.words) == 2


# ---------------------------------------------------------------------------------- floods


def test_a_flood_has_one_tone_and_everything_else_is_said(qapp: object) -> None:
    assert qapp
    alert, entered = Spoken("Possible match.", "high"), Spoken("You entered Adam.")
    gone = Spoken("Not a match.", "gate_closed")
    said: list[Spoken] = []
    comes = iter([False] + 22 * [True] + [False])
    filtered = FloodFilter(lambda: next(comes))
    filtered.spoken.connect(said.append)
    for spoken in (alert, *20 * [alert], entered, gone, alert, alert, alert):
        filtered.take(spoken)
    assert [spoken.text for spoken in said] == [
        "Possible match.",
        "Many hits. See the list, F 4.",
        "You entered Adam.",
        "Not a match.",
        "Possible match.",
    ]


def test_what_outdoes_a_flood_is_heard_with_its_own_tone(qapp: object) -> None:
    assert qapp
    tones = (
        "medium_look_alike", "medium_look_alike", "medium", "high_look_alike", "high_look_alike",
        "medium", "low", "high", "high", "high_state_not_confirmed",
    )  # fmt: skip
    said: list[Spoken] = []
    filtered = FloodFilter(lambda: True)
    filtered.spoken.connect(said.append)
    for number, tone in enumerate(tones):
        filtered.take(Spoken(f"Alert {number}", tone))
    assert [(spoken.text, spoken.tone) for spoken in said] == [
        ("Many hits. See the list, F 4.", "medium_look_alike"),
        ("Alert 2", "medium"),
        ("Alert 3", "high_look_alike"),
        ("Alert 7", "high"),
    ]


def test_one_lost_camera_of_two_is_said_with_its_name_and_no_total_loss(heard: Listening) -> None:
    for camera in ("front", "rear"):
        heard.losses.take(CameraChanged(camera, Health.OK, "", NOW))
        frame = Frame(b"", heard.clock.now(), 1, 1, 1, camera)
        heard.losses.take_frame(FrameSeen(frame, ()))
    heard.losses.take(CameraChanged("rear", Health.LOST, "", NOW))
    assert heard.words == ["Camera lost: rear. Other cameras keep reading."]
