"""What weakens a car's safety checks, and what keeps training apart from live work (CM-3, V9)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

BUILT_IN, SECOND_READER = "own", "ppocr"
_POSITION = "position"


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The settings that safety checks rest on; ``masked``: share left out, 0 to 1, by camera."""

    detector: str = BUILT_IN
    reader: str = BUILT_IN
    second_reader: str = SECOND_READER
    position: str = ""
    masked: Mapping[str, float] = field(default_factory=dict)
    states_are_usual: bool = True
    fullscreen: bool = True
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Weakened:
    """A safety check that a setting removes or changes, and what that means.

    ``needs_signature``: no live car starts with it unless headquarters signed it.
    """

    setting: str
    title: str
    state: str
    meaning: str
    needs_signature: bool = True


def camera_in_words(name: str) -> str:
    """Return a camera's name as every page shows it, for "camera 1" as well as "front"."""
    return name[:1].upper() + name[1:] if name.lower().startswith("camera") else f"Camera {name}"


def weakened(settings: CheckSettings) -> tuple[Weakened, ...]:
    """Return what is off or changed, worst first; empty in a car as delivered."""
    weakenings = [*_trial(settings), *_second_reader(settings)]
    if not settings.position:
        weakenings.append(
            Weakened(
                _POSITION,
                "GPS",
                "Off",
                "Typing is not locked while the car moves.",
                needs_signature=False,
            )
        )
    for camera, share in sorted(settings.masked.items()):
        if share > 0:
            state = f"{max(1, round(share * 100))}% masked"
            meaning = "Plates in the masked part are not read."
            weakenings.append(Weakened(f"mask {camera}", camera_in_words(camera), state, meaning))
    return (*weakenings, *_changed(settings))


def _trial(settings: CheckSettings) -> list[Weakened]:
    meaning = "Reads and hits are recorded; nobody is alerted."
    return [Weakened("mode", "Alerts", "TRIAL", meaning)] if settings.trial else []


def _second_reader(settings: CheckSettings) -> list[Weakened]:
    name, title = "second_reader", "Second reader"
    if not settings.second_reader:
        return [Weakened(name, title, "Off", "No second reader checks a plate.")]
    if settings.second_reader == settings.reader:
        meaning = "It repeats the mistakes of the first reader."
        return [Weakened(name, title, "Same as the first", meaning)]
    return []


def _changed(settings: CheckSettings) -> list[Weakened]:
    changes = []
    for name, engine in (("detector", settings.detector), ("reader", settings.reader)):
        if engine != BUILT_IN:
            meaning = f"Not the {name} that this program was tested with."
            changes.append(Weakened(name, name.capitalize(), engine, meaning))
    if not settings.states_are_usual:
        meaning = "Other states than usual are offered first."
        changes.append(
            Weakened("area_states", "States", "Changed", meaning, needs_signature=False)
        )
    if not settings.fullscreen:
        meaning = "Another window may cover an alert."
        changes.append(
            Weakened("fullscreen", "Full screen", "Off", meaning, needs_signature=False)
        )
    return changes


def unsigned(
    weakeneds: Iterable[Weakened], signed: Collection[Weakened], *, had_receiver: bool
) -> tuple[Weakened, ...]:
    """Return what headquarters must sign before a live car starts with it (CM-5, V9).

    A car that never had a receiver of positions may be without; one that had one may not.
    """
    return tuple(
        weakening
        for weakening in weakeneds
        if weakening not in signed
        and (weakening.needs_signature or (weakening.setting == _POSITION and had_receiver))
    )


def deviations(
    given: Mapping[str, object], usual: Mapping[str, object], hidden: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return each setting that is not as delivered, for the audit (CM-3, SEC-11).

    Of ``hidden`` ones, and of what may hold a password, only that they are set.
    """
    changes = []
    for name, value in given.items():
        if value != usual.get(name):
            words = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            changes.append((name, "set" if name in hidden or "@" in words else words))
    return tuple(changes)


def folder_fault(*, car_trains: bool, folder_trains: bool) -> str:
    """Return why a car may not use a data folder and what to do; "" where it may."""
    if car_trains == folder_trains:
        return ""
    if car_trains:
        return "This folder holds a live car's data. Training needs a folder of its own: --data."
    return (
        "This folder was made for training. Give the live car a folder of its own with --data, "
        "or set training in car.toml (or --training)."
    )


def headquarters_fault(*, car_trains: bool, headquarters_trains: bool) -> str:
    """Return why a car may not sign in at a headquarters and what to do; "" where it may."""
    if car_trains == headquarters_trains:
        return ""
    if car_trains:
        return (
            "This car is in training and headquarters is not. Use one with training set in "
            "hq.toml (or --training)."
        )
    return "This headquarters is for training only. Check the address of headquarters."


def simulated_position_fault(*, car_trains: bool, is_simulated: bool) -> str:
    """Return why positions of the drawn drive may not be used; "" where they may."""
    if car_trains or not is_simulated:
        return ""
    return (
        "The position 'drive' is simulated and for training only. Name a GPS receiver, or set "
        "training in car.toml (or --training)."
    )


def server_fault(*, server_trains: bool, data_train: bool) -> str:
    """Return why headquarters may not serve its data and what to do; "" where it may."""
    if server_trains == data_train:
        return ""
    if server_trains:
        return (
            "This folder or database holds live data. Training needs one of its own: give "
            "--data (and database) of the training headquarters."
        )
    return (
        "This folder or database is for training only. Name the live one (--data and database), "
        "or set training in hq.toml (or --training)."
    )
