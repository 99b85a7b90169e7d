"""A camera of two streams, color and infrared: one read a pass, by the stream that read it better.

What the other stream read is kept beside it: where both differ the place is disputed, and each
character has the other one as an alternative. With a hit, the other's picture is kept, too.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded
from mdt_alpr.domain.reading.reading import Character, Read
from mdt_alpr.domain.reading.voting import edits

_INFRARED = "infrared"
_TOGETHER = timedelta(seconds=2)
"""Between the two streams' pictures of one pass: each shows it best at another moment."""
_FORGOTTEN_AFTER = timedelta(seconds=30)
_LONG, _OF_LONG, _OF_SHORT = 6, 2, 1
"""How many characters two readings of one plate may differ in, by its length."""


def infrared_stream(camera: str) -> str:
    """Return what the infrared stream of a camera is called."""
    return f"{camera} {_INFRARED}"


def is_infrared_stream(name: str) -> bool:
    """Tell whether a name is that of an infrared stream."""
    return name.split()[-1:] == [_INFRARED]


def camera_of(stream: str) -> str:
    """Return the camera of a stream; a camera of one stream is called as it is."""
    return stream.removesuffix(_INFRARED).rstrip() if is_infrared_stream(stream) else stream


@dataclass(slots=True)
class _Pass:
    """One pass as each stream read it; ``issued`` is the read that was made of both last."""

    issued: Read
    by_stream: dict[str, Read] = field(default_factory=dict)


class PairedStreams:
    """Makes one read of what two streams of a camera read of one pass."""

    def __init__(self) -> None:
        self._passes: list[_Pass] = []
        self._pairs: set[str] = set()
        """Cameras whose infrared stream has read something."""

    def joined(self, read: Read) -> Read:
        """Return the read of a pass after this one of a stream; of one stream alone, itself."""
        if is_infrared_stream(read.camera):
            self._pairs.add(camera_of(read.camera))
        self._forget(read.captured_at)
        found = self._pass_of(read)
        if found is None:
            found = _Pass(replace(read, camera=camera_of(read.camera)))
            self._passes.append(found)
        found.by_stream[read.camera] = read
        if len(found.by_stream) == 1:
            found.issued = replace(
                read, camera=camera_of(read.camera), read_id=found.issued.read_id
            )
            return found.issued
        better, other = sorted(found.by_stream.values(), key=_goodness, reverse=True)
        found.issued = replace(
            _beside(better, other),
            read_id=found.issued.read_id,
            revision=found.issued.revision + 1,
            camera=camera_of(read.camera),
            frames=better.frames + other.frames,
        )
        return found.issued

    def id_of(self, read_id: str) -> str:
        """Return the id of the read that a stream's read became."""
        for known in self._passes:
            if any(read.read_id == read_id for read in known.by_stream.values()):
                return known.issued.read_id
        return read_id

    def other_of(self, read: Read) -> Read | None:
        """Return what the other stream read of the pass of a stream's read, None where nothing."""
        known = self._pass_of(read)
        others = known.by_stream.values() if known is not None else ()
        return next((other for other in others if other.camera != read.camera), None)

    def _pass_of(self, read: Read) -> _Pass | None:
        for known in self._passes:
            own = known.by_stream.get(read.camera)
            if own is not None and own.read_id == read.read_id:
                return known
        if camera_of(read.camera) not in self._pairs:
            return None
        return next((known for known in reversed(self._passes) if _joins(known, read)), None)

    def _forget(self, now: datetime) -> None:
        self._passes = [
            known
            for known in self._passes
            if abs(now - known.issued.captured_at) <= _FORGOTTEN_AFTER
        ]


def _joins(known: _Pass, read: Read) -> bool:
    """Tell whether a read is of a pass that only the other stream of its camera has read."""
    last = known.issued
    if read.camera in known.by_stream or last.camera != camera_of(read.camera):
        return False
    first, second = folded(last.text), folded(read.text)
    allowed = _OF_LONG if min(len(first), len(second)) >= _LONG else _OF_SHORT
    return (
        abs(read.captured_at - last.captured_at) <= _TOGETHER and edits(first, second) <= allowed
    )


def _goodness(read: Read) -> tuple[float, int]:
    return round(read.confidence, 2), read.plate_width


def _beside(better: Read, other: Read) -> Read:
    """Return the better read with what the other stream read instead."""
    if len(better.characters) != len(other.characters):
        return replace(better, disputed=tuple(range(len(better.characters))))
    differing = {
        n
        for n, (one, another) in enumerate(zip(better.characters, other.characters, strict=True))
        if folded(one.text) != folded(another.text)
    }
    characters = tuple(
        _with_alternative(character, other.characters[n]) if n in differing else character
        for n, character in enumerate(better.characters)
    )
    state, confidence = better.state, better.state_confidence
    if state == UNKNOWN_STATE:
        state, confidence = other.state, other.state_confidence
    return replace(
        better,
        characters=characters,
        disputed=tuple(sorted({*better.disputed, *differing})),
        state=state,
        state_confidence=confidence,
    )


def _with_alternative(character: Character, other: Character) -> Character:
    others = (pair for pair in character.alternatives if pair[0] != other.text)
    return replace(character, alternatives=((other.text, other.confidence), *others))
