"""Which characters are asked where typing is unsafe, and what each tile offers (D2).

Pure functions of the hit. Nothing in a tile shows which of its glyphs was read or is listed: what
is offered depends only on the set of glyphs in question, and the order on chance.

A tile shows a column of the picture. Small stacked characters share one, above each other, and no
reader says where: no tile asks for them, but the whole number after the tiles includes them.
"""

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.hit import Hit, TileAnswer
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.plate.plate import folded, look_alikes_of, tidy
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW

TILES, MOST_TILES = 3, 4
"""How many positions are asked; one more only where frames or readers disagreed on more."""
USUAL_OPTIONS, MOST_OPTIONS = 3, 4
ALIKE = (
    "0DQ", "1ILT", "27Z", "38B", "5JS", "6CG", "49A", "HMNW", "UVY", "EFP", "KRX",
)  # fmt: skip
"""Every glyph in one group of those easily confused with it, so that a group reveals none of them.

O is not asked apart from 0: most dies stamp them alike (ALR-04), so that of three glyphs a guess
would find the right one twice.
"""
_GROUP = {glyph: group for group in ALIKE for glyph in group}


@dataclass(frozen=True, slots=True)
class Tile:
    """One position that is asked, and the glyphs that it offers, in the order shown."""

    position: int
    options: tuple[str, ...]
    control: bool


def tiles(hit: Hit) -> tuple[Tile, ...]:
    """Return the tiles of the next attempt in reading order, the same however often asked.

    Empty where tiles are not enough and the plate has to be typed: fewer than three characters in
    the serial, look-alikes at so many positions that no control finds room beside them, one in the
    stack, or no record with as many characters as were read.
    """
    if not _can_decide(hit):
        return ()
    asked = _asked(hit)
    control = _control(hit, asked)
    if control is None or len(asked) + 1 < TILES:
        return ()
    return tuple(
        Tile(place, _shuffled(hit, place), place == control) for place in sorted({*asked, control})
    )


def look_alike_positions(hit: Hit) -> frozenset[int]:
    """Return where the read and a record differ by a look-alike: always asked, never marked.

    Not where they differ in O and 0: no tile can distinguish those.
    """
    differing = (m for m in _comparable(hit) if not m.o_and_0)
    return frozenset(m.position for m in differing if m.position is not None)


def disputed_positions(hit: Hit) -> frozenset[int]:
    """Return the positions on which frames of the pass, or the two readers, disagreed."""
    text = folded(hit.read.text)
    disputed = {place for place in hit.read.disputed if place < len(text)}
    if hit.second_text is not None:
        blocks = SequenceMatcher(None, text, folded(hit.second_text), autojunk=False)
        agreed = {b.a + i for b in blocks.get_matching_blocks() for i in range(b.size)}
        disputed |= set(range(len(text))) - agreed
    return frozenset(disputed)


def glyphs_in_question(hit: Hit, place: int) -> frozenset[str]:
    """Return what was read and what is listed at a position: every tile offers all, O as 0."""
    listed = {folded(match.entry.plate.text)[place] for match in _comparable(hit)}
    return frozenset({folded(hit.read.text)[place], *listed})


def options(hit: Hit, place: int) -> tuple[str, ...]:
    """Return the glyphs that a tile offers, sorted; a function of the glyphs as a set only.

    Three as a rule: of a larger group chance leaves out what is not in question.
    """
    offered = set(glyphs_in_question(hit, place))
    for other in _also_said(hit, place):
        offered |= {other} if len(offered) < MOST_OPTIONS else set()
    alike = {glyph for known in offered for glyph in _GROUP[known]} - offered
    seed = _chance(hit, place)
    for glyph in sorted(alike, key=lambda glyph: _digest(seed + glyph)):
        if len(offered) < USUAL_OPTIONS:
            offered.add(glyph)
    return tuple(sorted(offered))


def checked_text(hit: Hit, answers: Iterable[TileAnswer]) -> str:
    """Return the officer's own checked text: what was read with the answers put in.

    It is a third string; read and record stay as they are. A tile does not distinguish O from 0:
    there the read's own stays.
    """
    seen = {answer.position: answer.glyph for answer in answers}
    pairs = ((read, seen.get(place, read)) for place, read in enumerate(hit.read.text))
    return "".join(read if folded(read) == folded(glyph) else glyph for read, glyph in pairs)


