"""Let a second place vouch for headquarters' own audit, and compare the two (AUD-04)."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from mdt_alpr.domain.audit.witness import (
    ChainFinding,
    Checkpoint,
    following,
    is_lagging,
    missing_from,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.known_breaks import known_breaks, resumed_of
from mdt_alpr.hq.audit.service import check_own_chain, mark_is_sound, place_at
from mdt_alpr.hq.audit.witness_folder import AuditKey, WitnessFolder
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings

EVERY = timedelta(hours=1)
NOT_SET = "no witness: --audit-key and --audit-witness are not set"
_LOG = logging.getLogger(__name__)


def check_chain(hq: Headquarters, witness: WitnessFolder | None, public_key: str) -> ChainFinding:
    """Check the whole chain, and against a witness where there is one.

    Raises:
        OutsideError: the witness folder cannot be read.
    """
    known = known_breaks(hq)
    if not mark_is_sound(hq):
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
