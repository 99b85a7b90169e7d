"""Front and rear ends of vehicles as drawings, in meters; North Carolina wants no front plate.

An end is drawn unrolled: beyond ``FLAT`` from the middle the sheet goes round the corner to the
vehicle's side. Tones are those of ``vehicles.tones``.
"""

from mdt_alpr.drive.canvas import DrawnShape, Words
from mdt_alpr.drive.lettering import LetterStyle
from mdt_alpr.drive.plates import disc

Drawing = tuple[DrawnShape | Words, ...]

_BADGE = LetterStyle(width=0.7, weight=0.16, tracking=0.25)


def mirrored(right_half: str) -> str:
    """Return an outline from its right half, mirrored about x = 0."""
    points = [point.split() for point in right_half.split(",")]
    left = [f"{-float(x)} {y}" for x, y in reversed(points)]
    return ", ".join([right_half, *left])


def box(left: float, bottom: float, right: float, top: float) -> str:
    """Return a rectangle as the points of a shape."""
    return f"{left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}"


def badges(model: str, trim: str, y: float, x: float = 0.44) -> Drawing:
    """Return the model's name left and its trim right, in small chrome letters."""
    return (
        Words(model, (-x, y), 0.036, "badge", _BADGE, 0.26, 0.9),
        Words(trim, (x, y), 0.034, "badge", _BADGE, 0.16, 0.9),
    )


def emblem(y: float, radius: float = 0.042) -> Drawing:
    """Return a maker's mark that is nobody's: a dark shield on a chrome oval."""
    points = (point.split() for point in disc(0, y, radius).split(", "))
    oval = ", ".join(f"{1.5 * float(across):.4f} {up}" for across, up in points)
    side, top = radius * 0.7, y + radius * 0.5
    shield = f"{-side} {top}, {side} {top}, 0 {y - side}"
    return (
        DrawnShape(oval, "chrome", fade=(1.1, 0.7)),
        DrawnShape(oval, "black", line=0.006, strength=0.6, closed=True),
        DrawnShape(shield, "trim", gain=1.4, corner=0.01),
    )


def _recess(y: float, half_width: float = 0.27, half_height: float = 0.14) -> Drawing:
    """The pressed pocket that holds the plate, with its lamps."""
    edge = box(-half_width, y - half_height, half_width, y + half_height)
    return (
        DrawnShape(edge, "paint", gain=0.62, corner=0.04, fade=(0.7, 1.0, 1.15)),
        DrawnShape(edge, "black", line=0.008, strength=0.35, closed=True),
        DrawnShape(
            box(-half_width, y + half_height - 0.035, half_width, y + half_height),
            "black",
            soft=0.012,
            strength=0.55,
        ),
        DrawnShape(
            box(0.1, y + half_height - 0.02, 0.16, y + half_height - 0.008), "lens", both=True
        ),
    )


def _lamp(outline: str, inner: str, white: str) -> Drawing:
    """A pair of tail lamps: dark rim, red lens with a lit edge, a clear segment."""
    return (
        DrawnShape(
            outline, "black", line=0.018, corner=0.03, strength=0.8, both=True, closed=True
        ),
        DrawnShape(outline, "red", corner=0.03, fade=(1.25, 0.85, 0.7, 1.0), both=True),
        DrawnShape(inner, "red", gain=1.45, corner=0.02, fade=(1.2, 0.8), both=True),
        DrawnShape(white, "lens", gain=0.9, corner=0.012, fade=(1.05, 0.75), both=True),
        DrawnShape(
            outline, "white", line=0.006, corner=0.03, strength=0.25, both=True, closed=True
        ),
    )


def _bumper_foot(y: float, half: float, tone: str = "trim") -> Drawing:
    """The dark lower edge with its reflectors and the exhaust."""
    return (
        DrawnShape(
            mirrored(f"{half} {y - 0.12}, {half + 0.06} {y}"), tone, corner=0.04, solid=True
        ),
        DrawnShape(box(half - 0.16, y + 0.03, half, y + 0.065), "red", gain=0.75, both=True),
        DrawnShape(disc(-half + 0.22, y - 0.1, 0.045), "chrome", gain=0.8),
        DrawnShape(disc(-half + 0.22, y - 0.1, 0.034), "black"),
    )


