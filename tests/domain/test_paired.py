"""Two streams of one camera make one read a pass: the better wins, the other is kept beside."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.domain.reading.paired import (
    PairedStreams,
    camera_of,
    infrared_stream,
    is_infrared_stream,
)
from mdt_alpr.domain.reading.reading import Character, Read
from tests.builders import NOW, a_read


def read_by(stream: str, text: str, sure: float = 0.9, after_s: float = 0.0, **more: Any) -> Read:
    return a_read(
        text,
        camera=stream,
        read_id=f"{stream} {text}",
        characters=tuple(Character(c, sure) for c in text),
        captured_at=NOW + timedelta(seconds=after_s),
        **more,
    )


def color(text: str, sure: float = 0.9, after_s: float = 0.0, **more: Any) -> Read:
    return read_by("front", text, sure, after_s, **more)


def infrared(text: str, sure: float = 0.9, after_s: float = 0.5, **more: Any) -> Read:
    return read_by("front infrared", text, sure, after_s, **more)


def test_a_stream_has_its_cameras_name() -> None:
    assert infrared_stream("rear left") == "rear left infrared"
    assert camera_of("rear left infrared") == camera_of("rear left") == "rear left"
    assert not is_infrared_stream("infrareds")


def test_a_camera_of_one_stream_is_as_it_was() -> None:
    pairs = PairedStreams()
    first = color("ABC1234")
    again = replace(first, revision=1, frames=9)
    assert pairs.joined(first) == first
    assert pairs.joined(again) == again
    other = color("ABC1235", after_s=0.4)  # another vehicle, though it differs in one character
    assert pairs.joined(other) == other
    assert pairs.other_of(again) is None


def test_the_better_read_wins_and_the_other_is_kept_beside_it() -> None:
    pairs = PairedStreams()
    pairs.joined(color("ABC1Z34", 0.6, state="NC"))
    seen = infrared("ABC1234", 0.95, crop=b"by infrared")
    joined = pairs.joined(seen)
    assert (joined.read_id, joined.revision, joined.camera) == ("front ABC1Z34", 1, "front")
    assert (joined.text, joined.crop, joined.state) == ("ABC1234", b"by infrared", "NC")
    assert joined.disputed == (4,)
    assert joined.characters[4].alternatives == (("Z", 0.6),)
    other = pairs.other_of(seen)
    assert other is not None
    assert other.text == "ABC1Z34"
    assert pairs.id_of(seen.read_id) == joined.read_id
    surer = pairs.joined(
        replace(color("ABC1Z34", 0.99), revision=1)
    )  # the color read is surer now
    assert (surer.text, surer.revision, surer.disputed) == ("ABC1Z34", 2, (4,))


def test_infrared_alone_is_a_read_of_its_camera() -> None:
    joined = PairedStreams().joined(infrared("ABC1234"))
    assert (joined.camera, joined.text, joined.revision) == ("front", "ABC1234", 0)


@pytest.mark.parametrize(
    "read",
    [
        infrared("XYZ9876"),  # another vehicle beside it
        infrared("ABC1234", after_s=4.0),  # one that comes later
        read_by("rear infrared", "ABC1234"),  # before another camera
    ],
)
def test_another_pass_is_another_read(read: Read) -> None:
    pairs = PairedStreams()
    first = pairs.joined(color("ABC1234"))
    assert pairs.joined(read).read_id != first.read_id


def test_readings_of_other_lengths_dispute_every_character() -> None:
    pairs = PairedStreams()
    pairs.joined(color("ABC123", 0.6))
    joined = pairs.joined(infrared("ABC1234", 0.9))
    assert joined.disputed == tuple(range(7))


def test_what_is_over_is_forgotten_also_where_the_clock_was_set() -> None:
    pairs = PairedStreams()
    pairs.joined(color("ABC1234"))
    pairs.joined(infrared("XYZ9876", after_s=-3600))
    assert pairs.id_of("front ABC1234") == "front ABC1234"
    assert pairs.joined(infrared("ABC1234")).read_id == "front infrared ABC1234"
