"""The tile pages as sample views: while driving, told, not to be told, whole, done."""

from collections.abc import Callable
from dataclasses import replace

from mdt_alpr.domain.hit.hit import TileAnswer, TileCheck, WholeNumberAnswer
from mdt_alpr.domain.hit.tiles import tiles
from mdt_alpr.lab.screens.hit_sample_hits import SampleView, black_suv, red_car, seen_after
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_draft import Slot
from mdt_alpr.ui.hit.presenters.hit_tile_run import CANNOT_TELL

_PLATE = "GJE176"


def driven(case: HitCase, *, second: str | None = None, disputed: tuple[int, ...] = ()) -> HitCase:
    """Return a case whose officer drives, so that its characters are asked by tiles."""
    read = replace(case.hit.read, disputed=disputed)
    case.hit = replace(case.hit, second_text=second, read=read)
    case.typing_allowed = False
    case.ask_characters()
    return case


def told(case: HitCase, text: str = _PLATE, *, left_out: int = 0) -> HitCase:
    """Answer every tile as ``text`` has it, but the last ones that are left out."""
    run = case.draft.run
    if run is not None:
        for number, tile in enumerate(run.tiles[: len(run.tiles) - left_out]):
            run.choose(number, text[tile.position])
    return case


def _tiles() -> SampleView:
    return seen_after(told(driven(red_car()), left_out=2), 12)


def _four_tiles() -> SampleView:
    return seen_after(driven(red_car(), second="6JE1Z6", disputed=(0, 3)), 12)


def _four_glyphs() -> SampleView:
    case = red_car()
    said = (("I", 0.2), ("L", 0.1), ("T", 0.1))
    one = replace(case.hit.read.characters[3], alternatives=said)
    characters = (*case.hit.read.characters[:3], one, *case.hit.read.characters[4:])
    case.hit = replace(case.hit, read=replace(case.hit.read, characters=characters))
    return seen_after(driven(case, second="6JE1Z6", disputed=(0, 3)), 12)


def _parked() -> SampleView:
    case = driven(red_car())
    case.typing_allowed = True
    return seen_after(told(case), 12)


def _cannot_tell() -> SampleView:
    case = told(driven(red_car()), left_out=1)
    if case.draft.run is not None:
        case.draft.run.choose(len(case.draft.run.tiles) - 1, CANNOT_TELL)
    return seen_after(case, 14)


def _whole() -> SampleView:
    case = told(driven(red_car()))
    case.draft.state, case.draft.body, case.draft.colour = "SC", "car", "red"
    case.draft.slot = Slot.COLOUR
    if case.draft.run is not None:
        case.draft.run.ask_whole()
    return seen_after(case, 26)


def _verified() -> SampleView:
    case = black_suv()
    (typed,) = case.hit.attempts
    answers = (
        TileAnswer(t.position, typed.text[t.position], t.control, 1) for t in tiles(case.hit)
    )
    check = TileCheck(tuple(answers), WholeNumberAnswer.SAME, tiles_s=4.0, whole_number_s=2.0)
    case.take(replace(case.hit, attempts=(replace(typed, tile_check=check),)))
    return seen_after(case, 58)


TILE_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_tiles": _tiles,
    "hit_tiles_four": _four_tiles,
    "hit_tiles_four_glyphs": _four_glyphs,
    "hit_tiles_parked": _parked,
    "hit_tiles_cannot_tell": _cannot_tell,
    "hit_whole": _whole,
    "hit_tiles_verified": _verified,
}
DRIVEN_SAMPLES = frozenset(TILE_SAMPLES) - {"hit_tiles_parked", "hit_tiles_verified"}
"""Those that an officer meets while the car moves."""
