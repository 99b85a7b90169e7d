from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.status_query import StatusSource
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, PastHits, Priority
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.patrol.events import ReadMade
from mdt_alpr.ui.hit.models.hit_blind import VehiclePadView
from mdt_alpr.ui.hit.models.hit_result import ResultView
from tests.builders import NOW, a_hit, a_read, a_stacked_read, an_entry
from tests.ui.officer import BLACK_SUV, Officer


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


def test_after_the_entry_it_is_read_back_before_the_record(officer: Officer) -> None:
    officer.hit()
    officer.enter()
    officer.vehicle()
    said = officer.said[-1].text
    assert said.startswith(
        "You entered Edward X-ray Nora two eight nine four, North Carolina. It matches"
    )
    assert said.index("four") < said.index("black Dodge SUV")


def test_a_full_check_ends_in_a_stop_and_its_disposition(officer: Officer) -> None:
    hit = officer.verified()
    assert officer.page.gate.stop.form == "ready"
    assert officer.view is not None
    assert "F6" in officer.view.keys
    assert officer.view.bar.title == "VERIFIED BY YOU 14:30:01"
    officer.do.initiate_stop()
    assert officer.page.gate.title == "STOP INITIATED"
    assert not officer.page.gate.stop.live
    officer.do.end_hit()
    officer.do.choose_disposition("verified_stopped")
    assert officer.page.missing == "State the outcome of the stop."
    officer.do.choose_outcome("arrest")
    officer.do.choose_force(used=False)
    officer.do.edit_event_number()
    officer.type("26A117")
    officer.do.end_event_number()
    officer.do.go_next()
    closing = officer.desk.hits[hit.hit_id].closing
    assert closing is not None
    assert closing.disposition is Disposition.VERIFIED_STOPPED
    assert closing.event_number == "26A117"
    assert closing.force_used is False
    assert officer.view is None


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_the_gate_locks_aloud_when_a_reply_expires(officer: Officer) -> None:
    officer.verified()
    assert officer.page.status.right == "Good for 10:00 more"
    officer.look(599)
    assert officer.page.gate.stop.live
    officer.look(1)
    assert not officer.page.gate.stop.live
    assert officer.page.status.right == "Reply expired. Check again."
    assert officer.said[-1].text == "Stop locked. The reply has expired. Check again."
    assert officer.said[-1].tone == "gate_closed"


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_cleared_reply_slams_the_gate_and_is_spoken(officer: Officer) -> None:
    officer.verified()
    officer.status("communications", "cleared")
    assert officer.page.gate.ink
    assert officer.page.gate.stop.form == "gone"
    assert officer.view is not None
    assert officer.view.bar.title == policy.NOT_A_MATCH_WORDS
    assert officer.page.banner.title == "Comms: cleared or recovered"
    assert officer.page.compare.columns[2].plate.struck
    assert officer.said[-1].text.startswith("Not a match. Basis for stop is gone. Comms:")
    officer.do.choose_stopped("before")
    tiles = [tile for row in officer.page.rows for tile in row.tiles if not tile.live]
    assert {tile.key for tile in tiles} == {"verified_stopped", "verified_no_stop"}
    assert [tile.key for tile in officer.page.stopped] == []
    officer.do.choose_disposition("cleared_or_stale")
    assert officer.page.on_record.startswith("Reported by Comms, ")
    assert officer.page.missing == "Say why it was not verified."
    officer.do.choose_stop_reason("no time for the checks")
    officer.do.choose_minutes_ago(0)
    officer.do.choose_force(used=False)
    officer.do.record_stop()
    assert officer.page.may_save


