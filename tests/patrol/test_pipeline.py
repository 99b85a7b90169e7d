"""Frames become reads, reads become hits, and a held plate is never named in the picture."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Engine, PassFrame, Seeing
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex, HotlistIndex
from mdt_alpr.domain.reading.read_rules import ReadRejection, Rejected
from mdt_alpr.domain.reading.reading import Box, Character, PlateText, Read
from mdt_alpr.patrol.camera import Mailbox
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.events import CandidateUnread, FrameSeen, ListDamaged
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.pipeline import Pipeline, Stages
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Seen
from tests.builders import NOW, SetClock, a_list, a_read, an_entry

BOX = Box(0, 0, 100, 50)


class PlayedRecognition:
    """Brings what it is given, one answer a frame; the second reader answers in turn."""

    def __init__(self, seen: Sequence[Seen], *second_reads: PlateText) -> None:
        self._seen = list(seen)
        self._second_reads = list(second_reads)
        self.reread: list[int] = []
        self.watched: list[str] = []
        self.engines = (Engine("reader", "own"),)

    def see(self, frame: Frame) -> Seen:
        return self._seen[frame.number]

    def finish(self) -> tuple[Read, ...]:
        return ()

    def watch(self, read: Read) -> None:
        self.watched.append(read.read_id)

    def second_reading(self, read: Read) -> PlateText | None:
        self.reread.append(read.revision)
        return self._second_reads.pop(0) if self._second_reads else None


class Written:
    """Notes what was to be kept, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.hits: dict[str, Hit] = {}

    def keep_read(
        self, read: Read, *, held: bool, latency_ms: float, seeing: Seeing | None = None
    ) -> None:
        del latency_ms, seeing
        self.calls.append(("read", held))
        del read

    def raise_hit(self, hit: Hit) -> None:
        self.calls.append(("hit", hit.matches[0].entry.plate.text))
        self.raised = self.hits[hit.hit_id] = hit

    def add_second_reading(self, hit_id: str, seen: PlateText) -> None:
        assert hit_id in self.hits
        self.calls.append(("second look", seen.state))

    def revise_hit(self, read: Read) -> None:
        self.calls.append(("revised", read.revision))

    def keep_frame(self, hit_id: str, seen: PassFrame) -> None:
        assert hit_id in self.hits
        self.calls.append(("frame", seen.crop))


