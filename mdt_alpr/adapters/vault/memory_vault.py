"""A key that ends with the program: for the demo, whose data is synthetic and short-lived."""

from collections.abc import Callable

from mdt_alpr.database import KEY_BYTES


class MemoryVault:
    """See ``patrol.ports.Vault``. What is encrypted under this key cannot be read later."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._key = random_bytes(KEY_BYTES)

    def key(self) -> bytes:
        """Return the 32-byte key, the same as long as the program runs."""
        return self._key

    def forget(self) -> None:
        """Forget the key; what comes after has another one."""
        self._key = self._random_bytes(KEY_BYTES)