def require_whole_run(hit: Hit, answers: tuple[TileAnswer, ...]) -> None:
    """Refuse an incomplete run: look-alikes, a control, three in all, each once.

    Raises:
        StepNotAllowedError: a position is missing, asked twice, or not of the serial, or tiles
            cannot tell the records apart.
    """
    if not _can_decide(hit):
        raise StepNotAllowedError("Tiles cannot check this plate. Park to type it.")
    places = [answer.position for answer in answers]
    whole = (
        len(places) == len(set(places)) >= TILES
        and look_alike_positions(hit) <= set(places) <= _askable(hit)
        and any(a.control and a.position not in look_alike_positions(hit) for a in answers)
        and all(len(tidy(answer.glyph)) == 1 for answer in answers)
    )
    if not whole:
        raise StepNotAllowedError("Answer every tile first.")


# ------------------------------------------------------------------------------ positions


def _comparable(hit: Hit) -> tuple[Match, ...]:
    """Return the matches whose records have as many characters as were read.

    Tiles put other glyphs into the read and leave none out, so they never give a record that lacks
    the plate's small stack: whether that was entered short or is another plate shows only when the
    number is typed (09.21.5.A.4.a).
    """
    length = len(folded(hit.read.text))
    return tuple(m for m in hit.matches if len(folded(m.entry.plate.text)) == length)


def _askable(hit: Hit) -> set[int]:
    """Return the positions that a tile can show: those of the serial (09.21.5.A.4.a)."""
    return set(range(len(hit.read.text))) - set(hit.read.stacked)


def _can_decide(hit: Hit) -> bool:
    """Return whether tiles can give a record's number, and ask wherever two of them differ."""
    return bool(_comparable(hit)) and look_alike_positions(hit) <= _askable(hit)


def _asked(hit: Hit) -> list[int]:
    """Return the positions to ask in addition to the control, those that must be asked first."""
    must, askable = look_alike_positions(hit), _askable(hit)
    disputed = disputed_positions(hit) & askable
    room = min(MOST_TILES, max(TILES, len(must | disputed) + 1)) - 1
    by_need = sorted(askable, key=lambda place: _need(hit, place, disputed))
    others = [place for place in by_need if place not in must]
    # One is left over for the control, even where all are in doubt.
    spare = others[: max(0, min(room - len(must), len(others) - 1))]
    return [*sorted(must), *spare]


def _need(hit: Hit, place: int, disputed: frozenset[int]) -> tuple[bool, float, bool, float, str]:
    """Return a sort key, the neediest position first: disputed, then doubtful, then look-alike."""
    character = hit.read.characters[place]
    return (
        place not in disputed,
        min(character.confidence, DOUBTFUL_BELOW),
        not look_alikes_of(character.text),
        character.confidence,
        _chance(hit, place),
    )


def _control(hit: Hit, asked: list[int]) -> int | None:
    """Return the most confident position that is not asked, undisputed if there is one."""
    left = sorted(_askable(hit) - set(asked))
    if not left or len(asked) >= MOST_TILES:
        return None
    disputed = disputed_positions(hit)
    return min(
        left,
        key=lambda place: (
            place in disputed,
            -round(hit.read.characters[place].confidence, 2),
            _chance(hit, place),
        ),
    )


# -------------------------------------------------------------------------------- glyphs


def _also_said(hit: Hit, place: int) -> list[str]:
    """Return what else frames and the second reader saw there, likeliest first."""
    said = list(_second_at(hit, place))
    disputed = place in hit.read.disputed
    others = hit.read.characters[place].alternatives if disputed else ()
    said += [glyph for glyph, _ in sorted(others, key=lambda other: (-other[1], other[0]))]
    return [folded(glyph) for glyph in said if folded(glyph) in _GROUP]


def _second_at(hit: Hit, place: int) -> str:
    """Return what the second reader, which may omit a stack, saw there; empty if unclear."""
    second, stacked = hit.second_text or "", hit.read.stacked
    if len(second) == len(hit.read.text):
        return second[place]
    if len(second) == len(hit.read.serial) and place not in stacked:
        return second[place - sum(small < place for small in stacked)]
    return ""


def _shuffled(hit: Hit, place: int) -> tuple[str, ...]:
    """Return the glyphs in an order that only hit, position and attempt determine."""
    order = list(options(hit, place))
    random.Random(_chance(hit, place)).shuffle(order)  # noqa: S311 - an order, no secret
    return tuple(order)


def _chance(hit: Hit, place: int) -> str:
    """Return a seed; each attempt gets another, so that no finger remembers the last one."""
    return _digest(f"{hit.hit_id}/{place}/{len(hit.attempts)}/")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
