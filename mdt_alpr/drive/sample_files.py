"""The demo's files: its hotlist of made-up records, and the truth to check reads against."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from mdt_alpr.domain.plate.plate import look_alike_position
from mdt_alpr.drive.renderer import FRAMES_A_SECOND
from mdt_alpr.drive.sight import plates_in_sight
from mdt_alpr.drive.story import SECONDS, VEHICLES, OnList, StoryVehicle
from mdt_alpr.drive.traffic import Traffic

LEAST_WIDTH = 50
"""Pixels from which a plate counts as appeared."""

LEGIBLE_WIDTH = 90
"""Pixels from which every plate of the drive is meant to be read without doubt."""


def truth() -> dict[str, Any]:
    """Return every vehicle of the story, when its plate is in sight, and what should come of it.

    A plate is in sight while it lies wholly within the frame, nothing hides it, and it is
    at least ``LEAST_WIDTH`` pixels wide. Times are seconds of the round; where the plate is
    in sight across the end of a round, ``appears_s`` is greater than ``leaves_s``.
    """
    seen = _seen()
    return {
        "seconds": SECONDS,
        "frames_a_second": FRAMES_A_SECOND,
        "vehicles": [_vehicle_row(vehicle, seen[vehicle.plate]) for vehicle in VEHICLES],
    }


def _seen() -> dict[str, list[tuple[int, float]]]:
    """Return, by plate, the frames in which it is in sight and its widths there."""
    traffic = Traffic()
    passes: dict[str, list[tuple[int, float]]] = {vehicle.plate: [] for vehicle in VEHICLES}
    for number in range(round(SECONDS * FRAMES_A_SECOND)):
        time = number / FRAMES_A_SECOND
        for plate in plates_in_sight(traffic.view(time), traffic.around(time)):
            if plate.width >= LEAST_WIDTH:
                passes[plate.vehicle.plate].append((number, plate.width))
    return passes


def _vehicle_row(vehicle: StoryVehicle, seen: list[tuple[int, float]]) -> dict[str, Any]:
    first, last = _ends([number for number, _ in seen])
    row: dict[str, Any] = {
        "plate": vehicle.plate,
        "state": vehicle.state,
        "body": vehicle.body.value,
        "color": vehicle.color.value,
        "make": vehicle.make,
        "appears_s": round(first / FRAMES_A_SECOND, 1),
        "leaves_s": round(last / FRAMES_A_SECOND, 1),
        "widest_px": round(max(width for _, width in seen)),
        "legible_frames": sum(width >= LEGIBLE_WIDTH for _, width in seen),
        "expected": vehicle.expected.value,
    }
    if vehicle.record is not None:
        row |= {
            "nic": vehicle.record.nic,
            "listed_plate": vehicle.record.plate,
            "listed_state": vehicle.record.state,
            "reply": vehicle.reply.value,
        }
    return row


def _ends(numbers: list[int]) -> tuple[int, int]:
    """Return first and last frame; of one that runs on into the next round, across its end."""
    frames = round(SECONDS * FRAMES_A_SECOND)
    if numbers[0] > 0 or numbers[-1] < frames - 1:
        return numbers[0], numbers[-1]
    present = set(numbers)
    first = next(n for n in range(frames - 1, -1, -1) if n - 1 not in present)
    last = next(n for n in range(frames) if n + 1 not in present)
    return first, last


COLUMNS = (
    "list", "record_code", "nic", "ori", "entered_on", "plate", "state", "year_of_plate",
    "plate_type", "vehicle_year", "make", "model", "style", "color", "note",
)  # fmt: skip
"""The columns of ``hotlist.csv``, in order."""

LENGTH = 360
"""Records in the list."""

_SEED = 920
_LAST_DAY = date(2026, 11, 24)
_LETTERS, _DIGITS = "ABCDEFHJKLMNPRSTVWXYZ", "0123456789"
_PATTERNS = {
    "NC": "LLLDDDD", "SC": "LLLDDD", "VA": "LLLDDDD", "TN": "LLLDDDD", "GA": "LLLDDDD",
    "FL": "LLLLDD", "MD": "DLLDDDD", "OH": "LLLDDDD", "PA": "LLLDDDD", "NY": "LLLDDDD",
}  # fmt: skip
_STATES = ("NC",) * 11 + ("SC",) * 4 + ("VA",) * 4 + ("TN", "TN", "GA", "GA", "FL", "FL")
_FAR_STATES = ("MD", "OH", "PA", "NY")
_ORIS = {"NC": ("NC0130100", "NC0600100", "NC0130000", "NC0490000", "NC0840000")}
_CODES = ("V",) * 10 + ("P",) * 6 + ("F", "F", "W", "W", "W", "M")
_MODELS = (
    ("TOYT", "CAM", "4D"), ("TOYT", "COR", "4D"), ("TOYT", "TAC", "PK"), ("TOYT", "RAV", "LL"),
    ("HOND", "CIV", "4D"), ("HOND", "ACC", "4D"), ("HOND", "CRV", "LL"), ("HOND", "ODY", "VN"),
    ("FORD", "F15", "PK"), ("FORD", "EXP", "LL"), ("FORD", "TRA", "VN"), ("FORD", "MUS", "2D"),
    ("CHEV", "SIL", "PK"), ("CHEV", "TAH", "LL"), ("CHEV", "MAL", "4D"), ("GMC", "SIE", "PK"),
    ("DODG", "RAM", "PK"), ("DODG", "CHA", "4D"), ("NISS", "ALT", "4D"), ("NISS", "ROG", "LL"),
    ("HYUN", "ELA", "4D"), ("HYUN", "SON", "4D"), ("KIA", "OPT", "4D"), ("KIA", "SOU", "4D"),
    ("JEEP", "CHE", "LL"), ("JEEP", "WRA", "LL"), ("BMW", "330", "4D"), ("VOLK", "JET", "4D"),
    ("SUBA", "OUT", "SW"), ("HD", "FXD", "MC"), ("YAMA", "YZF", "MC"),
)  # fmt: skip
_COLORS = ("BLK", "WHI", "GRY", "SIL", "RED", "BLU", "GRN", "TAN", "BRO", "MAR", "BLK", "WHI")
_NOTES = {
    "V": ("", "", "", "Taken without key", "Owner holds spare key", "Recover and notify"),
    "P": ("", "", "Rear plate only", "Lost or stolen plate"),
    "F": ("Used in a breaking and entering", "Used in a robbery"),
    "W": ("Person linked to this vehicle; driver not identified",),
    "M": ("Check the welfare of the person linked to this vehicle",),
}


def rows() -> list[dict[str, str]]:
    """Return the records as rows of ``COLUMNS``, by date of entry; always the same ones."""
    listed = [vehicle.record for vehicle in VEHICLES if vehicle.record is not None]
    chance = random.Random(_SEED)  # noqa: S311 - made-up data, no secret
    others = _made_up(chance, {record.nic for record in listed})
    lines = [_row(record) for record in listed]
    lines += [next(others) for _ in range(LENGTH - len(listed))]
    return sorted(lines, key=lambda row: (row["entered_on"], row["nic"]))


def _row(record: OnList) -> dict[str, str]:
    values = (
        record.list_name, record.code, record.nic, record.ori, record.entered_on, record.plate,
        record.state, "2027", record.plate_type, record.year, record.make, record.model,
        record.style, record.color, record.note,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _made_up(chance: random.Random, used: set[str]) -> Iterator[dict[str, str]]:
    """Yield records without end whose plates no camera could take for one of the story's."""
    plates: set[tuple[str, str]] = set()
    while True:
        state = chance.choice(_STATES + _FAR_STATES)
        plate = "".join(
            chance.choice(_LETTERS if kind == "L" else _DIGITS) for kind in _PATTERNS[state]
        )
        code = chance.choice(_CODES)
        nic = f"{code}{chance.randrange(10**8, 10**9)}"
        if _too_close(plate) or (plate, state) in plates or nic in used:
            continue
        plates.add((plate, state))
        used.add(nic)
        yield _described(chance, (code, nic, plate, state))


