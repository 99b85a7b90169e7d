from dataclasses import replace

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState
from mdt_alpr.domain.hit.read_revision import apply_second_read
from mdt_alpr.domain.reading.reading import Character, PlateText
from mdt_alpr.patrol.events import CameraChanged, Health, HitChanged, HitRaised, ReadMade
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView
from mdt_alpr.ui.shell.presenters.camera_watch import CameraStatus, CameraWatch
from mdt_alpr.ui.shell.presenters.patrol_views import ListUse, band_view, live_state, reel_row
from tests.builders import NOW, a_hit, a_read, an_entry

LONGEST_LINE = 40
ALERT_WORDS = 30


def standing(*, lost: bool = False) -> CameraStatus:
    watch = CameraWatch()
    health = Health.LOST if lost else Health.OK
    watch.take(CameraChanged("Camera 1", health, "Check the cable.", NOW))
    watch.frame_came(NOW, "Camera 1")
    return watch.status(NOW)


def band(*hits: Hit, lost: bool = False) -> BandView:
    opened = HitsInOrder()
    for hit in hits:
        opened.take(HitRaised(hit))
    return band_view(opened, standing(lost=lost), ListUse.WHOLE, 1184, NOW)


def hit(category: str = "V", **fields: object) -> Hit:
    return a_hit(a_read(), an_entry(category=category), hit_id=category, **fields)


def test_no_hit_has_a_tick_and_counts_the_shift() -> None:
    view = band()
    assert (view.kind, view.mark, view.title) == (BandKind.NO_HIT, Mark.TICK, "No open hits")
    assert (view.words, view.reads) == ("0 closed this shift", "1,184")


def test_with_a_lost_camera_no_hit_is_no_good_news() -> None:
    view = band(lost=True)
    assert (view.mark, view.words) == (Mark.RING, "Reading stopped. No plate is being read.")


@pytest.mark.clause(policy.NOT_PROBABLE_CAUSE.number)
@pytest.mark.parametrize("lost", [False, True])
def test_a_hit_is_a_possible_match_and_no_probable_cause(*, lost: bool) -> None:
    view = band(hit(), lost=lost)
    assert view.title == "HIGH: Stolen vehicle"
    assert view.words == "POSSIBLE MATCH, NOT VERIFIED"
    assert view.line == "A hit is not probable cause to arrest."


@pytest.mark.parametrize(
    ("category", "mark"), [("V", Mark.SQUARE), ("P", Mark.TRIANGLE), ("W", Mark.SQUARE)]
)
def test_each_urgency_has_its_shape(category: str, mark: Mark) -> None:
    assert band(hit(category)).mark is mark


@pytest.mark.parametrize("category", "VPFRWMAB")
def test_lines_are_short_enough_to_read_at_a_glance(category: str) -> None:
    view = band(hit(category))
    assert max(len(view.title), len(view.words)) <= ALERT_WORDS
    assert len(view.line) <= LONGEST_LINE


def test_the_band_shows_the_highest_and_counts_the_others() -> None:
    view = band(hit("P"), hit("V"), hit("B"))
    assert (view.title, view.more) == ("HIGH: Stolen vehicle", 2)


def test_what_is_no_match_is_ink_and_no_alert() -> None:
    fact = ContraryFact(Contrary.RECORD_CANCELED, "list 2", NOW)
    view = band(verification.contradict(hit(), fact))
    assert (view.kind, view.mark) == (BandKind.GONE, Mark.BAR)
    assert view.words == policy.NOT_A_MATCH_WORDS
    assert "HIGH" not in view.title


def test_an_open_hit_comes_before_one_that_is_no_match() -> None:
    fact = ContraryFact(Contrary.RECORD_CANCELED, "list 2", NOW)
    view = band(verification.contradict(hit("V"), fact), hit("P"))
    assert (view.kind, view.title) == (BandKind.HIT, "MED: Stolen plate")


def test_a_stop_that_was_initiated_asks_how_it_ended() -> None:
    assert band(hit(state=HitState.STOPPED)).words == "STOPPED. SAY HOW IT ENDED."


def test_silence_is_off_once_nothing_sounds() -> None:
    assert not band(hit()).silenced
    assert band(hit(silenced_at=NOW)).silenced


def test_the_latency_is_shown_while_the_picture_runs() -> None:
    assert live_state(standing(), 412.0).latency == "Read in 0.4 s"
    assert live_state(standing(), None).latency == ""
    assert live_state(standing(lost=True), 412.0).latency == ""


def test_doubt_and_dispute_are_marked_and_the_state_is_spelled_out() -> None:
    characters = (Character("A", 0.99), Character("8", 0.6), Character("C", 0.95))
    read = a_read("A8C", "NC", characters=characters, disputed=(2,))
    row = reel_row(ReadMade(read, held=False, latency_ms=1), HitsInOrder(), NOW)
    assert (row.text, row.doubtful, row.state, row.age) == ("A8C", (1, 2), "North Carolina", "now")


def test_a_read_whose_pass_showed_no_state_says_so() -> None:
    row = reel_row(ReadMade(a_read(), held=False, latency_ms=1), HitsInOrder(), NOW)
    assert row.state == "State unknown"


@pytest.mark.proved("S20")
def test_the_reel_shows_the_state_of_the_hits_result_page_after_its_end_too() -> None:
    hits, made = HitsInOrder(), ReadMade(a_read(), held=True, latency_ms=1)
    seen = PlateText((), "NC", 0.9)
    reported = apply_second_read(verification.open_hit(hit(), NOW), seen)
    compared = verification.enter(reported, "EXN2894", "NC", NOW, picture_s=2)
    for one in (compared, replace(compared, state=HitState.CLOSED)):
        hits.take(HitChanged(one))
        assert reel_row(made, hits, NOW).state == "North Carolina"
