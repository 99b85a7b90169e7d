"""The page of manual entries before the car's real entries: store, records thread, matcher."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.domain import policy
from tests.builders import SetClock
from tests.patrol.entry_desks import EntryDesk, entry_desk
from tests.ui.entry_officer import Form


@pytest.fixture
def car(tmp_path: Path, qapp: object) -> Iterator[tuple[Form, EntryDesk]]:
    assert qapp
    clock = SetClock()
    with entry_desk(tmp_path, clock) as desk:
        desk.sign_in()
        form = Form(clock, desk.entries)
        heard(form, desk)
        yield form, desk


def heard(form: Form, desk: EntryDesk) -> None:
    """Let the page hear what the records thread said, in order."""
    desk.do(lambda: None)
    for event in desk.said:
        form.presenter.take(event)
    desk.said.clear()


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_what_the_page_adds_alerts_and_what_it_removes_does_not(
    car: tuple[Form, EntryDesk],
) -> None:
    form, desk = car
    form.fill()
    form.type("reason", " ")
    form.presenter.add_entry()
    heard(form, desk)
    assert form.view.form.needed.startswith("Entry added.")
    assert desk.hit("HB1052", "NC") is not None
    entry_id = form.row.entry_id
    form.presenter.remove_entry(entry_id)
    heard(form, desk)
    assert desk.hit("HB1052", "NC") is not None
    form.wait(seconds=1)
    form.presenter.remove_entry(entry_id)
    heard(form, desk)
    assert desk.hit("HB1052", "NC") is None
    assert form.view.own.rows == ()


def test_the_same_plate_twice_is_refused_in_words_and_the_draft_stays(
    car: tuple[Form, EntryDesk],
) -> None:
    form, desk = car
    for _ in range(2):
        form.fill()
        form.presenter.add_entry()
        heard(form, desk)
    assert form.view.form.plate.text == "HB1052"
    assert form.view.form.needed == (
        "Not added. This plate is on the list already, as a manual entry."
    )


def test_the_car_itself_refuses_while_it_moves_whatever_the_page_let_pass(
    car: tuple[Form, EntryDesk],
) -> None:
    form, desk = car
    form.fill()
    desk.drive(30)
    form.presenter.add_entry()
    heard(form, desk)
    assert form.view.form.needed.startswith("Not added. The car is moving.")
    desk.drive(0)
    form.presenter.add_entry()
    heard(form, desk)
    assert form.view.form.needed.startswith("Entry added.")