def _described(chance: random.Random, what: tuple[str, str, str, str]) -> dict[str, str]:
    code, nic, plate, state = what
    make, model, style = chance.choice(_MODELS)
    entered = _LAST_DAY - timedelta(days=int(chance.triangular(0, 320, 8)))
    plate_type = {"PK": "TK", "MC": "MC"}.get(style, "PC")
    bare = code == "P"  # a stolen plate says nothing of the vehicle that it sits on now
    values = (
        "NC DCI hot file" if state == "NC" else "NCIC hot file", code, nic, _ori(chance, state),
        entered.isoformat(), plate, state, chance.choice(("2026", "2027")), plate_type,
        "" if bare else str(chance.randint(2004, 2026)), "" if bare else make,
        "" if bare else model, "" if bare else style, "" if bare else chance.choice(_COLORS),
        chance.choice(_NOTES[code]),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _ori(chance: random.Random, state: str) -> str:
    if state in _ORIS:
        return chance.choice(_ORIS[state])
    return f"{state}{chance.randrange(1, 99):03d}{chance.choice(('0000', '0100', '0200'))}"


def _too_close(plate: str) -> bool:
    return any(
        plate == vehicle.plate or look_alike_position(plate, vehicle.plate) is not None
        for vehicle in VEHICLES
    )
