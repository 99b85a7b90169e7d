"""What a camera must give so that plates can be read, and what to turn where it does not (MNT-03).

The limits are of measured pictures: under 70 pixels no state is told, and from 100 on nine serials
in ten are read. They are about what a camera gives, of whatever make it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import radians, sin
from statistics import median

WANTED_WIDTH, LEAST_WIDTH = 120, 90
"""Pixels of a plate: what the technician sets, and what a passing plate must reach."""
JUDGED_FROM = 50
"""Pixels of a plate: the edges of a smaller one tell nothing of the lens."""
EDGE_AT_MOST = 3.0
"""Pixels from dark to light across an edge of a serial, in a picture that is in focus."""
STREAK_FROM = 1.7
"""So much wider edges are along one way than along the other where something moved."""
CLIPPED_AT_MOST, DARK_BELOW = 0.3, 55
"""Share of a plate that is white without detail; gray (0 to 255) of a dark one's light parts."""
CLIPPED_PICTURE, DARK_PICTURE = 0.3, 12
"""The same of a whole picture, for one in which no plate is found any more."""
LEAST_PICTURE_FOCUS = 1.0
"""Percent of a picture's contrast in its edges, as at the start of a shift."""
TURNED_FROM = 8.0
"""Degrees by which plates lean."""
LEAST_RATIO = 1.45
"""Width to height of a plate as it is seen; from the side it becomes narrow."""
FLICKER_FROM = 0.06
"""Share by which the light of a picture differs from the one before it."""
LEAST_RATE, LONGEST_GAP_S = 10.0, 0.5
"""Frames a second, and how long none may come."""
LATE_FROM_S = 0.7
"""Seconds that a picture may be old as it comes: a car at 55 mph is 57 feet further then."""
GRAY_BELOW = 12.0
"""Mean saturation (0 to 255) of an infrared picture, or one without color."""
_PLATE_M = 0.305
_BLUR_AT_MOST = 1.5
"""Pixels that a plate may move while the shutter is open."""
_MPH = 0.44704
_SHUTTERS = (60, 125, 250, 500, 1000, 2000, 4000, 8000)
SPEEDS_MPH = (35, 55, 70)
SIDEWAYS_DEG = 20.0
"""How far from straight ahead a vehicle passes, for the shutter that it needs."""


class CameraFault(StrEnum):
    """What is wrong with a camera's picture."""

    NO_PICTURE = "no_picture"
    NO_PLATE = "no_plate"
    TOO_FAR = "too_far"
    OUT_OF_FOCUS = "out_of_focus"
    MOTION_BLUR = "motion_blur"
    OVEREXPOSED = "overexposed"
    TOO_DARK = "too_dark"
    TURNED = "turned"
    FROM_THE_SIDE = "from_the_side"
    FLICKER = "flicker"
    SLOW = "slow"
    LATE = "late"
    GAPS = "gaps"


@dataclass(frozen=True, slots=True)
class PlateView:
    """One plate in one picture: pixels, shares and gray values (0 to 255), degrees that it leans.

    ``edge_across`` and ``edge_down`` are the widths of the serial's edges, in pixels.
    """

    width: float
    ratio: float
    lean: float
    edge_across: float
    edge_down: float
    clipped: float
    light: float


@dataclass(frozen=True, slots=True)
class MeasuredCamera:
    """What a camera gave for some seconds; ``focus`` is None where there was nothing to see."""

    frames: int
    seconds: float
    longest_gap_s: float
    flicker: float
    saturation: float
    clipped: float
    mean: float
    focus: float | None
    plates: tuple[PlateView, ...]
    age_s: float = 0.0
    """How old its pictures are as they come."""

    @property
    def rate(self) -> float:
        """Return the frames a second."""
        return (self.frames - 1) / self.seconds if self.seconds > 0 else 0.0

    @property
    def is_infrared(self) -> bool:
        """Tell whether the picture is infrared, or has no color."""
        return self.saturation < GRAY_BELOW

    @property
    def width(self) -> float:
        """Return how wide the larger plates are, in pixels: the tenth that came nearest."""
        widths = sorted(plate.width for plate in self.plates)
        return widths[int(0.9 * (len(widths) - 1))] if widths else 0.0


@dataclass(frozen=True, slots=True)
class CameraFinding:
    """A fault, what was measured, and what to do about it."""

    fault: CameraFault
    words: str


