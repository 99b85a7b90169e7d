"""What the position thread needs from a receiver, as a protocol."""

from dataclasses import dataclass
from typing import Protocol

from mdt_alpr.domain.reading.position import Fix


@dataclass(frozen=True, slots=True)
class NoFix:
    """A receiver answers, and does not know where it is."""


class Positions(Protocol):
    """A receiver of positions; owned by the position thread."""

    name: str

    def open(self) -> None:
        """Open the device or the connection.

        Raises:
            PositionLostError: it is not there; says what to check.
        """
        ...

    def read(self) -> Fix | NoFix | None:
        """Return the next answer; None where none came within a quarter of a second.

        Raises:
            PositionLostError: the device or the connection broke off.
        """
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...
