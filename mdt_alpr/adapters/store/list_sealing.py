"""What lies on the car's disk of the list: sealed with AES-256-GCM, looked up by keyed hashes."""

import hashlib
import hmac
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr.domain.errors import StoreLockedError

KEY_BYTES = 32
_NONCE_BYTES = 12


def derived(key: bytes, what: str) -> bytes:
    """Return a key of its own for ``what``."""
    return hmac.digest(key, f"mdt-alpr {what}".encode(), "sha256")


class Sealer:
    """Seals numbered pieces of one thing; the key is used for nothing else."""

    def __init__(self, key: bytes, what: str) -> None:
        self._cipher = AESGCM(key)
        self._what = what.encode()

    def seal(self, number: int, plain: bytes) -> bytes:
        """Return the sealed piece; a number is used once with a key."""
        return self._cipher.encrypt(number.to_bytes(_NONCE_BYTES, "big"), plain, self._what)

    def opened(self, number: int, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            StoreLockedError: another key, another place, or damage.
        """
        try:
            return self._cipher.decrypt(number.to_bytes(_NONCE_BYTES, "big"), sealed, self._what)
        except InvalidTag:
            message = (
                "The list on this car's disk is damaged or of another key. "
                "It is being downloaded again."
            )
            raise StoreLockedError(message) from None


def hashing(key: bytes) -> Callable[[str], int]:
    """Return the keyed hash of a folded plate: 64 bits, even over all numbers."""
    begun, to_number = hashlib.blake2b(key=key, digest_size=8), int.from_bytes

    def hashed(folded_text: str) -> int:
        hashing = begun.copy()
        hashing.update(folded_text.encode())
        return to_number(hashing.digest(), "little")

    return hashed
