"""What car and desk show is what is so: contradictions, ids, tests made, watermarks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.domain.desk_pages import DeskPage
from mdt_alpr.domain.roles import Role
from mdt_alpr.patrol.events import CameraChanged, Health
from mdt_alpr.ui.presenters.camera_watch import CameraWatch
from mdt_alpr.ui.presenters.desk_sample_hits import NOW, sample_file
from mdt_alpr.ui.presenters.desk_timeline import timeline
from mdt_alpr.ui.presenters.hit_samples import samples
from mdt_alpr.ui.presenters.open_hits import OpenHits
from mdt_alpr.ui.presenters.patrol_views import band_view
from mdt_alpr.ui.presenters.screen_samples import screens
from mdt_alpr.ui.viewmodels.hit_result import ResultView
from mdt_alpr.ui.viewmodels.mark import Mark
from mdt_alpr.ui.views.desk_pictures import MarkedPicture
from mdt_alpr.wire.messages import AnswerMessage, StopMessage
from tests.ui.desk_screens import Seat, a_seat


def words_of_the_hit_page(seat: Seat) -> list[str]:
    return [part.text() for part in seat.screen.hit.findChildren(QLabel)]


@pytest.mark.proved("S9")
def test_a_stop_over_a_vehicle_contradiction_is_never_said_to_have_passed_every_check() -> None:
    trail = sample_file(1).trail
    stop = StopMessage(
        "hit-0",
        NOW,
        NOW,
        "officer-1",
        "open",
        (("plate", "true"), ("vehicle", "reason_given")),
    )
    line = next(one for one in timeline(replace(trail, stops=(stop,))) if "Stop init" in one.title)
    assert line.title == "Stop initiated: vehicle DIFFERS, reason given"
    assert line.mark is Mark.WEAK


@pytest.mark.proved("S9")
def test_the_desk_shows_the_records_vehicle_beside_the_one_the_officer_saw(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    file = sample_file(1)
    record = replace(file.trail.hit.records[0], vehicle="2015 black Harley-Davidson")
    at = NOW + timedelta(seconds=1)
    reason = AnswerMessage(
        "hit-0",
        NOW,
        AuditEvent.VEHICLE_REASON_GIVEN.value,
        at,
        "officer-1",
        "compared",
        (("reason", "vehicle painted or changed"),),
    )
    trail = replace(
        file.trail,
        hit=replace(file.trail.hit, records=(record,)),
        answers=(*file.trail.answers, reason),
    )
    seat.screen.hit.show_hit(seat.screen.presenter.hit._view(replace(file, trail=trail)))
    assert (
        "Record: 2015 black Harley-Davidson. Officer saw: black SUV. "
        "DIFFERS, reason: vehicle painted or changed."
    ) in words_of_the_hit_page(seat)


@pytest.mark.proved("S14")
def test_the_hit_page_shows_the_id_that_an_export_asks_for(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.open_hit("hit-0")
    seat.settle()
    assert "hit-0" in words_of_the_hit_page(seat)


@pytest.mark.proved("S14")
def test_a_page_that_this_desk_cannot_show_is_not_offered_and_crashes_no_sign_in(
    qtbot: QtBot,
) -> None:
    seat, _link = a_seat(qtbot)
    del seat.screen.presenter._loads[DeskPage.SHIFT_LOG]
    seat.screen.presenter.lock()
    seat.sign_in("whitfield", "anything")
    assert seat.menu()[0] == "Near misses"


@pytest.mark.proved("S10")
def test_on_read_accuracy_the_watermark_crosses_no_character_to_be_judged(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.SUPERVISOR)
    picture = seat.screen.truth.picture
    assert isinstance(picture, MarkedPicture)
    picture.resize(500, 200)
    picture.wait("Sgt. M. Whitfield  2026-11-24 15:10:00")
    picture.show_picture(QImage(217, 110, QImage.Format.Format_RGB32))
    assert not picture.picture_area().intersects(picture.watermark_area())
    assert picture.watermark


@pytest.mark.proved("S8")
def test_the_voice_is_not_said_to_be_in_order_before_it_was_tested() -> None:
    view = screens()["sign_in"]()
    voice = next(check for check in view.sign_in.checks if check.name == "Voice")
    assert (voice.value, voice.mark) == ("Not tested yet", Mark.RING)


@pytest.mark.proved("S17")
def test_while_the_camera_starts_the_band_has_no_green_tick() -> None:
    watch = CameraWatch()
    watch.take(CameraChanged("Camera 1", Health.STARTING, "Starting camera", NOW))
    view = band_view(OpenHits(), watch.standing(NOW), 0, NOW)
    assert (view.mark, view.words) == (Mark.RING, "Camera is starting. No plate is being read.")


@pytest.mark.proved("S27")
def test_a_stop_that_was_initiated_does_not_bear_the_sign_of_a_locked_one() -> None:
    page = samples()["hit_stopped"].page
    assert isinstance(page, ResultView)
    assert page.gate.title == "STOP INITIATED"
    assert page.gate.shape == "tick"


@pytest.mark.proved("S21")
def test_the_desk_with_a_hit_open_fits_a_screen_of_768_lines(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.open_hit("hit-0")
    seat.settle()
    assert seat.screen.window.minimumSizeHint().height() <= 768
