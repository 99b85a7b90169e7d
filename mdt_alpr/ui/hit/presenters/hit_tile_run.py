"""One run over the tiles: what the officer answered so far, and for how long each was shown."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.hit.hit import TileAnswer, TileCheck, WholeNumberAnswer
from mdt_alpr.domain.hit.tiles import Tile
from mdt_alpr.ui.hit.presenters.hit_pictures import PictureTimes

LETTERS = "ABCD"
CANNOT_TELL = ""
_ONE_TILE = {"O": "0"}
"""No two plates differ by O and 0 only, so that they share a tile (ALR-04)."""


class TileQuestion(StrEnum):
    """Which question of a run is before the officer."""

    TILES = "tiles"
    WHOLE = "whole"


@dataclass(slots=True)
class Dwell:
    """For how long each question was shown to the officer, in all."""

    _question: TileQuestion | None = None
    _since: datetime | None = None
    _seen: dict[TileQuestion, timedelta] = field(default_factory=dict)

    def note(self, question: TileQuestion | None, now: datetime) -> None:
        """Note that ``question`` is shown now, or none."""
        if self._question is not None and self._since is not None:
            before = self._seen.get(self._question, timedelta(0))
            self._seen[self._question] = before + (now - self._since)
        self._question, self._since = question, now

    def seconds(self, question: TileQuestion) -> float:
        """Return for how long it was shown, in seconds, up to the last note."""
        return self._seen.get(question, timedelta(0)).total_seconds()


@dataclass(slots=True)
class TileRun:
    """The tiles as they were when the question began: nothing changes them under a finger.

    ``given`` holds the glyph by position, empty for "can't tell". ``comparing``: the whole number
    is asked. Which glyph is read or listed is not known here.
    """

    tiles: tuple[Tile, ...]
    given: dict[int, TileAnswer] = field(default_factory=dict)
    current: int = 0
    comparing: bool = False
    whole: str | None = None
    view_times: PictureTimes = field(default_factory=PictureTimes)
    dwell: Dwell = field(default_factory=Dwell)

    # ---------------------------------------------------------------------------- answers

    def choose(self, number: int, glyph: str) -> None:
        """Note what is seen at a tile; the next one without an answer is asked then."""
        if self.comparing or not 0 <= number < len(self.tiles):
            return
        tile = self.tiles[number]
        if glyph and glyph not in tile.options:
            return
        after = round(self.dwell.seconds(TileQuestion.TILES), 2)
        self.given[tile.position] = TileAnswer(tile.position, glyph, tile.control, after)
        left = [i for i, other in enumerate(self.tiles) if other.position not in self.given]
        later = [i for i in left if i > number]
        self.current = (later or left or [number])[0]

    def compare_whole(self, answer: str) -> None:
        """Note what the whole number is; empty for "can't tell"."""
        if self.comparing and (not answer or answer in set(WholeNumberAnswer)):
            self.whole = answer

    def type(self, character: str) -> None:
        """Note the character that is seen, or "?" for "can't tell"; nothing else counts.

        An answer is removed before another is typed in its place.
        """
        if self.comparing:
            if character == "?":
                self.compare_whole(CANNOT_TELL)
        elif self.tiles and self.tiles[self.current].position not in self.given:
            glyph = CANNOT_TELL if character == "?" else _ONE_TILE.get(character, character)
            self.choose(self.current, glyph)

    def take_back(self) -> None:
        """Remove the last answer."""
        if self.comparing:
            self.whole = None
        elif self.given:
            position, _ = self.given.popitem()
            self.current = next(i for i, t in enumerate(self.tiles) if t.position == position)

    def clear(self) -> None:
        """Remove every answer."""
        if not self.comparing:
            self.given.clear()
            self.current = 0

    # ------------------------------------------------------------------------------ steps

    @property
    def asked(self) -> TileQuestion:
        """Return the question of the run that is open."""
        return TileQuestion.WHOLE if self.comparing else TileQuestion.TILES

    @property
    def count(self) -> int:
        """Return how many tiles have an answer other than "can't tell"."""
        return sum(bool(answer.glyph) for answer in self.given.values())

    @property
    def is_answered(self) -> bool:
        """Tell whether every tile has a character."""
        return bool(self.tiles) and self.count == len(self.tiles)

    @property
    def cannot_tell(self) -> bool:
        """Tell whether some answer is "can't tell"."""
        return any(not answer.glyph for answer in self.given.values())

    @property
    def is_done(self) -> bool:
        """Tell whether the whole number was compared and called the same or different."""
        return self.comparing and bool(self.whole) and self.view_times.long_enough

    def ask_whole(self) -> None:
        """Go to the whole number; it is compared from the start each time (D7)."""
        self.comparing, self.whole, self.view_times = True, None, PictureTimes()

    def ask_tiles(self) -> None:
        """Go back from the whole number."""
        self.comparing, self.whole = False, None

    def check(self) -> TileCheck:
        """Return the finished run."""
        return TileCheck(
            tuple(self.given[tile.position] for tile in self.tiles),
            WholeNumberAnswer(self.whole or ""),
            tiles_s=round(self.dwell.seconds(TileQuestion.TILES), 2),
            whole_number_s=round(self.dwell.seconds(TileQuestion.WHOLE), 2),
        )
