"""One name for a camera, one count of reads, a tag that promises nothing, a plate uncovered."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.safeguards import camera_in_words
from mdt_alpr.patrol.events import HitChanged, SeenPlate, SignedIn
from mdt_alpr.ui.hit.models.hit_blind import BracketView
from mdt_alpr.ui.hit.views.blind_pictures import letter_place, placed
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.presenters.patrol_views import HELD_TAG, QUIET_TAG
from tests.builders import NOW
from tests.ui.window import Patrol


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    made = Patrol(qtbot)
    made.sign_in()
    return made


@pytest.mark.parametrize(
    ("name", "words"),
    [("front", "Camera front"), ("camera 2", "Camera 2"), ("Camera 1, front", "Camera 1, front")],
)
def test_a_camera_is_named_once(name: str, words: str) -> None:
    assert camera_in_words(name) == words


def test_status_and_patrol_say_the_same_count_and_begin_anew_with_another_officer(
    car: Patrol,
) -> None:
    def counts() -> tuple[str, str]:
        car.tick()
        view = car.window.status._shown
        assert view is not None
        lines = [line for card in view.right for line in card.lines]
        (reads,) = (line.value for line in lines if line.name == "Reads")
        return reads, car.window.patrol.band._reads.text()

    for text in ("KLM4471", "KLM4472", "KLM4473"):
        car.read(text, read_id=text)
    assert counts() == ("3 this shift", "3")
    car.happen(SignedIn(Session("officer-2", "Ofc. J. Bell", Role.OFFICER, NOW, "token")))
    assert counts() == ("0 this shift", "0")


@pytest.mark.proved("S18")
def test_the_tag_of_a_vehicle_whose_hit_has_ended_offers_nothing_to_open(car: Patrol) -> None:
    shown: list[object] = []
    car.patrol.frame_changed.connect(shown.append)
    hit = car.hit()
    plate = SeenPlate(hit.read.box, "", held=True, read_id=hit.read.read_id)

    def tags() -> list[tuple[str, bool]]:
        car.see(plate)
        frame = shown[-1]
        assert isinstance(frame, LiveFrame)
        return [(tag.text, tag.held) for tag in frame.plates]

    assert tags() == [(HELD_TAG, True)]
    car.happen(HitChanged(replace(hit, state=HitState.CLOSED)))
    assert tags() == [(QUIET_TAG, False)]


def test_a_tiles_letter_is_under_the_plate_not_on_its_last_line() -> None:
    bracket = BracketView("A", (0.3, 0.4), below=0.66, edge=0.82)
    area = picture = QRectF(0, 0, 650, 325)
    where = placed(bracket, picture, area)
    tag = letter_place(bracket, where, picture, area)
    assert tag.top() >= 0.82 * area.height()
    assert area.contains(tag)
    nearer = QRectF(-325, -162.5, 1300, 650)
    where = placed(bracket, nearer, area)
    tag = letter_place(bracket, where, nearer, area)
    assert area.contains(tag)
    assert tag.top() >= where.bottom()
