"""Prints the words above and below a serial: the state's name, slogans, counties."""

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.kit import COUNTIES, SLOGANS, Kit
from mdt_alpr.lab.training.looks import UNKNOWN, DrawnDesign, Line
from mdt_alpr.lab.training.pictures import Area, Colour, Picture, any_colour, fitted, lay, mixed

_SHARED_WORDS = ("SLOGAN", "COUNTY", "IN GOD WE TRUST", "In God We Trust", "BICENTENNIAL")


def draw_lines(
    plate: Picture, look: DrawnDesign, serial: Area, tools: tuple[Kit, Dice]
) -> list[Area]:
    """Print the words above and below the serial; return where the state can be read."""
    height, dice = plate.shape[0], tools[1]
    telling = []
    if look.top is not None:
        middle = serial.top * dice.between(0.4, 0.6)
        area = _draw_line(plate, look.top, (middle, serial.top * 0.9), tools)
        telling += [area] if _tells(look.top, look) else []
    if look.bottom is not None:
        room = height - serial.bottom
        middle = serial.bottom + room * dice.between(0.4, 0.65)
        area = _draw_line(plate, look.bottom, (middle, room * 0.9), tools)
        telling += [area] if _tells(look.bottom, look) else []
    return telling


def _tells(line: Line, look: DrawnDesign) -> bool:
    """Return whether a line is the state's own and not words that any state prints."""
    return look.state != UNKNOWN and line.text not in _SHARED_WORDS


def _draw_line(
    plate: Picture, line: Line, room: tuple[float, float], tools: tuple[Kit, Dice]
) -> Area:
    kit, dice = tools
    height, width = plate.shape[:2]
    text = {"SLOGAN": SLOGANS, "COUNTY": COUNTIES}.get(line.text, (line.text,))
    mask = kit.words(dice.pick(text), line.lettering, dice)
    tall = min(line.height * height * dice.between(0.85, 1.15), room[1])
    sized = fitted(mask, tall, width * dice.between(0.45, 0.68), dice.between(0.95, 1.6))
    x = width * dice.between(0.46, 0.54)
    corner = x - sized.shape[1] / 2, room[0] - sized.shape[0] / 2
    lay(plate, sized, corner, _printed(line.ink, dice))
    return Area(corner[0], corner[1], corner[0] + sized.shape[1], corner[1] + sized.shape[0])


def _printed(ink: Colour, dice: Dice) -> Colour:
    return mixed(ink, any_colour(dice), dice.between(0, 0.12))
