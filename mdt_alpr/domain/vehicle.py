"""Body types and colours as officers see them, and whether a record's vehicle fits (D4, ALR-05)."""

from enum import StrEnum

from mdt_alpr.domain.hotlist import HotlistEntry


class Body(StrEnum):
    """Six bodies that can be told apart at a glance."""

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


_BODY_BY_STYLE = {
    **dict.fromkeys(("2D", "4D", "CP", "HB", "SD", "SW", "CV", "2H", "4H", "SEDAN"), Body.CAR),
    **dict.fromkeys(("LL", "UT", "SU", "SUV", "JP"), Body.SUV),
    **dict.fromkeys(("PK", "PU", "PICKUP"), Body.PICKUP),
    **dict.fromkeys(("VN", "VC", "PV", "VAN"), Body.VAN),
    **dict.fromkeys(("TK", "TR", "DP", "TT", "FB", "TRUCK"), Body.TRUCK),
    **dict.fromkeys(("MC", "MK", "MB", "MD", "CY"), Body.MOTORCYCLE),
}
_COLOURS_BY_CODE = {
    "BLK": {Colour.BLACK}, "WHI": {Colour.WHITE}, "GRY": {Colour.GRAY, Colour.SILVER},
    "SIL": {Colour.SILVER, Colour.GRAY}, "RED": {Colour.RED}, "MAR": {Colour.RED, Colour.BROWN},
    "BLU": {Colour.BLUE}, "DBL": {Colour.BLUE, Colour.BLACK}, "LBL": {Colour.BLUE},
    "GRN": {Colour.GREEN}, "DGR": {Colour.GREEN, Colour.BLACK}, "LGR": {Colour.GREEN},
    "BRO": {Colour.BROWN}, "TAN": {Colour.TAN, Colour.BROWN}, "BGE": {Colour.TAN, Colour.WHITE},
    "GLD": {Colour.TAN, Colour.YELLOW}, "YEL": {Colour.YELLOW}, "ONG": {Colour.ORANGE},
    "CRM": {Colour.WHITE, Colour.TAN},
}  # fmt: skip
_STYLE_WORDS = {"SW": "wagon", "CP": "coupe", "HB": "hatchback", "CV": "convertible"}
_MAKES = {
    "CHEV": "Chevrolet", "FORD": "Ford", "F0RD": "Ford", "TOYT": "Toyota", "HOND": "Honda",
    "NISS": "Nissan", "DODG": "Dodge", "GMC": "GMC", "JEEP": "Jeep", "BMW": "BMW",
    "HYUN": "Hyundai", "KIA": "Kia", "VOLK": "Volkswagen", "SUBA": "Subaru", "MAZD": "Mazda",
    "YAMA": "Yamaha", "HD": "Harley-Davidson", "LEXS": "Lexus", "CHRY": "Chrysler",
    "MERZ": "Mercedes-Benz", "AUDI": "Audi", "VOLV": "Volvo", "BUIC": "Buick",
    "CADI": "Cadillac", "PONT": "Pontiac", "OLDS": "Oldsmobile", "ACUR": "Acura",
}  # fmt: skip


def listed_body(entry: HotlistEntry) -> Body | None:
    """Return the listed body, from style (VST) or plate type (LIT); None where not listed."""
    return _BODY_BY_STYLE.get(entry.style) or _BODY_BY_STYLE.get(entry.plate_type)


def listed_colours(entry: HotlistEntry) -> frozenset[Colour]:
    """Return the colour families that fit the listed colour (VCO); empty where not listed."""
    found: set[Colour] = set()
    for code in entry.colour.upper().split("/"):
        found |= _COLOURS_BY_CODE.get(code, set())
    return frozenset(found)


def listed_vehicle(entry: HotlistEntry) -> str:
    """Return the listed vehicle in words ("gray GMC pickup"), empty where nothing is listed."""
    colours = "/".join(
        next(iter(sorted(_COLOURS_BY_CODE[c], key=lambda v: v[0] != c[0].lower())), "")
        for c in entry.colour.upper().split("/")
        if c in _COLOURS_BY_CODE
    )
    body = listed_body(entry)
    style = _STYLE_WORDS.get(entry.style) or (body.value if body else "")
    make = _MAKES.get(entry.make, entry.make)
    return " ".join(part for part in (colours, entry.vehicle_year, make, style) if part)


def vehicle_fits(
    entry: HotlistEntry, body: Body | None, colour: Colour | None
) -> bool | None:
    """Tell whether what was seen fits the record; None where nothing could be compared.

    A stolen *plate* legitimately sits on another vehicle, so it is not compared, by rule (D4).
    """
    if not entry.kind.describes_vehicle:
        return None
    seen_and_listed = (
        (body, frozenset({b} if (b := listed_body(entry)) else ())),
        (colour, listed_colours(entry)),
    )
    compared = [seen in listed for seen, listed in seen_and_listed if seen and listed]
    return all(compared) if compared else None
