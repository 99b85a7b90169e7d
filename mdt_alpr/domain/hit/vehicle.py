"""Bodies and colors as officers see them, and whether a record's vehicle fits (D4, ALR-05)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.hotlist.hotlist import HotlistEntry


class Body(StrEnum):
    """Six bodies that are easy to tell apart."""

    CAR = "car"
    SUV = "SUV"
    PICKUP = "pickup"
    VAN = "van"
    TRUCK = "truck"
    MOTORCYCLE = "motorcycle"


class Color(StrEnum):
    """Eleven color families."""

    BLACK = "black"
    WHITE = "white"
    GRAY = "gray"
    SILVER = "silver"
    RED = "red"
    BLUE = "blue"
    GREEN = "green"
    BROWN = "brown"
    TAN = "tan"
    YELLOW = "yellow"
    ORANGE = "orange"


class ComparedFeature(StrEnum):
    """What in a record can be compared with a vehicle that is seen, in words."""

    COLOR = "color"
    BODY = "body"
    PLATE_TYPE = "plate type"


@dataclass(frozen=True, slots=True)
class _Listed:
    """A listed code: its word, and every answer of an officer that fits it."""

    word: str
    fits: frozenset[str]


def _listed(word: str, *fits: Body | Color) -> _Listed:
    return _Listed(word, frozenset(fits))


_STYLES = {
    **dict.fromkeys(("2D", "4D", "SD", "SEDAN"), _listed("car", Body.CAR)),
    **dict.fromkeys(("2H", "4H", "3D", "5D", "HB"), _listed("hatchback", Body.CAR)),
    "CP": _listed("coupe", Body.CAR),
    "CV": _listed("convertible", Body.CAR),
    "SW": _listed("station wagon", Body.CAR, Body.SUV),
    **dict.fromkeys(("UT", "SU", "SUV", "JP"), _listed("SUV", Body.SUV)),
    "LL": _listed("carryall", Body.SUV, Body.VAN),
    **dict.fromkeys(("PK", "PU", "PICKUP"), _listed("pickup", Body.PICKUP)),
    **dict.fromkeys(("VN", "VC", "PV", "VAN"), _listed("van", Body.VAN)),
    "DP": _listed("dump truck", Body.TRUCK),
    "FB": _listed("flatbed truck", Body.TRUCK, Body.PICKUP),
    "TT": _listed("truck tractor", Body.TRUCK),
    **dict.fromkeys(("TK", "TR", "TRUCK"), _listed("truck", Body.TRUCK)),
    **dict.fromkeys(("MC", "MK", "MB", "CY"), _listed("motorcycle", Body.MOTORCYCLE)),
    "MD": _listed("moped", Body.MOTORCYCLE),
}
"""Listed styles (VST). A carryall or wagon may be described either way."""

_MOTORCYCLE_PLATES = frozenset({"MC", "MK", "MD"})
_FOUR_WHEEL_PLATES = frozenset({"PC", "TK", "DX", "TX", "BU"})
"""Plate types (LIT): they distinguish two wheels from more, and nothing else."""

_COLOR_CODES = {
    "AME": _listed("purple"), "PLE": _listed("purple"), "LAV": _listed("lavender"),
    "MVE": _listed("mauve"), "PNK": _listed("pink"), "MUL": _listed("multicolored"),
    "CAM": _listed("camouflage"), "COM": _listed("chrome", Color.SILVER, Color.GRAY),
    "BGE": _listed("beige", Color.TAN, Color.WHITE), "BLK": _listed("black", Color.BLACK),
    "BLU": _listed("blue", Color.BLUE), "BRO": _listed("brown", Color.BROWN),
    "BRZ": _listed("bronze", Color.BROWN, Color.TAN),
    "CPR": _listed("copper", Color.BROWN, Color.ORANGE),
    "CRM": _listed("cream", Color.WHITE, Color.TAN),
    "DBL": _listed("dark blue", Color.BLUE, Color.BLACK),
    "DGR": _listed("dark green", Color.GREEN, Color.BLACK),
    "GLD": _listed("gold", Color.TAN, Color.YELLOW), "GRN": _listed("green", Color.GREEN),
    "GRY": _listed("gray", Color.GRAY, Color.SILVER),
    "LBL": _listed("light blue", Color.BLUE), "LGR": _listed("light green", Color.GREEN),
    "MAR": _listed("maroon", Color.RED, Color.BROWN),
    "ONG": _listed("orange", Color.ORANGE), "RED": _listed("red", Color.RED),
    "SIL": _listed("silver", Color.SILVER, Color.GRAY),
    "TAN": _listed("tan", Color.TAN, Color.BROWN),
    "TEA": _listed("teal", Color.BLUE, Color.GREEN),
    "TPE": _listed("taupe", Color.TAN, Color.BROWN, Color.GRAY),
    "TRQ": _listed("turquoise", Color.BLUE, Color.GREEN),
    "WHI": _listed("white", Color.WHITE), "YEL": _listed("yellow", Color.YELLOW),
}  # fmt: skip
"""Listed colors (VCO). Those without a family are named but not compared."""
_COLORS = _COLOR_CODES | {listed.word.upper(): listed for listed in _COLOR_CODES.values()}
"""An agency's own list may spell the color out."""