def body(right_half: str, fade: tuple[float, ...]) -> Drawing:
    """Return the sheet metal, turning away from the light at both sides."""
    outline = mirrored(right_half)
    return (
        DrawnShape(outline, "paint", corner=0.07, fade=fade, solid=True),
        DrawnShape(box(0.93, 0.2, 1.1, 2.3), "black", soft=0.045, strength=0.45, both=True),
        DrawnShape(box(0.74, 0.2, 0.84, 2.3), "sky", soft=0.05, strength=0.16, both=True),
    )


def _crease(y: float, half: float, strength: float = 0.5) -> Drawing:
    """A pressed line: dark above, a glint of sky below."""
    return (
        DrawnShape(f"{-half} {y}, {half} {y}", "black", line=0.01, strength=strength),
        DrawnShape(
            f"{-half} {y - 0.014}, {half} {y - 0.014}", "sky", line=0.012, strength=strength * 0.7
        ),
    )


SEDAN: Drawing = (
    *body(
        "0 0.27, 0.8 0.27, 0.97 0.42, 1.01 0.7, 1.0 0.94, 0.9 1.01, 0 1.03",
        (1.2, 1.06, 0.96, 1.0, 1.08, 0.86, 0.55),
    ),
    *_bumper_foot(0.36, 0.74),
    DrawnShape(box(-0.95, 0.945, 0.95, 0.985), "sky", soft=0.014, strength=0.42),
    DrawnShape(box(-0.9, 0.875, 0.9, 0.91), "black", soft=0.02, strength=0.22),
    *_crease(0.575, 0.97),
    DrawnShape(
        "-0.6 0.98, -0.63 0.6, 0.63 0.6, 0.6 0.98", "black", line=0.009, corner=0.05, strength=0.6
    ),
    *_recess(0.745),
    DrawnShape(box(-0.3, 0.885, 0.3, 0.905), "chrome", fade=(1.1, 0.6)),
    *emblem(0.945, 0.036),
)

SEDAN_LAMPS: tuple[Drawing, ...] = (
    _lamp(
        "0.57 0.7, 0.985 0.68, 1.0 0.83, 0.97 0.86, 0.57 0.855",
        "0.66 0.78, 0.96 0.77, 0.96 0.835, 0.66 0.835",
        "0.58 0.715, 0.7 0.71, 0.7 0.765, 0.58 0.765",
    ),
    _lamp(
        "0.46 0.75, 0.985 0.7, 1.0 0.86, 0.46 0.85",
        "0.5 0.78, 0.97 0.75, 0.97 0.8, 0.5 0.815",
        "0.84 0.705, 0.98 0.7, 0.98 0.74, 0.84 0.742",
    ),
)

SUV: Drawing = (
    *body(
        "0 0.33, 0.84 0.33, 0.98 0.45, 1.02 0.8, 1.03 1.12, 1.0 1.68, 0.9 1.79, 0 1.81",
        (0.9, 1.12, 1.14, 1.08, 1.0, 0.96, 1.02, 0.6),
    ),
    *_bumper_foot(0.5, 0.8),
    DrawnShape(
        mirrored("0.8 0.33, 0.98 0.45, 0.99 0.58, 0.0 0.56"), "trim", corner=0.05, fade=(1.5, 0.9)
    ),
    DrawnShape(box(0.64, 0.5, 0.84, 0.535), "red", gain=0.7, both=True),
    DrawnShape(
        "-0.82 1.2, -0.86 0.62, 0.86 0.62, 0.82 1.2",
        "black",
        line=0.009,
        corner=0.05,
        strength=0.55,
    ),
    DrawnShape(mirrored("0.86 1.14, 0.82 1.62, 0 1.64"), "black", corner=0.08),
    DrawnShape(
        mirrored("0.83 1.16, 0.79 1.6, 0 1.62"), "glass", corner=0.07, fade=(1.5, 1.1, 0.8, 0.9)
    ),
    DrawnShape("-0.7 1.58, -0.1 1.6, -0.45 1.17, -0.78 1.17", "sky", soft=0.04, strength=0.2),
    DrawnShape(mirrored("0.84 1.66, 0.82 1.7, 0 1.71"), "trim", gain=0.9),
    DrawnShape(box(-0.13, 1.665, 0.13, 1.685), "red", gain=0.6),
    DrawnShape("-0.02 1.17, 0.36 1.24, 0.38 1.22, -0.02 1.15", "black"),
    DrawnShape(disc(0, 1.155, 0.03), "black"),
    *_recess(0.87, 0.28, 0.15),
    DrawnShape(box(-0.36, 1.03, 0.36, 1.065), "chrome", fade=(1.15, 0.65), corner=0.01),
    *emblem(1.1, 0.04),
)

