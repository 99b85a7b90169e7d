"""Read by one car, listed in another: where it was is shown there, and the look is recorded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.identity import new_id
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import typed_in
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER, SUPERVISOR
from tests.builders import NOW, SetClock, a_read
from tests.hq.manual import audited
from tests.hq.senders import PASSWORDS
from tests.journeys.two_cars import everything_is_sent, running
from tests.manual_entries import a_draft
from tests.ui.desk_screens import Seat as DeskSeat
from tests.ui.seat import Seat

ENTRY = a_draft("KLM4470")
SEEN = (("KLM4470", "NC"), ("KLM447O", ""), ("KLM4470", "SC"), ("ABC1234", "NC"))


@pytest.fixture
def officer(qtbot: QtBot, tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[Seat]:
    made = Seat(qtbot, tmp_path, hq, clock)
    try:
        made.sign_in()
        yield made
    finally:
        made.app.stop()


@pytest.fixture
def seen(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> None:
    """Let Unit 7 read plates on its way, and send them."""
    with running(tmp_path, hq.base_url, "Unit 7", clock) as seven:
        seven.sign_in(SECOND_OFFICER)
        for number, (plate, state) in enumerate(SEEN):
            read_id = new_id(NOW, f"read{number:06}".encode())
            read = a_read(plate, state, read_id=read_id, captured_at=NOW)
            seven.car.desk.sightings.keep_read(read, held=False, latency_ms=1.0)
        assert everything_is_sent(seven.car)


def kept(car: Seat) -> str:
    """Return every value of every table of the car's store, as text."""
    store = car.app.car._parts.store
    assert isinstance(store, CarStore)

    def visible() -> str:
        with store._engine.connect() as connection:
            tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'"))
            found = [connection.execute(text(f"SELECT * FROM {t}")) for (t,) in tables.all()]  # noqa: S608
            return repr([tuple(row) for rows in found for row in rows])

    return car.app.car._records.ask(visible)


def searches(hq: InProcessHq) -> list[tuple[str, dict[str, str]]]:
    """Return who searched, for what and with what result."""
    wanted = "purpose", "case", "found"
    with hq.hq.reading() as work:
        facts = [
            (row.person, {**dict(row.detail), **dict(typed_in(work, entry_of(row)))})
            for row in audited(hq, "search:made")
        ]
    return [(who, {name: said[name] for name in wanted}) for who, said in facts]


@pytest.mark.clause("5.A.3")
@pytest.mark.usefixtures("seen")
def test_past_reads_go_from_another_car_to_the_officers_screen_and_into_the_audit(
    qtbot: QtBot, hq: InProcessHq, officer: Seat, clock: SetClock
) -> None:
    officer.app.car.entries.add_entry(ENTRY)
    officer.key(Qt.Key.Key_F9)
    officer.reported("1 live")
    assert everything_is_sent(officer.app.car)
    officer.tap("Past reads", "Show past reads")
    officer.reported("2 reads, newest first.")
    words = officer.words()
    assert {"KLM4470", "KLM447O", "Unit 7, front"} <= set(words)
    assert "State unknown: may be another" in words
    assert "Look-alike, not exact." in words
    assert "South Carolina" not in words
    asked = {"purpose": "criminal_investigation", "case": ENTRY.case, "found": "2"}
    assert searches(hq) == [(OFFICER, asked)]
    assert "KLM447O" not in kept(officer), "nothing of past reads stays in the car"

    link = HttpDeskLink(open_client(hq.base_url), clock, "desk-1")
    desk = DeskSeat(qtbot, link, clock)
    desk.sign_in(SUPERVISOR, PASSWORDS[SUPERVISOR])
    desk.open("manual_entries")
    desk.entries.buttons["search"].click()
    page = desk.search
    page.fields["case"].setText("26-777777")
    page.buttons["search"].click()
    desk.settle()
    assert "covers every place" in page.question.words.text()
    page.question.yes.click()
    desk.settle()
    rows = page.table.rows
    assert sorted(rows.cell(rows.index(n, 1)).text for n in range(2)) == ["KLM4470", "KLM447O"]
    assert searches(hq)[1:] == [(SUPERVISOR, {**asked, "case": "26-777777"})]


def test_an_entry_that_headquarters_does_not_have_yet_says_so(officer: Seat) -> None:
    officer.app.car._rounds.stop()
    officer.app.car.entries.add_entry(ENTRY)
    officer.key(Qt.Key.Key_F9)
    officer.tap("Past reads", "Show past reads")
    officer.reported("Headquarters does not hold this entry. A new one is sent first:")
