"""Bodies and colours as officers see them, and whether a record's vehicle fits (D4, ALR-05)."""

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


class Colour(StrEnum):
    """Eleven colour families."""

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


def _listed(word: str, *fits: Body | Colour) -> _Listed:
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

_COLOUR_CODES = {
    "AME": _listed("purple"), "PLE": _listed("purple"), "LAV": _listed("lavender"),
    "MVE": _listed("mauve"), "PNK": _listed("pink"), "MUL": _listed("multicolored"),
    "CAM": _listed("camouflage"), "COM": _listed("chrome", Colour.SILVER, Colour.GRAY),
    "BGE": _listed("beige", Colour.TAN, Colour.WHITE), "BLK": _listed("black", Colour.BLACK),
    "BLU": _listed("blue", Colour.BLUE), "BRO": _listed("brown", Colour.BROWN),
    "BRZ": _listed("bronze", Colour.BROWN, Colour.TAN),
    "CPR": _listed("copper", Colour.BROWN, Colour.ORANGE),
    "CRM": _listed("cream", Colour.WHITE, Colour.TAN),
    "DBL": _listed("dark blue", Colour.BLUE, Colour.BLACK),
    "DGR": _listed("dark green", Colour.GREEN, Colour.BLACK),
    "GLD": _listed("gold", Colour.TAN, Colour.YELLOW), "GRN": _listed("green", Colour.GREEN),
    "GRY": _listed("gray", Colour.GRAY, Colour.SILVER),
    "LBL": _listed("light blue", Colour.BLUE), "LGR": _listed("light green", Colour.GREEN),
    "MAR": _listed("maroon", Colour.RED, Colour.BROWN),
    "ONG": _listed("orange", Colour.ORANGE), "RED": _listed("red", Colour.RED),
    "SIL": _listed("silver", Colour.SILVER, Colour.GRAY),
    "TAN": _listed("tan", Colour.TAN, Colour.BROWN),
    "TEA": _listed("teal", Colour.BLUE, Colour.GREEN),
    "TPE": _listed("taupe", Colour.TAN, Colour.BROWN, Colour.GRAY),
    "TRQ": _listed("turquoise", Colour.BLUE, Colour.GREEN),
    "WHI": _listed("white", Colour.WHITE), "YEL": _listed("yellow", Colour.YELLOW),
}  # fmt: skip
"""Listed colours (VCO). Those without a family are named but not compared."""
_COLOURS = _COLOUR_CODES | {listed.word.upper(): listed for listed in _COLOUR_CODES.values()}
"""An agency's own list may spell the colour out."""

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


def listed_vehicle(entry: HotlistEntry, *, with_year: bool = True) -> str:
    """Return the listed vehicle in words ("gray 2014 GMC pickup"), empty where nothing is listed.

    A two-tone colour reads "red and white"; a code that is not known is shown as listed.
    """
    parts = (
        " and ".join(_colour_word(code) for code in _colour_codes(entry)),
        entry.vehicle_year if with_year else "",
        _MAKES.get(entry.make.upper(), entry.make),
        entry.model,
        _body_word(entry),
    )
    return " ".join(part for part in parts if part)


def vehicle_fits(entry: HotlistEntry, body: Body | None, colour: Colour | None) -> bool | None:
    """Return whether what was seen fits the record; None where nothing could be compared."""
    found = points_compared(entry, body, colour)
    return all(found.values()) if found else None


def points_compared(
    entry: HotlistEntry, body: Body | None, colour: Colour | None
) -> dict[ComparedFeature, bool]:
    """Return whether each point that could be compared fits the record.

    A stolen *plate* is legitimately on another vehicle, so it is not compared, by rule (D4). A
    plate type (LIT) only distinguishes two wheels from more: it can contradict, and it can confirm
    a motorcycle, but a passenger plate on a car says nothing.
    """
    if not entry.kind.describes_vehicle:
        return {}
    answers = {
        ComparedFeature.COLOR: _colour_fits(entry, colour),
        ComparedFeature.BODY: _seen_fits(body, _STYLES.get(entry.style.upper())),
        ComparedFeature.PLATE_TYPE: _plate_type_fits(entry, body),
    }
    return {point: fits for point, fits in answers.items() if fits is not None}


def _seen_fits(seen: Body | None, listed: _Listed | None) -> bool | None:
    return seen in listed.fits if seen and listed else None


def _colour_fits(entry: HotlistEntry, seen: Colour | None) -> bool | None:
    families = [_COLOURS[code].fits for code in _colour_codes(entry) if code in _COLOURS]
    known = [family for family in families if family]
    if not seen or not known or len(known) < len(_colour_codes(entry)):
        return None
    return any(seen in family for family in known)


def _plate_type_fits(entry: HotlistEntry, seen: Body | None) -> bool | None:
    if seen is None:
        return None
    two_wheels = seen is Body.MOTORCYCLE
    if entry.plate_type.upper() in _MOTORCYCLE_PLATES:
        return two_wheels
    return False if two_wheels and entry.plate_type.upper() in _FOUR_WHEEL_PLATES else None


def _colour_codes(entry: HotlistEntry) -> tuple[str, ...]:
    return tuple(code for part in entry.colour.upper().split("/") if (code := part.strip()))


def _colour_word(code: str) -> str:
    return _COLOURS[code].word if code in _COLOURS else code


def _body_word(entry: HotlistEntry) -> str:
    if style := _STYLES.get(entry.style.upper()):
        return style.word
    on_motorcycle_plate = entry.plate_type.upper() in _MOTORCYCLE_PLATES
    return entry.style or ("motorcycle" if on_motorcycle_plate else "")
