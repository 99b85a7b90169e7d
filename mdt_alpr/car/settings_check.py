"""What is wrong with a car's settings, each in a sentence that says what to do."""

from collections.abc import Iterator
from pathlib import Path

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.positions import positions_for
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.car.settings_file import SETTINGS_FILE, settings_file
from mdt_alpr.domain.errors import MdtAlprError, OutsideError
from mdt_alpr.machine.clock import SystemClock


def wrong_in_car(folder: Path) -> tuple[list[str], Path]:
    """Return what is wrong with the settings file of a car's data folder, and its path."""
    path = folder / SETTINGS_FILE
    try:
        settings = load_settings(path)
    except OutsideError as error:
        return str(error).split("\n"), path
    return [f"{path}: {words}" for words in (*wrong_beyond(settings), *_unsigned(folder))], path


def wrong_engines(settings: CarSettings) -> Iterator[str]:
    """Give which engine is none that this program has."""
    readers = ("reader", settings.reader), ("second_reader", settings.second_reader)
    for kind, make, engines in (
        ("detector", discovery.detector, (("detector", settings.detector),)),
        ("reader", discovery.reader, readers),
    ):
        for name, engine in engines:
            try:
                _ = engine and make(engine)
            except MdtAlprError as error:
                yield f"{name} = {engine!r} is no {kind}. {error}"


def wrong_beyond(settings: CarSettings) -> Iterator[str]:
    """Give what a value by itself does not show: engines, the receiver's form, a missing unit."""
    yield from wrong_engines(settings)
    try:
        positions_for(settings.position, SystemClock())
    except MdtAlprError as error:
        yield str(error)
    if not settings.unit.strip():
        yield 'unit is missing. Write unit = "Unit 12", as dispatch calls it.'


def _unsigned(folder: Path) -> Iterator[str]:
    """Give what a live car does not start with; whether a signature counts, the start says."""
    file = settings_file(folder)
    if file.signature is None and not load_settings(file.path).training:
        for weakening in file.weakened:
            if weakening.needs_signature:
                yield (
                    f"{weakening.title}: {weakening.state}. {weakening.meaning} "
                    "Take it out, or let two people at headquarters sign it: "
                    f"mdt-alpr hq sign-settings {SETTINGS_FILE}."
                )
