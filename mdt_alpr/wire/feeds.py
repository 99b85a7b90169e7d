"""What the custodian sees of the lists: their health, deliveries, dropped lines, a past day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, PlateText, Sealed, StateCode
from mdt_alpr.wire.hotlists import KnownListMessage, ListTroubleMessage


@dataclass(frozen=True, slots=True)
class FeedMessage:
    """A list in use; ``state`` is a ``domain.hotlist.delivery.FeedState``.

    ``data_at`` is from when its data is, ``loaded_at`` when it was imported from ``source``.
    ``fresh`` and ``canceled`` are of that whole delivery; ``why`` says why nothing newer came.
    """

    name: str
    state: str
    data_at: datetime
    loaded_at: datetime
    source: str
    entries: int
    why: str = ""
    fresh: int = 0
    canceled: int = 0


@dataclass(frozen=True, slots=True)
class CarListMessage:
    """Which list a car works with; ``compiled_at`` is None where it never said."""

    device: str
    unit: str
    compiled_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedsMessage:
    """Every list in use and every car, with what is wrong now; ``version`` is the newest list."""

    at: datetime
    version: int
    feeds: tuple[FeedMessage, ...]
    cars: tuple[CarListMessage, ...]
    troubles: tuple[ListTroubleMessage, ...]
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListNumber:
    """The number of the list that cars have."""

    version: int


@dataclass(frozen=True, slots=True)
class DeliveriesMessage:
    """A page of the deliveries; ``more`` says that others follow."""

    deliveries: tuple[KnownListMessage, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class DroppedLineMessage:
    """A line of a delivered file that was not imported, or that is warned of, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class DroppedLinesMessage:
    """A page of the dropped lines of a delivery; ``more`` says that others follow."""

    number: int
    source: str
    lines: tuple[DroppedLineMessage, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedThenRequest:
    """What was on the lists at an instant; of one plate as listed, or without one the lists."""

    at: Annotated[datetime, Label("When")]
    text: Annotated[PlateText, Label("Plate as listed, or none")] = ""
    state: StateCode = ""
    reason: Annotated[Sealed, Label("Reason, at least 10 characters", is_wide=True)]

    def __repr__(self) -> str:
        """Return a text without the plate."""
        return f"ListedThenRequest({self.at!r})"


@dataclass(frozen=True, slots=True)
class ListedRecordMessage:
    """A record that was on a list then; ``left_at`` is None while it still is."""

    entry_id: str
    list_name: str
    category: str
    text: str
    state: str
    nic: str
    ori: str
    entered_on: date | None
    vehicle: str
    came_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListedThenMessage:
    """The lists in use then, with their version, or the records of the plate; ``at`` is when.

    ``since`` is from when on records that left are known; those before are erased.
    """

    at: datetime
    version: int
    lists: tuple[FeedMessage, ...]
    records: tuple[ListedRecordMessage, ...]
    since: datetime
