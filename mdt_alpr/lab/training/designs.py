"""How plates look, state by state, read from ``resources/training/states.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from mdt_alpr.files.paths import resource
from mdt_alpr.lab.training.art import Shape, shapes
from mdt_alpr.lab.training.dies import ALPHABET
from mdt_alpr.lab.training.pictures import Color, any_color, color, gray, mixed, shaken
from mdt_alpr.lab.training.rng import Rng

SEPARATORS = " -*_"
"""Between the groups of a serial: a space, in which a mark or a sticker may stand, a dash, an
emblem, and a wide gap that shows what is painted behind it."""

LONGEST = 8
_DIGITS = ALPHABET[:10]
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ" * 3 + "ABCDEFGHJKLMNPRSTUVWXYZ" + "IO"
"""Most states skip I and O, and Q often, in numbered series."""

_VOWELS, _CONSONANTS = "AEIIOUY", "BCDFGHJKLMNPRSTVWXZ"


def draw_serial(form: str, rng: Rng) -> str:
    """Return a serial in this format: L a letter, D a digit, V part of a chosen text."""
    if "V" in form:
        return _chosen(form.count("V"), rng)
    return "".join(_character(place, rng) for place in form)


def _character(place: str, rng: Rng) -> str:
    if place == "L":
        return rng.pick(_LETTERS)
    return rng.pick(_DIGITS) if place == "D" else place


def _chosen(longest: int, rng: Rng) -> str:
    """Return a text such as people choose: pronounceable, any letters, or any characters."""
    size = rng.whole(min(3, longest), longest)
    kind = rng.share()
    start = rng.whole(0, 1)
    if kind < 0.45:  # noqa: PLR2004
        sounds = (_VOWELS, _CONSONANTS)
        text = [rng.pick(sounds[(start + i) % 2]) for i in range(size)]
    elif kind < 0.75:  # noqa: PLR2004
        text = [rng.pick(ALPHABET[10:]) for _ in range(size)]
    else:
        text = [rng.pick(ALPHABET) for _ in range(size)]
    if rng.chance(0.4):
        text[rng.whole(0, size - 1)] = rng.pick(_DIGITS)
    if rng.chance(0.25) and size < LONGEST:
        text.insert(rng.whole(1, size - 1), rng.pick(" -*"))
    return "".join(text)


UNKNOWN = 0
"""The number for a plate whose state cannot be recognized."""

_GENERIC_FORMATS = (
    "LLL DDDD", "LLL-DDDD", "DLLLDDD", "LLL DDD", "DDD LLL", "LLD LDL", "LDD DDDD", "LLDDDDD",
    "DLDDDDD", "DDDDDD", "DDDDD", "LLDDD", "DDDDDLL", "DDLDDDD", "LLLDDDD", "DDD DDDD", "VVVVVVV",
    "VVVVVV", "VVVVV", "VVVV VV", "VVV", "VVVV", "DLLLDD", "LLLDDL", "LDDLLL", "LLLLDD", "DDDLLLL",
    "DDDDLLL", "DD LLDDD", "L DDDDD", "LL DDDD", "LL DDDL", "DDDD LL", "DDDDLD", "LLDDDDL",
    "LLL*DDD", "LLL*DDDD", "LLD*LDL", "DDD*LLL", "DLL*DDD", "LLD*DLL", "DDD*DDD", "LDD*LLL",
)  # fmt: skip
_DARK_INKS = ("#1d2f6f", "#141414", "#1f5f49", "#b8202e", "#5a2a6a", "#3a3a3a", "#1d4f7a")
_DARK_GROUNDS = ("#1c3f7c", "#141414", "#1f6b45", "#5a1a24", "#20428f", "#3a3a3a")
_MIDDLE_GROUNDS = ("#2f9fa8", "#4f9a6a", "#c0703a", "#8a8f98", "#7fa0c8", "#b05a78")
_LIGHT_INKS = ("#f2f2f2", "#f0d050", "#e9b83e")


@dataclass(frozen=True, slots=True)
class Line:
    """Words on a plate: text, ink, lettering, height and width as shares of the plate's.

    No width: any. ``middle`` is where they stand, as a share of the plate's width.
    """

    text: str
    ink: Color
    lettering: str
    height: float
    width: float = 0.0
    middle: float = 0.5


@dataclass(frozen=True, slots=True)
class DrawnDesign:
    """One way in which a state's plates look; ``state`` is its number, 0 for none.

    ``stickers`` are the corners where the state has month and year; none named: any. ``art`` is
    painted behind the serial, ``between`` between its groups.
    """

    state: int
    ground: tuple[Color, ...]
    serial: Color
    top: Line | None
    bottom: Line | None
    formats: tuple[str, ...]
    emblem: Color | None
    band: tuple[str, Color] | None
    scene: tuple[str, Color] | None
    stack: float
    logo: float
    die: str
    stickers: tuple[str, ...] = ()
    sticker_between: bool = False
    mark: Color | None = None
    art: tuple[Shape, ...] = ()
    between: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A state of issuance and its designs."""

    code: str
    name: str
    weight: float
    designs: tuple[DrawnDesign, ...]


@cache
def states() -> tuple[State, ...]:
    """Return all states, DC among them, by code; the number of a state is its place plus one."""
    table = tomllib.loads(resource("training/states.toml").read_text("utf-8"))
    return tuple(
        State(
            code,
            table[code]["name"],
            float(table[code]["weight"]),
            tuple(_design(number, raw) for raw in table[code]["looks"]),
        )
        for number, code in enumerate(sorted(table), start=1)
    )


