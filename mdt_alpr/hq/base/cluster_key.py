"""The key of servers that share a database: their keys lie there under it.

Its file holds a key for what lasts, and one for a date, from which that of each later date follows
and none of an earlier one. What is kept for a date of capture lies under the date's; when that is
over each server moves its own file on. A deleted row lives on in archives of the database: it
opens no more there either (RET-03).
"""

import hmac
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date_ends
from mdt_alpr.hq.base.agency_keys import KEY_BYTES, AgencyKey
from mdt_alpr.keys.key_places import KeyFolder

_BEGINS = b"2020-01-01"
"""Before anything was captured."""
_DATED = re.compile(r"day_keys/(?:ends/)?(\d{4}-\d\d-\d\d)\.key", flags=re.ASCII)


class ClusterKey:
    """Seals what is kept in the database, by its name; any thread may use it."""

    def __init__(self, file: Path, random_bytes: Callable[[int], bytes], *, make: bool) -> None:
        """Read the file; ``make`` one where there is none.

        Raises:
            OutsideError: it is missing, damaged, or cannot be read or made.
        """
        self._file = file
        self._place = KeyFolder(file.parent, random_bytes)
        self._random_bytes = random_bytes
        try:
            if make:
                self._place.add(file.name, random_bytes(2 * KEY_BYTES) + _BEGINS)
            content = self._place.read(file.name)
        except OSError as error:
            message = f"{file} cannot be used: {error.strerror or error}. Check its rights."
            raise OutsideError(message) from error
        if content is None:
            raise OutsideError(
                f"{file} is missing: the keys of this headquarters lie in its database under it. "
                "Copy it from a server that serves."
            )
        self._lasting, self._dated = content[:KEY_BYTES], self._of_date(content)

    def seal(self, content: bytes, name: str) -> bytes:
        """Return the content, sealed; what comes late for a past date goes with the next one."""
        return self._key(name).seal(content, name)

    def opened(self, sealed: bytes, name: str) -> bytes | None:
        """Return what was sealed, None where its date is over.

        Raises:
            OutsideError: it was changed, or lies under another key.
        """
        try:
            return self._key(name).opened(sealed, name)
        except OutsideError:
            if self.is_over(name):
                return None
            raise

    def is_over(self, name: str) -> bool:
        """Tell whether a name is of a date that is over."""
        on = date_of(name)
        return on is not None and on < self._dated[0]

    def move_on(self, until: datetime, dates: Collection[date]) -> None:
        """Forget dates that were over then, up to the first that is one of ``dates``.

        Raises:
            OSError: the file cannot be written; the dates can still be opened by it.
        """
        name = self._file.name
        content = self._place.read(name)
        if content is not None:  # another server of this machine may have moved it on
            self._dated = max(self._dated, self._of_date(content))
        begins, key = self._dated
        while capture_date_ends(begins) <= until and begins not in dates:
            begins, key = date.fromordinal(begins.toordinal() + 1), _next(key)
        if begins == self._dated[0]:
            return
        before = f"{name}.{self._random_bytes(4).hex()}"
        with suppress(FileNotFoundError):
            self._file.with_name(before).hardlink_to(self._file)
        self._place.replace(name, self._lasting + key + begins.isoformat().encode())
        self._place.destroy(before)  # overwritten, too
        self._dated = begins, key

    def _key(self, name: str) -> AgencyKey:
        on = date_of(name)
        if on is None:
            return AgencyKey(self._lasting, "cluster", self._random_bytes)
        begins, key = self._dated
        for _ in range((on - begins).days):
            key = _next(key)
        return AgencyKey(key, "cluster day", self._random_bytes)

    def _of_date(self, content: bytes) -> tuple[date, bytes]:
        try:
            begins = date.fromisoformat(content[2 * KEY_BYTES :].decode("ascii"))
        except ValueError:
            message = f"{self._file} is damaged. Copy it from a server that serves."
            raise OutsideError(message) from None
        return begins, content[KEY_BYTES : 2 * KEY_BYTES]


def date_of(name: str) -> date | None:
    """Return the date of capture that a key is for, None where it lasts otherwise."""
    match = _DATED.fullmatch(name)
    return date.fromisoformat(match[1]) if match else None


def _next(key: bytes) -> bytes:
    return hmac.digest(key, b"mdt-alpr next date", "sha256")
