"""The register of destroyed media (RET-10)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.equipment.media import DestroyedMedium


@dataclass(frozen=True, slots=True)
class MediumMessage:
    """One destroyed medium, and who recorded it."""

    number: int
    medium: DestroyedMedium
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class MediaMessage:
    """Every one, the newest first."""

    media: tuple[MediumMessage, ...]
