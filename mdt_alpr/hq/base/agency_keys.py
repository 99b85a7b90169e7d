"""What headquarters keeps beside its rows, in a folder or sealed (``database_keys``).

* The key for the hashes of ended manual entries (MAN-05): who has only the database cannot try
  plates out. From it follows the key of rows that the agency keeps longer than a day's.
* The auditor's key: what the audit keeps for years of what people typed lies under it (RET-09).
* The key for second factors (ACC-04): who has only the database cannot make a code.
* The key for hotlists (Ed25519): cars accept no list without it.
* The lineage in which versions of the list count (HOT-03). A restored headquarters counts on from
  the number of its backup, while its cars know the same numbers of the list that was lost: only
  within one lineage do two numbers compare. It goes into no backup, and each restore begins
  another lineage. Where it is lost or damaged another begins, too: cars then get the whole list
  once. It is no secret.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.keys.key_places import KeyPlace

ENTRY_KEY_FILE = "entry_hash.key"
ACCOUNTS_SEALED_FILE = "accounts_sealed"
"""Says that accounts and sessions carry their marks: what carries none does not count."""
AUDITOR_KEY_FILE = "auditor.key"
KEY_BYTES = 32
_NONCE_BYTES = 12


class AgencyKey:
    """A key of the agency's that seals words by a name."""

    def __init__(
        self, key: bytes, purpose: str, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._key = AESGCM(hmac.digest(key, f"mdt-alpr {purpose}".encode(), "sha256"))
        self._mark_key = hmac.digest(key, f"mdt-alpr {purpose} marks".encode(), "sha256")
        self._random_bytes = random_bytes

    def mark(self, *words: str) -> str:
        """Return a mark of words (hexadecimal) that nobody makes without the key."""
        return hmac.digest(self._mark_key, "\0".join(words).encode(), "sha256").hex()

    def seal(self, words: bytes, name: str) -> bytes:
        """Return the words, encrypted; they open under this name only."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, words, name.encode())

    def opened(self, sealed: bytes, name: str) -> bytes:
        """Return what was sealed.

        Raises:
            OutsideError: it was changed, is another's, or lies under another key.
        """
        try:
            return self._key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            message = "It does not open under the agency's key: damaged, or of another agency."
            raise OutsideError(message) from None


def entry_key(place: KeyPlace, random_bytes: Callable[[int], bytes]) -> bytes:
    """Return the key, made on first use.

    Raises:
        OutsideError: it is not what it should be, or cannot be kept.
    """
    return kept_key(place, ENTRY_KEY_FILE, random_bytes, "ended entries are tested by it.")


FACTOR_KEY_FILE = "second_factor.key"


def factor_key(place: KeyPlace, random_bytes: Callable[[int], bytes]) -> bytes:
    """Return the key of second factors, made on first use.

    Raises:
        OutsideError: it is not what it should be, or cannot be kept.
    """
    return kept_key(place, FACTOR_KEY_FILE, random_bytes, "second factors open under it.")


def kept_key(
    place: KeyPlace, name: str, random_bytes: Callable[[int], bytes], what_for: str
) -> bytes:
    """Return the key of a name, made on first use; of two programs at once the first makes it.

    Raises:
        OutsideError: it is not what it should be, or cannot be kept.
    """
    try:
        key = place.read(name)
        if key is None:
            place.add(name, random_bytes(KEY_BYTES))
            key = place.read(name)
    except OSError as error:
        raise _unusable(place, name, error) from error
    if key is None or len(key) != KEY_BYTES:
        message = f"{name} in {place.words} is damaged. Bring it back from a backup: {what_for}"
        raise OutsideError(message)
    return key


def _unusable(place: KeyPlace, name: str, error: OSError) -> OutsideError:
    why = error.strerror or error
    return OutsideError(
        f"{name} in {place.words} cannot be used: {why}. Check the folder's rights."
    )


def key_id(key: bytes) -> str:
    """Return what distinguishes the key from another; nothing of the key follows from it."""
    return hashlib.sha256(b"mdt-alpr key id\0" + key).hexdigest()[:16]


LIST_KEY_FILE = "hotlist_signing.key"


class ListSigner:
    """Signs packages; ``public_key`` (hexadecimal) is what cars know headquarters by."""

    def __init__(self, place: KeyPlace, random_bytes: Callable[[int], bytes]) -> None:
        """Take the key of headquarters, made on first use.

        Raises:
            OutsideError: it is not what it should be, or cannot be kept.
        """
        what_for = "cars know headquarters' lists by it."
        seed = kept_key(place, LIST_KEY_FILE, random_bytes, what_for)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        return self._key.sign(message)


LINEAGE_FILE = "hotlist_lineage"
_LINEAGE_BYTES = 16
_LINEAGE = re.compile(rb"[0-9a-f]{32}")


def kept_lineage(place: KeyPlace, random_bytes: Callable[[int], bytes]) -> str:
    """Return the lineage (hexadecimal), begun on first use.

    Raises:
        OutsideError: it cannot be kept.
    """
    try:
        lineage = place.read(LINEAGE_FILE)
        if lineage is None:
            place.add(LINEAGE_FILE, random_bytes(_LINEAGE_BYTES).hex().encode())
            lineage = place.read(LINEAGE_FILE)
    except OSError as error:
        raise _unusable(place, LINEAGE_FILE, error) from error
    if lineage is not None and _LINEAGE.fullmatch(lineage):
        return lineage.decode("ascii")
    return begun_anew(place, random_bytes)


def begun_anew(place: KeyPlace, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another lineage and return it.

    Raises:
        OutsideError: it cannot be kept.
    """
    lineage = random_bytes(_LINEAGE_BYTES).hex()
    try:
        place.replace(LINEAGE_FILE, lineage.encode())
    except OSError as error:
        raise _unusable(place, LINEAGE_FILE, error) from error
    return lineage
