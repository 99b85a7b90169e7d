"""After the entry one screen has all that ALR-01 names, whatever the size of the window."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.reading.reading import Box, Character
from mdt_alpr.ui.hit.views.hit_page import HitPage
from tests.builders import a_hit, a_read, an_entry
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.screen import settle
from tests.ui.test_nothing_cut import page, stripes

__all__ = ["page"]
DOUBTED = (0.5, *6 * (0.95,))
RECORD = an_entry(
    nic="V220914871", ori="NC0600100", entered_on=date(2026, 11, 21), plate_type="PC",
    vehicle_year="2021", list_name="NCIC", **BLACK_SUV,
)  # fmt: skip


def looked_up(officer: Officer, *records: HotlistEntry) -> None:
    """Let a read of doubtful characters raise a hit, and enter what is seen."""
    characters = tuple(map(Character, "EXN2B94", DOUBTED))
    read = a_read(
        "EXN2B94", "NC", box=Box(0, 0, 241, 100), characters=characters,
        crop=stripes(200, 100), context=stripes(160, 120),
    )  # fmt: skip
    hit = officer.desk.raise_hit(a_hit(read, *records))
    officer.presenter.open(hit.hit_id)
    officer.enter()
    officer.vehicle()


@pytest.mark.proved("ALR-01")
def test_read_and_record_stand_side_by_side_with_pictures_states_doubts_and_ages(
    page: HitPage,
) -> None:
    officer = Officer()
    looked_up(officer, RECORD)
    view = officer.view
    assert view is not None
    page.show_view(view)
    settle()
    card, seen = page.result.compare, officer.page.compare
    for picture, jpeg in ((card.picture, seen.picture), (card.vehicle, seen.vehicle)):
        assert picture.isVisible()
        assert picture.jpeg == jpeg
    read, typed, record = seen.columns
    assert [c.plate.text for c in (read, typed, record)] == ["EXN2B94", "EXN2894", "EXN2894"]
    assert read.plate.marks == ("doubt", "", "", "", "differs", "", "")
    assert [column.facts[0].text for column in seen.columns] == 3 * ["North Carolina"]
    assert "Char 5: B, list 8" in [fact.text for fact in read.facts]
    assert "Black Dodge SUV" in [fact.text for fact in record.facts]
    assert seen.detail.split("  ·  ") == [
        "NIC V220914871", "ORI NC0600100", "year 2021", "plate type PC", "list NCIC",
    ]  # fmt: skip
    ages = {f"{age.plain} {age.strong}" for age in seen.ages}
    entered = next(age for age in ages if age.startswith("Entered Nov 21, 2026: "))
    assert entered.endswith(" days ago")
    assert "List 3 h old" in ages
    assert view.bar.category == "Stolen vehicle"


def test_pictures_and_the_way_to_the_next_record_lie_apart(page: HitPage, qtbot: QtBot) -> None:
    del qtbot
    officer = Officer()
    looked_up(officer, RECORD, an_entry(category="F", entry_id="second"))
    assert officer.view is not None
    page.show_view(officer.view)
    settle()
    card = page.result.compare
    parts = [part.geometry() for part in (card.picture, card.vehicle, card._turn)]
    assert all(part.isVisible() for part in (card.picture, card.vehicle, card._turn))
    assert not any(
        one.intersects(other) for n, one in enumerate(parts) for other in parts[n + 1 :]
    )
    assert card.record.y() >= max(part.bottom() for part in parts)
    card.vehicle.click()
    assert page.result.large.isVisible()