def test_radio_stamps_the_time_and_asks_the_dispatchers_number(officer: Officer) -> None:
    hit = officer.hit()
    officer.enter()
    officer.vehicle()
    officer.do.ask_status("communications")
    assert officer.page.status.right == "Asked 14:30:01"
    officer.do.state_result("active")
    assert officer.page.status.kind == "dispatcher"
    officer.do.go_next()
    assert "state_status" not in officer.desk.asked
    officer.type("47A1")
    officer.do.go_next()
    (reply,) = officer.desk.hits[hit.hit_id].replies
    assert (reply.source, reply.dispatcher) == (StatusSource.COMMUNICATIONS, "471")


@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_not_practicable_asks_a_reason_for_the_first_missing_source(officer: Officer) -> None:
    officer.hit()
    officer.enter()
    officer.vehicle()
    officer.do.ask_why_not()
    assert officer.page.status.title == "Why can the status not be checked?"
    assert not any(tile.chosen for tile in officer.page.status.tiles)
    officer.do.state_why_not("danger to life")
    officer.do.ask_why_not()
    assert officer.page.status.title == "Why can DCIN not be checked?"
    officer.do.state_why_not("no answer in time")
    assert officer.page.gate.stop.form == "no_status"
    assert officer.view is not None
    assert officer.view.bar.title == "STATUS NOT VERIFIED"


def test_no_record_is_not_stolen(officer: Officer) -> None:
    officer.hit(an_entry(**BLACK_SUV, nic="V220914871"))
    officer.enter()
    officer.vehicle()
    officer.status("mdt", "no_record")
    assert officer.page.status.title == policy.NO_RECORD_WORDS
    assert not officer.page.gate.stop.live


def test_a_vehicle_that_differs_is_above_everything_and_wants_a_reason(officer: Officer) -> None:
    hit = officer.hit()
    officer.enter()
    officer.vehicle("car", "red")
    assert officer.page.banner.ink
    assert officer.page.banner.text == "Record: black Dodge SUV. You: red car."
    assert "give a reason for the vehicle" in officer.page.gate.text
    officer.do.ask_reason()
    officer.do.give_reason("plate may be on another vehicle")
    assert officer.desk.hits[hit.hit_id].vehicle_reason == "plate may be on another vehicle"
    assert officer.page.gate.checks[2].shape == "weak"


def test_a_state_that_the_picture_contradicts_is_above_everything_and_wants_a_reason(
    officer: Officer,
) -> None:
    hit = officer.hit(an_entry("EXN2894", "GA", **BLACK_SUV), state="NC")
    assert "North Carolina" not in repr(officer.view)
    officer.enter(state="GA")
    officer.vehicle()
    assert officer.page.banner.title == "PICTURE SHOWS ANOTHER STATE"
    assert officer.page.banner.text == "Picture: North Carolina. You: Georgia."
    assert "give a reason for the state" in officer.page.gate.text
    officer.do.ask_reason()
    assert officer.page.status.title == "Why does the state differ?"
    officer.do.give_reason("plate checked again")
    assert officer.desk.hits[hit.hit_id].attempts[-1].state_reason == "plate checked again"
    assert officer.page.gate.checks[1].shape == "weak"
    officer.status("mdt", "active")
    officer.status("dcin", "active")
    assert officer.page.gate.title == "STATE DIFFERS"
    assert officer.view is not None
    assert officer.view.bar.title.startswith("STATE DIFFERS")


def test_a_list_that_withdraws_the_record_while_blind_never_shows_it(officer: Officer) -> None:
    hit = officer.hit()
    officer.desk.contradict(hit.hit_id, Contrary.RECORD_CANCELED)
    assert officer.shows(ResultView)
    assert "EXN2894" not in repr(officer.view)
    assert officer.page.banner.title == "Hotlist: record withdrawn"


def test_another_hit_that_is_opened_shuts_this_one(officer: Officer) -> None:
    first = officer.verified()
    second = a_hit(a_read("KLM4471"), an_entry("KLM4471"))
    officer.desk.raise_hit(second)
    officer.presenter.open(second.hit_id)
    assert officer.desk.open_hit == second.hit_id
    officer.do.initiate_stop()
    assert officer.desk.hits[first.hit_id].stop_at is None


