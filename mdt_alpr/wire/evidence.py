"""Evidence of hits on its way to headquarters, and the device key that signs it.

Bodies of outbox items: DEVICE_KEY ``DeviceKeyMessage``, EVIDENCE ``EvidenceMessage``.
"""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.retention.evidence import Seal


@dataclass(frozen=True, slots=True)
class DeviceKeyMessage:
    """A device's public key; ``proof`` is its signature of ``evidence.key_claim``."""

    device: str
    public_key: str
    at: datetime
    proof: str


@dataclass(frozen=True, slots=True)
class PartMessage:
    """A part of a package; ``body`` is its JSON text, None for a picture, which comes alone."""

    name: str
    sha256: str
    body: str | None


@dataclass(frozen=True, slots=True)
class EvidenceMessage:
    """A package: its seal for good, its content while it may be kept.

    ``captured_at`` and ``parts`` are None and empty once the content was purged in the car.
    """

    device: str
    public_key: str
    sequence: int
    hit_id: str
    sealed_at: datetime
    content: str
    previous: str
    signature: str
    captured_at: datetime | None
    parts: tuple[PartMessage, ...]


def evidence_message(
    seal: Seal, signature: str, captured_at: datetime | None, parts: tuple[PartMessage, ...]
) -> EvidenceMessage:
    """Return a package as it travels."""
    return converted(
        EvidenceMessage, seal, signature=signature, captured_at=captured_at, parts=parts
    )


def seal_of(message: EvidenceMessage) -> Seal:
    """Return the seal that a package carries."""
    return converted(Seal, message)
