"""Front ends of oncoming vehicles as drawings, in metres; North Carolina wants no front plate."""

from mdt_alpr.adapters.drive.canvas import DrawnShape
from mdt_alpr.adapters.drive.plate_art import disc
from mdt_alpr.adapters.drive.rears import Drawing, body, emblem, mirrored


def _face(hood: float) -> Drawing:
    """Grille, lamps and bumper under a bonnet that ends ``hood`` metres up."""
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
