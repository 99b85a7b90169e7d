"""What was seen: boxes, characters with their confidence, one read a pass."""

from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.plate import UNKNOWN_STATE, Plate
from mdt_alpr.domain.position import Fix

DOUBTFUL_BELOW = 0.8
"""A character below this confidence is marked as doubtful wherever it is shown (U23)."""


CROP_MARGIN = 0.15
"""Share of the plate's width that a read's ``crop`` shows around the plate on every side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a frame, in pixels, right and bottom exclusive."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Return the area in square pixels, never negative."""
        return max(0.0, self.width) * max(0.0, self.height)

    def overlap(self, other: "Box") -> float:
        """Return intersection over union with ``other``, 0 to 1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        shared = max(0.0, width) * max(0.0, height)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Character:
    """One character as read: what, how sure (0 to 1), and what else it may be.

    ``span`` is from where to where it stands, 0 to 1 over the width of the plate's box; None
    where the reader does not tell.
    """

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    span: tuple[float, float] | None = None


def standing_as(
    characters: tuple[Character, ...], seen: tuple[Character, ...]
) -> tuple[Character, ...]:
    """Return ``characters`` with the spans that they have in one picture, where it shows as many.

    A vote of many frames has no picture of its own, and so no spans.
    """
    if len(characters) != len(seen):
        return tuple(replace(character, span=None) for character in characters)
    return tuple(replace(c, span=s.span) for c, s in zip(characters, seen, strict=True))


@dataclass(frozen=True, slots=True)
class PlateText:
    """A reader's answer for one plate picture.

    ``state`` is a code of ``plate.STATES`` or unknown, with ``state_confidence`` 0 to 1.
    """

    characters: tuple[Character, ...]
    state: str = UNKNOWN_STATE
    state_confidence: float = 0.0

    @property
    def text(self) -> str:
        """Return the characters as one string."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """Return the confidence of the weakest character, 0 for nothing read."""
        return min((c.confidence for c in self.characters), default=0.0)


@dataclass(frozen=True, slots=True)
class Detection:
    """A plate found in a frame: where, how sure (0 to 1)."""

    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Read:
    """One pass of one plate by one camera: the unit that is kept, sent and purged.

    ``revision`` counts up when a later, better look changed or completed the read;
    ``disputed`` are positions on which frames of the pass disagreed. ``crop`` and
    ``context`` are JPEG pictures of the very frame that the read came from; ``place`` is where
    the car was at that instant, None where no receiver knew.
    """

    read_id: str
    revision: int
    camera: str
    captured_at: datetime
    characters: tuple[Character, ...]
    state: str
    state_confidence: float
    box: Box
    frames: int
    disputed: tuple[int, ...]
    crop: bytes
    context: bytes
    engine: str
    place: Fix | None = None

    @property
    def text(self) -> str:
        """Return what was read, never rewritten."""
        return "".join(character.text for character in self.characters)

    @property
    def plate(self) -> Plate:
        """Return the key: characters and state as read."""
        return Plate(self.text, self.state)

    @property
    def confidence(self) -> float:
        """Return the confidence of the weakest character."""
        return min((c.confidence for c in self.characters), default=0.0)

    @property
    def plate_width(self) -> int:
        """Return the plate's width in the frame, in pixels."""
        return round(self.box.width)
