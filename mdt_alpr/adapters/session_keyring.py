"""The session of who gives commands, in the keyring of the operating system, and nowhere else.

A file would hold the token in the clear; where there is no keyring, a shell keeps it in a variable
of its own for as long as it runs (09.21.8.A, SC-23, SC-28).
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from mdt_alpr.adapters.vault.keyring_vault import SERVICE, safe_backend
from mdt_alpr.domain.errors import StoreLockedError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

ENTRY = "command line"
VARIABLE = "MDT_ALPR_HQ_SESSION"
_INSTEAD = (
    "Unlock or install a keyring (Windows and GNOME bring one), or let this shell alone keep the "
    f'session: export {VARIABLE}="$(mdt-alpr hq sign-in --print ...)"'
)


class SessionKeyring:
    """Keeps one text, that of the session."""

    def __init__(self, backend: "KeyringBackend | None" = None) -> None:
        """Use ``backend``, or the one that the machine offers."""
        self._backend = backend

    def text(self) -> str:
        """Return what is kept, empty where nothing is or the keyring cannot be used."""
        from keyring.errors import KeyringError

        with suppress(KeyringError, OSError, RuntimeError, StoreLockedError):
            return safe_backend(self._backend, _INSTEAD).get_password(SERVICE, ENTRY) or ""
        return ""

    def keep(self, text: str) -> None:
        """Keep a text; it is read back before that counts.

        Raises:
            StoreLockedError: no keyring, a locked one, or one that keeps nothing or keeps it in
                the clear; names the alternative.
        """
        from keyring.errors import KeyringError

        try:
            backend = safe_backend(self._backend, _INSTEAD)
            backend.set_password(SERVICE, ENTRY, text)
            is_kept = backend.get_password(SERVICE, ENTRY) == text
        except (KeyringError, OSError, RuntimeError) as error:
            message = f"The keyring of this machine cannot be used. {_INSTEAD}"
            raise StoreLockedError(message) from error
        if not is_kept:
            raise StoreLockedError(f"The keyring of this machine keeps nothing. {_INSTEAD}")

    def demand(self) -> None:
        """Find out whether it keeps anything, before somebody types a password for it.

        Raises:
            StoreLockedError: as ``keep``.
        """
        before = self.text()
        self.keep(before or "nobody")
        if not before:
            self.forget()

    def forget(self) -> None:
        """Keep nothing any more."""
        from keyring.errors import KeyringError

        with suppress(KeyringError, OSError, RuntimeError, StoreLockedError):
            safe_backend(self._backend, _INSTEAD).delete_password(SERVICE, ENTRY)
