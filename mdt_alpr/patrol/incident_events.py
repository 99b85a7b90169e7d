"""What becomes of the report of an incident in the car (OPS-01)."""

from dataclasses import dataclass

from mdt_alpr.domain.hit.hit import Hit


@dataclass(frozen=True, slots=True)
class IncidentReported:
    """A report was queued for headquarters; it goes with the next contact (OPS-01)."""

    incident_id: str


@dataclass(frozen=True, slots=True)
class IncidentNotReported:
    """It was not; ``why`` are sentences for the officer."""

    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnHitsFound:
    """The signed-in officer's newest hits, open or closed, the newest first."""

    hits: tuple[Hit, ...]


IncidentEvent = IncidentReported | IncidentNotReported | OwnHitsFound
