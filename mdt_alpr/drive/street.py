"""What is along the road besides trees, as drawings in meters."""

from mdt_alpr.drive.canvas import DrawnShape, Tone, Words
from mdt_alpr.drive.ends import Drawing, box
from mdt_alpr.drive.lettering import LetterStyle
from mdt_alpr.drive.plates import disc

TONES: dict[str, Tone] = {
    "paint": (180, 190, 196),
    "black": (20, 20, 22),
    "white": (236, 236, 234),
    "sky": (240, 224, 208),
    "pane": (92, 82, 74),
    "brick": (74, 88, 148),
    "mortar": (128, 138, 160),
    "siding": (206, 212, 214),
    "slate": (142, 128, 112),
    "olive": (112, 140, 142),
    "cream": (176, 206, 222),
    "shingle": (86, 84, 88),
    "wood": (66, 84, 104),
    "steel": (150, 148, 146),
    "concrete": (170, 174, 178),
    "dark": (52, 50, 50),
    "green": (84, 116, 26),
    "red": (40, 32, 190),
    "lit red": (80, 70, 255),
    "lit green": (170, 240, 90),
    "yellow": (40, 178, 238),
    "shrub": (48, 96, 66),
    "grass": (66, 104, 92),
    "awning": (70, 46, 128),
    "shutter": (96, 88, 72),
    "trim": (214, 218, 220),
    "teal": (120, 104, 44),
}

SHOP_SIGNS = ("BAKERY", "HARDWARE", "CAFE", "BOOKS", "DINER", "GARDEN")
_SIGN = LetterStyle(width=0.6, weight=0.1, tracking=1.5)
"""Wide-set letters: close ones on a board are too much like a plate."""


def _window(x: float, y: float, width: float, height: float) -> Drawing:
    """A window with its shutters; no glazing bars, which at a distance look like letters."""
    left, right = x - width / 2, x + width / 2
    return (
        DrawnShape(box(left - 0.42, y - 0.04, right + 0.42, y + height + 0.04), "shutter"),
        DrawnShape(box(left - 0.07, y - 0.07, right + 0.07, y + height + 0.07), "trim"),
        DrawnShape(box(left, y, right, y + height), "pane", fade=(2.0, 1.2, 0.9)),
        DrawnShape(f"{left} {y + height / 2}, {right} {y + height / 2}", "trim", line=0.05),
    )


def house_front(wall: str) -> Drawing:
    """Return a house's long side, 11 m by 3 m: a porch in shade, shrubs before it."""
    boards = tuple(
        DrawnShape(
            f"0 {0.2 + 0.24 * i:.2f}, 11 {0.2 + 0.24 * i:.2f}", "black", line=0.03, strength=0.1
        )
        for i in range(12)
    )
    posts = tuple(
        DrawnShape(box(x, 0.3, x + 0.14, 2.2), "trim", gain=0.86) for x in (3.9, 6.1, 8.3)
    )
    return (
        DrawnShape(box(0, 0, 11, 3), wall, solid=True, fade=(0.8, 1.0, 0.98)),
        *boards,
        *_window(1.7, 1.0, 1.4, 1.3),
        DrawnShape(box(3.7, 0.0, 8.7, 2.3), "black", strength=0.45, soft=0.1),
        DrawnShape(box(5.0, 0.3, 5.9, 2.2), "awning", gain=0.7),
        *posts,
        DrawnShape("3.3 2.2, 9.1 2.2, 8.8 3.0, 3.6 3.0", "shingle", fade=(1.1, 0.85)),
        DrawnShape("3.3 2.2, 9.1 2.2", "trim", line=0.1),
        DrawnShape(box(3.7, 0, 8.7, 0.3), "concrete", gain=0.8),
        *(DrawnShape(disc(0.5 + 0.8 * i, 0.4, 0.55), "shrub", fade=(1.25, 0.7)) for i in range(4)),
        *(DrawnShape(disc(9.0 + 0.7 * i, 0.5, 0.6), "shrub", fade=(1.25, 0.7)) for i in range(3)),
    )


