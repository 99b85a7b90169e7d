"""A vault that is asked once: a passphrase is typed once, whoever needs the key afterwards."""

from mdt_alpr.patrol.ports import Vault


class AskedOnce:
    """See ``patrol.ports.Vault``; keeps the key in memory once it was had."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._key = b""

    def key(self) -> bytes:
        """Return the key.

        Raises:
            StoreLockedError: it cannot be had.
        """
        self._key = self._key or self._vault.key()
        return self._key

    def forget(self) -> None:
        """Destroy the key for good.

        Raises:
            StoreLockedError: it cannot be removed.
        """
        self._key = b""
        self._vault.forget()
