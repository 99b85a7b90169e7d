"""Where pictures lie: one port, what goes through it is encrypted under the day of capture."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from mdt_alpr.day_keys import DayKeys


class PictureStore(Protocol):
    """Keeps named bytes; a name has slashes like a path."""

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        """Keep contents by name, each whole or not at all; again replaces it.

        Raises:
            OutsideError: they cannot be kept now.
        """
        ...

    def get(self, name: str) -> bytes | None:
        """Return the content, None where there is none."""
        ...

    def names(self, under: str) -> Iterable[str]:
        """Yield every name that begins with ``under/``."""
        ...

    def erase(self, names: Iterable[str]) -> None:
        """Erase these, half-written ones too; those that are gone already do no harm."""
        ...

    def erase_under(self, under: str) -> None:
        """Erase everything whose name begins with ``under/``."""
        ...


Filed = tuple[date, str]
"""The date of capture and the SHA-256 of a picture."""


class SealedPictures:
    """Pictures by date of capture and SHA-256, encrypted under the key of that date."""

    def __init__(self, store: PictureStore, keys: DayKeys) -> None:
        self.store = store
        self._keys = keys

    def put(self, given: Iterable[tuple[date, str, bytes]]) -> None:
        """Keep pictures by date and SHA-256; again changes nothing that can be read."""
        self.store.put(
            [
                (picture_name(on, digest), self._keys.seal(on, jpeg, digest))
                for on, digest, jpeg in given
            ]
        )

    def get(self, dates: Iterable[date], digest: str) -> bytes | None:
        """Return a picture that was captured on one of the dates and can still be read."""
        for on in dates:
            sealed = self.store.get(picture_name(on, digest))
            jpeg = None if sealed is None else self._keys.opened(on, sealed, digest)
            if jpeg is not None:
                return jpeg
        return None

    def erase(self, pictures: Iterable[Filed]) -> None:
        """Erase pictures."""
        self.store.erase([picture_name(on, digest) for on, digest in pictures])

    def erase_dates(self, dates: Iterable[date]) -> None:
        """Erase whatever is filed under these dates, announced or not."""
        for on in dates:
            self.store.erase_under(on.isoformat())


def picture_name(on: date, digest: str) -> str:
    """Return the name under which a picture lies."""
    return f"{on.isoformat()}/{digest[:2]}/{digest}"
