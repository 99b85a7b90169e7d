"""Characters as read and entries as made, as plain JSON values and back.

Of characters, all behind the alternatives is newer; of entries, the run over the tiles.
"""

from datetime import UTC, datetime
from typing import Any

from mdt_alpr.domain.hit.hit import EntryAttempt
from mdt_alpr.domain.hit.tile_answers import TileAnswer, TileCheck, WholeLook
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.reading.reading import Character


def character_facts(character: Character) -> list[Any]:
    """Return a character; what is seldom told of one only as far as it is."""
    facts = [character.text, character.confidence, [*map(list, character.alternatives)]]
    span = list(character.span) if character.span else None
    seldom = [span, character.stacked, character.told_by_die]
    while seldom and not seldom[-1]:
        seldom.pop()
    return [*facts, *seldom]


def character_from(facts: list[Any]) -> Character:
    """Return the character."""
    text, confidence, others, span, stacked, told_by_die = _filled(facts)
    return Character(
        text,
        confidence,
        tuple((other, share) for other, share in others),
        (span[0], span[1]) if span else None,
        stacked,
        told_by_die,
    )


def _filled(facts: list[Any]) -> tuple[Any, ...]:
    """Return the facts of a character with those that older ones lack."""
    return (*facts, *(None, False, False)[len(facts) - 3 :])


def attempt_facts(attempt: EntryAttempt) -> list[Any]:
    """Return an entry; its run over the tiles only where there was one."""
    at = attempt.at.astimezone(UTC).isoformat()
    facts = [attempt.text, attempt.state, at, attempt.picture_s, attempt.matched]
    return [*facts, _check_facts(attempt.tile_check)] if attempt.tile_check else facts


def attempt_from(facts: list[Any], by: Officer) -> EntryAttempt:
    """Return the entry, which is of the officer with whose check it is kept."""
    text, state, at, picture_s, matched, *check = facts
    return EntryAttempt(
        text,
        state,
        datetime.fromisoformat(at).astimezone(UTC),
        picture_s,
        matched,
        _check_from(check[0]) if check else None,
        by,
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