SUV_LAMPS: tuple[Drawing, ...] = (
    _lamp(
        "0.76 0.78, 0.99 0.78, 1.0 1.1, 0.8 1.13",
        "0.82 0.98, 0.98 0.98, 0.98 1.08, 0.83 1.09",
        "0.79 0.86, 0.96 0.86, 0.97 0.94, 0.8 0.94",
    ),
    _lamp(
        "0.5 0.98, 0.99 0.9, 1.0 1.1, 0.52 1.09",
        "0.6 1.02, 0.97 0.98, 0.97 1.07, 0.62 1.07",
        "0.78 0.935, 0.96 0.91, 0.96 0.96, 0.8 0.97",
    ),
)

PICKUP: Drawing = (
    *body(
        "0 0.42, 0.98 0.42, 1.01 0.8, 1.0 1.1, 0.96 1.14, 0 1.14",
        (1.16, 1.02, 1.0, 0.98, 0.95, 0.8),
    ),
    DrawnShape(box(-0.98, 1.105, 0.98, 1.14), "sky", soft=0.012, strength=0.4),
    DrawnShape("-0.78 1.13, -0.79 0.68, 0.79 0.68, 0.78 1.13", "black", line=0.014, strength=0.7),
    *_crease(0.98, 0.76, 0.3),
    DrawnShape(box(-0.62, 0.74, 0.62, 0.96), "paint", gain=0.9, corner=0.03, fade=(0.9, 1.08)),
    DrawnShape(box(-0.17, 0.99, 0.17, 1.07), "black", corner=0.02),
    DrawnShape(box(-0.12, 1.02, 0.12, 1.055), "trim", gain=2.2, corner=0.015),
    *_lamp(
        "0.82 0.72, 0.99 0.72, 0.99 1.08, 0.82 1.08",
        "0.84 0.92, 0.98 0.92, 0.98 1.06, 0.84 1.06",
        "0.84 0.8, 0.98 0.8, 0.98 0.88, 0.84 0.88",
    ),
    DrawnShape(
        mirrored("0.98 0.44, 1.0 0.64, 0 0.66"),
        "chrome",
        gain=0.86,
        corner=0.03,
        solid=True,
        fade=(1.2, 0.75, 1.0, 0.6),
    ),
    DrawnShape(box(-0.98, 0.61, 0.98, 0.65), "trim", gain=1.3),
    DrawnShape(mirrored("0.26 0.42, 0.28 0.64"), "black", strength=0.75, corner=0.02),
    DrawnShape(mirrored("0.6 0.34, 0.62 0.44, 0 0.44"), "trim", solid=True),
    DrawnShape(box(-0.045, 0.33, 0.045, 0.42), "black", solid=True),
    DrawnShape(disc(0.5, 0.36, 0.05), "chrome", gain=0.7),
    DrawnShape(disc(0.5, 0.36, 0.038), "black"),
    *emblem(0.85, 0.055),
)

