"""A plate that a later, larger look spells otherwise, from the pipeline to the officer's entry."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.patrol.events import HitChanged, HitRaised
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.pipeline import Pipeline, Stages
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Seen
from tests.builders import a_list, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service
from tests.patrol.scripted_link import OFFICER
from tests.patrol.test_pipeline import OneByOne, PlayedRecognition

LISTED = a_list(an_entry("EXN2894"), an_entry("EXN2B94"))
FIRST = a_read("EXN2894", "NC")


def later(text: str, revision: int = 1) -> Read:
    larger = Box(0, 0, 300 + revision * 50, 100)
    return replace(a_read(text, "NC", revision=revision, box=larger), read_id=FIRST.read_id)


class Played(PlayedRecognition):
    """Lets the officer act before each frame but the first."""

    def __init__(self, reads: list[Read], act: Callable[[], None]) -> None:
        super().__init__([Seen((), (read,)) for read in reads])
        self._act = act

    def see(self, frame: Frame) -> Seen:
        if frame.number:
            self._act()
        return super().see(frame)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as at:
        at.sessions.resume(OFFICER)
        yield at


def played(
    at: ServiceUnderTest, *reads: Read, act: Callable[[], None] = lambda: None
) -> list[Hit]:
    """Return what was raised."""
    matcher = Matcher(at.clock, os.urandom)
    matcher.use(DictIndex(LISTED))
    recognition = Played(list(reads), act)
    stages = Stages(
        OneByOne(len(reads)),
        recognition,  # type: ignore[arg-type]
        matcher,
        at.desk.sightings,
        at.clock,
        lambda _: None,
    )
    Pipeline(stages).run()
    return raised(at)


def raised(at: ServiceUnderTest) -> list[Hit]:
    at.settled()
    return [event.hit for event in at.said if isinstance(event, HitRaised)]


def latest(at: ServiceUnderTest, hit_id: str) -> Hit:
    at.settled()
    shown = [e.hit for e in at.said if isinstance(e, HitRaised | HitChanged)]
    return [hit for hit in shown if hit.hit_id == hit_id][-1]


def ended(at: ServiceUnderTest) -> None:
    """End what was raised first as a misread."""
    first = raised(at)[0]
    at.desk.close(first.hit_id, Disposition.MISREAD, stopped=Stopped.NO)
    at.settled()


def test_the_officer_who_enters_the_revised_plate_is_shown_its_record(
    at: ServiceUnderTest,
) -> None:
    _, further = played(at, FIRST, later("EXN2B94"))
    at.desk.open(further.hit_id)
    at.desk.enter(further.hit_id, "EXN2B94", "NC", 2.0)
    assert [r.plate.text for r in latest(at, further.hit_id).records] == ["EXN2B94"]


def test_the_hit_of_the_text_before_ends_by_the_larger_picture(at: ServiceUnderTest) -> None:
    first, further = played(at, FIRST, later("EXN2B94"))
    assert [fact.kind for fact in latest(at, first.hit_id).contrary] == [Contrary.READ_DISAGREES]
    assert latest(at, further.hit_id).state is HitState.RAISED


def test_a_hit_that_the_officer_ended_is_not_raised_anew_by_a_mere_revision(
    at: ServiceUnderTest,
) -> None:
    hits = played(at, FIRST, later("EXN2894"), act=lambda: ended(at))
    assert [hit.read.text for hit in hits] == ["EXN2894"]
    assert latest(at, hits[0].hit_id).state is HitState.CLOSED


def test_another_listed_plate_alerts_although_the_first_hit_was_ended(
    at: ServiceUnderTest,
) -> None:
    hits = played(at, FIRST, later("EXN2B94"), act=lambda: ended(at))
    assert [hit.read.text for hit in hits] == ["EXN2894", "EXN2B94"]
    assert latest(at, hits[1].hit_id).silenced_at is None
