"""The agency's key for the hashes of ended manual entries (MAN-05), in a file of its own.

It lies beside the database, not in it: who has only the database cannot try plates out.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError

FILE = "entry_hash.key"
_BYTES = 32


def entry_key(folder: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    """Return the key, made on first use; only this user may read its file.

    Raises:
        OutsideError: the file is not what it should be, or cannot be made.
    """
    return kept_key(folder / FILE, random_bytes, "ended entries are tested by it.")


def kept_key(path: Path, random_bytes: Callable[[int], bytes], what_for: str) -> bytes:
    """Return the key of a file, made on first use; only this user may read it.

    Raises:
        OutsideError: the file is not what it should be, or cannot be made.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
        else:
            key = random_bytes(_BYTES)
            with os.fdopen(descriptor, "wb") as file:
                file.write(key)
    except OSError as error:
        message = f"{path} cannot be used: {error.strerror or error}. Check the folder's rights."
        raise OutsideError(message) from error
    if len(key) != _BYTES:
        message = f"{path} is damaged. Bring it back from a backup: {what_for}"
        raise OutsideError(message)
    return key


def key_id(key: bytes) -> str:
    """Return by what the key is told from another; nothing of the key follows from it."""
    return hashlib.sha256(b"mdt-alpr key id\0" + key).hexdigest()[:16]
