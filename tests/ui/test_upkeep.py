"""A car that is overdue for calibration says so: band, strip, status page, voice (MNT-02)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.equipment.schedule import WorkKind
from mdt_alpr.domain.equipment.self_check import SelfCheck
from mdt_alpr.domain.equipment.upkeep import LateWork, Upkeep
from mdt_alpr.domain.hit.hit import RelayedFrom
from mdt_alpr.patrol.events import HitRaised, SelfChecked, SignedIn
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.car_pages import status_view
from mdt_alpr.ui.shell.presenters.losses import LossPresenter
from mdt_alpr.ui.shell.presenters.patrol import PatrolPresenter
from mdt_alpr.ui.shell.presenters.strip_view import strip_view
from mdt_alpr.ui.shell.views.hit_band import HitBand, HitLine
from tests.builders import NOW, SetClock, a_hit, an_entry
from tests.patrol.scripted_link import OFFICER
from tests.ui.fake_desk import FakeDesk
from tests.ui.officer import Officer
from tests.ui.screen import texts_of

LATE = LateWork("Front", WorkKind.CALIBRATION, NOW.date() - timedelta(days=21))
OVERDUE = Upkeep((LATE,))
STOPPED = replace(OVERDUE, stops=True)
WORDS = LATE.words


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


def band_of(qapp: object, *events: object) -> BandView:
    assert qapp
    clock = SetClock()
    patrol = PatrolPresenter(FakeDesk(clock), clock)
    bands: list[BandView] = []
    patrol.band_changed.connect(bands.append)
    for event in events:
        patrol.take(event)  # type: ignore[arg-type]
    return bands[-1]


def test_the_patrol_page_says_loudly_that_no_plate_alerts(qapp: object) -> None:
    band = band_of(qapp, STOPPED)
    assert (band.kind, band.mark) == (BandKind.STOPPED, Mark.CROSS)
    assert (band.title, band.words) == ("NO ALERTS IN THIS CAR", WORDS)
    assert band_of(qapp, OVERDUE).kind is BandKind.NO_HIT
    assert band_of(qapp, STOPPED, Upkeep()).kind is BandKind.NO_HIT


def test_a_hit_that_is_open_keeps_its_band_and_the_strip_says_it(qapp: object) -> None:
    hit = a_hit()
    assert band_of(qapp, HitRaised(hit), STOPPED).hit_id == hit.hit_id
    known, facts = CarKnown(upkeep=STOPPED), CarFacts("Unit 12", "1", "own")
    alerts = [cell for cell in strip_view(known, facts, NOW).cells if cell.name == "Alerts"]
    assert [(cell.word, cell.lost) for cell in alerts] == [("OFF", True)]
    known.note(OVERDUE)
    assert all(cell.name != "Alerts" for cell in strip_view(known, facts, NOW).cells)


@pytest.mark.parametrize("widget", [HitBand, HitLine])
def test_no_band_offers_to_open_a_hit_that_is_none(
    qtbot: QtBot, widget: type[HitBand | HitLine]
) -> None:
    band = widget()
    qtbot.addWidget(band)
    band.show_view(band_of(qtbot, STOPPED))
    said = list(texts_of(band))
    assert "NO ALERTS IN THIS CAR" in said
    assert WORDS in said
    assert not any("hit open" in text or "hits open" in text for text in said)
    button = getattr(band, "open", None)
    assert button is None or button.isHidden()


@pytest.mark.parametrize(("upkeep", "said"), [(STOPPED, "No alerts"), (OVERDUE, "Hits say so")])
def test_the_status_page_names_the_item_and_what_comes_of_it(upkeep: Upkeep, said: str) -> None:
    view = status_view(CarKnown(upkeep=upkeep), CarFacts("Unit 12", "1", "own"), NOW)
    lines = [line for card in (*view.left, *view.right) for line in card.lines]
    (line,) = [line for line in lines if line.name == "Upkeep"]
    assert line.value == WORDS
    assert "Front" in line.detail
    assert said in line.detail


def test_who_drives_hears_it_once(qapp: object) -> None:
    assert qapp
    losses = LossPresenter(SetClock())
    heard: list[Spoken] = []
    losses.spoken.connect(heard.append)
    losses.take(STOPPED)
    assert not heard
    losses.take(SignedIn(OFFICER))
    losses.tick()
    assert [spoken.text for spoken in heard] == [f"No alerts in this car. {WORDS}"]
    losses.take(OVERDUE)
    losses.take(STOPPED)
    assert len(heard) == 2


def test_a_hit_says_at_its_head_what_is_overdue_on_this_car(officer: Officer) -> None:
    officer.presenter.take(OVERDUE)
    hit = officer.hit()
    assert officer.view is not None
    assert officer.view.bar.cause.endswith(f"\n{WORDS}")
    officer.presenter.take(SelfChecked(None))
    assert officer.view.bar.cause.endswith("\nCheck and upkeep failed. See Status.")
    officer.presenter.take(SelfChecked(SelfCheck(hit.raised_at)))
    officer.presenter.take(Upkeep())
    assert "\n" not in officer.view.bar.cause


def test_where_the_bar_has_no_room_its_title_says_it(officer: Officer) -> None:
    officer.presenter.take(OVERDUE)
    officer.hit(an_entry(category="W"))
    assert officer.view is not None
    assert officer.view.bar.title.endswith("\nCALIBRATION OVERDUE")


def test_a_hit_that_another_machine_read_says_nothing_of_this_car(officer: Officer) -> None:
    officer.presenter.take(OVERDUE)
    officer.presenter.take(SelfChecked(None))
    there = RelayedFrom("Unit 7", "B. Sample", "h", (), NOW)
    hit = a_hit(relayed_from=there)
    officer.desk.raise_hit(hit)
    officer.presenter.open(hit.hit_id)
    assert officer.view is not None
    assert "overdue" not in officer.view.bar.cause
    assert "checked" not in officer.view.bar.cause