@dataclass(frozen=True, slots=True)
class CameraMeasure:
    """One line for the technician: what was measured and, where it is wrong, what to turn.

    ``is_known`` is False while there was nothing to measure it on, such as no plate.
    """

    name: str
    words: str
    findings: tuple[CameraFinding, ...] = ()
    is_known: bool = True


def slowest_shutter(width: float, mph: float, sideways_deg: float = SIDEWAYS_DEG) -> int:
    """Return the shutter (1/that of a second) at which a plate of that width stays sharp.

    ``width`` in pixels; the vehicle passes at ``mph`` and is seen so far from straight ahead.
    """
    pixels_a_second = mph * _MPH * sin(radians(sideways_deg)) * width / _PLATE_M
    needed = pixels_a_second / _BLUR_AT_MOST
    return next((shutter for shutter in _SHUTTERS if shutter >= needed), _SHUTTERS[-1])


def camera_findings(view: MeasuredCamera) -> tuple[CameraFinding, ...]:
    """Return what is wrong, the first to be mended first; empty where plates can be read."""
    if view.frames < 2:  # noqa: PLR2004 - a rate is of two
        words = "No picture came. Check power, cable and address."
        return (CameraFinding(CameraFault.NO_PICTURE, words),)
    judged = [plate for plate in view.plates if plate.width >= JUDGED_FROM]
    findings = [*_stream(view), *_light(view, judged), *_sharpness(view, judged)]
    findings += _aim(view, judged)
    if not view.plates and not findings:
        words = "No plate was found. Check again while vehicles pass, for a minute."
        findings.append(CameraFinding(CameraFault.NO_PLATE, words))
    return tuple(findings)


def camera_measures(view: MeasuredCamera) -> tuple[CameraMeasure, ...]:
    """Return every measure with what to turn: the page's lines, and those of the command."""
    findings = camera_findings(view)
    judged = [plate for plate in view.plates if plate.width >= JUDGED_FROM]
    words = _pictures_in_words(view), _width_in_words(view), *_plates_in_words(view, judged)
    return tuple(
        CameraMeasure(
            name,
            said or "No plate was seen yet.",
            tuple(finding for finding in findings if finding.fault in faults),
            is_known=bool(said),
        )
        for (name, faults), said in zip(_MEASURES.items(), words, strict=True)
    )


_MEASURES: dict[str, tuple[CameraFault, ...]] = {
    "Pictures": (
        CameraFault.NO_PICTURE, CameraFault.SLOW, CameraFault.GAPS, CameraFault.LATE,
        CameraFault.FLICKER,
    ),
    "Width": (CameraFault.NO_PLATE, CameraFault.TOO_FAR),
    "Focus": (CameraFault.OUT_OF_FOCUS,),
    "Shutter": (CameraFault.MOTION_BLUR,),
    "Light": (CameraFault.OVEREXPOSED, CameraFault.TOO_DARK),
    "Angle": (CameraFault.TURNED, CameraFault.FROM_THE_SIDE),
}  # fmt: skip


def _pictures_in_words(view: MeasuredCamera) -> str:
    kind = "infrared, or without color" if view.is_infrared else "color"
    return (
        f"{view.rate:.1f} a second, {view.age_s:.1f} s old, {kind}; light changes by "
        f"{view.flicker:.0%}"
    )


def _width_in_words(view: MeasuredCamera) -> str:
    if not view.plates:
        return ""
    return f"{view.width:.0f} pixels the nearest; {LEAST_WIDTH} at least, set to {WANTED_WIDTH}"


def _plates_in_words(
    view: MeasuredCamera, judged: Sequence[PlateView]
) -> tuple[str, str, str, str]:
    """Return focus, shutter, light and angle of the middle plate; empty without plates."""
    if not judged:
        return "", "", "", ""
    across, down, clipped, light, lean, ratio = (
        median(values)
        for values in zip(
            *((p.edge_across, p.edge_down, p.clipped, p.light, p.lean, p.ratio) for p in judged),
            strict=True,
        )
    )
    shutters = ", ".join(
        f"1/{slowest_shutter(view.width, mph)} s at {mph} mph" for mph in SPEEDS_MPH
    )
    return (
        f"Edges {across:.1f} by {down:.1f} pixels; {EDGE_AT_MOST:g} at most",
        shutters,
        f"{clipped:.0%} without detail; light parts {light:.0f} of 255",
        f"Leaning {abs(lean):.0f} degrees; {ratio:.1f} times as wide as high",
    )


