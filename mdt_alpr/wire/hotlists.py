"""What headquarters says of deliveries, categories, look-alikes, and do-not-alert corrections."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.hotlist.hotlist import STYLE_WORDS, AlertStyle, CategorySetting, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import Label, Note, PlateText, Reason, Sealed, StateCode
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST
from mdt_alpr.domain.review.list_precision import ListPrecision

_STYLES = tuple((style.value, words) for style, words in STYLE_WORDS.items())
_REASON = Label("Reason, at least 10 characters", is_wide=True)
AtLength = Annotated[Reason, _REASON]
SealedAtLength = Annotated[Sealed, _REASON]
Days = Annotated[int, Label("For how many days", str(CORRECTION_LASTS_AT_MOST.days))]


@dataclass(frozen=True, slots=True)
class DeliveryMessage:
    """What became of a delivery; ``stopped`` says why the old list stays, else it is empty.

    ``reasons`` counts the lines dropped for each reason, ``report`` is the name of the
    file at headquarters that names every one, ``twins`` how many new records have a twin that
    was read here; ``note`` says which time of the data was not believed, else it is empty.
    ``dropped`` are the first lines that were not imported, by number and reason.
    """

    stopped: str
    needs_confirmation: bool
    version: int
    lists: tuple[str, ...]
    accepted: int
    reasons: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, int], ...]
    twins: int
    report: str
    note: str = ""
    dropped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownListMessage:
    """One delivery on record (HOT-12); ``data_at`` is from when its data is."""

    number: int
    at: datetime
    source: str
    format: str
    by: str
    confirmed_by: str
    stopped: str
    version: int
    lists: tuple[tuple[str, int], ...]
    counts: tuple[tuple[str, int], ...]
    data_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListTroubleMessage:
    """A list that needs the custodian: ``kind`` is a ``domain.hotlist.delivery.ListProblem``.

    ``name`` is a list's or, where a delivery was stopped, its file's; ``why`` in words.
    """

    kind: str
    name: str
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class KnownListsMessage:
    """Every delivery up to an instant, the newest first; ``troubles`` are those of now."""

    deliveries: tuple[KnownListMessage, ...]
    troubles: tuple[ListTroubleMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class DismissedMessage:
    """The name of the file whose delivery was settled."""

    source: str


@dataclass(frozen=True, slots=True)
class RetiredMessage:
    """How many entries of a list left the cars' list."""

    entries: int


@dataclass(frozen=True, slots=True)
class MisreadsMessage:
    """Which reads would raise a hit on a plate: always, and with look-alikes allowed (ALR-04)."""

    text: str
    always: tuple[str, ...]
    with_look_alikes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookAlikesMessage:
    """Whether one look-alike may match, which characters are look-alikes, and sample plates.

    ``characters`` are groups whose members are mistaken for one another (ALR-04).
    """

    allowed: bool
    characters: tuple[str, ...]
    misreads: tuple[MisreadsMessage, ...]


@dataclass(frozen=True, slots=True)
class MisreadsRequest:
    """Plates that somebody tries; posted, as an address is logged on its way."""

    plates: Annotated[tuple[PlateText, ...], Label("Plate to try", "ABC1234")]


@dataclass(frozen=True, slots=True)
class LookAlikesRequest:
    """Whether an administrator lets one look-alike match, and why (ALR-04)."""

    allowed: bool
    reason: AtLength


@dataclass(frozen=True, slots=True)
class SettingMessage:
    """What an administrator sets for a category, and why (HOT-08)."""

    priority: Priority
    style: Annotated[AlertStyle, Label("How it sounds", options=_STYLES)]
    instruction: Annotated[
        Note, Label("Instruction to officers, shown after their entry", is_wide=True)
    ]
    reason: AtLength


@dataclass(frozen=True, slots=True)
class CategoryDecision:
    """A category is switched on for a lawful purpose, or off with None (PUR-03)."""

    purpose: Annotated[Purpose | None, Label("Lawful purpose", options=(("", "Lawful purpose"),))]
    reason: AtLength


@dataclass(frozen=True, slots=True)
class CategoryMessage:
    """A category's present setting, and who set it.

    ``purpose`` is the lawful one that supports it, None where there is none or each entry has its
    own (PUR-03). ``decided_at`` is None where it is on or off by default; ``restricted`` ones are
    shown to those only who may see them (HOT-10). ``lists`` are how often hits were right since it
    was set, ``proposed`` the lower priority that follows, None where none does (D18).
    """

    setting: CategorySetting
    name: str
    is_on: bool
    set_by: str
    reason: str
    purpose: Purpose | None = None
    restricted: bool = False
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_why: str = ""
    lists: tuple[ListPrecision, ...] = ()
    proposed: Priority | None = None


@dataclass(frozen=True, slots=True)
class CategoriesMessage:
    """Every category; ``line`` is the agency's for right hits, None without one (D18)."""

    categories: tuple[CategoryMessage, ...]
    line: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """A record on which cars are not to alert; ``days`` from now on.

    ``entry_id`` is empty where one record only is listed on the plate, ``owner_asked`` where
    the owning agency was not asked yet.
    """

    text: Annotated[PlateText, Label("Plate as listed")]
    state: StateCode
    entry_id: Annotated[str, Label("Record, where several are on the plate")] = ""
    reason: SealedAtLength
    evidence: Annotated[
        Sealed, Label("Evidence: the hit, the case or the reply that shows it", is_wide=True)
    ]
    owner_asked: Annotated[
        Sealed, Label("How its agency was asked, or what it answered", is_wide=True)
    ] = ""
    days: Days = CORRECTION_LASTS_AT_MOST.days


@dataclass(frozen=True, slots=True)
class PlacedMessage:
    """The number of the correction that was placed."""

    number: int


@dataclass(frozen=True, slots=True)
class RenewalRequest:
    """A correction is to last so many days from now on."""

    reason: SealedAtLength
    days: Days = CORRECTION_LASTS_AT_MOST.days


@dataclass(frozen=True, slots=True)
class CorrectionMessage:
    """A correction that holds; ``owner`` is the ORI of the agency that owns the record.

    ``is_listed`` is false where the record left the list or changed its plate meanwhile.
    """

    number: int
    text: str
    state: str
    entry_id: str
    list_name: str
    owner: str
    reason: str
    evidence: str
    owner_asked: str
    owner_asked_at: datetime | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    is_listed: bool


@dataclass(frozen=True, slots=True)
class CorrectionsMessage:
    """Every correction that holds, the oldest first."""

    corrections: tuple[CorrectionMessage, ...]
