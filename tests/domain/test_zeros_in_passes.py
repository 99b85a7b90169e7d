"""A mark in a zero shows from near only: a read that is out already is completed with it."""

from collections.abc import Callable
from dataclasses import replace

from mdt_alpr.domain.reading.slashed_zero import resolved_positions
from tests.domain.test_passes import Road
from tests.observations import a_box, an_observation

FRAMES = 30


def approaching(marked_in: Callable[[int], bool]) -> list[tuple[int, ...]]:
    """Return what each issue of the read tells, of a plate that comes nearer."""
    road = Road()
    for frame in range(FRAMES):
        observation = an_observation("EX02894", frame, box=a_box(width=130 + frame))
        seen = (
            replace(c, is_resolved=c.text == "0" and marked_in(frame))
            for c in observation.characters
        )
        road.frame(frame, replace(observation, characters=tuple(seen)))
    road.finish()
    assert {issued.issue.vote.text for issued in road.issued} == {"EX02894"}
    return [resolved_positions(issued.issue.vote.characters) for issued in road.issued]


def test_what_near_frames_tell_completes_the_read() -> None:
    revisions = approaching(lambda frame: frame > 3)
    assert revisions[0] == ()
    assert revisions[-1] == (2,)


def test_a_read_whose_zero_nobody_tells_is_not_revised_for_it() -> None:
    assert set(approaching(lambda _: False)) == {()}


def test_a_zero_that_wavers_costs_no_revision_while_the_pass_goes_on() -> None:
    steady, wavering = approaching(lambda _: False), approaching(lambda frame: frame % 7 < 4)
    assert len(wavering) <= len(steady) + 1
