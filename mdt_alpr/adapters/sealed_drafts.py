"""What people typed at a desk and did not send, sealed in files of its folder (ACC-07, SC-28).

One file a person: the time of the last change on a line, then AES-256-GCM under the desk's key,
bound to person and time. Whose file it is the name does not say.
"""

import hashlib
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import DRAFTS_KEPT_FOR
from mdt_alpr.files import private_files
from mdt_alpr.patrol.ports import Vault

_ENDING, _NONCE_BYTES = ".draft", 12


class SealedDrafts:
    """See ``ui.desk.presenters.session.DraftPlace``; without a key nothing is kept."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder, self._vault = folder, vault

    def text(self, person: str, now: datetime) -> str:
        """Return what is kept for a person, empty for nothing; destroy what is too old."""
        for file in self._folder.glob(f"*{_ENDING}"):
            if not _is_young(file, now):
                with suppress(OSError):
                    private_files.remove(file)
        with suppress(OSError, OutsideError, InvalidTag, UnicodeDecodeError):
            at, _, sealed = self._file(person).read_bytes().partition(b"\n")
            return self._key().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:],
                                       _bound(person, at)).decode()  # fmt: skip
        return ""

    def keep(self, person: str, text: str, now: datetime) -> None:
        """Keep a text in place of the last, or none; a disk that takes nothing costs it only."""
        file, at, nonce = self._file(person), now.isoformat().encode(), os.urandom(_NONCE_BYTES)
        with suppress(OSError, OutsideError):
            if not text:
                private_files.remove(file)
                return
            private_files.make_folder(self._folder)
            sealed = self._key().encrypt(nonce, text.encode(), _bound(person, at))
            private_files.write_whole(file, at + b"\n" + nonce + sealed)

    def _file(self, person: str) -> Path:
        return self._folder / f"{hashlib.sha256(person.encode()).hexdigest()[:16]}{_ENDING}"

    def _key(self) -> AESGCM:
        return AESGCM(self._vault.key())


def _bound(person: str, at: bytes) -> bytes:
    return b"mdt-alpr draft\n" + person.encode() + b"\n" + at


def _is_young(file: Path, now: datetime) -> bool:
    """Return whether a file is of the last days; one of a time to come is of a wrong clock."""
    with suppress(OSError, ValueError):
        at = datetime.fromisoformat(file.read_bytes().partition(b"\n")[0].decode())
        return abs(now - at) < DRAFTS_KEPT_FOR
    return False
