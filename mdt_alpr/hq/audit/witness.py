"""Let a second place vouch for headquarters' own audit, and compare the two (AUD-04).

The folder of checkpoints is made by the agency, never here: a share that is not mounted must not
become a folder on the same disk. One file a checkpoint, named by its number; none is ever
written over.
"""

import json
import logging
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mdt_alpr.domain.audit.witness import (
    ChainFinding,
    Checkpoint,
    following,
    is_lagging,
    missing_from,
    to_sign,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.chain_watch import known_breaks, resumed_of
from mdt_alpr.hq.audit.service import check_own_chain, mark_is_valid, place_at
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
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
    """Give a file its name where no other has it; without links the content is copied."""
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


EVERY = timedelta(hours=1)
NOT_SET = "no witness: --audit-key and --audit-witness are not set"
_LOG = logging.getLogger(__name__)


def check_chain(hq: Headquarters, witness: WitnessFolder | None, public_key: str) -> ChainFinding:
    """Check the whole chain, and against a witness where there is one.

    Raises:
        OutsideError: the witness folder cannot be read.
    """
    known = known_breaks(hq)
    if not mark_is_valid(hq):
        why = "the mark of how far the audit was found whole is missing or not headquarters' own"
        return ChainFinding(1, why, known=known)
    if (broken := check_own_chain(hq, resumed_of(known))) is not None:
        why = f"entry {broken} is missing or changed, or one before it"
        return ChainFinding(broken, why, known=known)
    found = ChainFinding() if witness is None else _compared(hq, witness, public_key)
    return replace(found, known=known)


def _compared(hq: Headquarters, witness: WitnessFolder, public_key: str) -> ChainFinding:
    found = []
    for place in witness.places():
        one = witness.read(place, public_key)
        if one is None:
            return ChainFinding(None, f"{place.name} was not signed by this key, or was changed")
        found.append(one)
    if not found:
        return ChainFinding(None, "the witness folder holds no checkpoint")
    if why := missing_from(found):
        return ChainFinding(None, why)
    last, before = 0, None
    for one in found:
        if why := contradiction(hq, one, before):
            return ChainFinding(last + 1, why)
        last, before = max(last, one.sequence), one
    return ChainFinding(proven_until=last, proven_at=found[-1].at, is_lagging=_lags(hq, last))


def _lags(hq: Headquarters, proven_until: int) -> bool:
    with hq.reading() as work:
        last = own_audit.last_sequence(work.connection)
        ends = [
            entry.at
            for place in (proven_until + 1, last)
            for entry in own_audit.entries_from(work.connection, place, place, 1)
            if place > proven_until
        ]
    return is_lagging(ends[0], ends[-1]) if ends else False


def contradiction(hq: Headquarters, one: Checkpoint, before: Checkpoint | None = None) -> str:
    """Return in words why the chain is not the one that a checkpoint saw, else nothing.

    ``before`` is a checkpoint that was found to fit: its entries are not counted once more.
    """
    since, counted = (before.sequence, before.entries) if before else (0, 0)
    seen = f"checkpoint {one.number} of {one.at:%Y-%m-%d %H:%M:%S} UTC"
    with hq.reading() as work:
        last, _ = own_audit.head(work.connection)
        counted += own_audit.count_between(work.connection, since, one.sequence)
    if last < one.sequence:
        return f"the audit ends at entry {last}, but {seen} saw it up to entry {one.sequence}"
    if place_at(hq, one.sequence) != one.head:
        return f"entry {one.sequence}, or one before it, is not the one that {seen} saw"
    if counted != one.entries:
        return f"there are {counted} entries up to {one.sequence}, but {seen} saw {one.entries}"
    return ""


def demand_apart(settings: HqSettings) -> None:
    """Demand that key and witness folder, where they are named, lie outside the data folder.

    Raises:
        OutsideError: one of the two is missing, or lies where the audit lies.
    """
    named = settings.audit_key, settings.audit_witness
    if (named[0] is None) != (named[1] is None):
        message = "--audit-key and --audit-witness go together: give both, or neither."
        raise OutsideError(message)
    for place in named:
        if place is not None and place.resolve().is_relative_to(settings.data.resolve()):
            message = (
                f"{place} lies in the data folder: who can rewrite the audit could rewrite it as "
                "well. Name a place on another disk or machine."
            )
            raise OutsideError(message)


class Witnessing:
    """Writes checkpoints of one headquarters: at its start, hourly, at its end."""

    def __init__(self, hq: Headquarters) -> None:
        """Take the agency's key and folder.

        Raises:
            OutsideError: they cannot be used.
        """
        self._hq = hq
        settings = hq.settings
        demand_apart(settings)
        self._key = AuditKey.read(settings.audit_key) if settings.audit_key else None
        self._folder: Path | None = settings.audit_witness
        if self._folder is None:
            self._tell(NOT_SET)

    def write_first(self) -> None:
        """Add the checkpoint of a start; a folder that is away stops no service, but alarms."""
        try:
            self.write()
        except OutsideError as error:
            _LOG.error("the audit's start has no witness: %s", error)

    def write(self) -> None:
        """Add a checkpoint; one that contradicts the last is never written, but raises the alarm.

        Raises:
            OutsideError: the folder cannot be used; it is tried again at its next time.
        """
        if self._folder is None or self._key is None:
            return
        try:
            trouble = self._written(WitnessFolder(self._folder), self._key)
        except OutsideError as error:
            self._tell(str(error))
            raise
        if trouble:
            _LOG.error("headquarters' own audit and its witness differ: %s", trouble)
        self._tell(trouble)

    def write_last(self) -> None:
        """Add the checkpoint of an orderly end; a folder that fails does not hinder the end."""
        try:
            self.write()
        except OutsideError:
            _LOG.exception("the audit's end has no witness")

    def _written(self, folder: WitnessFolder, key: AuditKey) -> str:
        """Return what speaks against the chain, else nothing."""
        before = None
        if places := folder.places():
            before = folder.read(places[-1], key.public_key)
            if before is None:
                return f"{places[-1].name} was not signed by this key: name an empty folder"
            if why := contradiction(self._hq, before):
                return why
        hq = self._hq
        with hq.reading() as work:
            head, entries = own_audit.head(work.connection), own_audit.count(work.connection)
        folder.add(following(before, hq.clock.now(), head, entries), key)
        return ""

    def _tell(self, trouble: str) -> None:
        self._hq.own_chain = replace(self._hq.own_chain, witness_trouble=trouble)
