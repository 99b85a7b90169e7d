"""What headquarters keeps in files of their own, beside the database.

* The key for the hashes of ended manual entries (MAN-05): who has only the database cannot try
  plates out. From it follows the key of rows that the agency keeps longer than a day's.
* The auditor's key: what the audit keeps for years of what people typed lies under it (RET-09).
* The key for second factors (ACC-04): who has only the database cannot make a code.
* The key for hotlists (Ed25519): cars accept no list without it.
* The lineage in which versions of the list count (HOT-03). A restored headquarters counts on from
  the number of its backup, while its cars know the same numbers of the list that was lost: only
  within one lineage do two numbers compare. The file goes into no backup, and each restore begins
  another lineage. Where it is lost or damaged another begins, too: cars then get the whole list
  once. It is no secret.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr import private_files
from mdt_alpr.domain.errors import OutsideError

ENTRY_KEY_FILE = "entry_hash.key"
AUDITOR_KEY_FILE = "auditor.key"
KEY_BYTES = 32
_NONCE_BYTES = 12


class AgencyKey:
    """A key of the agency's that seals words by a name."""

    def __init__(
        self, key: bytes, purpose: str, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._key = AESGCM(hmac.digest(key, f"mdt-alpr {purpose}".encode(), "sha256"))
        self._random_bytes = random_bytes

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


def entry_key(folder: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    """Return the key, made on first use; only this user may read its file.

    Raises:
        OutsideError: the file is not what it should be, or cannot be made.
    """
    return kept_key(folder / ENTRY_KEY_FILE, random_bytes, "ended entries are tested by it.")


FACTOR_KEY_FILE = "second_factor.key"


def factor_key(folder: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    """Return the key of second factors, made on first use; only this user may read its file.

    Raises:
        OutsideError: the file is not what it should be, or cannot be made.
    """
    return kept_key(folder / FACTOR_KEY_FILE, random_bytes, "second factors open under it.")


def kept_key(path: Path, random_bytes: Callable[[int], bytes], what_for: str) -> bytes:
    """Return the key of a file, made on first use; only this user may read it.

    Raises:
        OutsideError: the file is not what it should be, or cannot be made.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            file = private_files.create(path)
        except FileExistsError:
            key = path.read_bytes()
        else:
            key = random_bytes(KEY_BYTES)
            with file:
                file.write(key)
    except OSError as error:
        message = f"{path} cannot be used: {error.strerror or error}. Check the folder's rights."
        raise OutsideError(message) from error
    if len(key) != KEY_BYTES:
        message = f"{path} is damaged. Bring it back from a backup: {what_for}"
        raise OutsideError(message)
    return key


def key_id(key: bytes) -> str:
    """Return what distinguishes the key from another; nothing of the key follows from it."""
    return hashlib.sha256(b"mdt-alpr key id\0" + key).hexdigest()[:16]


LIST_KEY_FILE = "hotlist_signing.key"


class ListSigner:
    """Signs packages; ``public_key`` (hexadecimal) is what cars know headquarters by."""

    def __init__(self, folder: Path, random_bytes: Callable[[int], bytes]) -> None:
        """Take the key of headquarters' data folder, made on first use.

        Raises:
            OutsideError: the file is not what it should be, or cannot be made.
        """
        seed = kept_key(
            folder / LIST_KEY_FILE, random_bytes, "cars know headquarters' lists by it."
        )
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        return self._key.sign(message)


LINEAGE_FILE = "hotlist_lineage"
_LINEAGE_BYTES = 16
_LINEAGE = re.compile(r"[0-9a-f]{32}", flags=re.ASCII)


def kept_lineage(folder: Path, random_bytes: Callable[[int], bytes]) -> str:
    """Return the lineage (hexadecimal), begun on first use.

    Raises:
        OutsideError: the file cannot be made.
    """
    with suppress(OSError, UnicodeDecodeError):
        kept = (folder / LINEAGE_FILE).read_text(encoding="ascii")
        if _LINEAGE.fullmatch(kept):
            return kept
    return begun_anew(folder, random_bytes)


def begun_anew(folder: Path, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another lineage and return it.

    Raises:
        OutsideError: the file cannot be made.
    """
    path, lineage = folder / LINEAGE_FILE, random_bytes(_LINEAGE_BYTES).hex()
    draft = path.with_name(f"{LINEAGE_FILE}.new")
    try:
        with private_files.rewrite(draft) as file:
            file.write(lineage.encode("ascii"))
        private_files.replace(draft, path)
    except OSError as error:
        message = f"{path} cannot be made: {error.strerror or error}. Check the folder's rights."
        raise OutsideError(message) from error
    return lineage