VAN: Drawing = (
    *body(
        "0 0.36, 0.96 0.36, 1.0 0.5, 1.02 1.3, 1.01 2.1, 0.9 2.25, 0 2.28",
        (0.95, 1.08, 1.06, 1.04, 1.0, 0.97, 1.0, 0.95, 0.7),
    ),
    DrawnShape(
        mirrored("0.98 0.36, 0.99 0.52, 0 0.53"), "trim", gain=1.4, corner=0.03, fade=(1.3, 0.8)
    ),
    DrawnShape(box(-0.6, 0.5, 0.6, 0.53), "black", strength=0.5),
    DrawnShape("0 0.55, 0 2.2", "black", line=0.018, strength=0.75),
    DrawnShape(
        "-0.84 0.55, -0.86 1.3, -0.8 2.14, 0.8 2.14, 0.86 1.3, 0.84 0.55",
        "black",
        line=0.01,
        strength=0.5,
        corner=0.05,
    ),
    DrawnShape("0.06 1.28, 0.76 1.28, 0.7 1.92, 0.06 1.92", "black", corner=0.06, both=True),
    DrawnShape(
        "0.085 1.305, 0.735 1.305, 0.68 1.895, 0.085 1.895",
        "glass",
        corner=0.05,
        fade=(1.5, 1.0, 0.75),
        both=True,
    ),
    DrawnShape("-0.7 1.86, -0.2 1.88, -0.5 1.32, -0.72 1.32", "sky", soft=0.04, strength=0.18),
    DrawnShape("0.25 1.86, 0.55 1.88, 0.35 1.32, 0.15 1.32", "sky", soft=0.04, strength=0.14),
    DrawnShape(box(0.78, 0.7, 0.86, 0.86), "black", strength=0.7, both=True),
    DrawnShape(box(0.78, 1.7, 0.86, 1.86), "black", strength=0.7, both=True),
    DrawnShape(box(0.07, 1.06, 0.11, 1.18), "black", corner=0.01),
    DrawnShape(box(-0.2, 2.17, 0.2, 2.2), "red", gain=0.7),
    *_recess(0.86, 0.27, 0.15),
    *_lamp(
        "0.89 0.72, 0.99 0.72, 0.99 1.22, 0.89 1.22",
        "0.9 0.95, 0.985 0.95, 0.985 1.2, 0.9 1.2",
        "0.9 0.8, 0.985 0.8, 0.985 0.92, 0.9 0.92",
    ),
)


def _face(hood: float) -> Drawing:
    """Grille, lamps and bumper under a bonnet that ends ``hood`` meters up."""
    lamp = f"0.52 {hood - 0.26}, 0.97 {hood - 0.2}, 0.94 {hood - 0.08}, 0.56 {hood - 0.14}"
    return (
        DrawnShape(mirrored(f"0.5 {hood - 0.3}, 0.46 {hood - 0.1}"), "black", corner=0.05),
        *(
            DrawnShape(
                f"-0.46 {hood - 0.14 - 0.045 * i:.3f}, 0.46 {hood - 0.14 - 0.045 * i:.3f}",
                "chrome",
                line=0.012,
                strength=0.55,
            )
            for i in range(4)
        ),
        DrawnShape(lamp, "black", line=0.02, corner=0.03, both=True, closed=True),
        DrawnShape(lamp, "lens", gain=1.05, corner=0.03, both=True, fade=(1.1, 0.8)),
        DrawnShape(disc(0.74, hood - 0.17, 0.05), "white", soft=0.02, both=True),
        DrawnShape(mirrored("0.62 0.28, 0.7 0.44"), "trim", corner=0.05),
        DrawnShape(disc(0.8, 0.38, 0.05), "lens", gain=0.8, both=True),
        *emblem(hood - 0.12, 0.045),
    )


CAR_FRONT: Drawing = (
    *body("0 0.22, 0.84 0.22, 0.98 0.4, 1.01 0.66, 0.92 0.86, 0 0.9", (1.1, 1.0, 0.9, 0.7)),
    *_face(0.84),
)

SUV_FRONT: Drawing = (
    *body("0 0.3, 0.86 0.3, 0.99 0.5, 1.02 0.9, 0.95 1.08, 0 1.1", (1.1, 1.0, 0.92, 0.7)),
    *_face(1.02),
)

WINDSCREEN: Drawing = (
    DrawnShape(
        mirrored("0.84 0, 0.88 0.08, 0.645 0.8, 0.6 0.84, 0 0.85"),
        "paint",
        corner=0.06,
        fade=(1.1, 0.95),
        solid=True,
    ),
    DrawnShape(
        mirrored("0.79 0.03, 0.6 0.74, 0 0.78"), "glass", corner=0.06, fade=(1.9, 1.2, 0.7)
    ),
    DrawnShape("-0.6 0.7, -0.1 0.74, -0.4 0.1, -0.7 0.1", "sky", soft=0.05, strength=0.34),
)