class OneByOne(Mailbox):
    """Hands every frame out, so that a test is the same on every machine."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._left = [Frame(None, NOW, n, 1280, 720, "front") for n in range(count)]

    def take(self) -> Frame | None:
        return self._left.pop(0) if self._left else None


def run(
    seen: Sequence[Seen],
    *second_reads: PlateText,
    published: list[FrameSeen | CandidateUnread | ListDamaged] | None = None,
    index: HotlistIndex | None = None,
    shows_hits: bool = True,
) -> tuple[Written, list[FrameSeen], Any]:
    clock, written, published = SetClock(), Written(), [] if published is None else published
    matcher = Matcher(clock, os.urandom)
    matcher.use(index or DictIndex(a_list(an_entry("EXN2894"))))
    recognition = PlayedRecognition(seen, *second_reads)
    stages = Stages(
        OneByOne(len(seen)),
        recognition,  # type: ignore[arg-type]
        matcher,
        written,
        clock,
        published.append,
        shows_hits=shows_hits,
    )
    Pipeline(stages).run()
    frames = [event for event in published if isinstance(event, FrameSeen)]
    return written, frames, recognition


def an_observation(state: str) -> PlateText:
    return PlateText(tuple(Character(c, 0.9) for c in "EXN2894"), state, 0.97)


def seen_of(read: Read) -> Seen:
    return Seen(((BOX, read.text, read.read_id),), (read,))


def test_a_plate_on_no_list_is_kept_and_named() -> None:
    written, frames, _ = run([seen_of(a_read("ABC1234"))])
    assert written.calls == [("read", False)]
    assert [(p.text, p.held) for p in frames[0].plates] == [("ABC1234", False)]


def test_a_listed_plate_is_kept_raised_and_not_named() -> None:
    written, frames, _ = run([seen_of(a_read("EXN2894"))])
    assert written.calls == [("read", True), ("hit", "EXN2894")]
    assert [(p.text, p.held) for p in frames[0].plates] == [("", True)]


def test_two_streams_of_a_camera_raise_one_hit_and_the_other_picture_is_kept_with_it() -> None:
    color = a_read("EXN2894", read_id="color")
    infrared = a_read("EXN2894", camera="front infrared", read_id="infrared", crop=b"by infrared")
    written, frames, recognition = run([seen_of(color), seen_of(infrared), seen_of(infrared)])
    kept = [call for call in written.calls if call[0] in ("hit", "frame")]
    assert kept == [("hit", "EXN2894"), ("frame", b"by infrared")]
    assert recognition.watched == ["color"]
    tags = [(p.text, p.held, p.read_id) for frame in frames for p in frame.plates]
    assert tags == [("", True, "color")] * 3  # named in neither stream's picture


def test_in_trial_mode_a_listed_plate_is_kept_and_looks_like_any_other() -> None:
    written, frames, _ = run([seen_of(a_read("EXN2894"))], shows_hits=False)
    assert written.calls == [("read", False), ("hit", "EXN2894")]
    assert [(p.text, p.held) for p in frames[0].plates] == [("EXN2894", False)]


def test_the_second_reader_is_asked_after_the_alert_and_again_until_a_state_is_read() -> None:
    second_reads = [seen_of(a_read("EXN2894", revision=n)) for n in range(4)]
    written, _, recognition = run(second_reads, an_observation(""), an_observation("NC"))
    assert written.calls == [
        ("read", True),
        ("hit", "EXN2894"),
        ("second look", ""),
        ("read", True),
        ("revised", 1),
        ("second look", "NC"),
        ("read", True),
        ("revised", 2),
        ("read", True),
        ("revised", 3),
    ]
    assert recognition.reread == [0, 1]


def revised(first: Read, text: str, revision: int = 1) -> Read:
    return replace(a_read(text, revision=revision), read_id=first.read_id)


def test_a_read_that_is_revised_to_another_listed_plate_raises_a_hit_on_that_one_too() -> None:
    first = a_read("EXN2894")
    both = DictIndex(a_list(an_entry("EXN2894"), an_entry("EXN2B94")))
    seen = [seen_of(first), seen_of(revised(first, "EXN2B94"))]
    written, frames, _ = run(seen, index=both)
    assert written.calls == [
        ("read", True),
        ("hit", "EXN2894"),
        ("read", True),
        ("hit", "EXN2B94"),
        ("revised", 1),
    ]
    assert written.raised.read.text == "EXN2B94"
    assert [p.held for frame in frames for p in frame.plates] == [True, True]


def test_a_plate_of_no_list_that_is_revised_to_a_listed_one_raises_its_hit() -> None:
    first = a_read("EXN2B94")
    written, _, _ = run([seen_of(first), seen_of(revised(first, "EXN2894"))])
    assert written.calls == [("read", False), ("read", True), ("hit", "EXN2894")]


def test_no_revision_raises_a_record_anew_that_a_hit_of_its_pass_has() -> None:
    first = a_read("EXN2894")
    both = DictIndex(a_list(an_entry("EXN2894"), an_entry("EXN2B94")))
    texts = ["EXN2894", "EXN2B94", "EXN2894", "EXN2B94", "EXN2894"]
    seen = [seen_of(revised(first, text, n)) for n, text in enumerate(texts)]
    written, _, _ = run(seen, index=both)
    assert [text for call, text in written.calls if call == "hit"] == ["EXN2894", "EXN2B94"]
    assert [call for call, _ in written.calls].count("revised") == 4


def test_a_stack_that_is_seen_later_raises_the_record_that_has_it() -> None:
    first = a_read("1234")
    both = DictIndex(a_list(an_entry("1234"), an_entry("AB1234")))
    seen = [seen_of(first), seen_of(revised(first, "AB1234"))]
    written, _, _ = run(seen, index=both)
    assert [text for call, text in written.calls if call == "hit"] == ["1234", "AB1234"]


def test_every_hit_of_a_read_gets_its_second_reading_and_its_further_frames() -> None:
    first = a_read("EXN2894")
    both = DictIndex(a_list(an_entry("EXN2894"), an_entry("EXN2B94")))
    further = PassFrame(NOW, first.characters, BOX, b"crop")
    later = Seen((), (), pass_frames=((first.read_id, further),))
    seen = [seen_of(first), seen_of(revised(first, "EXN2B94")), later]
    written, _, recognition = run(seen, an_observation(""), an_observation("NC"), index=both)
    assert recognition.reread == [0, 1]
    assert written.calls[-3:] == [("second look", "NC"), ("frame", b"crop"), ("frame", b"crop")]
    assert written.calls.count(("second look", "NC")) == 2


def test_a_plate_that_waits_for_its_vote_is_not_named() -> None:
    _, frames, _ = run([Seen(((BOX, "", None),), ())])
    assert [(p.text, p.held) for p in frames[0].plates] == [("", False)]


def test_a_hit_says_what_read_it_and_when_each_stage_was_done() -> None:
    read = a_read("EXN2894")
    late = NOW - timedelta(seconds=1)
    seen = Seen(((BOX, read.text, read.read_id),), (read,), detected_at=late, read_at=late)
    written, _, recognition = run([seen])
    assert written.raised.trace.seeing == Seeing(late, late, NOW)
    assert written.raised.trace.engines == recognition.engines
    assert recognition.watched == [read.read_id]


def test_further_frames_of_a_held_plate_go_to_its_hit_and_others_nowhere() -> None:
    read = a_read("EXN2894")
    further = PassFrame(NOW, read.characters, BOX, b"crop")
    later = Seen((), (), pass_frames=((read.read_id, further), ("another", further)))
    written, _, _ = run([seen_of(read), later])
    assert written.calls == [("read", True), ("hit", "EXN2894"), ("frame", b"crop")]


def test_what_became_no_read_is_reported_with_its_camera() -> None:
    candidate = Candidate(Rejected(BOX, "", ReadRejection.TOO_SMALL), NOW, over=True, picture=b"")
    published: list[FrameSeen | CandidateUnread | ListDamaged] = []
    run([Seen((), (), candidates=(candidate,))], published=published)
    assert published[0] == CandidateUnread("front", candidate)


class FailingList(DictIndex):
    """A list that cannot be looked up for one plate."""

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        if folded_text == "BAD1234":
            message = "The list is damaged. It is fetched anew."
            raise StoreLockedError(message)
        return super().at(folded_text)


def test_a_lookup_that_fails_is_reported_its_read_is_kept_and_reading_goes_on() -> None:
    published: list[FrameSeen | CandidateUnread | ListDamaged] = []
    index = FailingList(a_list(an_entry("EXN2894")))
    seen = [seen_of(a_read("BAD1234")), seen_of(a_read("EXN2894"))]
    written, frames, _ = run(seen, published=published, index=index)
    assert written.calls == [("read", False), ("read", True), ("hit", "EXN2894")]
    assert published[0] == ListDamaged()
    assert len(frames) == 2
