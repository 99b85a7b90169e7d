"""Where a desk keeps its enrollment: a file sealed under the key in its vault.

A car keeps it in its store, with the data that must go to no other headquarters.
"""

import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr.adapters.hq_link.enrolled import Enrolled, enrolled
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.patrol.ports import Vault
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.devices import KeptEnrollment

FILE = "enrollment.sealed"
_NONCE_BYTES = 12
_BOUND = b"mdt-alpr enrollment 1"


def kept_in(folder: Path, vault: Vault) -> Enrolled | None:
    """Return the machine that is enrolled in this folder, None where none is.

    Raises:
        StoreLockedError: its key cannot be had.
        OutsideError: the file is damaged, or sealed under another key.
    """
    place = folder / FILE
    if not place.exists():
        return None
    seed = vault.key()
    try:
        sealed = place.read_bytes()
        content = AESGCM(seed).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _BOUND)
        return enrolled(decode(KeptEnrollment, content), seed)
    except (OSError, InvalidTag, ValueError, DecodeError) as error:
        message = f"{place} is damaged, or not of this machine. Enroll it again: mdt-alpr enroll."
        raise OutsideError(message) from error


def keep_in(folder: Path, vault: Vault, enrollment: KeptEnrollment) -> None:
    """Keep an enrollment in this folder.

    Raises:
        StoreLockedError: its key cannot be had.
        OutsideError: the file cannot be written.
    """
    seed, nonce = vault.key(), secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(seed).encrypt(nonce, encode(enrollment).encode(), _BOUND)
    place = folder / FILE
    part = place.with_name(f"{FILE}.part")
    try:
        private_files.make_folder(folder)
        private_files.remove(part)
        with private_files.create(part) as file:
            file.write(sealed)
        private_files.replace(part, place)
    except OSError as error:
        raise OutsideError(f"{place} cannot be written: {error.strerror or error}.") from error
