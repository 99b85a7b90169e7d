"""Every read and every hit says where the car was when its picture was taken."""

from datetime import datetime, timedelta

from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.outgoing import read_message
from mdt_alpr.patrol.pipeline import Pipeline, Stages
from mdt_alpr.patrol.position import Whereabouts
from tests.builders import NOW, SetClock, a_read
from tests.fixes import a_fix
from tests.patrol.test_pipeline import OneByOne, PlayedRecognition, Written, seen_of

EARLIER = timedelta(seconds=40)


class Kept(Written):
    """Notes the reads themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[Read] = []

    def keep_read(self, read: Read, **_reported: object) -> None:
        self.reads.append(read)


def kept(*reads: Read, places: Whereabouts) -> list[Read]:
    seen = [seen_of(read) for read in reads]
    records = Kept()
    stages = Stages(
        OneByOne(len(seen)),
        PlayedRecognition(seen),  # type: ignore[arg-type]
        Matcher(SetClock(), bytes),
        records,
        SetClock(),
        lambda _: None,
        places.at,
    )
    Pipeline(stages).run()
    return records.reads


def fixes_at(*times: datetime) -> tuple[Whereabouts, list[Fix]]:
    places = Whereabouts()
    fixes = [a_fix(lat=35.0 + n / 100, seen_at=at) for n, at in enumerate(times)]
    for fix in fixes:
        places.note(fix)
    return places, fixes


def test_a_read_has_the_place_of_its_picture_not_of_now() -> None:
    places, fixes = fixes_at(NOW - EARLIER, NOW)
    (read,) = kept(a_read(captured_at=NOW - EARLIER), places=places)
    assert read.place == fixes[0]


def test_a_later_frame_has_its_own_place() -> None:
    places, fixes = fixes_at(NOW - EARLIER, NOW)
    reads = kept(
        a_read(captured_at=NOW - EARLIER), a_read(captured_at=NOW, revision=1), places=places
    )
    assert [read.place for read in reads] == fixes


def test_without_a_receiver_a_read_has_no_place() -> None:
    (read,) = kept(a_read(), places=Whereabouts())
    assert read.place is None
    assert read_message(read, "Unit 12", "officer-1", "0").place is None


def test_headquarters_is_told_the_place_with_both_clocks() -> None:
    message = read_message(a_read(place=a_fix()), "Unit 12", "officer-1", "0").place
    assert message is not None
    assert (message.lat, message.lon, message.heading) == (35.2271, -80.8431, 45.0)
    assert (message.speed_mph, message.accuracy_m, message.simulated) == (31.0, 4.0, False)
    assert message.seen_at - message.at == timedelta(seconds=0.2)
