"""What the desk asks of headquarters, and the answers (SUP-02, D12, 09.21.6).

``since`` and ``until`` are instants: the desk makes them of a date and a shift in local time.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.audit.own_chain import NOT_CHECKED, OwnChainState
from mdt_alpr.domain.hit.contradiction import VehicleComparison
from mdt_alpr.domain.kinds import Note
from mdt_alpr.domain.retention.purge import NOTHING_KNOWN, RetentionState
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.wire.hotlists import ListTroubleMessage
from mdt_alpr.wire.messages import PlaceMessage
from mdt_alpr.wire.review import HitTrailMessage

OPEN = "open"
"""In place of the disposition of a hit that has none."""


class HitLogFlag(StrEnum):
    """Hits that a supervisor can show alone."""

    ALL = "all"
    UNVERIFIED_STOP = "unverified_stop"
    NOT_PRACTICABLE = "not_practicable"
    LEFT_OPEN = "left_open"
    TOO_FAST = "too_fast"
    VEHICLE_DIFFERS = "vehicle_differs"
    NOT_REVIEWED = "not_reviewed"
    PREVENTED = "prevented"


class HitLogOrder(StrEnum):
    """By what the log may be sorted."""

    PRESSING = "pressing"
    TIME = "time"
    UNIT = "unit"
    OFFICER = "officer"
    LIST = "list"
    CATEGORY = "category"
    METHOD = "method"
    ALERT = "alert"
    CHECK = "check"
    DECISION = "decision"
    STATUS = "status"
    DISPOSITION = "disposition"


@dataclass(frozen=True, slots=True)
class HitLogFilter:
    """Which hits; an empty text is any.

    ``team`` is a team's name, empty for their own team, ``domain.people.roles.EVERY_TEAM`` for
    everybody.
    """

    since: datetime
    until: datetime
    unit: str = ""
    person_id: str = ""
    list_name: str = ""
    category: str = ""
    disposition: str = ""
    flag: HitLogFlag = HitLogFlag.ALL
    team: str = ""


@dataclass(frozen=True, slots=True)
class HitLogRequest:
    """One page of the log: ``after`` is the mark of the page before, empty for the first."""

    which: HitLogFilter
    order: HitLogOrder = HitLogOrder.PRESSING
    descending: bool = True
    after: str = ""
    most: int = 100


@dataclass(frozen=True, slots=True)
class HitLogRow:
    """One hit; plates of a restricted file are empty here and ``restricted`` is set (HOT-10).

    ``listed_vehicle`` is the record's, ``seen_vehicle`` the one that the officer saw, ``differs``
    the points in which they do; ``vehicle_comparison`` a value of
    ``contradiction.VehicleComparison``.
    """

    hit_id: str
    raised_at: datetime
    unit: str
    person_id: str
    officer: str
    read_text: str
    read_state: str
    entered_text: str
    entered_state: str
    listed_text: str
    listed_state: str
    list_name: str
    category: str
    match_class: str
    method: str
    alert_ms: int | None
    check_ms: int | None
    decision_ms: int | None
    status_by: str
    disposition: str
    stopped: str
    outcome: str
    attention: str
    left_open: bool
    restricted: bool
    review: str
    listed_vehicle: str = ""
    seen_vehicle: str = ""
    differs: str = ""
    vehicle_comparison: str = VehicleComparison.NOT_RECORDED.value
    may_join: bool = False
    """Not reviewed and without a flag: once seen it may be reviewed with others."""


@dataclass(frozen=True, slots=True)
class HitLogPage:
    """Rows in the order asked for; ``mark`` is empty after the last.

    ``notice`` says which part of the span was erased, where there is one.
    """

    rows: tuple[HitLogRow, ...]
    mark: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class HitPlace:
    """Where the read of a hit was made; there is no plate."""

    hit_id: str
    raised_at: datetime
    unit: str
    category: str
    disposition: str
    place: PlaceMessage


@dataclass(frozen=True, slots=True)
class HitPlacesMessage:
    """The newest hits that have a place, of so many that were looked at.

    ``more`` says that there are older ones. Of its own, and no part of a log's row: places go out
    only to who asks for them, and an older desk that reads the log goes on.
    """

    places: tuple[HitPlace, ...]
    hits: int
    more: bool = False
    notice: str = ""


SMALL_PICTURE = 96, 60
"""Pixels across and down of a small picture, with the strip that says who looks, and when."""
MOST_SMALL = 24


@dataclass(frozen=True, slots=True)
class SmallPicturesRequest:
    """The hits in sight; the answer is one JPEG, a small picture under the other, in this order.

    One that cannot be shown says why in its place.
    """

    hit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HitLogCounts:
    """The figures above the log.

    ``reads`` are those captured in the span; 0 for one team: a read does not say whose it is.
    """

    at: datetime
    reads: int
    hits: int
    open: int
    verified: int
    stops: int
    prevented: int
    unverified_stops: int
    not_practicable: int
    stops_without_status: int
    left_open: int
    too_fast: int
    units: tuple[str, ...]
    officers: tuple[tuple[str, str], ...]
    lists: tuple[str, ...]
    categories: tuple[str, ...]
    not_reviewed: int = 0


@dataclass(frozen=True, slots=True)
class ShiftReportRequest:
    """The hits that a shift's report counts, and what the next supervisor is told on it."""

    which: HitLogFilter
    handover: Note = ""