def test_leaving_keeps_the_hit_open_and_its_answers(officer: Officer) -> None:
    hit = officer.hit()
    officer.type("EXN")
    officer.presenter.leave()
    assert officer.view is None
    assert officer.desk.open_hit is None
    officer.presenter.open(hit.hit_id)
    assert officer.page.pad.text == "EXN"


def test_rejecting_from_the_blind_page_asks_how_it_ended(officer: Officer) -> None:
    hit = officer.hit()
    officer.do.end_hit()
    officer.do.choose_disposition("misread")
    officer.do.go_next()
    assert officer.page.missing == "Say whether the vehicle was stopped."
    officer.do.choose_stopped("no")
    officer.do.go_next()
    closing = officer.desk.hits[hit.hit_id].closing
    assert closing is not None
    assert (closing.disposition, closing.stopped) == (Disposition.MISREAD, Stopped.NO)


def test_a_later_frame_brings_another_picture_and_leaves_the_one_in_front(
    officer: Officer,
) -> None:
    hit = officer.hit()
    later = a_read(read_id=hit.read.read_id, revision=1, crop=b"closer", box=Box(0, 0, 300, 120))
    officer.presenter.take(ReadMade(later, held=True, latency_ms=1))
    assert officer.page.pictures.shown == b"crop"
    assert [picture.jpeg for picture in officer.page.pictures.choices] == [
        b"closer",
        b"crop",
        b"context",
    ]


def test_the_end_of_one_hit_of_a_pass_leaves_the_other_its_pictures(officer: Officer) -> None:
    first = officer.hit()
    later = a_read(
        "EXN2B94", read_id=first.read.read_id, revision=1, crop=b"closer", box=Box(0, 0, 300, 120)
    )
    officer.presenter.take(ReadMade(later, held=True, latency_ms=1))
    other = officer.desk.raise_hit(a_hit(later, an_entry("EXN2B94")))
    for revision, crop in ((2, b"nearer"), (3, b"nearest")):
        if crop == b"nearest":
            officer.presenter.reject(first.hit_id)
            officer.do.choose_disposition("misread")
            officer.do.go_next()
            officer.do.choose_stopped("no")
            officer.do.go_next()
            officer.presenter.open(other.hit_id)
        box = Box(0, 0, 300 + revision, 120)
        look = replace(later, revision=revision, crop=crop, box=box)
        officer.presenter.take(ReadMade(look, held=True, latency_ms=1))
    shown = {picture.jpeg for picture in officer.page.pictures.choices}
    assert shown == {b"closer", b"nearer", b"nearest", b"context"}


@pytest.mark.parametrize(
    ("width", "shown", "said"), [(150, b"farther", True), (110, b"crop", False)]
)
def test_after_a_mismatch_another_picture_is_shown_if_it_can_carry_a_check(
    officer: Officer, width: int, shown: bytes, *, said: bool
) -> None:
    hit = officer.hit()
    box = Box(0, 0, width, width * 0.4)
    farther = a_read(read_id=hit.read.read_id, revision=1, crop=b"farther", box=box)
    officer.presenter.take(ReadMade(farther, held=True, latency_ms=1))
    officer.enter("EXN2B94")
    officer.vehicle()
    assert officer.page.text.startswith("Another picture is shown.") == said
    assert officer.page.pictures.shown == shown
    officer.do.enter_again()
    officer.do.clear_entry()
    officer.type("EXN2894")
    officer.look()
    assert officer.page.next_live


def test_several_records_are_turned_through(officer: Officer) -> None:
    vehicle = an_entry(entry_id="a", **BLACK_SUV)
    plate = an_entry(entry_id="b", category="P")
    officer.hit(vehicle, plate)
    officer.enter()
    officer.vehicle()
    assert (officer.page.compare.record, officer.page.compare.records) == (1, 2)
    officer.do.turn_record(1)
    assert officer.page.compare.record == 2


