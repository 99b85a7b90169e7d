"""A vehicle that comes again is one line on the screens, and no second alert (S18)."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.disposition import Closing, Disposition
from mdt_alpr.domain.hit.hit import EntryAttempt, Hit, HitState
from mdt_alpr.domain.hit.read_revision import with_repeat
from mdt_alpr.patrol.events import HitChanged, SeenOnceMore
from mdt_alpr.ui.kit.words import local_time
from tests.builders import a_read
from tests.ui.window import Patrol

pytestmark = pytest.mark.proved("S18")


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    made = Patrol(qtbot)
    made.sign_in()
    return made


def again(car: Patrol, hit: Hit, number: int) -> Hit:
    """Let the hit's vehicle be read once more."""
    car.clock.pass_by(minutes=1)
    read = car.read("EXN2894", held=True, read_id=f"again-{number}")
    changed = with_repeat(hit, read)
    car.happen(HitChanged(changed))
    return changed


def closed(car: Patrol, hit: Hit, *, verified: bool) -> Hit:
    now = car.clock.now()
    attempt = EntryAttempt("EXN2894", "NC", now, 2.0, matched=True, by=hit.officer)
    ended = replace(
        hit,
        state=HitState.CLOSED,
        closing=Closing(Disposition.MISREAD, now),
        attempts=(attempt,) if verified else (),
    )
    car.happen(HitChanged(ended))
    car.clock.pass_by(minutes=1)
    car.see()
    read = a_read("EXN2894", captured_at=car.clock.now(), read_id="again")
    car.happen(SeenOnceMore(ended, read.read_id, read.captured_at))
    return ended


def test_an_open_hit_says_how_often_its_vehicle_came_again(car: Patrol) -> None:
    hit = car.hit()
    hit = again(car, hit, 1)
    assert "Seen again once, last " in car.window.hits._view.rows[0].status
    hit = again(car, hit, 2)
    (row,) = car.window.hits._view.rows
    last = f"{local_time(car.clock.now()):%H:%M}"
    assert row.status == f"Not opened\nSeen again 2 times, last {last}"
    assert row.age == "0 s"


def test_the_reads_of_an_open_hit_stay_hidden_until_its_entry(car: Patrol) -> None:
    again(car, car.hit(), 1)
    rows = car.window.patrol.reel.model._rows
    assert [row.text for row in rows] == ["", ""]


@pytest.mark.parametrize("verified", [True, False])
def test_a_vehicle_just_cleared_is_a_line_with_its_plate_for_who_verified_it(
    car: Patrol, *, verified: bool
) -> None:
    ended = closed(car, car.hit(), verified=verified)
    assert ended.closing is not None
    name = "NC EXN2894" if verified else ended.category.name
    at = [f"{local_time(t):%H:%M}" for t in (car.clock.now(), ended.closing.at)]
    line = f"{name} seen again {at[0]}, cleared {at[1]}."
    assert car.window.patrol.band._quiet_words.text() == line
    assert car.window.hits._view.words == line
    assert not car.window.hits._view.rows


def test_the_line_goes_when_the_quiet_time_is_over(car: Patrol) -> None:
    closed(car, car.hit(), verified=True)
    car.clock.pass_by(minutes=5)
    car.see()
    assert car.window.patrol.band._quiet_words.text() == "1 closed this shift"


def test_the_next_officer_is_not_shown_the_plate(car: Patrol) -> None:
    hit = car.hit()
    closed(car, replace(hit, officer=replace(hit.officer, person_id="x")), verified=True)
    assert "EXN2894" not in car.window.patrol.band._quiet_words.text()
