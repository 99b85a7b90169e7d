"""Headquarters' key for hotlists (Ed25519), in a file of its own: cars take no list without it."""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mdt_alpr.hq.base.entry_key import kept_key

FILE = "hotlist_signing.key"


class ListSigner:
    """Signs packages; ``public_key`` (hexadecimal) is what cars know headquarters by."""

    def __init__(self, folder: Path, random_bytes: Callable[[int], bytes]) -> None:
        """Take the key of headquarters' data folder, made on first use.

        Raises:
            OutsideError: the file is not what it should be, or cannot be made.
        """
        seed = kept_key(folder / FILE, random_bytes, "cars know headquarters' lists by it.")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        return self._key.sign(message)
