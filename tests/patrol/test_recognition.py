import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.identity import made_at
from mdt_alpr.domain.reading.masks import polygon_of
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES, STILL_PICTURES
from mdt_alpr.domain.reading.state_of_issuance import NumberedSeries
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW
from tests.observations import FRAMES_A_SECOND, a_box
from tests.patrol.scripted_car import Car, PlateLook, StateReader


def test_a_read_shows_the_frame_that_it_came_from() -> None:
    car = Car()
    assert car.see((a_box(300), "EXN2894", 0.9)).reads == ()
    (read,) = car.see((a_box(310), "EXN2894", 0.99)).reads
    assert read.text == "EXN2894"
    assert read.captured_at == NOW + timedelta(seconds=1 / FRAMES_A_SECOND)
    assert made_at(read.read_id) == read.captured_at.replace(microsecond=66000)
    assert (read.crop, read.context) == (b"crop 1 310", b"context 1 310")
    assert (read.camera, read.engine, read.frames, read.revision) == ("front", "scripted", 2, 0)
    assert (read.state, read.state_confidence) == ("", 0.0)


def test_a_revision_keeps_its_id_and_shows_its_own_frame() -> None:
    car = Car()
    car.see((a_box(300, width=60), "EXN2B94", 0.9))
    (first,) = car.see((a_box(300, width=60), "EXN2B94", 0.9)).reads
    later = [
        read
        for width in range(70, 200, 20)
        for read in car.see((a_box(300, width=width), "EXN2894", 0.99)).reads
    ]
    assert {read.read_id for read in later} == {first.read_id}
    assert [read.revision for read in later] == list(range(1, len(later) + 1))
    assert later[0].text == "EXN2894"
    assert later[0].disputed == (4,)


def test_the_overlay_tells_open_votes_from_reads() -> None:
    car = Car()
    box = a_box()
    assert car.see((box, "EXN2894", 0.95)).plates == ((box, "", None),)
    seen = car.see((box, "EXN2894", 0.95))
    assert seen.plates == ((box, "EXN2894", seen.reads[0].read_id),)


def test_candidates_that_are_no_reads_say_why() -> None:
    car = Car()
    seen = car.see((a_box(width=20), "EXN2894", 0.9), (a_box(600), "TAXI", 0.7))
    assert [(r.why.name, r.text) for r in seen.rejected] == [
        ("TOO_SMALL", ""),
        ("TOO_UNCERTAIN", "TAXI"),
    ]
    assert seen.reads == ()


def test_a_part_of_the_picture_that_is_left_out_gives_no_read_and_says_so() -> None:
    hood = polygon_of([0.0, 0.8, 1.0, 1.0])
    issuing = replace(STILL_PICTURES.issuing, left_out=(hood,))
    car = Car(replace(STILL_PICTURES, issuing=issuing))
    seen = car.see((a_box(top=200), "EXN2894", 0.95), (a_box(left=700, top=620), "K9UNIT", 0.95))
    assert [read.text for read in seen.reads] == ["EXN2894"]
    assert [(r.why.name, r.text) for r in seen.rejected] == [("LEFT_OUT", "")]


def test_single_pictures_need_one_frame_only() -> None:
    (read,) = Car(STILL_PICTURES).see((a_box(), "EXN2894", 0.8)).reads
    assert read.text == "EXN2894"


def test_the_second_reader_sees_the_picture_that_the_read_shows() -> None:
    second = StateReader()
    car = Car(second=second)
    car.see((a_box(300), "EXN2894", 0.99))
    (read,) = car.see((a_box(310), "EXN2894", 0.9)).reads
    reread = car.recognition.second_reading(read)
    assert reread is not None
    assert reread.state == "NC"
    assert second.asked == [(0, a_box(300))]


def test_the_second_reading_stays_possible_while_the_plate_is_tracked() -> None:
    car = Car(second=StateReader())
    car.see((a_box(), "EXN2894", 0.99))
    (read,) = car.see((a_box(), "EXN2894", 0.9)).reads
    for _ in range(10):
        car.see((a_box(), "EXN2894", 0.9))
    assert car.recognition.second_reading(read) is not None
    for _ in range(40):
        car.see()
    assert car.recognition.second_reading(read) is None


def test_without_a_second_reader_there_is_no_second_reading() -> None:
    car = Car()
    car.see((a_box(), "EXN2894", 0.99))
    (read,) = car.see((a_box(), "EXN2894", 0.9)).reads
    assert car.recognition.second_reading(read) is None


