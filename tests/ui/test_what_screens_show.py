"""What car and desk show is what is so: contradictions, ids, tests made, watermarks."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.lab.screens.desk_sample_hits import NOW, sample_file
from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.patrol.events import (
    CameraChanged,
    FrameSeen,
    Health,
    ListChanged,
    ReadMade,
    Sound,
    VoiceTried,
)
from mdt_alpr.ui.desk.pages.hit import HitFile
from mdt_alpr.ui.desk.presenters.plate_cards import plate_cards
from mdt_alpr.ui.desk.presenters.timeline import timeline
from mdt_alpr.ui.desk.views.pictures import MarkedPicture, WindowPicture
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.patrol import BandView
from mdt_alpr.ui.shell.presenters.camera_watch import CameraWatch
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.car_pages import sign_in_view, status_view
from mdt_alpr.ui.shell.presenters.patrol import PatrolPresenter
from mdt_alpr.ui.shell.presenters.patrol_views import ListUse, band_view
from mdt_alpr.ui.shell.presenters.strip_view import strip_view
from mdt_alpr.ui.shell.views.status_strip import StatusStrip
from mdt_alpr.wire.messages import AnswerMessage, StopMessage
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.drawn_plates import frame_of
from tests.ui.desk_screens import Seat, a_seat
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.window import QuietDesk


def words_of_the_hit_page(seat: Seat) -> list[str]:
    return [part.text() for part in seat.hit.findChildren(QLabel)]


@pytest.mark.proved("S9")
def test_a_stop_over_a_vehicle_contradiction_is_never_said_to_have_passed_every_check() -> None:
    trail = sample_file(1).trail
    stop = StopMessage(
        "hit-0", NOW, NOW, "officer-1", "open", (("plate", "true"), ("vehicle", "reason_given"))
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
    seat.hit.show_hit(seat.screen.page(HitFile)._view(replace(file, trail=trail)))
    assert (
        "Record: 2015 black Harley-Davidson. Officer saw: black SUV. "
        "DIFFERS, reason: vehicle painted or changed."
    ) in words_of_the_hit_page(seat)


@pytest.mark.proved("S20")
def test_the_desk_shows_the_state_that_a_second_reading_showed_the_officer() -> None:
    trail = sample_file(1).trail
    assert trail.read is not None
    looked = AnswerMessage(
        "hit-0", NOW, AuditEvent.SECOND_READING.value, NOW, "", "raised",
        (("text", "EXN2894"), ("state", "NC")),
    )  # fmt: skip
    trail = replace(trail, read=replace(trail.read, state=""), answers=(looked, *trail.answers))
    read, *_others = plate_cards(trail)
    assert (read.title, read.state) == ("READ", "North Carolina")


@pytest.mark.proved("S14")
def test_the_hit_page_shows_the_id_that_an_export_asks_for(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    assert "hit-0" in words_of_the_hit_page(seat)


@pytest.mark.proved("S14")
def test_a_page_that_this_desk_cannot_show_is_not_offered_and_crashes_no_sign_in(
    qtbot: QtBot,
) -> None:
    seat, _link = a_seat(qtbot)
    del seat.screen.pages["shift_log"]
    seat.screen.presenter.lock()
    seat.sign_in("whitfield", "anything")
    assert seat.menu()[1] == "Near misses"


@pytest.mark.proved("S10")
def test_on_read_accuracy_the_watermark_crosses_no_character_to_be_judged(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.SUPERVISOR)
    picture = seat.truth.picture
    assert isinstance(picture, MarkedPicture)
    picture.resize(500, 200)
    picture.wait("Sgt. M. Whitfield  2026-11-24 15:10:00")
    picture.show_picture(QImage(217, 110, QImage.Format.Format_RGB32))
    assert not picture.picture_area().intersects(picture.watermark_area())
    assert picture.watermark


def enlarged(picture: MarkedPicture) -> WindowPicture | None:
    return picture.large


@pytest.mark.proved("S10")
@pytest.mark.parametrize("by", ["click", "Enter", "Space"])
def test_a_picture_at_the_desk_is_enlarged_with_its_watermark_and_closed_by_esc(
    qtbot: QtBot, by: str
) -> None:
    seat, _link = a_seat(qtbot, Role.SUPERVISOR)
    picture = seat.truth.picture
    assert isinstance(picture, MarkedPicture)
    picture.wait("Sgt. M. Whitfield  2026-11-24 15:10:00")
    picture.enlarge()
    assert enlarged(picture) is None  # nothing came yet
    picture.show_picture(QImage(217, 110, QImage.Format.Format_RGB32))
    if by == "click":
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(picture, {"Enter": Qt.Key.Key_Return, "Space": Qt.Key.Key_Space}[by])
    large = enlarged(picture)
    assert large is not None
    assert large.picture.watermark == picture.watermark
    assert large.picture.image.size() == picture.image.size()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert enlarged(picture) is None


@pytest.mark.proved("S10")
def test_a_locked_desk_leaves_no_enlarged_picture(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.SUPERVISOR)
    picture = seat.truth.picture
    assert isinstance(picture, MarkedPicture)
    picture.show_picture(QImage(217, 110, QImage.Format.Format_RGB32))
    picture.show()
    picture.enlarge()
    picture.hide()
    assert enlarged(picture) is None


@pytest.mark.proved("S8")
def test_the_voice_is_not_said_to_be_in_order_before_it_was_tested() -> None:
    view = screens()["sign_in"]()
    voice = next(check for check in view.sign_in.checks if check.name == "Voice")
    assert (voice.value, voice.mark) == ("Not tested yet", Mark.RING)


@pytest.mark.proved("S8")
@pytest.mark.parametrize(
    ("tried", "word", "mark"),
    [
        ([], "Not tested yet", Mark.RING),
        ([VoiceTried(Sound.TONES)], "Not tested yet", Mark.RING),
        ([VoiceTried(Sound.SPEECH)], "OK", Mark.TICK),
        ([VoiceTried(Sound.SPEECH), VoiceTried(Sound.TONES, "No output.")], "Faulty", Mark.WEAK),
        ([VoiceTried(Sound.SPEECH, "No eSpeak."), VoiceTried(Sound.SPEECH)], "OK", Mark.TICK),
    ],
)  # fmt: skip
def test_sign_in_and_status_page_say_in_the_same_word_what_came_of_the_voices_test(
    tried: list[VoiceTried], word: str, mark: Mark
) -> None:
    known, facts = CarKnown(), CarFacts("Unit 214", "0.1", "own")
    for event in tried:
        known.note(event)
    check = next(c for c in sign_in_view(known, facts, NOW).checks if c.name == "Voice")
    (car, *_) = status_view(known, facts, NOW).left
    line = next(line for line in car.lines if line.name == "Voice")
    assert (check.value, check.mark) == (line.value, line.mark) == (word, mark)
    on_strip = [cell.word for cell in strip_view(known, facts, NOW).cells if cell.name == "Voice"]
    assert on_strip == (["Faulty"] if word == "Faulty" else [])


@pytest.mark.proved("S8")
def test_the_strip_names_the_voice_no_longer_once_it_speaks_again(qtbot: QtBot) -> None:
    known, facts = CarKnown(), CarFacts("Unit 214", "0.1", "own")
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show()
    for why in ("No loudspeaker.", ""):
        known.note(VoiceTried(Sound.SPEECH, why))
        strip.show_view(strip_view(known, facts, NOW))
        named = [part for part in strip.findChildren(QLabel) if part.text() == "Voice"]
        assert [part.isVisible() for part in named] == [bool(why)]


@pytest.mark.proved("S8")
def test_a_voice_that_failed_says_on_the_status_page_what_to_do() -> None:
    (car, *_) = screens()["status_trouble"]().status.left
    line = next(line for line in car.lines if line.name == "Voice")
    assert "Connect a loudspeaker" in line.detail


@pytest.mark.proved("S17")
@pytest.mark.parametrize(
    ("hotlist", "words"),
    [
        (ListUse.NONE, "No hotlist yet. No plate can alert."),
        (ListUse.PART, "Hotlist is faulty. Some plates do not alert."),
    ],
)
def test_without_a_whole_list_the_band_has_no_green_tick(hotlist: ListUse, words: str) -> None:
    watch = CameraWatch()
    watch.take(CameraChanged("Camera 1", Health.OK, "", NOW))
    watch.frame_came(NOW, "Camera 1")
    view = band_view(HitsInOrder(), watch.status(NOW), hotlist, 0, NOW)
    assert (view.mark, view.words) == (Mark.RING, words)


@pytest.mark.proved("S17")
def test_a_car_that_was_told_of_no_list_says_so_until_one_is_in_use() -> None:
    clock = SetClock()
    patrol = PatrolPresenter(QuietDesk(clock), clock)
    shown: list[BandView] = []
    patrol.band_changed.connect(shown.append)
    frame = frame_of(np.zeros((4, 4, 3), np.uint8), clock.now())
    patrol.take(CameraChanged(frame.camera, Health.OK, "", clock.now()))
    patrol.take_frame(FrameSeen(frame, ()))
    patrol.tick()
    assert shown[-1].words == "No hotlist yet. No plate can alert."
    patrol.take(ListChanged(1, clock.now(), 10))
    assert shown[-1].mark is Mark.TICK


@pytest.mark.proved("S17")
def test_while_the_camera_starts_the_band_has_no_green_tick() -> None:
    watch = CameraWatch()
    watch.take(CameraChanged("Camera 1", Health.STARTING, "Starting camera", NOW))
    view = band_view(HitsInOrder(), watch.status(NOW), ListUse.WHOLE, 0, NOW)
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
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    assert seat.screen.window.minimumSizeHint().height() <= 768


@pytest.mark.proved("S21")
def test_every_page_of_the_desk_fits_a_screen_1280_pixels_wide(qtbot: QtBot) -> None:
    window = a_seat(qtbot)[0].screen.window
    window.resize(1280, 720)
    too_wide = {}
    for name, page in window.pages.items():
        window.show_page(name)
        QApplication.processEvents()
        bars = [table.horizontalScrollBar().maximum() for table in page.findChildren(QTableView)]
        too_wide[name] = max(bars, default=0) + max(0, window.width() - 1280)
    assert {name: by for name, by in too_wide.items() if by} == {}


class PassingBy:
    """A wanted vehicle that comes closer and closer to an officer's camera."""

    def __init__(self, width: int = 150) -> None:
        self.officer = Officer()
        self.first = self._seen(0, width)
        entry = an_entry(**BLACK_SUV)
        self.hit = self.officer.desk.raise_hit(a_hit(self.first, entry, hit_id="passing"))

    def comes_closer(self, revision: int, width: int) -> None:
        read = self._seen(revision, width)
        self.officer.presenter.take(ReadMade(read, held=True, latency_ms=1))

    def open(self) -> None:
        self.officer.presenter.open(self.hit.hit_id)

    def before_the_officer(self) -> tuple[str, bytes]:
        choices = self.officer.page.pictures.choices
        return next((choice.label, choice.jpeg) for choice in choices if choice.chosen)

    def _seen(self, revision: int, width: int) -> Read:
        return a_read(
            box=Box(0, 0, width, width / 2),
            revision=revision,
            captured_at=NOW + timedelta(seconds=revision),
            crop=b"plate %d" % width,
            context=b"vehicle %d" % width,
        )