def test_an_answer_on_the_vehicle_that_is_missing_is_asked_before_the_record(
    officer: Officer,
) -> None:
    hit = officer.hit()
    officer.desk.enter(hit.hit_id, "EXN2894", "NC", 1.0)
    assert officer.asks(VehiclePadView)
    assert "Dodge" not in repr(officer.view)
    assert "Dodge" not in "".join(spoken.text for spoken in officer.said)
    officer.vehicle()
    assert officer.shows(ResultView)


def test_a_record_without_the_stack_that_was_read_says_so_and_is_no_exact_match() -> None:
    page = samples()["hit_stack_not_listed"].page
    assert isinstance(page, ResultView)
    read = page.compare.columns[0]
    assert read.chip == "LOOKALIKE"
    assert "Small ES: not listed" in [fact.text for fact in read.facts]


def test_a_record_with_the_letter_where_the_die_tells_a_digit_is_no_exact_match() -> None:
    page = samples()["hit_zero_resolved"].page
    assert isinstance(page, ResultView)
    read = page.compare.columns[0]
    assert (read.chip, page.banner.title) == ("LOOKALIKE", "Plate shows 0, record has O")
    assert "Char 3: not listed O" in [fact.text for fact in read.facts]


@pytest.mark.parametrize(
    ("text", "stacked", "entered", "differs"),
    [
        ("AB1234", 2, "1234", [0, 1]),
        ("AB1834", 2, "1B34", [0, 1, 3]),
        ("AB1234", 2, "AB1234", []),
        ("EXN2B94", 0, "EXN2894", [4]),
    ],
)
def test_only_what_was_entered_otherwise_is_marked_in_what_was_read(
    officer: Officer, text: str, stacked: int, entered: str, differs: list[int]
) -> None:
    read = a_stacked_read(text, stacked, box=Box(0, 0, 241, 100))
    listed = (Match(an_entry(entered), 0, state_confirmed=False, o_and_0=False),)
    officer.presenter.open(officer.desk.raise_hit(a_hit(read, matches=listed)).hit_id)
    officer.enter(entered)
    officer.vehicle()
    marks = officer.page.compare.columns[0].plate.marks
    assert [place for place, mark in enumerate(marks) if mark == "differs"] == differs


@pytest.mark.proved("D19")
def test_after_the_entry_the_officer_sees_how_often_hits_of_the_list_were_right(
    officer: Officer,
) -> None:
    lowered = CategorySetting("V", Priority.MEDIUM, set_at=NOW - timedelta(days=22))
    time = NOW - timedelta(days=90), NOW
    counts = (PastHits("V", "VA", 1, 90, *time), PastHits("V", "NC", 41, 63, *time))
    settings = CategorySettings((lowered,), counts)
    officer.hit(settings=settings)
    officer.enter()
    assert "41 of 63" not in repr(officer.view)
    officer.vehicle()
    assert officer.page.compare.list_words == (
        "41 of 63 hits of this list were right, Aug 27 to Nov 25  ·  "
        "Priority lowered from high, set Nov 3"
    )
    officer.status("mdt", "cleared")
    assert not officer.page.compare.list_words


def test_a_count_of_long_ago_names_its_year(officer: Officer) -> None:
    time = NOW - timedelta(days=490), NOW - timedelta(days=400)
    officer.hit(settings=CategorySettings((), (PastHits("V", "NC", 9, 12, *time),)))
    officer.enter()
    officer.vehicle()
    assert officer.page.compare.list_words == (
        "9 of 12 hits of this list were right, Jul 23, 2025 to Oct 21, 2025"
    )


def test_of_a_list_without_a_count_nothing_is_said(officer: Officer) -> None:
    officer.hit()
    officer.enter()
    officer.vehicle()
    assert not officer.page.compare.list_words