@dataclass(frozen=True, slots=True)
class ReviewMessage:
    """One review of a hit, as it is shown."""

    kind: ReviewKind
    words: str
    at: datetime
    by: str
    case_number: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What a reviewer does with a hit."""

    kind: ReviewKind
    words: Note


@dataclass(frozen=True, slots=True)
class SeenHit:
    """A hit as its reviewer saw it, with so many answers, stops and endings."""

    hit_id: str
    steps: int


@dataclass(frozen=True, slots=True)
class SeenHits:
    """Hits that one reviewer saw and finds in order; all of them are reviewed, or none."""

    hits: tuple[SeenHit, ...]


@dataclass(frozen=True, slots=True)
class HitFileMessage:
    """All about one hit: its trail, who is who, where the list came from, its reviews.

    ``unchecked`` says that its device missed or failed the check of its shift, else empty.
    Captured data is kept for ``kept_days``.
    """

    trail: HitTrailMessage
    names: tuple[tuple[str, str], ...]
    list_source: str
    reviews: tuple[ReviewMessage, ...]
    kept_days: int
    unchecked: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCheckMessage:
    """What the check of a package found, in words; ``links`` is its place in the chain."""

    is_whole: bool
    words: str
    links: int
    digest: str
    device: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LedgerMessage:
    """Prevented stops of a span; pairs are what and how many, the most first (D12, ALR-10).

    ``lists``: name, confirmed, alerted. Nothing here is by officer. ``notice`` says which part of
    the span was erased, where there is one.
    """

    alerted: int
    prevented: int
    causes: tuple[tuple[str, int], ...]
    confusions: tuple[tuple[str, int], ...]
    cameras: tuple[tuple[str, int], ...]
    hours: tuple[tuple[int, int], ...]
    lists: tuple[tuple[str, int, int], ...]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ShiftQualityMessage:
    """How checks were made in one shift, never by person (D7)."""

    shift: str
    hits: int
    stops: int
    stops_without_status: int
    checks: int
    too_fast: int
    alike: int


@dataclass(frozen=True, slots=True)
class QualityMessage:
    """Newest shift first."""

    shifts: tuple[ShiftQualityMessage, ...]


@dataclass(frozen=True, slots=True)
class WallUnit:
    """One car: who is on shift in it, when it last spoke, its chain, its open hits, its list.

    A fixed camera, too: its unit is its place's name, and nobody is on shift there. ``chain`` is
    empty where the car never sent anything. ``list_version`` is 0 for a car without a list, None
    where it never said; ``list_compiled_at`` is None where that version is unknown.
    """

    device: str
    unit: str
    officer: str
    last_seen_at: datetime
    chain: str
    open_hits: int
    list_version: int | None = None
    list_compiled_at: datetime | None = None
    is_camera: bool = False


@dataclass(frozen=True, slots=True)
class WallMessage:
    """Every car that ever spoke, the one that spoke last first."""

    at: datetime
    list_version: int
    list_compiled_at: datetime | None
    units: tuple[WallUnit, ...]
    lists: tuple[ListTroubleMessage, ...] = ()
    retention: RetentionState = NOTHING_KNOWN
    own_chain: OwnChainState = NOT_CHECKED
    copied: tuple[str, ...] = ()
    """Machines whose certificate two machines used at the same time."""
