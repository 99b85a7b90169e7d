"""What becomes of the report of an incident in the car (OPS-01)."""

from dataclasses import dataclass

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.retention.outbox import OwnReport


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
    """The signed-in officer's hits, open or closed, and reports of a shift, the newest first."""

    hits: tuple[Hit, ...]
    reports: tuple[OwnReport, ...] = ()


IncidentEvent = IncidentReported | IncidentNotReported | OwnHitsFound
