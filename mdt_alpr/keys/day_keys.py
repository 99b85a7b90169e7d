"""One AES-256 key for each date of capture: destroyed, it leaves every copy unreadable (RET-03).

The keys lie as files in a folder of their own, never in a backup; servers that share a database
may keep them there. Headquarters seals pictures, reads and backups under them, a car all captured
data of its store (RET-04).
"""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date_ends
from mdt_alpr.keys.key_places import KeyPlace

KEY_BYTES, NONCE_BYTES, _CHECK_BYTES = 32, 12, 8
_ENDING = ".key"


class DamagedError(OutsideError):
    """What was sealed, or the key of its date, is not what was written."""


class DayKeys:
    """The keys in ``place``; any thread may use them.

    ``wrapping`` (32 bytes) encrypts the keys themselves; without it only the place protects them,
    and a check beside each shows whether it is what was written.
    """

    def __init__(
        self, place: KeyPlace, random_bytes: Callable[[int], bytes], wrapping: bytes = b""
    ) -> None:
        self._place = place
        self._random_bytes = random_bytes
        self._wrapping = AESGCM(wrapping) if wrapping else None
        self._known: dict[date, AESGCM] = {}
        self._alike: dict[date, AESSIV] = {}
        self._making = threading.Lock()

    def seal(self, on: date, content: bytes, name: str, *, make: bool = True) -> bytes:
        """Return ``content`` captured on a date, encrypted; it opens under this ``name`` only.

        Raises:
            DamagedError: the key was changed; without ``make``, or there is none.
        """
        key = self._key(on) or (self._made(on) if make else None)
        if key is None:
            message = f"The key of {on} in {self._place.words} is missing. Bring back its copy."
            raise DamagedError(message)
        nonce = self._random_bytes(NONCE_BYTES)
        return nonce + key.encrypt(nonce, content, _bound(on, name))

    def opened(self, on: date, sealed: bytes, name: str) -> bytes | None:
        """Return what was sealed, None where the key of the date is destroyed.

        Raises:
            DamagedError: it or its key was changed, or it is another's.
        """
        key = self._key(on)
        if key is None:
            return None
        try:
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(on, name))
        except (InvalidTag, ValueError):
            raise _damaged(on) from None

    def seal_alike(self, on: date, content: bytes, *, make: bool = True) -> bytes | None:
        """Return ``content`` encrypted so that it is found: equal contents of a date look equal.

        Without ``make`` it is None where the date has no key.
        """
        key = self._alike_key(on, make=make)
        return None if key is None else key.encrypt(content, None)

    def opened_alike(self, on: date, sealed: bytes) -> bytes | None:
        """Return what ``seal_alike`` encrypted, None where the key of the date is destroyed.

        Raises:
            OutsideError: it was changed, or is of another date.
        """
        key = self._alike_key(on, make=False)
        if key is None:
            return None
        try:
            return key.decrypt(sealed, None)
        except (InvalidTag, ValueError):
            raise _damaged(on) from None

    def secret(self, on: date, purpose: str, *, make: bool = False) -> bytes | None:
        """Return 32 bytes that follow from a date's key; None where there is none.

        With ``make`` a key that is not there yet is made.
        """
        if make:
            self.begin(on)
        content = self._read(on)
        if content is None:
            return None
        key = self._unwrapped(on, content)
        return hmac.digest(key, f"mdt-alpr {purpose}".encode(), "sha256")

    def begin(self, on: date) -> None:
        """Make the key of a date that has none."""
        if self._key(on) is None:
            self._made(on)

    def dates(self) -> list[date]:
        """Return the dates whose key is kept, oldest first."""
        days = []
        for name in self._place.names(f"*{_ENDING}"):
            with suppress(ValueError):
                days.append(date.fromisoformat(name.removesuffix(_ENDING)))
        return sorted(days)

    def damaged(self) -> list[date]:
        """Return the dates whose key is kept, but is not what was written; oldest first.

        Raises:
            OutsideError: the place cannot be used.
        """
        return [on for on in self.dates() if self.is_damaged(on)]

    def is_damaged(self, on: date) -> bool:
        """Return whether the key of a date is kept, but is not what was written.

        Raises:
            OutsideError: the place cannot be used.
        """
        try:
            content = self._read(on)
        except DamagedError:  # the place itself seals what it keeps
            return True
        return content is not None and not self._plain(on, content)

    def expired(self, now: datetime) -> list[date]:
        """Return the dates that are over at ``now`` and whose key is still kept (RET-05)."""
        return [on for on in self.dates() if capture_date_ends(on) <= now]

    def destroy_expired(self, now: datetime) -> list[date]:
        """Destroy the key of every date that is over (RET-05); return those dates."""
        gone = self.expired(now)
        self.destroy(gone)
        return gone

    def destroy(self, dates: Iterable[date]) -> None:
        """Destroy the keys of these dates, over or not: what a hold kept goes when it ends.

        Raises:
            OutsideError: the disk refuses it for a date; those of all others are destroyed.
        """
        failed: OSError | None = None
        with self._making:
            for on in dates:
                self._known.pop(on, None)
                self._alike.pop(on, None)
                try:
                    self._place.destroy(_name(on))
                except OSError as error:
                    failed = error
        if failed is not None:
            raise self._unusable(failed) from failed

    def renew(self, on: date) -> None:
        """Put another key in the place of a damaged one; what lies under that is lost.

        For keys of which there is no copy that could be brought back.
        """
        with self._making:
            self._known.pop(on, None)
            self._alike.pop(on, None)
            try:
                self._place.replace(_name(on), self._fresh(on))
            except OSError as error:
                raise self._unusable(error) from error

    def forget(self) -> None:
        """Read every key again: another program may have destroyed it meanwhile."""
        with self._making:
            self._known.clear()
            self._alike.clear()

    def _key(self, on: date) -> AESGCM | None:
        known = self._known.get(on)
        if known is not None:
            return known
        content = self._read(on)
        if content is None:
            return None
        key = AESGCM(self._unwrapped(on, content))
        self._known[on] = key
        return key

    def _alike_key(self, on: date, *, make: bool) -> AESSIV | None:
        if (known := self._alike.get(on)) is not None:
            return known
        halves = [self.secret(on, f"alike {half}", make=make) for half in (1, 2)]
        query = b"".join(half for half in halves if half)
        if not query:
            return None
        return self._alike.setdefault(on, AESSIV(query))  # two halves of AES-256 each

    def _made(self, on: date) -> AESGCM:
        with self._making:
            if (known := self._key(on)) is not None:
                return known
            try:
                self._place.add(_name(on), self._fresh(on))
            except OSError as error:
                raise self._unusable(error) from error
            key = self._key(on)  # another process may have been first
        if key is None:
            message = f"The key of {on} cannot be kept in {self._place.words}. Check the folder."
            raise OutsideError(message)
        return key

    def _fresh(self, on: date) -> bytes:
        key = self._random_bytes(KEY_BYTES)
        if self._wrapping is None:
            return key + _check(key)
        nonce = self._random_bytes(NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, key, _bound(on, "key"))

    def _unwrapped(self, on: date, content: bytes) -> bytes:
        key = self._plain(on, content)
        if not key:
            message = f"The key of {on} in {self._place.words} is damaged. Bring back its copy."
            raise DamagedError(message)
        return key

    def _plain(self, on: date, content: bytes) -> bytes:
        """Return the key, empty where it is damaged: nothing may be sealed under such a one."""
        if self._wrapping is None:
            key, check = content[:KEY_BYTES], content[KEY_BYTES:]
            return key if len(key) == KEY_BYTES and check == _check(key) else b""
        nonce, wrapped = content[:NONCE_BYTES], content[NONCE_BYTES:]
        try:
            return self._wrapping.decrypt(nonce, wrapped, _bound(on, "key"))
        except (InvalidTag, ValueError):
            return b""

    def _read(self, on: date) -> bytes | None:
        try:
            return self._place.read(_name(on))
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> OutsideError:
        return OutsideError(
            f"The keys of days in {self._place.words} cannot be used: {error.strerror or error}. "
            "Check the folder, its rights and its space."
        )


def _name(on: date) -> str:
    return f"{on.isoformat()}{_ENDING}"


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"mdt-alpr day key" + key).digest()[:_CHECK_BYTES]


def _damaged(on: date) -> DamagedError:
    return DamagedError(f"What was captured on {on} does not open under that day's key: damaged.")


def _bound(on: date, name: str) -> bytes:
    return f"{on.isoformat()}/{name}".encode()