def house_end(wall: str) -> Drawing:
    """Return a house's gable, 8 m by 5.4 m."""
    return (
        DrawnShape("-4 0, 4 0, 4 3, 0 5.3, -4 3", wall, gain=0.82, solid=True, fade=(1.0, 0.96)),
        *(
            DrawnShape(f"-4 {0.3 * i:.2f}, 4 {0.3 * i:.2f}", "black", line=0.03, strength=0.1)
            for i in range(1, 17)
        ),
        DrawnShape("-4.1 3, 0 5.3, 4.1 3", "white", line=0.16),
        *_window(-1.4, 1.0, 1.3, 1.3),
        DrawnShape(disc(0, 3.9, 0.36), "trim"),
        DrawnShape(disc(0, 3.9, 0.28), "pane"),
        *(DrawnShape(disc(1.2 + 0.9 * i, 0.5, 0.62), "shrub", fade=(1.1, 0.6)) for i in range(4)),
    )


ROOF: Drawing = (
    DrawnShape(box(0, 0, 11, 4.8), "shingle", solid=True, fade=(1.1, 1.0, 0.86)),
    *(
        DrawnShape(f"0 {0.3 * i:.2f}, 11 {0.3 * i:.2f}", "black", line=0.04, strength=0.22)
        for i in range(1, 16)
    ),
)


def shop_front(sign: str, wall: str) -> Drawing:
    """Return a shop's front, 13 m by 5 m, with its sign and awnings."""
    courses = tuple(
        DrawnShape(f"0 {0.25 * i:.2f}, 13 {0.25 * i:.2f}", "mortar", line=0.03, strength=0.22)
        for i in range(1, 20)
    )
    bays = tuple(
        shape
        for x in (1.0, 4.2, 9.4)
        for shape in (
            DrawnShape(box(x, 0.6, x + 2.6, 2.5), "dark"),
            DrawnShape(box(x + 0.1, 0.7, x + 2.5, 2.4), "pane", fade=(1.8, 1.1, 0.8)),
            DrawnShape(
                f"{x + 0.4} 2.3, {x + 1.2} 2.3, {x + 0.7} 0.8, {x + 0.2} 0.8",
                "sky",
                soft=0.1,
                strength=0.3,
            ),
            DrawnShape(
                f"{x - 0.2} 2.4, {x + 2.8} 2.4, {x + 2.6} 3.0, {x} 3.0", "awning", fade=(1.2, 0.8)
            ),
        )
    )
    return (
        DrawnShape(box(0, 0, 13, 5), wall, solid=True),
        *courses,
        *bays,
        DrawnShape(box(7.3, 0, 8.6, 2.4), "wood"),
        DrawnShape(box(7.5, 0.9, 8.4, 2.2), "pane"),
        DrawnShape(box(0, 3.35, 13, 4.35), "teal"),
        Words(sign, (6.5, 3.85), 0.38, "cream", _SIGN, 11.0, 0.55),
        DrawnShape(box(0, 4.75, 13, 5), "concrete"),
    )


def shop_end(wall: str) -> Drawing:
    """Return a shop's blank side, 9 m by 5 m."""
    return (
        DrawnShape(box(-4.5, 0, 4.5, 5), wall, gain=0.78, solid=True),
        *(
            DrawnShape(
                f"-4.5 {0.25 * i:.2f}, 4.5 {0.25 * i:.2f}", "mortar", line=0.03, strength=0.18
            )
            for i in range(1, 20)
        ),
        DrawnShape(box(-4.5, 4.75, 4.5, 5), "concrete", gain=0.8),
        DrawnShape(box(-1, 0, 0.2, 2.2), "dark"),
    )


POLE: Drawing = (
    DrawnShape("-0.13 0, 0.13 0, 0.1 9.4, -0.1 9.4", "wood", solid=True),
    DrawnShape(box(-1.2, 8.5, 1.2, 8.64), "wood", gain=0.9, solid=True),
    *(
        DrawnShape(box(x - 0.04, 8.64, x + 0.04, 8.86), "steel", solid=True)
        for x in (-1.1, -0.5, 0.5, 1.1)
    ),
    DrawnShape(box(0.1, 6.6, 0.62, 7.5), "steel", corner=0.1, solid=True, fade=(1.1, 0.8)),
)
"""A utility pole with its transformer, 9.5 m."""

LAMP: Drawing = (
    DrawnShape("-0.09 0, 0.09 0, 0.06 8.0, -0.06 8.0", "steel", solid=True),
    DrawnShape("0 7.9, -1.0 8.4, -2.2 8.5", "steel", line=0.1, solid=True),
    DrawnShape(box(-2.9, 8.4, -2.1, 8.58), "steel", gain=0.8, corner=0.08, solid=True),
)
"""A street lamp reaching to the left, over the road."""

