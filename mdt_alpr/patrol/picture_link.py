"""The way of pictures to headquarters: many in a request, none twice."""

from collections.abc import Sequence
from typing import Protocol

from mdt_alpr.domain.people.roles import Session
from mdt_alpr.wire.pictures import PictureReceipt


class PictureLink(Protocol):
    """Part of ``patrol.ports.HqLink``."""

    def send_pictures(
        self, session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        """Send pictures, each as SHA-256 and JPEG; one receipt a picture, in their order."""
        ...

    def held_pictures(self, session: Session, digests: Sequence[str]) -> frozenset[str]:
        """Return those of the pictures that headquarters has, from a delivery that was cut."""
        ...
