"""What the result page and the gate say of a record, its replies and its instruction."""

import pytest

from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.ui.hit.models.hit_result import ResultView
from tests.builders import an_entry
from tests.manual_entries import a_draft, a_manual_entry
from tests.ui.officer import Officer


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


@pytest.mark.proved("O20")
def test_the_second_line_of_a_listed_vehicle_stands_under_the_words_of_the_first(
    officer: Officer,
) -> None:
    officer.hit(an_entry(color="BLU", make="TOYT", model="CAM", style="4D"))
    officer.enter()
    officer.vehicle("car", "blue")
    record = officer.page.compare.columns[2]
    _, first, second = record.facts
    assert (first.text, first.shape, first.continues) == ("Blue Toyota Camry", "tick", False)
    assert (second.text, second.shape, second.continues) == ("car", "", True)


@pytest.mark.proved("O21")
def test_a_clock_that_is_set_back_is_named_and_no_reply_is_called_expired(
    officer: Officer,
) -> None:
    officer.verified()
    officer.look(-30)
    assert not officer.page.gate.stop.live
    assert officer.page.status.right == "The clock changed. Check again."
    assert officer.said[-1].text == "Stop locked. The clock changed. Check again."


def manual(officer: Officer, instruction: str) -> None:
    """Let a hit on a manual entry be raised, and check it up to its open gate."""
    entry = listed(a_manual_entry(a_draft("EXN2894", instruction=instruction)))
    officer.hit(entry)
    officer.enter()
    for source in ("communications", "dcin"):
        officer.status(source)
        officer.type("47")
        officer.do.go_next()


@pytest.mark.proved("O22")
def test_a_manual_entry_without_a_vehicle_asks_for_no_body_and_color(officer: Officer) -> None:
    officer.hit(listed(a_manual_entry(a_draft("EXN2894"))))
    officer.enter()
    assert isinstance(officer.page, ResultView)
    (vehicle,) = [check for check in officer.page.gate.checks if check.name == "Vehicle"]
    assert vehicle.words == "No vehicle listed"


@pytest.mark.proved("O23")
@pytest.mark.parametrize("words", ["Watch and report", "Call me first"])
def test_a_gate_says_that_the_record_asks_for_something_else_than_a_stop(
    officer: Officer, words: str
) -> None:
    manual(officer, words)
    gate = officer.page.gate
    assert (gate.title, gate.second, gate.shape) == ("INSTRUCTION", f"Asked: {words}", "weak")
    assert (gate.stop.form, gate.stop.words) == ("no_status", f"Asked: {words}. Hold 0.8 s.")


@pytest.mark.proved("O23")
def test_a_gate_of_a_record_that_asks_for_a_stop_is_as_ever_and_one_of_own_words_is_read(
    officer: Officer,
) -> None:
    manual(officer, "Check, then stop")
    assert (officer.page.gate.title, officer.page.gate.stop.form) == ("CHECKS DONE", "ready")
    officer.do.initiate_stop()
    manual(officer, "Keep two cars behind it")
    assert officer.page.gate.second == "Read the instruction"
