"""The key of what in a backup is no captured data; it lies beside the keys of the days."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.signing import key_of, pem_of

FILE = "backup.key"
TRUSTED = "headquarters.pub"
"""Public key of the headquarters whose backups these keys open."""
_KEY_BYTES, _NONCE_BYTES = 32, 12


class BackupKey:
    """Seals and opens parts of a backup by their name."""

    def __init__(self, key: bytes, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._key = AESGCM(key)
        self._random_bytes = random_bytes

    @classmethod
    def of(cls, folder: Path, random_bytes: Callable[[int], bytes]) -> "BackupKey":
        """Return the key in ``folder``, made on first use.

        Raises:
            OutsideError: it cannot be kept.
        """
        path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileExistsError):
                opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(opened, "wb") as file:
                    file.write(random_bytes(_KEY_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            message = f"{path} cannot be kept: {error.strerror or error}. Check the folder."
            raise OutsideError(message) from error
        return cls.kept(folder, random_bytes)

    @classmethod
    def kept(cls, folder: Path, random_bytes: Callable[[int], bytes] = os.urandom) -> "BackupKey":
        """Return the key in ``folder``.

        Raises:
            OutsideError: there is none, or it is damaged.
        """
        try:
            key = (folder / FILE).read_bytes()
        except OSError:
            key = b""
        if len(key) != _KEY_BYTES:
            message = (
                f"{folder} does not hold the keys of this backup. Name the mirrored folder of "
                "day keys with --keys."
            )
            raise OutsideError(message)
        return cls(key, random_bytes)

    def seal(self, content: bytes, name: str) -> bytes:
        """Return the content, encrypted."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, content, name.encode())

    def opened(self, sealed: bytes, name: str) -> bytes:
        """Return what was sealed.

        Raises:
            OutsideError: it was sealed by another key, or changed.
        """
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._key.decrypt(nonce, content, name.encode())
        except (InvalidTag, ValueError):
            message = "The backup does not open under this key, or was changed. Nothing is back."
            raise OutsideError(message) from None


def keep_trusted(folder: Path, public_key: str) -> None:
    """Keep the key that signs the backups beside those that open them: both are mirrored.

    Raises:
        OutsideError: it cannot be kept.
    """
    try:
        (folder / TRUSTED).write_text(pem_of(public_key), encoding="ascii")
    except OSError as error:
        message = f"{folder / TRUSTED} cannot be kept: {error.strerror or error}."
        raise OutsideError(message) from error


def kept_trusted(folder: Path) -> str:
    """Return the public key of the headquarters whose keys these are, in hexadecimal digits.

    Raises:
        OutsideError: there is none.
    """
    try:
        found = key_of((folder / TRUSTED).read_text("ascii", "replace"))
    except OSError:
        found = None
    if found is None:
        message = (
            f"{folder / TRUSTED} is missing: whose backup this is cannot be told. Give "
            "headquarters' public key with --key."
        )
        raise OutsideError(message)
    return found
