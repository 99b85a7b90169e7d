"""What each wish on the tile pages does to a case (D2)."""

from collections.abc import Callable
from typing import Any

from mdt_alpr.ui.hit.models import tile_wishes as t
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_draft import Slot


def _choose_glyph(case: HitCase, wish: t.ChooseGlyph) -> None:
    if case.is_blind and case.draft.slot is Slot.PLATE and case.draft.run is not None:
        case.draft.run.choose(wish.tile, wish.glyph)


def _answer_look(case: HitCase, wish: t.AnswerLook) -> None:
    if case.is_blind and case.draft.run is not None:
        case.draft.run.answer_look(wish.answer)


def _use_tiles(case: HitCase, _wish: t.UseTiles) -> None:
    if _asks_characters(case) and case.draft.run is None:
        case.use_tiles(by_tiles=True)


def _use_keyboard(case: HitCase, _wish: t.UseKeyboard) -> None:
    if _asks_characters(case) and case.typing_allowed:
        case.use_tiles(by_tiles=False)


def _asks_characters(case: HitCase) -> bool:
    return case.is_blind and case.draft.slot is Slot.PLATE and not case.draft.entered


TILE_TAKERS: dict[type, Callable[[HitCase, Any], None]] = {
    t.ChooseGlyph: _choose_glyph,
    t.AnswerLook: _answer_look,
    t.UseTiles: _use_tiles,
    t.UseKeyboard: _use_keyboard,
}
"""By wish; those that cannot be wished now change nothing."""