_MAKES = {
    "ACUR": "Acura", "AUDI": "Audi", "BMW": "BMW", "BUIC": "Buick", "CADI": "Cadillac",
    "CHEV": "Chevrolet", "CHRY": "Chrysler", "DODG": "Dodge", "FORD": "Ford", "GMC": "GMC",
    "HD": "Harley-Davidson", "HOND": "Honda", "HYUN": "Hyundai", "INFI": "Infiniti",
    "JEEP": "Jeep", "KAWK": "Kawasaki", "KIA": "Kia", "LEXS": "Lexus", "LINC": "Lincoln",
    "MAZD": "Mazda", "MERC": "Mercury", "MERZ": "Mercedes-Benz", "MITS": "Mitsubishi",
    "NISS": "Nissan", "OLDS": "Oldsmobile", "PONT": "Pontiac", "RAM": "Ram",
    "SATR": "Saturn", "SUBA": "Subaru", "SUZI": "Suzuki", "TESL": "Tesla", "TOYT": "Toyota",
    "VOLK": "Volkswagen", "VOLV": "Volvo", "YAMA": "Yamaha",
}  # fmt: skip
"""Makes (VMA) by code; others are shown as listed."""
_MODELS = {
    "CHEV": {"IMP": "Impala", "MAL": "Malibu", "SIL": "Silverado", "TAH": "Tahoe"},
    "DODG": {"CHA": "Charger", "RAM": "Ram"},
    "FORD": {
        "EXP": "Explorer", "F15": "F-150", "FOC": "Focus", "FUS": "Fusion", "MUS": "Mustang",
        "TAU": "Taurus", "TRA": "Transit",
    },
    "GMC": {"SIE": "Sierra"},
    "HOND": {"ACC": "Accord", "CIV": "Civic", "CRV": "CR-V", "ODY": "Odyssey"},
    "HYUN": {"ELA": "Elantra", "SON": "Sonata"},
    "JEEP": {"CHE": "Cherokee", "WRA": "Wrangler"},
    "KIA": {"OPT": "Optima", "SOU": "Soul"},
    "NISS": {"ALT": "Altima", "MAX": "Maxima", "ROG": "Rogue", "SEN": "Sentra"},
    "SUBA": {"OUT": "Outback"},
    "TOYT": {
        "CAM": "Camry", "COR": "Corolla", "RAV": "RAV4", "SIE": "Sienna", "TAC": "Tacoma",
        "TUN": "Tundra",
    },
    "VOLK": {"JET": "Jetta"},
}  # fmt: skip
"""Models (VMO) by make, as one code means another model of each; others are shown as listed."""


def listed_vehicle(entry: HotlistEntry, *, with_year: bool = True) -> str:
    """Return the listed vehicle in words ("gray 2014 GMC pickup"), empty where nothing is listed.

    A two-tone color reads "red and white"; a code that is not known is shown as listed.
    """
    parts = (
        " and ".join(_color_word(code) for code in _color_codes(entry)),
        entry.vehicle_year if with_year else "",
        _MAKES.get(entry.make.upper(), entry.make),
        _MODELS.get(entry.make.upper(), {}).get(entry.model.upper(), entry.model),
        _body_word(entry),
    )
    return " ".join(part for part in parts if part)


def wants_vehicle(records: Iterable[HotlistEntry]) -> bool:
    """Return whether an answer about the vehicle could be compared with one of the records.

    A record that lists no vehicle, as most manual entries, fits every answer: none is asked (D4).
    """
    return any(points_compared(record, Body.MOTORCYCLE, Color.BLACK) for record in records)


def vehicle_fits(entry: HotlistEntry, body: Body | None, color: Color | None) -> bool | None:
    """Return whether what was seen fits the record; None where nothing could be compared."""
    points = points_compared(entry, body, color)
    return all(points.values()) if points else None


def points_compared(
    entry: HotlistEntry, body: Body | None, color: Color | None
) -> dict[ComparedFeature, bool]:
    """Return whether each point that could be compared fits the record.

    A stolen *plate* is legitimately on another vehicle, so it is not compared, by rule (D4). A
    plate type (LIT) only distinguishes two wheels from more: it can contradict, and it can confirm
    a motorcycle, but a passenger plate on a car says nothing.
    """
    if not entry.kind.describes_vehicle:
        return {}
    answers = {
        ComparedFeature.COLOR: _color_fits(entry, color),
        ComparedFeature.BODY: _seen_fits(body, _STYLES.get(entry.style.upper())),
        ComparedFeature.PLATE_TYPE: _plate_type_fits(entry, body),
    }
    return {point: fits for point, fits in answers.items() if fits is not None}


def _seen_fits(seen: Body | None, listed: _Listed | None) -> bool | None:
    return seen in listed.fits if seen and listed else None


def _color_fits(entry: HotlistEntry, seen: Color | None) -> bool | None:
    families = [_COLORS[code].fits for code in _color_codes(entry) if code in _COLORS]
    known = [family for family in families if family]
    if not seen or not known or len(known) < len(_color_codes(entry)):
        return None
    return any(seen in family for family in known)


def _plate_type_fits(entry: HotlistEntry, seen: Body | None) -> bool | None:
    if seen is None:
        return None
    two_wheels = seen is Body.MOTORCYCLE
    if entry.plate_type.upper() in _MOTORCYCLE_PLATES:
        return two_wheels
    return False if two_wheels and entry.plate_type.upper() in _FOUR_WHEEL_PLATES else None


def _color_codes(entry: HotlistEntry) -> tuple[str, ...]:
    return tuple(code for part in entry.color.upper().split("/") if (code := part.strip()))


def _color_word(code: str) -> str:
    return _COLORS[code].word if code in _COLORS else code


def _body_word(entry: HotlistEntry) -> str:
    if style := _STYLES.get(entry.style.upper()):
        return style.word
    on_motorcycle_plate = entry.plate_type.upper() in _MOTORCYCLE_PLATES
    return entry.style or ("motorcycle" if on_motorcycle_plate else "")
