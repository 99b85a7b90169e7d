"""What waits for the person who asks, at which page of the desk."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A thing that waits at a page, by the key that the page knows it by; empty for the page."""

    page: str
    key: str
    name: str
    words: str
    since: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """Everything that waits, the most urgent first."""

    lines: tuple[WaitingLine, ...]

    def at(self, page: str) -> tuple[WaitingLine, ...]:
        """Return what waits at a page."""
        return tuple(line for line in self.lines if line.page == page)
