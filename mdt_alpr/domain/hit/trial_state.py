"""What a car in trial mode says of itself every ten minutes: whole numbers, and no plate."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

WEATHER_FACT = "weather"
"""By which fact a car's entry says what its officer sees of the sky from then on."""
READY_WITHIN_MS = 1000
"""A read that took no longer, from its picture on, would have alerted in time."""


@dataclass(frozen=True, slots=True)
class CarState:
    """Of so many ``seconds`` of a shift.

    ``frames`` were looked at and ``left_out`` were not, as a newer one was there; ``reads`` made,
    ``ready`` of them within a second; ``unread`` candidates became no read, of which ``kept``
    belong to the sample that the car knows (``asks``). ``waiting`` is the most that waited for
    headquarters. 0 of memory (MiB) or heat (degrees Celsius) is not measured.
    """

    seconds: int = 0
    frames: int = 0
    left_out: int = 0
    reads: int = 0
    ready: int = 0
    unread: int = 0
    kept: int = 0
    asks: int = 0
    processor_s: int = 0
    memory_mb: int = 0
    heat_c: int = 0
    links_lost: int = 0
    without_link_s: int = 0
    waiting: int = 0

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return it as an entry of the car's audit has it."""
        return tuple((f.name, str(getattr(self, f.name))) for f in fields(self))


def state_from(facts: Iterable[tuple[str, str]]) -> CarState:
    """Return what an entry says; what is no number, as a lying car writes it, counts as 0."""
    said = dict(facts)
    numbers = {f.name: said.get(f.name, "") for f in fields(CarState)}
    return CarState(**{name: _number(text) for name, text in numbers.items()})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
