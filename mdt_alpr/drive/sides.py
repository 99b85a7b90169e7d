"""Flanks, rear windows and wheels of vehicles as drawings, in meters.

A flank is drawn with its rear end at x = 0 and the vehicle running to the right.
"""

from mdt_alpr.drive.canvas import DrawnShape
from mdt_alpr.drive.ends import Drawing, box, mirrored
from mdt_alpr.drive.plates import disc


def _wheel(x: float, radius: float) -> Drawing:
    return (
        DrawnShape(disc(x, radius + 0.03, radius + 0.07), "black"),
        DrawnShape(disc(x, radius, radius), "tire", solid=True),
        DrawnShape(disc(x, radius, radius * 0.68), "chrome", gain=0.72, fade=(1.1, 0.8)),
        DrawnShape(disc(x, radius, radius * 0.6), "black", strength=0.55),
        *(
            DrawnShape(
                f"{x} {radius}, {x + radius * 0.62 * c:.3f} {radius + radius * 0.62 * s:.3f}",
                "chrome",
                gain=0.85,
                line=0.05,
            )
            for c, s in ((0.0, 1.0), (0.95, 0.31), (0.59, -0.81), (-0.59, -0.81), (-0.95, 0.31))
        ),
        DrawnShape(disc(x, radius, radius * 0.16), "chrome"),
    )


def _flank(outline: str, fade: tuple[float, ...], belt: float, length: float) -> Drawing:
    """Sheet metal between the wheels: a lit shoulder, a darker turn under it."""
    return (
        DrawnShape(outline, "paint", corner=0.12, fade=fade, solid=True),
        DrawnShape(box(0, belt - 0.1, length, belt - 0.02), "sky", soft=0.03, strength=0.3),
        DrawnShape(
            f"0.05 {belt - 0.2}, {length - 0.5} {belt - 0.26}", "black", line=0.014, strength=0.3
        ),
        DrawnShape(
            f"0.05 {belt - 0.22}, {length - 0.5} {belt - 0.28}", "sky", line=0.016, strength=0.3
        ),
        DrawnShape(box(0, 0.2, length, 0.42), "black", soft=0.08, strength=0.5),
    )


def _doors(seams: tuple[float, ...], belt: float) -> Drawing:
    lines = tuple(
        DrawnShape(f"{x} 0.32, {x + 0.04} {belt}", "black", line=0.012, strength=0.6)
        for x in seams
    )
    grips = tuple(
        DrawnShape(
            box(x + 0.08, belt - 0.15, x + 0.26, belt - 0.115), "paint", gain=0.72, corner=0.01
        )
        for x in seams[:-1]
    )
    return (*lines, *grips)


def _windows(outline: str, pillars: tuple[str, ...]) -> Drawing:
    return (
        DrawnShape(outline, "glass", corner=0.06, fade=(1.6, 1.0, 0.8)),
        DrawnShape(outline, "black", line=0.02, corner=0.06, strength=0.7, closed=True),
        *(DrawnShape(pillar, "black") for pillar in pillars),
    )


SEDAN_SIDE: Drawing = (
    *_flank(
        "0 0.34, 0 0.94, 0.1 0.985, 0.34 0.99, 1.06 1.42, 2.4 1.45, 3.3 1.02, 4.3 0.84, "
        "4.62 0.62, 4.62 0.3, 4.3 0.22, 0.3 0.24",
        (1.15, 1.05, 1.0, 0.95, 0.7),
        0.98,
        4.6,
    ),
    *_windows(
        "0.72 1.02, 1.18 1.35, 2.36 1.38, 3.04 1.02",
        ("1.0 1.02, 1.22 1.34, 1.3 1.35, 1.1 1.02", "1.94 1.02, 1.93 1.36, 2.02 1.36, 2.04 1.02"),
    ),
    *_doors((1.05, 1.98, 3.05), 0.98),
    DrawnShape("2.86 1.0, 2.88 1.12, 3.04 1.1, 3.04 1.0", "paint", gain=0.85, corner=0.03),
    *_wheel(0.98, 0.33),
    *_wheel(3.72, 0.33),
)

SUV_SIDE: Drawing = (
    *_flank(
        "0 0.4, 0 1.1, 0.22 1.7, 0.4 1.8, 2.9 1.8, 3.6 1.14, 4.5 1.02, 4.7 0.76, 4.7 0.36, "
        "4.4 0.28, 0.3 0.3",
        (1.1, 1.1, 1.02, 0.95, 0.65),
        1.1,
        4.7,
    ),
    *_windows(
        "0.32 1.14, 0.5 1.62, 2.84 1.64, 3.34 1.14",
        ("1.12 1.14, 1.06 1.62, 1.18 1.62, 1.24 1.14", "2.1 1.14, 2.08 1.63, 2.18 1.63, 2.2 1.14"),
    ),
    *_doors((1.16, 2.14, 3.24), 1.1),
    DrawnShape("0.4 1.8, 2.8 1.8", "trim", line=0.04, solid=True),
    DrawnShape("0.1 0.38, 4.5 0.38", "trim", line=0.14),
    DrawnShape("3.1 1.12, 3.12 1.27, 3.32 1.25, 3.32 1.12", "paint", gain=0.8, corner=0.03),
    *_wheel(0.98, 0.37),
    *_wheel(3.78, 0.37),
)

