"""A trial before service: its plan, what is known of it, and whether the reader is ready."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.kinds import Name, PlateText
from mdt_alpr.domain.review.trial_report import TrialPlan

SHARE, AN_HOUR = "%", "an hour"


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A figure of a trial with its 95% interval, and its limit in words.

    As ``unit`` is ``SHARE`` it is ``right`` of ``of``, as it is ``AN_HOUR`` ``right`` events in
    ``of`` hours; else the interval is that of the middle of ``of`` values.
    """

    name: str
    right: int
    of: int
    low: float
    high: float
    limit: str = ""
    state: str = ""
    unit: str = SHARE

    @property
    def counted(self) -> str:
        """Return of what it is."""
        if self.unit == SHARE:
            return f"{self.right:,} of {self.of:,}"
        return f"{self.right:,} in {self.of:,} h" if self.unit == AN_HOUR else f"{self.of:,} times"

    @property
    def between(self) -> str:
        """Return its interval in words."""
        if self.unit == AN_HOUR:
            return f"{self.low:.2f} and {self.high:.2f} {self.unit}"
        joint = "" if self.unit == SHARE else " "
        return f"{self.low:.1f} and {self.high:.1f}{joint}{self.unit}"


@dataclass(frozen=True, slots=True)
class TrialMessage:
    """The newest trial; without a plan there is none. ``words`` answer "ready for service?".

    ``change`` says what to change, ``notes`` what the figures do not hold.
    """

    words: str
    ready: bool
    lines: tuple[TrialLine, ...] = ()
    plan: TrialPlan | None = None
    planned_at: datetime | None = None
    planned_by: str = ""
    change: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialPicture:
    """A judged pass, and its picture: the plate's ``height`` rows, the mark of who views below."""

    read_id: str
    digest: str
    height: int


@dataclass(frozen=True, slots=True)
class TrialPictures:
    """Pictures of judged passes, for two readers."""

    pictures: tuple[TrialPicture, ...]


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """What two readers read on the same picture; empty where it was nothing."""

    read_id: str
    first: PlateText
    second: PlateText


@dataclass(frozen=True, slots=True)
class ReadersRequest:
    """Two readers by their names, and what they read."""

    first: Name
    second: Name
    readings: tuple[TwoReadings, ...]
