"""Builds the tile question and the whole number out of the officer's run (D2)."""

from dataclasses import dataclass

from mdt_alpr.domain.hit.hit import Hit, WholeNumberAnswer
from mdt_alpr.domain.hit.tiles import checked_text
from mdt_alpr.ui.hit.models.hit_blind import BracketView, TilePadView, TileView, WholePadView
from mdt_alpr.ui.hit.presenters.hit_draft import Draft, Slot
from mdt_alpr.ui.hit.presenters.hit_pictures import Picture, Row, picture_to_try, row_of
from mdt_alpr.ui.hit.presenters.hit_tile_run import CANNOT_TELL, LETTERS, TileRun
from mdt_alpr.ui.kit.models.choice import ChoiceView

CANNOT_TELL_WORDS = "Can't tell"
_GLYPH_WORDS = {"0": "0 O"}
"""No two plates differ by them only (ALR-04)."""
_COUNTS = {3: "Three", 4: "Four"}
_EVERY_CHARACTER = "Is every character the same as on the plate?"
_SMALL_TOO = "Is every character the same, the small ones too?"
"""No tile asks for those that are one above the other."""
_LOOK_WORDS = {
    WholeNumberAnswer.SAME.value: "Same",
    WholeNumberAnswer.DIFFERENT.value: "Different",
}


@dataclass(frozen=True, slots=True)
class Tiled:
    """A run over the tiles; ``whole`` is the officer's checked text once it is asked, else "".

    ``row`` is how the number is laid out on its plate, to find a character's column.
    """

    run: TileRun
    row: Row
    whole: str
    typing_allowed: bool


def shown_run(hit: Hit, run: TileRun | None, *, typing_allowed: bool) -> Tiled | None:
    """Return what the tile pages need; the whole number only once it is asked (D2)."""
    if run is None:
        return None
    whole = checked_text(hit, run.given.values()) if run.comparing else ""
    return Tiled(run, row_of(hit.read), whole, typing_allowed)


def compares_whole(draft: Draft) -> bool:
    """Tell whether the whole number is asked."""
    return draft.run is not None and draft.run.comparing


def other_way(draft: Draft, tiled: Tiled | None) -> str:
    """Return the other way that the characters may be given now, empty where there is none."""
    if draft.slot is not Slot.PLATE or compares_whole(draft):
        return ""
    if tiled is None:
        return "tiles"
    return "keyboard" if tiled.typing_allowed else ""


def progress(run: TileRun) -> str:
    """Return how far the tiles are, empty before the first answer."""
    return f"{run.count} of {len(run.tiles)}" if run.count else ""


def tile_pad(
    draft: Draft, tiled: Tiled, pictures: tuple[Picture, ...], notice: str
) -> TilePadView:
    """Return the tiles; each shows its column of the plate picture that is in front."""
    shown = _plate_in_front(draft, pictures)
    views = tuple(
        _tile(tiled, number, shown, current=number == tiled.run.current)
        for number in range(len(tiled.run.tiles))
    )
    return TilePadView(notice or _prompt(draft, tiled, pictures), views)


def whole_pad(
    draft: Draft, tiled: Tiled, pictures: tuple[Picture, ...], notice: str
) -> WholePadView:
    """Return the whole number beside the plate, and what may be said of it."""
    shown = _plate_in_front(draft, pictures)
    place = shown.place if shown else None
    words = [*_LOOK_WORDS.items(), (CANNOT_TELL, CANNOT_TELL_WORDS)]
    return WholePadView(
        prompt=_SMALL_TOO if any(tiled.row) else _EVERY_CHARACTER,
        jpeg=shown.jpeg if shown else b"",
        across=(0.0, 1.0),
        band=place.band if place else (0.0, 1.0),
        text=tiled.whole,
        middles=place.middles(tiled.row) if place else (),
        answers=tuple(ChoiceView(key, word, key == tiled.run.whole) for key, word in words),
        hint=notice or _whole_hint(tiled.run, picture_to_try(pictures, draft.picture)),
    )


def brackets(
    draft: Draft, tiled: Tiled | None, pictures: tuple[Picture, ...]
) -> tuple[BracketView, ...]:
    """Return the brackets under the asked characters of the big picture."""
    shown = pictures[draft.picture] if draft.picture < len(pictures) else None
    asks = tiled is not None and draft.slot is Slot.PLATE and not compares_whole(draft)
    if tiled is None or shown is None or shown.place is None or not asks:
        return ()
    place = shown.place
    return tuple(
        BracketView(letter, place.column(tile.position, tiled.row), place.below, place.down[1])
        for letter, tile in zip(LETTERS, tiled.run.tiles, strict=False)
    )


def _plate_in_front(draft: Draft, pictures: tuple[Picture, ...]) -> Picture | None:
    """Return the plate picture that is in front, or the closest one before a vehicle."""
    front = pictures[draft.picture : draft.picture + 1]
    return next((picture for picture in (*front, *pictures) if picture.place), None)


def _tile(tiled: Tiled, number: int, shown: Picture | None, *, current: bool) -> TileView:
    tile = tiled.run.tiles[number]
    given = tiled.run.given.get(tile.position)
    answer = given.glyph if given else None
    place = shown.place if shown else None
    return TileView(
        letter=LETTERS[number],
        jpeg=shown.jpeg if shown else b"",
        column=place.column(tile.position, tiled.row) if place else (0.0, 1.0),
        band=place.band if place else (0.0, 1.0),
        glyphs=tuple(
            ChoiceView(glyph, _GLYPH_WORDS.get(glyph, glyph), glyph == answer)
            for glyph in tile.options
        ),
        cannot_tell=ChoiceView(CANNOT_TELL, CANNOT_TELL_WORDS, answer == CANNOT_TELL),
        current=current,
    )


def _prompt(draft: Draft, tiled: Tiled, pictures: tuple[Picture, ...]) -> str:
    run = tiled.run
    if not run.tiles:
        return "Tiles cannot check this plate. Park to type it, or F3."
    if run.cannot_tell:
        return f"Can't tell. {picture_to_try(pictures, draft.picture)}"
    if run.is_answered and not draft.view_times.long_enough:
        return "Look at a clear picture for one second."
    return f"{_COUNTS[len(run.tiles)]} characters to check. Tap what you see."


def _whole_hint(run: TileRun, left: str) -> str:
    if run.whole == CANNOT_TELL:
        return f"Can't tell. {left}"
    if run.whole and not run.view_times.long_enough:
        return "Look at a clear picture for one second."
    return "Compare one character at a time."
