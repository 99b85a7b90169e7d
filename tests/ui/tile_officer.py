"""What an officer does on the tile pages, for any presenter or screen under test."""

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged
from mdt_alpr.ui.hit.models.hit_signals import ChosenGlyph
from tests.ui.officer import Officer


def drive(officer: Officer, mph: float | None = 38.0, *, passenger: bool = False) -> None:
    """Let the car move, or stand at 0."""
    officer.presenter.take(DrivingChanged(Driving(mph, passenger)))


def answer(officer: Officer, text: str = "EXN2894") -> None:
    """Look for a second and answer every tile as ``text`` has it."""
    officer.look()
    for number, tile in enumerate(asked(officer)):
        officer.do.choose_glyph(ChosenGlyph(number, text[tile]))


def asked(officer: Officer) -> list[int]:
    """Return the positions that the run asks, as only a test can know: no view tells them."""
    case = officer.do.case
    assert case is not None
    assert case.draft.run is not None
    return [tile.position for tile in case.draft.run.tiles]


def to_whole(officer: Officer, text: str = "EXN2894", state: str = "NC") -> None:
    """Answer tiles, state and vehicle, up to the whole number."""
    answer(officer, text)
    officer.do.go_next()
    officer.do.choose_state(state)
    officer.do.go_next()
    if officer.page.next_label != "Compare":
        officer.do.choose_body("SUV")
        officer.do.choose_color("black")
        officer.do.go_next()


def say(officer: Officer, whole: str = "same") -> None:
    """Look at the whole number for a second and say what it is."""
    officer.look()
    officer.do.compare_whole(whole)
    officer.do.go_next()