def test_the_end_of_the_source_completes_what_is_in_the_picture() -> None:
    second = StateReader()
    car = Car(second=second)
    for width in (80, 80, 90, 95, 100):
        car.see((a_box(width=width), "EXN2894", 0.95))
    (last,) = car.recognition.finish()
    assert (last.revision, last.plate_width) == (1, 100)
    assert car.recognition.second_reading(last) is not None
    assert car.recognition.finish() == ()


def test_only_frames_that_may_still_be_shown_are_kept() -> None:
    car = Car()
    for place in range(100):
        car.see((a_box(width=100 + place % 7), "EXN2894", 0.9))
    assert len(car.recognition._of("front")._frames) <= 4
    for _ in range(40):
        car.see()
    car.see()
    assert len(car.recognition._of("front")._frames) == 1


@pytest.mark.parametrize("count", [2, 3])
def test_two_plates_side_by_side_are_two_reads(count: int) -> None:
    car = Car()
    plates = [(a_box(100 + 400 * i), f"AB{i}4567", 0.95) for i in range(count)]
    car.see(*plates)
    reads = car.see(*plates).reads
    assert sorted(read.text for read in reads) == [f"AB{i}4567" for i in range(count)]
    assert len({read.read_id for read in reads}) == count
    for read in reads:
        others = [f"{box.left:.0f}" for box, _, _ in plates if box != read.box]
        shown = read.context.decode()
        assert all(f"without {one}" in shown for one in others), "no plate of another vehicle"


def test_a_plate_that_is_not_worth_reading_is_painted_over_too() -> None:
    car = Car()
    read_one, small = (a_box(100), "AB14567", 0.95), (a_box(600, width=20), "AB24567", 0.95)
    car.see(read_one, small)
    (read,) = car.see(read_one, small).reads
    assert f"without {small[0].left:.0f}" in read.context.decode()


def test_an_unsure_still_becomes_a_read_where_both_readers_agree() -> None:
    second = StateReader()
    car = Car(STILL_PICTURES, second)
    seen = car.see((a_box(), "KLM4471", 0.45))
    assert [read.text for read in seen.reads] == ["KLM4471"]
    assert len(second.asked) == 1


def test_a_confident_still_and_a_moving_plate_cost_no_second_reading() -> None:
    second = StateReader()
    Car(STILL_PICTURES, second).see((a_box(), "KLM4471", 0.95))
    Car(MOVING_PICTURES, second).see((a_box(), "KLM4471", 0.45))
    assert second.asked == []


def test_cameras_follow_their_own_plates_with_the_same_engines() -> None:
    car = Car()
    plates = ((a_box(300), "EXN2894", 0.95),)
    frames = [
        Frame(plates, NOW + timedelta(seconds=n / FRAMES_A_SECOND), n, 1280, 720, camera)
        for n in range(2)
        for camera in ("front", "rear")
    ]
    reads = [read for frame in frames for read in car.recognition.see(frame).reads]
    assert [read.camera for read in reads] == ["front", "rear"]
    assert len({read.read_id for read in reads}) == 2


CAROLINIAN = NumberedSeries({"NC": frozenset({"LLLDDDD"}), "VA": frozenset({"LLLDDDD"})})


def test_a_read_has_the_state_that_its_pass_looks_like_without_a_second_reader() -> None:
    car = Car(look=PlateLook(NC=0.995, VA=0.005), series=CAROLINIAN)
    car.see((a_box(300), "EXN2894", 0.95))
    (read,) = car.see((a_box(310), "EXN2894", 0.95)).reads
    assert read.state == "NC"
    assert read.state_confidence > 0.98


def test_a_plate_is_looked_at_a_few_times_then_as_it_grows_and_never_often() -> None:
    look = PlateLook(NC=0.995, VA=0.005)
    car = Car(look=look, series=CAROLINIAN)
    for _ in range(6):
        car.see((a_box(width=100), "EXN2894", 0.95))
    assert look.widths == [100] * 3
    for width in range(100, 400, 10):
        car.see((a_box(width=width), "EXN2894", 0.95))
    assert len(look.widths) <= 9
    assert all(later >= 1.1 * before for before, later in itertools.pairwise(look.widths[2:]))


def test_what_cannot_be_read_is_not_looked_at() -> None:
    look = PlateLook(NC=0.995)
    Car(look=look).see((a_box(), "EXN2894", 0.3))
    assert look.widths == []


def test_a_character_that_every_series_forbids_is_marked_with_the_read() -> None:
    car = Car(series=NumberedSeries({"MO": frozenset({"LLDLDL"})}))
    car.engine.others = {"8": (("B", 0.08),)}
    car.see((a_box(300), "YF2U68", 0.85))
    (read,) = car.see((a_box(310), "YF2U68", 0.85)).reads
    assert read.disputed == (5,)
