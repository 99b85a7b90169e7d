"""Which settings of a car weaken a safety check: recorded and shown, never silent (CM-3, V9)."""

from collections.abc import Mapping
from dataclasses import dataclass

BUILT_IN = "own"


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The settings that safety checks rest on; ``masked``: share left out, 0 to 1, by camera."""

    detector: str
    reader: str
    second_reader: str
    position: str
    masked: Mapping[str, float]
    states_are_usual: bool = True
    fullscreen: bool = True


@dataclass(frozen=True, slots=True)
class Weakened:
    """A safety check that a setting takes away or changes, and what that means."""

    setting: str
    title: str
    state: str
    meaning: str


def camera_in_words(name: str) -> str:
    """Return a camera's name as every page says it: "camera 1" and "front" both name one."""
    return name[:1].upper() + name[1:] if name.lower().startswith("camera") else f"Camera {name}"


def weakened(settings: CheckSettings) -> tuple[Weakened, ...]:
    """Return what is off or changed, gravest first; nothing in a car as it is delivered."""
    found = [*_second_reader(settings)]
    if not settings.position:
        found.append(
            Weakened("position", "GPS", "Off", "Typing is not locked while the car moves.")
        )
    for camera, share in sorted(settings.masked.items()):
        if share > 0:
            state = f"{max(1, round(share * 100))}% masked"
            meaning = "Plates in the masked part are not read."
            found.append(Weakened(f"mask {camera}", camera_in_words(camera), state, meaning))
    return (*found, *_changed(settings))


def _second_reader(settings: CheckSettings) -> list[Weakened]:
    name, title = "second_reader", "Second reader"
    if not settings.second_reader:
        return [Weakened(name, title, "Off", "No second reader checks a plate.")]
    if settings.second_reader == settings.reader:
        meaning = "It repeats the mistakes of the first reader."
        return [Weakened(name, title, "Same as the first", meaning)]
    return []


def _changed(settings: CheckSettings) -> list[Weakened]:
    found = []
    for name, engine in (("detector", settings.detector), ("reader", settings.reader)):
        if engine != BUILT_IN:
            meaning = f"Not the {name} that this program was tested with."
            found.append(Weakened(name, name.capitalize(), engine, meaning))
    if not settings.states_are_usual:
        meaning = "Other states than usual are offered first."
        found.append(Weakened("area_states", "States", "Changed", meaning))
    if not settings.fullscreen:
        meaning = "Another window may cover an alert."
        found.append(Weakened("fullscreen", "Full screen", "Off", meaning))
    return found
