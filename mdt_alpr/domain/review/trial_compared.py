"""Two readers on the same pictures of passes that people judged: which is right more often.

Both see the picture that headquarters kept of a pass, and nothing else of it: so the figures are
lower than those of a car, which reads each plate in many pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mdt_alpr.domain.review.accuracy import Score

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class ComparedReaders:
    """Of so many pictures, by which of the two readers every character was right."""

    first: str
    second: str
    both: int = 0
    only_first: int = 0
    only_second: int = 0
    neither: int = 0

    @property
    def of(self) -> int:
        """Return how many pictures both were shown."""
        return self.both + self.only_first + self.only_second + self.neither

    def scores(self) -> Iterator[tuple[str, Score]]:
        """Yield each reader's score, then the second's where just one of the two was right.

        Only where they differ do the pictures tell which is better (McNemar).
        """
        yield f"{self.first}: every character", Score(self.both + self.only_first, self.of)
        yield f"{self.second}: every character", Score(self.both + self.only_second, self.of)
        yield f"{self.second} where one alone is right", self._alone

    @property
    def words(self) -> str:
        """Return which is better beyond chance; empty where that is not told."""
        low, high = self._alone.interval
        if low <= _HALF <= high:
            return ""
        better, other = (self.second, self.first) if low > _HALF else (self.first, self.second)
        return f"Reader {better} reads more of the same pictures right than {other}."

    @property
    def _alone(self) -> Score:
        return Score(self.only_second, self.only_first + self.only_second)