BEND_SIGN: Drawing = (
    DrawnShape(box(-0.035, 0, 0.035, 2.3), "steel", solid=True),
    DrawnShape("0 1.95, 0.5 2.45, 0 2.95, -0.5 2.45", "yellow", corner=0.06, solid=True),
    DrawnShape("0 2.03, 0.42 2.45, 0 2.87, -0.42 2.45", "black", line=0.025, closed=True),
    DrawnShape("-0.06 2.2, -0.06 2.45, 0.1 2.62", "black", line=0.07, corner=0.1),
    DrawnShape("0.03 2.6, 0.17 2.7, 0.16 2.53", "black"),
)
"""A warning sign without words: letters on boards are read as plates."""

HYDRANT: Drawing = (
    DrawnShape(box(-0.13, 0, 0.13, 0.6), "red", solid=True, fade=(1.2, 0.8)),
    DrawnShape(disc(0, 0.62, 0.15), "red", gain=1.1, solid=True),
    DrawnShape(box(-0.24, 0.34, 0.24, 0.48), "red", gain=0.8, solid=True),
)

MAILBOX: Drawing = (
    DrawnShape(box(-0.05, 0, 0.05, 1.0), "wood", solid=True),
    DrawnShape(box(-0.16, 0.98, 0.16, 1.3), "dark", corner=0.1, solid=True, fade=(1.6, 0.9)),
    DrawnShape(box(0.16, 1.12, 0.2, 1.34), "red", solid=True),
)


def signal(*, green: bool) -> Drawing:
    """Return a traffic signal on its mast arm, reaching left over the road."""
    heads = tuple(shape for x in (-3.7, -7.0) for shape in _head(x, green=green))
    return (
        DrawnShape("-0.14 0, 0.14 0, 0.1 6.0, -0.1 6.0", "steel", solid=True),
        DrawnShape("0 5.75, -7.6 5.95", "steel", line=0.16, solid=True),
        *heads,
    )


def _head(x: float, *, green: bool) -> Drawing:
    return (
        DrawnShape(box(x - 0.2, 4.75, x + 0.2, 5.85), "dark", corner=0.06, solid=True),
        DrawnShape(
            disc(x, 5.64, 0.12), "red" if green else "lit red", gain=0.35 if green else 1.0
        ),
        DrawnShape(disc(x, 5.3, 0.12), "yellow", gain=0.3),
        DrawnShape(disc(x, 4.96, 0.12), "lit green", gain=1.0 if green else 0.25),
    )


DECK_FACE: Drawing = (
    DrawnShape(box(-30, 0, 30, 1.7), "concrete", solid=True, fade=(1.05, 0.95, 0.72)),
    *(
        DrawnShape(f"{x} 0.9, {x} 1.7", "black", line=0.05, strength=0.3)
        for x in range(-28, 30, 4)
    ),
    DrawnShape(box(-30, 0.82, 30, 0.9), "black", strength=0.35),
    DrawnShape(box(-30, 0, 30, 0.12), "black", strength=0.4),
    DrawnShape("-20 0.8, -19.4 0.2", "dark", line=0.2, soft=0.2, strength=0.4),
    DrawnShape("3 0.8, 3.2 0.1", "dark", line=0.25, soft=0.2, strength=0.4),
)
"""A bridge's front, 60 m by 1.7 m."""

ABUTMENT: Drawing = (
    DrawnShape(box(0, 0, 13, 5.2), "concrete", gain=0.46, solid=True, fade=(0.7, 1.0, 1.1)),
    *(
        DrawnShape(f"{x} 0, {x} 5.2", "black", line=0.06, strength=0.4)
        for x in (2.6, 5.2, 7.8, 10.4)
    ),
)

BANK: Drawing = (
    DrawnShape("0 0, 24 0, 24 6.8, 3 5.2, 0 5.2", "grass", solid=True, fade=(1.15, 1.0, 0.85)),
    *(
        DrawnShape(
            disc(3.0 + 1.7 * i, 1.0 + (i * 2.6) % 4.2, 0.9), "shrub", soft=0.3, strength=0.5
        )
        for i in range(12)
    ),
    DrawnShape("0 0, 0 5.2, 1.4 5.2, 1.4 0", "concrete", gain=0.86),
)
"""The bank beside a bridge, 24 m by 7 m, its wall at the left."""
