"""Let a second place vouch for headquarters' own audit, and compare the two (AUD-04)."""

import json
import logging
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

from mdt_alpr.domain.audit.audit import BEGINNING, Place
from mdt_alpr.domain.audit.witness import (
    BEGINS_WITHIN,
    UNSEEN_AT_MOST,
    ChainFinding,
    Checkpoint,
    calls_for_checkpoint,
    following,
    is_lagging,
    missing_from,
    to_sign,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.chain_watch import known_breaks, resumed_of
from mdt_alpr.hq.audit.service import check_own_chain, end_of, mark_is_valid, place_at
from mdt_alpr.hq.audit.witness_places import (
    ENDING,
    NAMED,
    File,
    WitnessRead,
    WitnessWritten,
    keep_number,
    number_written,
    path_in,
    place_to_read,
    place_to_write,
    write_new,
)
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.keys.signing import is_signed, key_of, pem_of


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
            raise OutsideError(f"{place} holds no audit key. `hq audit-key` makes one.") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise OutsideError(f"{place} holds a key of another kind. `hq audit-key` makes one.")
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
        write_new(place, private)
        write_new(public, pem_of(AuditKey(key).public_key).encode("ascii"))
    except FileExistsError as error:
        message = f"{error.filename} exists already. Nothing was changed; choose another name."
        raise OutsideError(message) from error
    except OSError as error:
        raise OutsideError(f"{place} cannot be written: {error.strerror or error}.") from error
    return public


def public_key_in(place: Path) -> str:
    """Return the public key of a file in hexadecimal digits.

    Raises:
        OutsideError: it cannot be read, or holds none.
    """
    try:
        key = key_of(place.read_text(encoding="ascii", errors="replace"))
    except OSError as error:
        message = f"The key {place} cannot be read: {error.strerror or error}."
        raise OutsideError(message) from error
    if key is None:
        message = f"{place} holds no Ed25519 public key, neither as PEM nor as 64 hex digits."
        raise OutsideError(message)
    return key


def written(checkpoint: Checkpoint, key: AuditKey) -> File:
    """Return a checkpoint's file, signed."""
    plain = {**asdict(checkpoint), "at": checkpoint.at.isoformat()}
    signed = {"checkpoint": plain, "signature": key.sign(to_sign(checkpoint)).hex()}
    return _name(checkpoint.number), json.dumps(signed).encode("ascii")


def opened(file: File, public_key: str) -> Checkpoint | None:
    """Return a checkpoint; None where the file holds none that the key signed."""
    name, content = file
    try:
        given = json.loads(content)
        checkpoint = _checkpoint(given["checkpoint"])
        signature = bytes.fromhex(given["signature"])
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    is_named = name == _name(checkpoint.number)
    return (
        checkpoint if is_named and is_signed(public_key, to_sign(checkpoint), signature) else None
    )


def witness_at(named: str, public_key: str) -> WitnessRead:
    """Return the place where checkpoints are read, of mails those that this key signed.

    Raises:
        OutsideError: it cannot be used.
    """
    return place_to_read(named, lambda file: opened(file, public_key) is not None)


def _name(number: int) -> str:
    return f"{NAMED}{number:08}{ENDING}"


def _checkpoint(given: Any) -> Checkpoint:
    at = datetime.fromisoformat(given["at"])
    if at.tzinfo is None:
        raise ValueError("a checkpoint's time has its zone")
    return Checkpoint(
        number=int(given["number"]),
        at=at,
        sequence=int(given["sequence"]),
        digest=str(given["digest"]),
        entries=int(given["entries"]),
        previous=str(given["previous"]),
    )


def _demand_absent(*places: Path) -> None:
    for place in places:
        if place.exists():
            raise FileExistsError(None, "it exists", str(place))


EVERY = timedelta(hours=1)
WATCHED_EVERY = timedelta(seconds=10)
NOT_SET = "no witness: audit_key and audit_witness are not set"
_LOG = logging.getLogger(__name__)


def check_chain(
    hq: Headquarters, witness: WitnessRead | None, public_key: str, noted: Place = BEGINNING
) -> ChainFinding:
    """Check the whole chain, and against a witness where there is one.

    ``noted`` is the end that whoever checks wrote down at an earlier check: its entry, and the
    first ``NOTED_DIGITS`` digits of its digest at least.

    Raises:
        OutsideError: the witness cannot be read.
    """
    known = known_breaks(hq)
    if not mark_is_valid(hq):
        why = "the mark of how far the audit was found whole is missing or not headquarters' own"
        return ChainFinding(1, why, known=known)
    if (broken := check_own_chain(hq, resumed_of(known))) is not None:
        why = f"entry {broken} is missing or changed, or one before it"
        return ChainFinding(broken, why, known=known)
    if why := _contradicts(hq, noted):
        return ChainFinding(noted[0], why, known=known)
    finding = ChainFinding()
    if witness is not None:
        finding = _compared(hq, witness, public_key, noted[0])
    return replace(finding, known=known)


def _contradicts(hq: Headquarters, noted: Place) -> str:
    sequence, digest = noted
    last, _ = end_of(hq)[0]
    if last < sequence:
        return f"the audit ends at entry {last}, but you noted entry {sequence}"
    here = place_at(hq, sequence)
    if here is None or not here[1].startswith(digest):
        return f"entry {sequence}, or one before it, is not the one that you noted"
    return ""


def _compared(hq: Headquarters, witness: WitnessRead, public_key: str, noted: int) -> ChainFinding:
    checkpoints = []
    for file in witness.files():
        checkpoint = opened(file, public_key)
        if checkpoint is None:
            return ChainFinding(None, f"{file[0]} was not signed by this key, or was changed")
        checkpoints.append(checkpoint)
    if not checkpoints:
        return ChainFinding(None, "the witness holds no checkpoint that this key signed")
    if why := missing_from(checkpoints):
        return ChainFinding(None, why)
    last, before = 0, None
    for checkpoint in checkpoints:
        if why := contradiction(hq, checkpoint, before):
            return ChainFinding(last + 1, why)
        last, before = max(last, checkpoint.sequence), checkpoint
    return ChainFinding(
        proven_until=last,
        proven_at=checkpoints[-1].at,
        is_lagging=_lags(hq, last),
        unvouched=_unvouched(hq, noted, checkpoints[0]),
    )


def _unvouched(hq: Headquarters, noted: int, first: Checkpoint) -> tuple[int, int] | None:
    """Return the entries that only a checkpoint vouches for which came long after them."""
    with hq.reading() as work:
        before = own_audit.entries_from(work.connection, noted + 1, first.sequence, 1)
    is_late = bool(before) and first.at - before[0].at > BEGINS_WITHIN
    return (noted + 1, first.sequence) if is_late else None


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


def contradiction(
    hq: Headquarters, checkpoint: Checkpoint, before: Checkpoint | None = None
) -> str:
    """Return in words why the chain is not the one that a checkpoint saw, else nothing.

    ``before`` is a checkpoint that was found to fit: its entries are not counted once more.
    """
    since, counted = (before.sequence, before.entries) if before else (0, 0)
    seen = f"checkpoint {checkpoint.number} of {checkpoint.at:%Y-%m-%d %H:%M:%S} UTC"
    with hq.reading() as work:
        last, _ = own_audit.head(work.connection)
        counted += own_audit.count_between(work.connection, since, checkpoint.sequence)
    if last < checkpoint.sequence:
        return (
            f"the audit ends at entry {last}, but {seen} saw it up to entry {checkpoint.sequence}"
        )
    if place_at(hq, checkpoint.sequence) != checkpoint.head:
        return f"entry {checkpoint.sequence}, or one before it, is not the one that {seen} saw"
    if counted != checkpoint.entries:
        last, number = checkpoint.sequence, checkpoint.entries
        return f"there are {counted} entries up to {last}, but {seen} saw {number}"
    return ""


def demand_apart(settings: HqSettings) -> None:
    """Demand that key and witness, where they are named, lie outside the data folder.

    Raises:
        OutsideError: one of the two is missing, or lies where the audit lies.
    """
    if (settings.audit_key is None) is bool(settings.audit_witness):
        named = setting_words("audit_key", "audit_witness")
        raise OutsideError(f"These go together, give both or neither: {named}.")
    for place in (settings.audit_key, path_in(settings.audit_witness)):
        if place is not None and place.resolve().is_relative_to(settings.data.resolve()):
            raise OutsideError(
                f"{place} lies in the data folder: who can rewrite the audit could rewrite it as "
                "well. Name a place on another disk or machine."
            )


class Witnessing:
    """Writes checkpoints of one headquarters: at its start, hourly, at its end.

    In between it writes them where what was recorded calls for one; where a place fails, not
    before its next hour.
    """

    def __init__(self, hq: Headquarters) -> None:
        """Take the agency's key and second place.

        Raises:
            OutsideError: they cannot be used.
        """
        self._hq = hq
        self._seen: int | None = None  # up to which entry this process wrote the last one
        settings = hq.settings
        demand_apart(settings)
        self._key = AuditKey.read(settings.audit_key) if settings.audit_key else None
        if self._key is None:
            self._tell(NOT_SET)

    def write_first(self) -> None:
        """Add the checkpoint of a start; a place that is away stops no service, but alarms."""
        try:
            self.write()
        except OutsideError as error:
            _LOG.error("the audit's start has no witness: %s", error)

    def write(self) -> None:
        """Add a checkpoint; one that contradicts the last is never written, but raises the alarm.

        Raises:
            OutsideError: the place cannot be used; it is tried again at its next time.
        """
        if self._key is None:
            return
        settings, self._seen = self._hq.settings, None
        try:
            place = place_to_write(settings.audit_witness, settings.data)
            with self._hq.database.alone("witness"):
                trouble = self._written(place, self._key)
        except OutsideError as error:
            self._tell(str(error))
            raise
        if trouble:
            _LOG.error("headquarters' own audit and its witness differ: %s", trouble)
        self._tell(trouble)

    def write_in_time(self) -> None:
        """Add a checkpoint before its hour where somebody did something grave, or much came.

        Raises:
            OutsideError: the place cannot be used.
        """
        if self._seen is None:
            return
        with self._hq.reading() as work:
            last, _ = own_audit.head(work.connection)
            unseen = own_audit.entries_from(work.connection, self._seen + 1, last, UNSEEN_AT_MOST)
        if last < self._seen or calls_for_checkpoint(unseen):
            self.write()

    def write_last(self) -> None:
        """Add the checkpoint of an orderly end; a place that fails does not hinder the end."""
        try:
            self.write()
        except OutsideError:
            _LOG.exception("the audit's end has no witness")

    def _written(self, place: WitnessWritten, key: AuditKey) -> str:
        """Return what speaks against the chain, else nothing."""
        hq, before = self._hq, None
        if (newest := place.newest()) is not None:
            before = opened(newest, key.public_key)
            if before is None:
                return f"{newest[0]} was not signed by this key: name another, empty place"
            if why := contradiction(hq, before):
                return why
        with hq.reading() as work:
            head, entries = own_audit.head(work.connection), own_audit.count(work.connection)
            number = number_written(work.connection, hq.settings)
        if number > (before.number if before else 0):
            return (
                f"the witness has lost checkpoint {number}, or was emptied: look into it, then "
                "name another, empty place"
            )
        checkpoint = following(before, hq.clock.now(), head, entries)
        place.keep(*written(checkpoint, key))
        with hq.database.writing() as connection:  # of itself, as the checkpoint
            keep_number(connection, hq.settings, checkpoint.number)
        self._seen = checkpoint.sequence
        return ""

    def _tell(self, trouble: str) -> None:
        self._hq.own_chain = replace(self._hq.own_chain, witness_trouble=trouble)
