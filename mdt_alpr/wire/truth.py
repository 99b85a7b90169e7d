"""The blind check of sampled passes (D22)."""

from dataclasses import dataclass

from mdt_alpr.domain.review.truth import TruthTally


@dataclass(frozen=True, slots=True)
class TruthPassMessage:
    """A pass to look at: its id and the picture of its plate; both empty where there is none."""

    read_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class TruthReading:
    """What a person saw; ``text`` and ``state`` empty where it cannot be read."""

    read_id: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class TruthMessage:
    """How right the reader was, by camera and by hour of the day ("00" to "23")."""

    cameras: tuple[TruthTally, ...]
    hours: tuple[TruthTally, ...]