def _stream(view: MeasuredCamera) -> Iterator[CameraFinding]:
    if view.rate < LEAST_RATE:
        words = f"{view.rate:.1f} frames a second. Set the camera to 15, or lower its bit rate."
        yield CameraFinding(CameraFault.SLOW, words)
    elif view.longest_gap_s > LONGEST_GAP_S:
        words = f"No frame for {view.longest_gap_s:.1f} s. Check cable, power and network."
        yield CameraFinding(CameraFault.GAPS, words)
    if view.age_s > LATE_FROM_S:
        words = (
            f"Pictures come {view.age_s:.1f} s late. Lower the camera's bit rate and buffer, and "
            "check the network."
        )
        yield CameraFinding(CameraFault.LATE, words)
    if view.flicker > FLICKER_FROM:
        words = (
            f"The light changes by {view.flicker:.0%} from frame to frame. Set anti-flicker to "
            "60 Hz, and end automatic gain."
        )
        yield CameraFinding(CameraFault.FLICKER, words)


def _light(view: MeasuredCamera, judged: Sequence[PlateView]) -> Iterator[CameraFinding]:
    clipped = _middle(judged, lambda plate: plate.clipped)
    light = _middle(judged, lambda plate: plate.light)
    if (clipped or 0.0) > CLIPPED_AT_MOST or (not judged and view.clipped > CLIPPED_PICTURE):
        share = view.clipped if clipped is None else clipped
        words = (
            f"{share:.0%} of the plates is white without detail. Lower gain or iris, or set "
            "exposure compensation to -1; at night lower the infrared light."
        )
        yield CameraFinding(CameraFault.OVEREXPOSED, words)
    elif (light is not None and light < DARK_BELOW) or (not judged and view.mean < DARK_PICTURE):
        words = "Plates are too dark. Add infrared light, open the iris, or raise the gain."
        yield CameraFinding(CameraFault.TOO_DARK, words)


def _sharpness(view: MeasuredCamera, judged: Sequence[PlateView]) -> Iterator[CameraFinding]:
    across = _middle(judged, lambda plate: plate.edge_across)
    down = _middle(judged, lambda plate: plate.edge_down)
    if across is None or down is None:
        if view.focus is not None and view.focus < LEAST_PICTURE_FOCUS and not view.plates:
            yield CameraFinding(CameraFault.OUT_OF_FOCUS, f"Nothing in it is sharp. {_FOCUS}")
        return
    sharper, softer = sorted((across, down))
    if softer > EDGE_AT_MOST and softer >= STREAK_FROM * sharper:
        faster = slowest_shutter(view.width, SPEEDS_MPH[0])
        words = (
            f"Edges are {softer:.1f} pixels wide one way and {sharper:.1f} the other: vehicles "
            f"move while the shutter is open. Set it to 1/{faster} s or faster, with more light."
        )
        yield CameraFinding(CameraFault.MOTION_BLUR, words)
    elif softer > EDGE_AT_MOST:
        words = (
            f"Edges of serials are {softer:.1f} pixels wide, {EDGE_AT_MOST:g} at most. {_FOCUS}"
        )
        yield CameraFinding(CameraFault.OUT_OF_FOCUS, words)


_FOCUS = "Clean the lens; focus on a plate at 30 ft and fix the ring."


def _aim(view: MeasuredCamera, judged: Sequence[PlateView]) -> Iterator[CameraFinding]:
    if view.plates and view.width < LEAST_WIDTH:
        words = (
            f"The nearest plates are {view.width:.0f} pixels wide. Zoom until a plate at 30 ft is "
            f"{WANTED_WIDTH} pixels wide."
        )
        yield CameraFinding(CameraFault.TOO_FAR, words)
    lean = _middle(judged, lambda plate: plate.lean)
    if lean is not None and abs(lean) > TURNED_FROM:
        way = "clockwise" if lean > 0 else "counterclockwise"
        words = f"Plates lean {abs(lean):.0f} degrees {way}. Level the camera."
        yield CameraFinding(CameraFault.TURNED, words)
    ratio = _middle(judged, lambda plate: plate.ratio)
    if ratio is not None and ratio < LEAST_RATIO:
        words = "Plates are seen from the side. Aim it more along the lane, 30 degrees at most."
        yield CameraFinding(CameraFault.FROM_THE_SIDE, words)


def _middle(plates: Iterable[PlateView], measure: Callable[[PlateView], float]) -> float | None:
    values = [measure(plate) for plate in plates]
    return median(values) if values else None
