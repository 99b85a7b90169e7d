"""The key in the keyring of the operating system."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from mdt_alpr.database import KEY_BYTES
from mdt_alpr.domain.errors import StoreLockedError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "mdt-alpr"
ACCOUNT = "car-store"
_INSTEAD = (
    "Unlock or install a keyring (Windows and GNOME bring one), or set MDT_ALPR_PASSPHRASE "
    "to keep the key in a file under that passphrase."
)


class KeyringVault:
    """See ``patrol.ports.Vault``. The key is made on first use and read back before it counts."""

    def __init__(
        self,
        random_bytes: Callable[[int], bytes],
        backend: "KeyringBackend | None" = None,
        account: str = ACCOUNT,
    ) -> None:
        """Use ``backend``, or the one that the machine offers, and its entry ``account``."""
        self._random_bytes = random_bytes
        self._backend = backend
        self._account = account

    def key(self) -> bytes:
        """Return the 32-byte key, made on first use.

        Raises:
            StoreLockedError: no keyring, a locked one, or one that keeps nothing or keeps it
                in the clear; names the alternative.
        """
        from keyring.errors import KeyringError

        try:
            backend = safe_backend(self._backend, _INSTEAD)
            secret = backend.get_password(SERVICE, self._account)
            if secret is None:
                secret = self._random_bytes(KEY_BYTES).hex()
                backend.set_password(SERVICE, self._account, secret)
                _demand_kept(backend.get_password(SERVICE, self._account), secret)
        except (KeyringError, OSError, RuntimeError) as error:
            message = f"The keyring of this machine cannot be used. {_INSTEAD}"
            raise StoreLockedError(message) from error
        return _key_of(secret, self._account)

    def forget(self) -> None:
        """Destroy the key for good.

        Raises:
            StoreLockedError: the keyring refuses, or holds it still.
        """
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            backend = safe_backend(self._backend, _INSTEAD)
            with suppress(PasswordDeleteError):  # there was none, or it stays
                backend.delete_password(SERVICE, self._account)
            is_there = backend.get_password(SERVICE, self._account) is not None
        except (KeyringError, OSError, RuntimeError) as error:
            message = f"The keyring of this machine cannot be used. {_INSTEAD}"
            raise StoreLockedError(message) from error
        if is_there:
            raise StoreLockedError(
                f"The keyring of this machine still holds {SERVICE}/{self._account}. Remove it."
            )


def safe_backend(given: "KeyringBackend | None", instead: str) -> "KeyringBackend":
    """Return ``given``, or the machine's keyring, which keeps its entries on this machine.

    That of Windows would else let them follow the user's profile to other machines.

    Raises:
        StoreLockedError: it keeps what it is given in the clear; says what to do ``instead``.
    """
    import keyring

    backend = given or keyring.get_keyring()
    for part in getattr(backend, "backends", [backend]):
        if "plaintext" in type(part).__name__.lower():
            message = f"The keyring of this machine keeps keys in the clear. {instead}"
            raise StoreLockedError(message)
        if hasattr(part, "persist"):
            part.persist = "local machine"
    return backend


def _demand_kept(stored: str | None, given: str) -> None:
    if stored != given:
        raise StoreLockedError(f"The keyring of this machine keeps nothing. {_INSTEAD}")


def _key_of(text: str, account: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreLockedError(
            f"What the keyring holds under {SERVICE}/{account} is no key of this program. "
            "Nothing was changed: bring back the right entry, or remove it to begin a new key."
        )
    return key
