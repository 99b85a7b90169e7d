"""What sealing evidence needs from the outside world, as protocols."""

from typing import Protocol

from mdt_alpr.domain.retention.evidence import Seal
from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.wire.evidence import EvidenceMessage


class Signer(Protocol):
    """Signs with the device's own key, which nobody gets to see."""

    public_key: str
    """The Ed25519 public key, 64 hexadecimal digits."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        ...


class EvidenceWork(Protocol):
    """The part of a transaction that keeps evidence, and what headquarters refused."""

    def set_aside(self) -> SetAside:
        """Return what headquarters refused and is kept here."""
        ...

    def last_seal(self, public_key: str) -> Seal | None:
        """Return the newest evidence seal of a key."""
        ...

    def save_evidence(self, message: EvidenceMessage) -> None:
        """Keep an evidence package and queue it for headquarters, behind its pictures."""
        ...

    def evidence(self, hit_id: str) -> tuple[EvidenceMessage, ...]:
        """Return the packages of a hit, oldest first; contents are empty once purged."""
        ...
