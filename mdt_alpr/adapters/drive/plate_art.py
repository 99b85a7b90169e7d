"""What the six states of the drive print on their plates besides letters, in inches."""

from math import cos, pi, sin

from mdt_alpr.adapters.drive.canvas import DrawnShape


def disc(x: float, y: float, radius: float, points: int = 28) -> str:
    """Return a circle as the points of a shape."""
    turns = [2 * pi * i / points for i in range(points)]
    return ", ".join(f"{x + radius * cos(a):.3f} {y + radius * sin(a):.3f}" for a in turns)


def star(x: float, y: float, radius: float) -> str:
    """Return a five-pointed star as the points of a shape."""
    corners = [(radius if i % 2 == 0 else radius * 0.4, pi / 2 + pi * i / 5) for i in range(10)]
    return ", ".join(f"{x + r * cos(a):.3f} {y + r * sin(a):.3f}" for r, a in corners)


def _grass() -> tuple[DrawnShape, ...]:
    """Sea oats along the lower edge, at irregular but fixed places."""
    blades = []
    for i in range(64):
        x = -5.9 + i * 0.187
        lean = 0.35 * sin(i * 2.4)
        tip = -1.75 + 0.75 * abs(sin(i * 1.7))
        blades.append(
            DrawnShape(f"{x:.2f} -3, {x + lean:.2f} {tip:.2f}", "sky", line=0.06, strength=0.5)
        )
    return tuple(blades)


_BIPLANE = (
    DrawnShape("-1.9 1.35, 2.1 2.35, 2.35 2.2, -1.6 1.2", "sky", strength=0.4),
    DrawnShape("-1.7 2.15, 2.2 2.95, 2.4 2.82, -1.4 2.0", "sky", strength=0.4),
    *(
        DrawnShape(
            f"{x} {1.3 + 0.25 * (x + 1.6)}, {x + 0.1} {2.1 + 0.22 * (x + 1.4)}",
            "sky",
            line=0.05,
            strength=0.6,
        )
        for x in (-1.4, -0.7, 0.0, 0.7, 1.4, 2.0)
    ),
    DrawnShape("-2.9 2.0, -1.5 1.75, -1.4 1.6, -2.9 1.85", "sky", strength=0.36),
)

NORTH_CAROLINA = (*_grass(), *_BIPLANE)

SOUTH_CAROLINA = (
    DrawnShape("-6 3, 6 3, 6 1.2, -6 1.2", "sky", strength=0.75, soft=0.5),
    DrawnShape("-6 -3, 6 -3, 6 -1.7, -6 -1.7", "sunrise", strength=0.8, soft=0.45),
    DrawnShape("0.02 -1.0, 0.1 0.3", "palm", line=0.17, strength=0.55),
    *(
        DrawnShape(
            f"0.08 0.25, {0.08 + 0.42 * cos(a):.2f} {0.36 + 0.46 * sin(a):.2f}, "
            f"{0.08 + 0.62 * cos(a):.2f} {0.2 + 0.46 * sin(a):.2f}",
            "palm",
            line=0.1,
            corner=0.3,
            strength=0.55,
        )
        for a in (pi * k / 7 for k in range(-2, 10))
    ),
    DrawnShape(disc(-0.5, 1.12, 0.22), "palm", strength=0.55),
    DrawnShape(disc(-0.41, 1.2, 0.2), "sky"),
)

VIRGINIA = (
    DrawnShape("-6 -3, 6 -3, 6 -2.2, -6 -2.2", "sky", strength=0.35, soft=0.4),
    DrawnShape("-6 3, 6 3, 6 2.4, -6 2.4", "sky", strength=0.3, soft=0.4),
)

TENNESSEE = (
    DrawnShape("-6 3, 6 3, 6 -3, -6 -3", "ink", fade=(1.35, 1.0, 0.8)),
    DrawnShape(disc(-0.74, 0.0, 0.62), "white"),
    DrawnShape(disc(-0.74, 0.0, 0.53), "ink"),
    DrawnShape(star(-0.74, 0.26, 0.25), "white"),
    DrawnShape(star(-0.97, -0.17, 0.25), "white"),
    DrawnShape(star(-0.51, -0.17, 0.25), "white"),
)

GEORGIA = (
    DrawnShape("-6 -3, 6 -3, 6 -1.6, -6 -1.6", "sunrise", strength=0.28, soft=0.5),
    DrawnShape(disc(-0.72, -0.1, 0.86), "peach", fade=(1.1, 0.92)),
    DrawnShape(disc(-1.02, 0.1, 0.34), "white", strength=0.35, soft=0.14),
    DrawnShape("-0.75 0.6, -0.4 1.25, 0.15 1.3, -0.2 0.8", "leaf", corner=0.2),
)

FLORIDA = (
    DrawnShape(
        "-1.6 1.5, 0.5 1.4, 0.9 0.6, 1.3 -0.6, 1.2 -1.7, 0.7 -1.6, 0.3 -0.6, 0 0.5, -1.6 1.0",
        "leaf",
        strength=0.28,
        corner=0.2,
    ),
    DrawnShape(disc(-0.16, 0.3, 0.5), "orange", fade=(1.1, 0.85), strength=0.8),
    DrawnShape(disc(0.2, -0.4, 0.5), "orange", fade=(1.1, 0.85), strength=0.8),
    DrawnShape("-0.75 0.8, -0.15 1.15, 0.35 0.9, -0.15 0.72", "leaf", corner=0.2),
    *(
        DrawnShape(disc(-0.5 + 0.22 * cos(a), -0.5 + 0.22 * sin(a), 0.2), "white")
        for a in (2 * pi * k / 5 for k in range(5))
    ),
    DrawnShape(disc(-0.5, -0.5, 0.11), "sunrise"),
)

HEART = (
    DrawnShape(disc(-0.06, -2.53, 0.09), "heart"),
    DrawnShape(disc(0.06, -2.53, 0.09), "heart"),
    DrawnShape("-0.14 -2.56, 0.14 -2.56, 0 -2.76", "heart"),
)
