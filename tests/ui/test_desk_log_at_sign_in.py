"""Who signs in at the desk finds the log of today, without what the last person chose."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from pytestqt.qtbot import QtBot

from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.people.shift import Shift, ShiftKind
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.lab.screens.desk_sample_hits import NOW, ROWS
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.pages.shift_log import ShiftLog
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.desk import HitLogFilter, HitLogOrder, HitLogRequest
from tests.builders import SetClock
from tests.ui.desk_screens import Seat

SILENT = "Headquarters cannot be reached."
M = TypeVar("M")


class TimedLink(SampleLink):
    """A headquarters whose sessions begin when the desk's clock says so."""

    def __init__(self, clock: SetClock) -> None:
        super().__init__(Role.SUPERVISOR, ROWS)
        self._clock = clock
        self.is_silent = False

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        return replace(super().sign_in(person_id, password, code), signed_in_at=self._clock.now())

    def ask(
        self,
        session: Session,
        kind: type[M],
        path: str,
        body: object | None = None,
        second: str = "",
    ) -> M:
        if self.is_silent:
            raise LinkLostError(SILENT)
        return super().ask(session, kind, path, body, second)


def a_timed_seat(qtbot: QtBot) -> tuple[Seat, TimedLink]:
    clock = SetClock(NOW)
    link = TimedLink(clock)
    seat = Seat(qtbot, link, clock)
    seat.sign_in("whitfield", "anything")
    return seat, link


def asked(seat: Seat, link: SampleLink) -> HitLogRequest:
    seat.settle()
    return next(b for _, b in reversed(link.asked) if isinstance(b, HitLogRequest))


def today(seat: Seat) -> date:
    return local_day(seat.clock.now())


def chosen(seat: Seat) -> dict[str, str]:
    fields = seat.log.filters.fields
    return {
        name: widget.currentText() if hasattr(widget, "currentText") else widget.text()
        for name, widget in fields.items()
    }


def test_the_next_person_finds_no_filter_and_no_order_of_the_last(qtbot: QtBot) -> None:
    seat, link = a_timed_seat(qtbot)
    at_first, shown = asked(seat, link), chosen(seat)
    log = seat.screen.page(ShiftLog)
    for name, value in (
        ("unit", "Unit 209"),
        ("person_id", "montgomery"),
        ("flag", "too_fast"),
        ("date", "2026-10-01"),
        ("shift", ShiftKind.NIGHT.value),
    ):
        log.choose(name, value)
        seat.settle()
    log.sort(HitLogOrder.UNIT.value)
    assert asked(seat, link).which.unit == "Unit 209"
    seat.screen.presenter.lock()
    seat.sign_in("boyd", "anything")
    assert asked(seat, link) == at_first
    assert at_first.order is HitLogOrder.PRESSING
    assert chosen(seat) == shown


def test_the_log_is_that_of_the_day_on_which_somebody_signs_in(qtbot: QtBot) -> None:
    seat, link = a_timed_seat(qtbot)
    first = today(seat)
    seat.screen.presenter.lock()
    seat.clock.pass_by(days=3)
    seat.sign_in("boyd", "anything")
    since, until = Shift(today(seat), ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
    assert today(seat) > first
    assert asked(seat, link).which == HitLogFilter(since, until)


def test_nothing_of_the_last_persons_log_is_shown_where_headquarters_does_not_answer(
    qtbot: QtBot,
) -> None:
    seat, link = a_timed_seat(qtbot)
    seat.screen.page(ShiftLog).choose("unit", "Unit 209")
    seat.settle()
    assert seat.figures()
    seat.screen.presenter.lock()
    link.is_silent = True
    seat.sign_in("boyd", "anything")
    assert seat.cells() == []
    assert not any(cell.isVisible() for cell in seat.log.figures._cells)
    assert chosen(seat)["unit"] == "All"
