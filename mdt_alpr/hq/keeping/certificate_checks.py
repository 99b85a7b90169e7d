"""Purge certificates for those who must trust them: who signed, and whether it still holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.hq.audit.certificates import KEY, SIGNATURE, holds
from mdt_alpr.hq.audit.service import record, signer_of
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.keeping.audit_reading import AuditAsk, demand_reader, entries_of
from mdt_alpr.hq.keeping.purge import SUBJECT
from mdt_alpr.hq.keeping.retention_watch import left_behind

_UNTIL = "captured_until"


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """A certificate: all that was captured up to ``captured_until`` is gone, so many of each kind.

    ``captured_until`` is None where the entry does not say it. ``is_signed``: by the key that
    headquarters has now. ``left`` names where something lies that it says is gone.
    """

    sequence: int
    at: datetime
    captured_until: datetime | None
    counts: tuple[tuple[str, str], ...]
    is_signed: bool
    left: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether it is headquarters' own, and true to this day."""
        return self.is_signed and self.captured_until is not None and not self.left


def certificates_by_account(
    hq: Headquarters, ask: AuditAsk, by: str
) -> Iterator[CheckedCertificate]:
    """Record that the person reads them, then give each certificate, checked, in order.

    Raises:
        RefusedError: the person has no account that may; recorded.
        OutsideError: while reading: an entry was changed so that it is none any more.
    """
    demand_reader(hq, by)
    with hq.writing() as work:
        facts = (
            ("since", ask.first.isoformat() if ask.first else ""),
            ("until", ask.last.isoformat() if ask.last else ""),
        )
        until = record(work, AuditEvent.HQ_CERTIFICATES_VIEWED, SUBJECT, by, *facts).sequence
    return _checked(hq, ask, until)


def _checked(hq: Headquarters, ask: AuditAsk, until: int) -> Iterator[CheckedCertificate]:
    newest = None
    for newest in _certificates(hq, ask, until):  # noqa: B007 - the last one counts
        pass
    if newest is None:
        return
    # what is gone up to the newest one's instant is gone up to all others'
    is_any_left = bool(_left(hq, newest))
    key = signer_of(hq).public_key
    for entry in _certificates(hq, ask, until):
        facts = dict(entry.detail)
        yield CheckedCertificate(
            sequence=entry.sequence,
            at=entry.at,
            captured_until=_captured_until(entry),
            counts=tuple(f for f in entry.detail if f[0] not in (KEY, SIGNATURE, _UNTIL)),
            is_signed=facts.get(KEY) == key and holds(entry.at, entry.detail),
            left=_left(hq, entry) if is_any_left else (),
        )


def _certificates(hq: Headquarters, ask: AuditAsk, until: int) -> Iterator[AuditEntry]:
    found = entries_of(hq, ask.which, until)
    return (entry for entry in found if entry.subject == SUBJECT)


def _left(hq: Headquarters, entry: AuditEntry) -> tuple[str, ...]:
    captured_until = _captured_until(entry)
    return () if captured_until is None else left_behind(hq, captured_until, entry.at)


def _captured_until(entry: AuditEntry) -> datetime | None:
    try:
        at = datetime.fromisoformat(dict(entry.detail)[_UNTIL])
    except (KeyError, ValueError):
        return None
    return at if at.tzinfo is not None else None