def state_codes() -> tuple[str, ...]:
    """Return what each number of the reader's state output means; the first is unknown."""
    return ("", *(state.code for state in states()))


def _design(number: int, raw: Mapping[str, Any]) -> DrawnDesign:
    return DrawnDesign(
        state=number,
        ground=tuple(color(c) for c in raw["ground"]),
        serial=color(raw["serial"]),
        top=_line(raw.get("top")),
        bottom=_line(raw.get("bottom")),
        formats=tuple(raw["formats"]),
        emblem=color(raw["emblem"]) if "emblem" in raw else None,
        band=_tinted(raw.get("band")),
        scene=_tinted(raw.get("scene")),
        stack=float(raw.get("stack", 0.16)),
        logo=float(raw.get("logo", 0.05)),
        die=raw.get("die", "plain"),
        stickers=tuple(raw.get("stickers", ())),
        sticker_between=raw.get("sticker_between", False),
        mark=color(raw["mark"]) if "mark" in raw else None,
        art=shapes(raw.get("art", ())),
        between=shapes(raw.get("between", ())),
    )


def _line(raw: Any) -> Line | None:
    if not raw or not raw[0]:
        return None
    text, ink, lettering, *sizes = raw
    return Line(text, color(ink), lettering, *map(float, sizes))


def _tinted(raw: Any) -> tuple[str, Color] | None:
    return (raw[0], color(raw[1])) if raw else None


def draw_design(rng: Rng) -> DrawnDesign:
    """Return a design: mostly of a state by weight, sometimes an invented one."""
    return draw_invented_design(rng) if rng.chance(0.3) else rng.pick(_by_weight(rng).designs)


def _by_weight(rng: Rng) -> State:
    everyone = states()
    place = rng.between(0, sum(state.weight for state in everyone))
    for state in everyone:
        place -= state.weight
        if place <= 0:
            return state
    return everyone[-1]


def draw_own_design(rng: Rng) -> DrawnDesign:
    """Return a design that a state has, with serials that reveal nothing.

    Half of the designs are drawn by weight, half from every state alike.
    """
    state = rng.pick(states()) if rng.chance(0.5) else _by_weight(rng)
    return with_any_serial(rng.pick(state.designs), rng)


def with_any_serial(design: DrawnDesign, rng: Rng) -> DrawnDesign:
    """Return ``design`` with serials that reveal no state: any characters, grouped as its own are.

    What is between the groups belongs to the design: an orange, a star, a sticker.
    """
    if rng.chance(0.15):
        return replace(design, formats=draw_design(rng).formats)
    form = rng.pick(design.formats)
    mixed_up = "".join(rng.pick("LD") if place in "LD" else place for place in form)
    return replace(design, formats=(mixed_up,))


def with_chosen_text(design: DrawnDesign, rng: Rng) -> DrawnDesign:
    """Return ``design`` with a text that somebody chose, which any state stamps on its plates."""
    return replace(design, formats=("V" * rng.whole(4, LONGEST),))


def draw_invented_design(rng: Rng) -> DrawnDesign:
    """Return a design that no state has.

    Where it carries a state's name the state counts by the name: so the words are read, and
    not only the colors. Others carry none, as temporary tags and foreign plates do.
    """
    ground, ink = _colors(rng)
    named = rng.chance(0.7)
    state = rng.pick(states())
    name = state.name.upper() if rng.chance(0.5) else state.name
    lettering = rng.pick(("sans", "serif", "script"))
    title = Line(name, _second_ink(ink, rng), lettering, rng.between(0.12, 0.2))
    slogan = Line("SLOGAN", _second_ink(ink, rng), rng.pick(("sans", "serif", "script")), 0.11)
    above = rng.chance(0.75)
    other = slogan if rng.chance(0.6) else None
    return DrawnDesign(
        state=states().index(state) + 1 if named else UNKNOWN,
        ground=ground,
        serial=ink,
        top=(title if named else other) if above else other,
        bottom=other if above else (title if named else other),
        formats=_GENERIC_FORMATS,
        emblem=any_color(rng) if rng.chance(0.4) else None,
        band=(rng.pick(("top", "bottom")), any_color(rng)) if rng.chance(0.1) else None,
        scene=_invented_scene(rng, ground),
        stack=0.35,
        logo=0.15,
        die=rng.pick(("plain", "plain", "plain", "narrow", "serif")),
    )


def _colors(rng: Rng) -> tuple[tuple[Color, ...], Color]:
    """Return a ground and the ink of the serial on it."""
    if rng.chance(0.2):
        grounds = _DARK_GROUNDS if rng.chance(0.65) else _MIDDLE_GROUNDS
        dark = shaken(color(rng.pick(grounds)), 25, rng)
        return (dark, mixed(dark, any_color(rng), rng.between(0, 0.2))), color(
            rng.pick(_LIGHT_INKS)
        )
    light = mixed(gray(rng.between(215, 250)), any_color(rng), rng.between(0, 0.25))
    others = [mixed(light, any_color(rng), rng.between(0, 0.4)) for _ in range(2)]
    return (light, *others), shaken(color(rng.pick(_DARK_INKS)), 20, rng)


def _second_ink(ink: Color, rng: Rng) -> Color:
    return ink if rng.chance(0.5) else mixed(ink, any_color(rng), rng.between(0, 0.6))


def _invented_scene(rng: Rng, ground: tuple[Color, ...]) -> tuple[str, Color] | None:
    if rng.chance(0.5):
        return None
    kind = rng.pick(("hills", "waves", "sun", "blotch", "skyline", "tree", "plane", "rainbow"))
    return kind, mixed(ground[0], any_color(rng), rng.between(0.1, 0.6))
