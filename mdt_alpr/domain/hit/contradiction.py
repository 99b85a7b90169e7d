"""Where the vehicle that the officer saw contradicts the record, by name (D4, ALR-05).

For those who review a hit: a contradiction stays one, whatever reason was given for it, whoever
took over the screen, and whatever was seen once the record had been shown.
"""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.hit.vehicle import (
    Body,
    Color,
    ComparedFeature,
    listed_vehicle,
    points_compared,
)
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry

CANNOT_TELL = "can't tell"


class VehicleComparison(StrEnum):
    """How the vehicle compares with the record."""

    NOT_ANSWERED = ""
    """The vehicle was not described."""
    FITS = "fits"
    NOT_COMPARED = "not_compared"
    """Nothing can be compared with the record, by rule or because facts are missing."""
    NOT_RECORDED = "not_recorded"
    """An older car did not say what the record lists."""
    DIFFERS = "differs"
    REASON_GIVEN = "reason_given"
    """It differs, and a reason that was given before the stop overrode that."""
    REASON_LATER = "reason_later"
    """It differs, and the only reason was given after the stop."""


_CONTRADICTS_NOTHING = {
    VehicleComparison.NOT_ANSWERED: "",
    VehicleComparison.FITS: "Fits the record.",
    VehicleComparison.NOT_COMPARED: "Nothing to compare.",
    VehicleComparison.NOT_RECORDED: "Whether it fits is not recorded.",
}
CONTRADICTED = frozenset(
    {VehicleComparison.DIFFERS, VehicleComparison.REASON_GIVEN, VehicleComparison.REASON_LATER}
)


@dataclass(frozen=True, slots=True)
class SeenVehicle:
    """A vehicle as the officer described it; ``after_record`` once the record had been shown."""

    body: Body | None
    color: Color | None
    after_record: bool = False

    @property
    def words(self) -> str:
        """Return it in plain words: "silver car"."""
        return " ".join(part for part in (self.color, self.body) if part) or CANNOT_TELL


@dataclass(frozen=True, slots=True)
class StatedReason:
    """Why the vehicle differs, as the officer said; ``later``: once the stop was initiated."""

    words: str
    later: bool


@dataclass(frozen=True, slots=True)
class VehicleStatements:
    """What was stated about a hit's vehicle, in the order of the times.

    ``records`` are those of the plate entered, ``listed`` their vehicles in words.
    ``is_comparable`` is false where the car did not say what can be compared; ``overridden``: the
    gate opened on a reason.
    """

    records: tuple[HotlistEntry, ...]
    listed: tuple[str, ...]
    seen: tuple[SeenVehicle, ...]
    reasons: tuple[StatedReason, ...]
    is_comparable: bool = True
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The record's vehicle beside the one that was seen, and each point in which they differ."""

    comparison: VehicleComparison
    record: str = ""
    seen: str = ""
    seen_later: str = ""
    differs: tuple[ComparedFeature, ...] = ()
    reason: StatedReason | None = None

    @property
    def is_contradicted(self) -> bool:
        """Return whether it contradicts the record, or a reason overrode that it does."""
        return self.comparison in CONTRADICTED


def compare(statements: VehicleStatements) -> Compared:
    """Return how the vehicle compares.

    Only what was answered before the record was shown can fit it; of several such answers, as
    after a change of officer, one that differs is enough.
    """
    first = [vehicle for vehicle in statements.seen if not vehicle.after_record]
    points = [
        points_compared(record, vehicle.body, vehicle.color)
        for vehicle in first
        for record in statements.records
    ]
    wrong = {
        point for fits_by_point in points for point, fits in fits_by_point.items() if not fits
    }
    differs = tuple(point for point in ComparedFeature if point in wrong)
    return Compared(
        comparison=_comparison(statements, differs=bool(differs), is_compared=any(points)),
        record=", or ".join(dict.fromkeys(words for words in statements.listed if words)),
        seen=", then ".join(dict.fromkeys(vehicle.words for vehicle in first)),
        seen_later=", then ".join(
            vehicle.words for vehicle in statements.seen if vehicle.after_record
        ),
        differs=differs,
        reason=_counted(statements.reasons),
    )


def contradiction_words(compared: Compared) -> str:
    """Return what differs, with the reason; empty where nothing contradicts the record."""
    if not compared.is_contradicted:
        return ""
    what = " and ".join(
        part for part in (", ".join(compared.differs[:-1]), *compared.differs[-1:]) if part
    )
    verb = "DIFFER" if len(compared.differs) > 1 else "DIFFERS"
    words = f"{what.capitalize()} {verb}".strip()
    if compared.reason is None:
        overridden = compared.comparison is VehicleComparison.REASON_GIVEN
        return f"{words}, {'reason' if overridden else 'no reason'} given."
    later = " after the stop" if compared.reason.later else ""
    return f"{words}, reason{later}: {compared.reason.words}."


def vehicle_words(compared: Compared) -> str:
    """Return the record's vehicle beside the one that the officer saw, and how they compare."""
    again = f" After the record was shown: {compared.seen_later}." if compared.seen_later else ""
    words = (
        f"Record: {compared.record or 'not listed'}. "
        f"Officer saw: {compared.seen or 'not entered'}.{again}"
    )
    comparison = contradiction_words(compared) or _CONTRADICTS_NOTHING[compared.comparison]
    return f"{words} {comparison}".strip()


def vehicle_seen(values: tuple[str, str], *, after_record: bool = False) -> SeenVehicle:
    """Return a vehicle from the values of body and color; other values count as not answered."""
    body, color = values
    return SeenVehicle(
        Body(body) if body in tuple(Body) else None,
        Color(color) if color in tuple(Color) else None,
        after_record,
    )


def listed_in_words(records: tuple[HotlistEntry, ...]) -> tuple[str, ...]:
    """Return each record's vehicle in words."""
    return tuple(listed_vehicle(record) for record in records)


def _comparison(
    statements: VehicleStatements, *, differs: bool, is_compared: bool
) -> VehicleComparison:
    reasons = statements.reasons
    if statements.overridden or any(not reason.later for reason in reasons):
        return VehicleComparison.REASON_GIVEN
    if reasons:
        return VehicleComparison.REASON_LATER
    if differs:
        return VehicleComparison.DIFFERS
    if not statements.seen:
        return VehicleComparison.NOT_ANSWERED
    if not statements.is_comparable:
        return VehicleComparison.NOT_RECORDED
    return VehicleComparison.FITS if is_compared else VehicleComparison.NOT_COMPARED


def _counted(reasons: tuple[StatedReason, ...]) -> StatedReason | None:
    before = [reason for reason in reasons if not reason.later]
    given = before or list(reasons)
    return given[-1] if given else None
