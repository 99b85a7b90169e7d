"""Keys of headquarters that are replaced on demand (SEC-03, CJIS SC-12): resources/docs/keys.md.

The key of second factors: what lies under it is sealed again in one transaction, which also notes
which key counts; only then the new file takes the old one's place. A crash in between is ended at
the next start. Recovery codes are stretched under the key and cannot be carried over.

The authority of machines: every machine is enrolled again. The key of lists and receipts stays: it
proves what headquarters signed before.
"""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import demand_reason
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_keys import FACTOR_KEY_FILE, KEY_BYTES, key_id
from mdt_alpr.hq.base.authority import FILES, FOLDER, SHARED
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.hq.people import factor_store
from mdt_alpr.hq.people.second_factors import Factors

_MARK = "second_factor_key"
_WAITING = f"{FACTOR_KEY_FILE}.new"


class ReplacedKey(StrEnum):
    """What may be replaced."""

    FACTORS = "factors"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Replacement:
    """What became of it: factors that were sealed again, people whose recovery codes ended."""

    resealed: int = 0
    without_recovery: int = 0


def replace_factor_key(hq: Headquarters, reason: str, by: str) -> Replacement:
    """Put another key in place of that of second factors; apps and security keys go on.

    Raises:
        AccountRefusedError: without a reason.
        OutsideError: a factor does not open under the key that is replaced.
    """
    why = demand_reason(reason)
    new = hq.random_bytes(KEY_BYTES)
    hq.kept.replace(_WAITING, new)
    with hq.writing() as work:
        resealed = Factors(hq, work).seal_again(new)
        ended = factor_store.end_recovery_codes(work.connection)
        put_row(work.connection, MARKS, {"name": _MARK, "value": key_id(new)})
        _record(work, ReplacedKey.FACTORS, why, by)
    end_replacement(hq)
    return Replacement(resealed, ended)


def end_replacement(hq: Headquarters) -> None:
    """Put a key that waits in its place, if what it seals lies under it; else forget it."""
    waits = hq.kept.read(_WAITING)
    if waits is None:
        return
    with hq.reading() as work:
        counts = factor_store.mark(work.connection, _MARK)
    if key_id(waits) == counts:
        hq.kept.replace(FACTOR_KEY_FILE, waits)
    hq.kept.destroy(_WAITING)


def replace_authority(hq: Headquarters, reason: str, by: str) -> None:
    """Erase the authority of machines, and the certificate that it gave this server.

    New ones are made at the next start; machines believe them once they are enrolled again.

    Raises:
        AccountRefusedError: without a reason.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        _record(work, ReplacedKey.AUTHORITY, why, by)
    for name in FILES:
        private_files.remove(hq.settings.data / FOLDER / name)
    hq.kept.destroy(SHARED)


def _record(work: Work, key: ReplacedKey, why: str, by: str) -> None:
    record(work, AuditEvent.HQ_AGENCY_KEY_REPLACED, key.value, by, ("why", why))
