"""What was seen: boxes, characters with their confidence, one read a pass."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.plate.plate import LONGEST_PLATE, UNKNOWN_STATE, Plate, folded
from mdt_alpr.domain.reading.position import Fix

DOUBTFUL_BELOW = 0.8
"""A character below this confidence is marked as doubtful wherever it is shown (U23)."""


_STACK_BELIEVED = 0.75
"""The most that a small stacked character is believed: below what counts as doubtful."""

VEHICLE_BESIDE, VEHICLE_ABOVE, VEHICLE_BELOW = 3.2, 4.2, 2.0
"""How far a vehicle reaches beyond its plate, in plate widths of a foot: roof, sides, wheels."""

_ROOF_ABOVE = 3.5
"""How far above its plate a sedan's roof ends, in the plate's widths."""

CROP_MARGIN = 0.15
"""Share of the plate's width that a read's ``crop`` shows around the plate on every side."""

SAME_PLATE_FROM = 0.3
"""Boxes that overlap by so much, intersection over union, are of one plate; others of two."""


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
    """One character as read: its text, confidence (0 to 1), and what else it may be.

    ``span`` is where it is, from and to, 0 to 1 over the width of the plate's box; None where the
    reader does not say. ``stacked`` marks one of several small characters above each other beside
    the serial, as specialty plates have. ``is_resolved``: the plate shows whether it is letter O
    or digit 0 (``slashed_zero``).
    """

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    span: tuple[float, float] | None = None
    stacked: bool = False
    is_resolved: bool = False


def serial_of(characters: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return the characters without the small stacked ones."""
    return tuple(character for character in characters if not character.stacked)


def weakest(characters: tuple[Character, ...]) -> float:
    """Return the confidence of the weakest character of the serial, 0 for nothing read.

    Small stacked characters are doubtful by nature and do not count here.
    """
    return min((c.confidence for c in serial_of(characters)), default=0.0)


def with_spans_of(
    characters: tuple[Character, ...], seen: tuple[Character, ...]
) -> tuple[Character, ...]:
    """Return ``characters`` with the spans that the serial has in one picture of as many.

    A vote of many frames has no picture of its own, and so no spans; its picture may lack a stack
    that other frames show. No reader says where a stacked character is.
    """
    spans, serial = [c.span for c in serial_of(seen)], len(serial_of(characters))
    serial_spans = iter(spans if len(spans) == serial else [None] * serial)
    return tuple(replace(c, span=None if c.stacked else next(serial_spans)) for c in characters)


@dataclass(frozen=True, slots=True)
class PlateText:
    """A reader's answer for one plate picture.

    ``characters`` are those of the serial, ``stack`` the small ones one above the other beside it,
    from above; ``stack_leads`` where they come before it. ``state`` is a code of ``plate.STATES``
    or unknown, with ``state_confidence`` 0 to 1.
    """

    characters: tuple[Character, ...]
    state: str = UNKNOWN_STATE
    state_confidence: float = 0.0
    stack: tuple[Character, ...] = ()
    stack_leads: bool = False

    @property
    def whole(self) -> tuple[Character, ...]:
        """Return the plate's characters in the order in which they are entered into NCIC.

        Stacked characters count as part of the number, the upper one first, as its manuals have
        them entered; they stay doubtful, for no second reader checks them. Where all together
        would be too long for a plate it is the serial alone.
        """
        if len(self.characters) + len(self.stack) > LONGEST_PLATE:
            return self.characters
        stack = tuple(
            replace(c, stacked=True, confidence=min(c.confidence, _STACK_BELIEVED))
            for c in self.stack
        )
        return (*stack, *self.characters) if self.stack_leads else (*self.characters, *stack)

    @property
    def text(self) -> str:
        """Return the serial's characters as one string."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """Return the confidence of the serial's weakest character, 0 for nothing read."""
        return weakest(self.characters)


@dataclass(frozen=True, slots=True)
class Detection:
    """A plate found in a frame: where, and with what confidence (0 to 1)."""

    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Misread:
    """A read as the camera made it, which an officer corrected: it stays as it is."""

    read_id: str
    camera: str
    text: str
    state: str

    def __str__(self) -> str:
        """Return it in words."""
        return f"corrects {self.text} {self.state or '(no state)'} of camera {self.camera}"


@dataclass(frozen=True, slots=True)
class Read:
    """One pass of one plate by one camera: the unit that is kept, sent and purged.

    ``revision`` counts up when a later, better observation changed or completed the read;
    ``disputed`` are positions on which frames of the pass disagreed, or on which another reading
    would have the shape of a series. ``crop`` and ``context`` are JPEG pictures of the very frame
    that the read came from; ``place`` is where the car was at that instant, None where no receiver
    knew. ``corrects`` is the misread in whose place an officer typed this one.
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
    corrects: Misread | None = None

    @property
    def text(self) -> str:
        """Return what was read, never rewritten."""
        return "".join(character.text for character in self.characters)

    @property
    def stacked(self) -> tuple[int, ...]:
        """Return the positions of small stacked characters beside the serial."""
        return tuple(n for n, c in enumerate(self.characters) if c.stacked)

    @property
    def serial(self) -> tuple[Character, ...]:
        """Return the characters without the small stacked ones."""
        return serial_of(self.characters)

    @property
    def serial_text(self) -> str:
        """Return the characters without the small stacked ones, as one string."""
        return "".join(character.text for character in self.serial)

    @property
    def plate(self) -> Plate:
        """Return the key: characters and state as read."""
        return Plate(self.text, self.state)

    @property
    def shows_roof(self) -> bool:
        """Return whether the frame reached up to the vehicle's roof, so that its body shows."""
        return self.box.top >= _ROOF_ABOVE * self.box.width

    @property
    def confidence(self) -> float:
        """Return the confidence of the weakest character."""
        return min((c.confidence for c in self.characters), default=0.0)

    @property
    def plate_width(self) -> int:
        """Return the plate's width in the frame, in pixels."""
        return round(self.box.width)


Characters = tuple[Character, ...]


def has_stack(characters: Characters) -> bool:
    """Return whether there are small stacked characters beside the serial."""
    return any(character.stacked for character in characters)


def compared(characters: Characters, other: Characters) -> tuple[str, str]:
    """Return the keys by which two numbers are compared, O as 0 (ALR-04).

    Whole where both show a stack, else of the serials alone.
    """
    if has_stack(characters) and has_stack(other):
        return _key(characters), _key(other)
    return _key(serial_of(characters)), _key(serial_of(other))


def is_one_number(characters: Characters, other: Characters) -> bool:
    """Return whether two numbers may be of one plate; an empty one is not."""
    first, second = compared(characters, other)
    return bool(first) and first == second


def _key(characters: Iterable[Character]) -> str:
    return folded("".join(character.text for character in characters))
