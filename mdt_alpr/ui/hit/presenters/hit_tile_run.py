"""One run over the tiles: what the officer answered so far, and for how long each stood there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.hit.hit import TileAnswer, TileCheck, WholeNumberAnswer
from mdt_alpr.domain.hit.tiles import Tile
from mdt_alpr.ui.hit.presenters.hit_pictures import PictureTimes

LETTERS = "ABCD"
CANNOT_TELL = ""
_ONE_TILE = {"O": "0"}
"""No plate is told from another by O and 0, so that they share a tile (ALR-04)."""


class TileQuestion(StrEnum):
    """Which question of a run stands before the officer."""

    TILES = "tiles"
    LOOK = "look"


@dataclass(slots=True)
class Dwell:
    """For how long each question stood before the officer, in all."""

    _question: TileQuestion | None = None
    _since: datetime | None = None
    _seen: dict[TileQuestion, timedelta] = field(default_factory=dict)

    def stand(self, question: TileQuestion | None, now: datetime) -> None:
        """Note that ``question`` stands there now, or none."""
        if self._question is not None and self._since is not None:
            before = self._seen.get(self._question, timedelta(0))
            self._seen[self._question] = before + (now - self._since)
        self._question, self._since = question, now

    def seconds(self, question: TileQuestion) -> float:
        """Return for how long it stood, in seconds, up to the last note."""
        return self._seen.get(question, timedelta(0)).total_seconds()


@dataclass(slots=True)
class TileRun:
    """The tiles as they were when the question began: nothing changes them under a finger.

    ``given`` holds the glyph by position, empty for "can't tell". ``looking``: the whole number
    is asked. Which glyph is read or listed is not known here.
    """

    tiles: tuple[Tile, ...]
    given: dict[int, TileAnswer] = field(default_factory=dict)
    current: int = 0
    looking: bool = False
    whole: str | None = None
    look: PictureTimes = field(default_factory=PictureTimes)
    dwell: Dwell = field(default_factory=Dwell)

    # ---------------------------------------------------------------------------- answers

    def choose(self, number: int, glyph: str) -> None:
        """Take what is seen at a tile; the next one without an answer is asked then."""
        if self.looking or not 0 <= number < len(self.tiles):
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
        if self.looking and (not answer or answer in set(WholeNumberAnswer)):
            self.whole = answer

    def type(self, character: str) -> None:
        """Take the character that is seen, or "?" for "can't tell"; nothing else counts.

        An answer that was given is taken back before another is typed in its place.
        """
        if self.looking:
            if character == "?":
                self.compare_whole(CANNOT_TELL)
        elif self.tiles and self.tiles[self.current].position not in self.given:
            glyph = CANNOT_TELL if character == "?" else _ONE_TILE.get(character, character)
            self.choose(self.current, glyph)

    def take_back(self) -> None:
        """Take the answer given last back."""
        if self.looking:
            self.whole = None
        elif self.given:
            position, _ = self.given.popitem()
            self.current = next(i for i, t in enumerate(self.tiles) if t.position == position)

    def clear(self) -> None:
        """Take every answer back."""
        if not self.looking:
            self.given.clear()
            self.current = 0

    # ------------------------------------------------------------------------------ steps

    @property
    def asked(self) -> TileQuestion:
        """Return the question of the run that is open."""
        return TileQuestion.LOOK if self.looking else TileQuestion.TILES

    @property
    def count(self) -> int:
        """Return how many tiles have an answer that tells something."""
        return sum(bool(answer.glyph) for answer in self.given.values())

    @property
    def is_told(self) -> bool:
        """Tell whether every tile was told."""
        return bool(self.tiles) and self.count == len(self.tiles)

    @property
    def cannot_tell(self) -> bool:
        """Tell whether some tile cannot be told."""
        return any(not answer.glyph for answer in self.given.values())

    @property
    def is_done(self) -> bool:
        """Tell whether the whole number was looked at and called the same or different."""
        return self.looking and bool(self.whole) and self.look.long_enough

    def ask_whole(self) -> None:
        """Go to the look at the whole number; it is looked at anew each time (D7)."""
        self.looking, self.whole, self.look = True, None, PictureTimes()

    def ask_tiles(self) -> None:
        """Go back from the whole number."""
        self.looking, self.whole = False, None

    def check(self) -> TileCheck:
        """Return the finished run."""
        return TileCheck(
            tuple(self.given[tile.position] for tile in self.tiles),
            WholeNumberAnswer(self.whole or ""),
            tiles_s=round(self.dwell.seconds(TileQuestion.TILES), 2),
            whole_number_s=round(self.dwell.seconds(TileQuestion.LOOK), 2),
        )
