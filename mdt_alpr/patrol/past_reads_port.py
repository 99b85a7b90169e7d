"""Past reads of a listed plate: what the screen may ask, and how headquarters is asked."""

from typing import Protocol

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.wire.manual import PastReadsMessage


class PastReadsDesk(Protocol):
    """A look back; the answer comes as ``events.PastReadsAnswered``."""

    def ask_past_reads(self, query: PastReadsQuery) -> None:
        """Ask headquarters, which records the look; returns at once."""
        ...


class PastReadsLink(Protocol):
    """Part of ``patrol.ports.HqLink``."""

    def past_reads(self, session: Session, query: PastReadsQuery) -> PastReadsMessage:
        """Return the newest reads of the entry's plate.

        Raises:
            OutsideError: headquarters was not reached, is busy, or said no.
        """
        ...
