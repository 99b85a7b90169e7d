"""Characters as read and entries as made, as plain JSON values and back.

Of characters, the span and that they are stacked are newer; of entries, the run over the tiles.
"""

from datetime import UTC, datetime
from typing import Any

from mdt_alpr.domain.hit import EntryAttempt
from mdt_alpr.domain.reading import Character
from mdt_alpr.domain.tile_answers import TileAnswer, TileCheck, WholeLook


def character_facts(character: Character) -> list[Any]:
    """Return a character; its span only where the reader told it, and that it is a small one."""
    facts = [character.text, character.confidence, [*map(list, character.alternatives)]]
    span = list(character.span) if character.span else None
    if character.stacked:
        return [*facts, span, True]
    return [*facts, span] if span else facts


def character_from(facts: list[Any]) -> Character:
    """Return the character."""
    text, confidence, others, span, stacked = _filled(facts)
    return Character(
        text,
        confidence,
        tuple((other, share) for other, share in others),
        (span[0], span[1]) if span else None,
        stacked,
    )


def _filled(facts: list[Any]) -> tuple[Any, ...]:
    """Return the facts of a character with those that older ones lack."""
    return (*facts, *(None, False)[len(facts) - 3 :])


def attempt_facts(attempt: EntryAttempt) -> list[Any]:
    """Return an entry; its run over the tiles only where there was one."""
    at = attempt.at.astimezone(UTC).isoformat()
    facts = [attempt.text, attempt.state, at, attempt.picture_s, attempt.matched]
    return [*facts, _check_facts(attempt.tile_check)] if attempt.tile_check else facts


def attempt_from(facts: list[Any]) -> EntryAttempt:
    """Return the entry."""
    text, state, at, picture_s, matched, *check = facts
    return EntryAttempt(
        text,
        state,
        datetime.fromisoformat(at).astimezone(UTC),
        picture_s,
        matched,
        _check_from(check[0]) if check else None,
    )


def _check_facts(check: TileCheck) -> dict[str, Any]:
    return {
        "answers": [[a.position, a.glyph, a.control, a.after_s] for a in check.answers],
        "look": check.look.value,
        "tiles_s": check.tiles_s,
        "look_s": check.look_s,
    }


def _check_from(facts: dict[str, Any]) -> TileCheck:
    return TileCheck(
        answers=tuple(
            TileAnswer(position, glyph, control, after_s)
            for position, glyph, control, after_s in facts["answers"]
        ),
        look=WholeLook(facts["look"]),
        tiles_s=facts["tiles_s"],
        look_s=facts["look_s"],
    )
