"""A plate that is seen and was not read: typed, compared as a read, raised with the same gate."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hotlist.manual_entry import Basis
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.reading import Misread
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER, WhyUnread, corrected_read
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.equipment_tables import SAMPLE_COUNTS
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, READS
from mdt_alpr.hq.reads import captured
from mdt_alpr.patrol.entry_events import PlateChecked
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage
from tests.builders import NOW, SetClock, a_list, a_read, an_entry
from tests.journeys.two_cars import headquarters
from tests.manual_entries import a_draft
from tests.ui.entry_officer import Form
from tests.ui.seat import Seat

LISTED = "KLM4471"


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    with headquarters(tmp_path, clock) as server:
        yield server


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[Seat]:
    officer = Seat(qtbot, tmp_path, hq, clock)
    try:
        officer.sign_in()
        yield officer
    finally:
        officer.app.stop()


def with_list(seat: Seat, *texts: str) -> None:
    """Let the car use a list of headquarters' of these plates."""
    seat.app.car._matcher.use(DictIndex(a_list(*(an_entry(text) for text in texts))))


def check(seat: Seat, text: str, why: str = "Dirty or worn") -> None:
    """Type plate and state on the page F9, and say why no camera read them."""
    seat.key(Qt.Key.Key_F9)
    seat.until(lambda: not seat.window.guard.is_guarding)
    QTest.keyClicks(seat.window, text)
    seat.key(Qt.Key.Key_Return)
    QTest.keyClicks(seat.window, "NC")
    seat.key(Qt.Key.Key_Escape)
    seat.tap("Check only", why)


def test_a_listed_plate_raises_a_hit_that_wants_every_check(seat: Seat, hq: InProcessHq) -> None:
    seat.app.car.entries.add_entry(a_draft(LISTED))
    check(seat, LISTED)
    seat.until(lambda: bool(seat.hits))
    (hit,) = seat.hits.values()
    assert (hit.read.camera, hit.read.crop, hit.state) == (TYPED_BY_OFFICER, b"", HitState.RAISED)
    seat.reported("Possible match. Open its hit with F1")
    seat.app.car.plates.check_plate("ABC1234", "NC", WhyUnread.OTHER)
    seat.reported("A hit waits for your entry. Open it with F1 first.")

    seat.open()
    seat.reported("Typing it verified nothing: look at the vehicle again.")
    seat.tap("I see the vehicle")
    seat.enter(LISTED)
    seat.tap("Compare")
    seat.until(lambda: seat.hits[hit.hit_id].entry is not None)
    assert not seat.page.gate.stop.live, "the record's status is still to be asked"
    seat.trail(hit.hit_id)
    with hq.hq.reading() as work:
        assert work.connection.scalar(select(READS.c.camera)) == TYPED_BY_OFFICER
        (missed,) = work.connection.execute(select(SAMPLE_COUNTS))
        (body,) = captured.reads(work, [hit.read.read_id]).values()
    assert decode(ReadMessage, body).engine == f"typed: {WhyUnread.DIRTY.value}"
    assert (missed.name, missed.truth, missed.number) == ("Unit 12", Truth.MISSED, 1)


def test_a_plate_that_is_not_listed_is_said_to_be_unlisted(seat: Seat) -> None:
    check(seat, "ABC1234", "Night or glare")
    seat.reported("NC ABC1234: There is no hotlist yet")
    seat.tap("Clear", "Clear all?")
    seat.app.car.entries.add_entry(a_draft(LISTED))
    check(seat, "ABC1234", "Night or glare")
    seat.reported("NC ABC1234: There is no hotlist yet")
    with_list(seat)
    seat.app.car.plates.check_plate("ABC1234", "NC", WhyUnread.NIGHT)
    seat.reported("NC ABC1234: Not on the hotlist.")
    assert not seat.hits


def test_no_plate_counts_as_unlisted_while_alerts_are_stopped(seat: Seat) -> None:
    with_list(seat, LISTED)
    seat.app.car._matcher.alerts_stop = True
    check(seat, LISTED)
    seat.reported(f"NC {LISTED}: Alerts are stopped in this car")
    assert not seat.hits


