"""A list that nobody delivers any more is taken out of use, whole, by the administrator.

Otherwise it would grow old in every car for good: the age that officers see is that of the
oldest list in use.
"""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.hotlist import check_reason
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.import_store import KeptImport
from mdt_alpr.hq.hotlists.list_age import with_age
from mdt_alpr.hq.hotlists.service import next_version

RETIRED = "taken out of use"


def retire(work: Work, name: str, reason: str, by: str) -> int:
    """Take every entry of a list off; return how many. Cars forget them with the next version.

    Raises:
        DomainError: there is no such list, or no reason.
    """
    check_reason(reason)
    version = next_version(work, by, source=RETIRED, dropped=0)
    number = hotlists.retire(work.connection, name, version.version)
    if number == 0:
        message = f"No entry of a list {name!r} is in use. `hq lists` shows their names."
        raise DomainError(message)
    kept = KeptImport(
        number=hotlist_imports.last_number(work.connection) + 1,
        at=work.now,
        source=RETIRED,
        format="",
        by=by,
        confirmed_by=by,
        stopped="",
        version=version.version,
        lists={name: 0},
        counts={"cancelled": number},
    )
    hotlist_imports.add(work.connection, kept)
    hotlists.add_version(work.connection, with_age(work, version))
    told = ("reason", reason.strip()), ("cancelled", str(number))
    record(work, AuditEvent.HQ_LIST_RETIRED, name, by, *told)
    return number