@pytest.mark.proved("S15")
@pytest.mark.usefixtures("qapp")
def test_a_hit_opens_with_the_closest_picture_there_is_by_then() -> None:
    passing = PassingBy()
    passing.comes_closer(1, 260)
    passing.open()
    assert passing.before_the_officer() == ("Closest", b"plate 260")


@pytest.mark.proved("S15")
@pytest.mark.usefixtures("qapp")
def test_a_hit_that_was_left_opens_again_with_the_picture_that_came_meanwhile() -> None:
    passing = PassingBy()
    passing.open()
    passing.comes_closer(1, 260)
    passing.officer.presenter.leave()
    passing.open()
    assert passing.before_the_officer() == ("Closest", b"plate 260")


@pytest.mark.proved("S15")
@pytest.mark.usefixtures("qapp")
def test_the_plate_before_the_officer_stays_however_many_closer_ones_come() -> None:
    passing = PassingBy()
    passing.open()
    for revision, width in enumerate((200, 230, 260, 290), 1):
        passing.comes_closer(revision, width)
        passing.open()  # F1 once more changes nothing
        assert passing.before_the_officer()[1] == b"plate 150"


@pytest.mark.proved("S15")
@pytest.mark.usefixtures("qapp")
def test_the_vehicle_before_the_officer_stays_when_a_closer_one_comes() -> None:
    passing = PassingBy()
    passing.open()
    passing.officer.enter()
    assert passing.before_the_officer() == ("Vehicle", b"vehicle 150")
    passing.comes_closer(1, 260)
    assert passing.before_the_officer() == ("Vehicle", b"vehicle 150")


@pytest.mark.proved("S16")
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("top", "words"),
    [(600, "Whole vehicle, for body and color."), (500, "Lower part only: the roof was outside")],
)
def test_a_picture_without_the_roof_is_never_called_the_whole_vehicle(
    top: float, words: str
) -> None:
    officer = Officer()
    seen = a_read(box=Box(300, top, 450, top + 75))
    hit = officer.desk.raise_hit(a_hit(seen, an_entry(**BLACK_SUV)))
    officer.presenter.open(hit.hit_id)
    officer.enter()
    assert words in officer.page.pictures.advice
