"""The folder of checkpoints that the agency names, and the key that signs them.

One file a checkpoint, named by its number; none is ever written over. The folder is made by the
agency, never here: a share that is not mounted must not become a folder on the same disk.
"""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mdt_alpr.domain.audit.witness import Checkpoint, to_sign
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.signing import is_signed, key_of, pem_of

_NAMED, _ENDING = "audit-checkpoint-", ".json"


class AuditKey:
    """The private key of the checkpoints; ``public_key`` in hexadecimal digits."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = key.public_key().public_bytes_raw().hex()

    @classmethod
    def read(cls, place: Path) -> "AuditKey":
        """Return the key of a file.

        Raises:
            OutsideError: there is none, or it is no Ed25519 private key.
        """
        try:
            key = load_pem_private_key(place.read_bytes(), None)
        except OSError as error:
            why = error.strerror or error
            message = f"The audit key {place} cannot be read: {why}. `hq audit-key` makes one."
            raise OutsideError(message) from error
        except (ValueError, TypeError) as error:
            message = f"{place} holds no audit key. `hq audit-key` makes one."
            raise OutsideError(message) from error
        if not isinstance(key, Ed25519PrivateKey):
            message = f"{place} holds a key of another kind. `hq audit-key` makes one."
            raise OutsideError(message)
        return cls(key)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        return self._key.sign(message)


def make_audit_key(place: Path, random_bytes: Callable[[int], bytes]) -> Path:
    """Write a new private key, and its public one beside it; return the place of that.

    Raises:
        OutsideError: one is there already, or it cannot be written.
    """
    key = Ed25519PrivateKey.from_private_bytes(random_bytes(32))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = place.with_name(f"{place.name}.pub")
    try:
        _demand_absent(place, public)
        _write_new(place, private)
        _write_new(public, pem_of(AuditKey(key).public_key).encode("ascii"))
    except FileExistsError as error:
        message = f"{error.filename} exists already. Nothing was changed; choose another name."
        raise OutsideError(message) from error
    except OSError as error:
        message = f"{place} cannot be written: {error.strerror or error}."
        raise OutsideError(message) from error
    return public


def public_key_in(place: Path) -> str:
    """Return the public key of a file in hexadecimal digits.

    Raises:
        OutsideError: it cannot be read, or holds none.
    """
    try:
        found = key_of(place.read_text("ascii", "replace"))
    except OSError as error:
        message = f"The key {place} cannot be read: {error.strerror or error}."
        raise OutsideError(message) from error
    if found is None:
        message = f"{place} holds no Ed25519 public key, neither as PEM nor as 64 hex digits."
        raise OutsideError(message)
    return found


class WitnessFolder:
    """The checkpoints in a folder; written by one thread of one headquarters."""

    def __init__(self, folder: Path) -> None:
        """Take the folder.

        Raises:
            OutsideError: it is not there.
        """
        if not folder.is_dir():
            message = f"The witness folder {folder} is not there. Make it, or mount its share."
            raise OutsideError(message)
        self._folder = folder

    def places(self) -> list[Path]:
        """Return the files of all checkpoints, the first one first.

        Raises:
            OutsideError: the folder cannot be read.
        """
        try:
            return sorted(self._folder.glob(f"{_NAMED}*{_ENDING}"))
        except OSError as error:
            raise self._unusable(error) from error

    def read(self, place: Path, public_key: str) -> Checkpoint | None:
        """Return a checkpoint; None where the file holds none that the key signed.

        Raises:
            OutsideError: the file cannot be read.
        """
        try:
            given = json.loads(place.read_bytes())
            one = _checkpoint(given["checkpoint"])
            signature = bytes.fromhex(given["signature"])
        except OSError as error:
            raise self._unusable(error) from error
        except (ValueError, TypeError, KeyError, OverflowError):
            return None
        is_named = place.name == _name(one.number)
        return one if is_named and is_signed(public_key, to_sign(one), signature) else None

    def add(self, one: Checkpoint, key: AuditKey) -> None:
        """Keep a checkpoint.

        Raises:
            OutsideError: it cannot be kept, or one of its number is there.
        """
        plain = {**asdict(one), "at": one.at.isoformat()}
        signed = {"checkpoint": plain, "signature": key.sign(to_sign(one)).hex()}
        place = self._folder / _name(one.number)
        half = place.with_name(f"{place.name}.{secrets.token_hex(8)}.part")
        try:
            with half.open("x", encoding="ascii") as file:
                json.dump(signed, file)
                file.flush()
                os.fsync(file.fileno())
            _name_new(half, place)
        except OSError as error:
            raise self._unusable(error) from error
        finally:
            half.unlink(missing_ok=True)

    def _unusable(self, error: OSError) -> OutsideError:
        why = error.strerror or error
        return OutsideError(f"The witness folder {self._folder} cannot be used: {why}.")


def _name(number: int) -> str:
    return f"{_NAMED}{number:08}{_ENDING}"


def _checkpoint(given: Any) -> Checkpoint:
    at = datetime.fromisoformat(given["at"])
    if at.tzinfo is None:
        message = "a checkpoint's time has its zone"
        raise ValueError(message)
    return Checkpoint(
        number=int(given["number"]),
        at=at,
        sequence=int(given["sequence"]),
        digest=str(given["digest"]),
        entries=int(given["entries"]),
        previous=str(given["previous"]),
    )


def _demand_absent(*places: Path) -> None:
    for one in places:
        if one.exists():
            raise FileExistsError(None, "it exists", str(one))


def _name_new(half: Path, place: Path) -> None:
    """Give a file its name where no other has it; a share without links takes the content."""
    try:
        place.hardlink_to(half)
    except FileExistsError:
        raise
    except OSError:
        _write_new(place, half.read_bytes())


def _write_new(place: Path, content: bytes) -> None:
    opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(content)
