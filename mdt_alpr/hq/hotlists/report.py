"""The report of a delivery: every line that was not taken in, by its number, with the reason."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mdt_alpr.hq.hotlists.rows import DropReason

SHOWN = 1000


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line of the file that was not taken in, by its number (the first line is 1)."""

    number: int
    reason: DropReason


class DroppedLines:
    """Dropped lines on their way to the report's file: no plate, numbers and reasons only."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self.first: list[DroppedLine] = []
        self._counted: Counter[DropReason] = Counter()
        self._file = path.open("w", encoding="utf-8", newline="")

    def __enter__(self) -> Self:
        """Begin."""
        self._file.write("line,reason\n")
        return self

    def __exit__(self, *exc: object) -> None:
        """End; what was written stays."""
        self._file.close()

    def add(self, number: int, reason: DropReason) -> None:
        """Note a line."""
        self._counted[reason] += 1
        if len(self.first) < SHOWN:
            self.first.append(DroppedLine(number, reason))
        self._file.write(f'{number},"{reason.value}"\n')

    def warn(self, number: int, words: str) -> None:
        """Note something about a line that was taken in."""
        self._file.write(f'{number},"{words}"\n')

    @property
    def number(self) -> int:
        """Return how many lines were dropped."""
        return self._counted.total()

    @property
    def reasons(self) -> dict[str, int]:
        """Return how many lines were dropped for which reason."""
        return {reason.value: number for reason, number in self._counted.items()}

    def number_of(self, reasons: Collection[DropReason]) -> int:
        """Return how many lines were dropped for one of these reasons."""
        return sum(self._counted[reason] for reason in reasons)

    def for_audit(self) -> list[tuple[str, str]]:
        """Return the numbers as the audit keeps them."""
        found = {f"dropped_{r.name.lower()}": str(n) for r, n in self._counted.items()}
        return sorted(found.items())