def test_nothing_is_compared_before_plate_and_state_are_entered() -> None:
    form = Form()
    form.presenter.type_text("A")
    assert not form.view.form.may_check
    form.presenter.ask_check()
    form.presenter.choose_answer("dirty")
    assert form.plates.checked == []


def test_an_entry_that_is_half_written_stays_after_its_plate_was_checked() -> None:
    form = Form()
    form.presenter.type_text("A")
    form.presenter.edit_field("state")
    form.presenter.choose_state("NC")
    form.presenter.choose_basis(Basis.SEEN.value)
    form.presenter.ask_check()
    form.presenter.choose_answer("night")
    assert form.plates.checked == [("A", "NC", WhyUnread.NIGHT)]

    form.presenter.take(PlateChecked("A", "NC", NOW))
    assert form.view.form.needed == "NC A: Not on the hotlist."
    assert form.view.form.plate.text == "A"


def test_nobody_checks_a_plate_while_driving(seat: Seat) -> None:
    answers = list[PlateChecked]()
    seat.app.bridge.arrived.connect(
        lambda event: answers.append(event) if isinstance(event, PlateChecked) else None
    )
    seat.app.car.plates.drive(Driving(30.0))
    seat.app.car.plates.check_plate("ABC1234", "NC", WhyUnread.OTHER)
    seat.until(lambda: bool(answers))
    assert answers[0].why_not.startswith("The car is moving.")


def test_a_misread_in_the_reel_is_corrected_and_compared(seat: Seat, hq: InProcessHq) -> None:
    with_list(seat, LISTED)
    misread = a_read("KLM4477", state="NC", read_id=new_id(NOW, b"misread000"), engine="own")
    seat.app.car.desk.sightings.keep_read(misread, held=False, latency_ms=1.0)
    seat.until(lambda: seat.window.patrol.reel.model.rowCount() == 1)
    seat.app.entries.type_text("Q")
    seat.key(Qt.Key.Key_F3)
    seat.until(lambda: not seat.window.guard.is_guarding)
    assert seat.window.page is seat.window.entries
    QTest.keyClick(seat.window, Qt.Key.Key_Backspace)
    QTest.keyClicks(seat.window, "1")
    seat.key(Qt.Key.Key_Escape)
    seat.tap("Correct")
    seat.until(lambda: bool(seat.hits))
    (hit,) = seat.hits.values()
    assert (hit.read.text, hit.read.captured_at) == (LISTED, misread.captured_at)
    assert hit.read.corrects == Misread(misread.read_id, "front", "KLM4477", "NC")
    assert seat.app.entries._form.draft.text == "Q", "the entry that was half written is back"
    seat.trail(hit.hit_id)
    with hq.hq.reading() as work:
        cameras = work.connection.scalars(select(READS.c.camera).order_by(READS.c.camera))
        assert list(cameras) == ["front", TYPED_BY_OFFICER]
        event = select(DEVICE_AUDIT.c.subject).where(
            DEVICE_AUDIT.c.event == "officer:read:corrected"
        )
        assert work.connection.scalar(event) == hit.read.read_id


def test_a_read_that_was_a_hit_or_was_typed_is_not_corrected(seat: Seat) -> None:
    seat.see(LISTED)
    seat.key(Qt.Key.Key_F3)
    assert seat.window.page is seat.window.patrol
    row = seat.window.patrol.reel.model.index(0)
    seat.window.patrol.reel._list.clicked.emit(row)
    assert seat.window.page is seat.window.patrol


def test_nothing_is_corrected_to_what_was_read() -> None:
    read = a_read("KLM4477", state="NC")
    with pytest.raises(PlateTextError, match="what the camera read"):
        corrected_read(read, "KLM4477", "NC", read_id="r")
    typed = corrected_read(read, "KLM4471", "NC", read_id="r")
    with pytest.raises(PlateTextError, match="what the camera read"):
        corrected_read(typed, "KLM4472", "NC", read_id="r")