PICKUP_SIDE: Drawing = (
    *_flank(
        "0 0.5, 0 1.12, 1.64 1.14, 1.77 1.84, 3.1 1.87, 3.85 1.2, 5.2 1.08, 5.5 0.86, 5.5 0.42, "
        "5.2 0.36, 0.3 0.4",
        (1.1, 1.06, 1.0, 0.94, 0.66),
        1.12,
        5.5,
    ),
    *_windows(
        "1.84 1.2, 1.92 1.74, 3.06 1.76, 3.6 1.2", ("2.7 1.2, 2.66 1.75, 2.78 1.75, 2.84 1.2",)
    ),
    DrawnShape("1.62 0.44, 1.64 1.14", "black", line=0.03, strength=0.8),
    *_doors((1.9, 2.74, 3.62), 1.1),
    DrawnShape("3.34 1.16, 3.36 1.34, 3.58 1.32, 3.58 1.16", "black", corner=0.03),
    *_wheel(1.05, 0.4),
    *_wheel(4.45, 0.4),
)

VAN_SIDE: Drawing = (
    *_flank(
        "0 0.4, 0 1.3, 0.08 2.16, 0.3 2.28, 3.9 2.24, 4.6 1.42, 5.2 1.2, 5.4 0.9, 5.4 0.4, "
        "5.1 0.32, 0.3 0.34",
        (1.06, 1.04, 1.0, 0.95, 0.66),
        1.3,
        5.4,
    ),
    *_windows("3.4 1.36, 3.4 2.0, 3.84 2.02, 4.34 1.4", ()),
    DrawnShape("1.5 0.4, 1.5 2.14", "black", line=0.014, strength=0.55),
    DrawnShape("3.1 0.4, 3.1 2.14", "black", line=0.014, strength=0.55),
    DrawnShape("0.3 0.66, 4.6 0.66", "trim", line=0.07, strength=0.8),
    DrawnShape("4.0 1.36, 4.02 1.62, 4.22 1.6, 4.22 1.36", "black", corner=0.03),
    *_wheel(1.15, 0.37),
    *_wheel(4.4, 0.37),
)

SEDAN_BACK: Drawing = (
    DrawnShape(
        mirrored("0.84 0, 0.88 0.08, 0.645 0.8, 0.6 0.84, 0 0.85"),
        "paint",
        corner=0.06,
        fade=(1.12, 1.0, 0.94),
        solid=True,
    ),
    DrawnShape(mirrored("0.8 0.03, 0.58 0.7, 0 0.74"), "black", corner=0.06),
    DrawnShape(
        mirrored("0.77 0.04, 0.56 0.68, 0 0.72"), "glass", corner=0.06, fade=(1.7, 1.15, 0.8)
    ),
    *(
        DrawnShape(
            f"{-0.7 + 0.03 * i} {0.08 + 0.08 * i}, {0.7 - 0.03 * i} {0.08 + 0.08 * i}",
            "black",
            line=0.006,
            strength=0.3,
        )
        for i in range(6)
    ),
    DrawnShape(
        box(0.2, 0.06, 0.46, 0.26), "black", corner=0.05, strength=0.55, soft=0.012, both=True
    ),
    DrawnShape("-0.6 0.66, -0.2 0.7, -0.5 0.1, -0.7 0.1", "sky", soft=0.05, strength=0.26),
    DrawnShape("0.1 0.7, 0.3 0.7, 0.2 0.1, -0.05 0.1", "sky", soft=0.05, strength=0.16),
    DrawnShape(box(-0.12, 0.04, 0.12, 0.075), "red", gain=0.55),
)
"""A sedan's rear window with its pillars, drawn in its own sloping plane."""

PICKUP_BACK: Drawing = (
    DrawnShape(
        mirrored("0.98 0, 0.98 0.24, 0.78 0.94, 0.73 0.98, 0 0.99"),
        "paint",
        corner=0.07,
        fade=(1.05, 1.0, 0.8),
        solid=True,
    ),
    DrawnShape(mirrored("0.78 0.34, 0.7 0.84, 0 0.87"), "black", corner=0.06),
    DrawnShape(
        mirrored("0.75 0.37, 0.68 0.81, 0 0.84"), "glass", corner=0.05, fade=(1.6, 1.0, 0.8)
    ),
    DrawnShape(box(-0.24, 0.37, -0.21, 0.83), "black", strength=0.7, both=True),
    DrawnShape(box(0.3, 0.37, 0.54, 0.58), "black", strength=0.5, soft=0.02, both=True),
    DrawnShape("-0.6 0.78, -0.3 0.8, -0.5 0.4, -0.68 0.4", "sky", soft=0.04, strength=0.22),
    DrawnShape(box(-0.16, 0.9, 0.16, 0.93), "red", gain=0.6),
    DrawnShape(box(-0.95, 0.0, 0.95, 0.12), "black", strength=0.75, soft=0.03),
)

DECK: Drawing = (
    DrawnShape(
        mirrored("0 0, 0.76 0, 0.82 0.04, 0.86 0.14, 0.86 0.6, 0 0.6"),
        "paint",
        gain=1.14,
        corner=0.05,
        solid=True,
        fade=(0.75, 1.1, 1.2),
    ),
    DrawnShape(box(-0.7, 0.1, 0.7, 0.5), "sky", soft=0.1, strength=0.42),
    DrawnShape("-0.66 0.08, 0.66 0.08", "black", line=0.012, strength=0.5),
)
"""A sedan's boot lid, seen from above."""

WHEELS: Drawing = (
    DrawnShape(
        box(0.62, 0, 0.86, 0.5), "tire", corner=0.05, solid=True, both=True, fade=(0.7, 1.3, 0.8)
    ),
    *(
        DrawnShape(f"{x} 0.02, {x} 0.48", "black", line=0.008, strength=0.6, both=True)
        for x in (0.68, 0.74, 0.8)
    ),
    DrawnShape(box(-0.7, 0.2, 0.7, 0.6), "black", solid=True, corner=0.04),
    DrawnShape("-0.62 0.22, 0.62 0.22", "trim", line=0.05, gain=1.3),
)
"""Tires and axle under the rear, seen from behind."""
