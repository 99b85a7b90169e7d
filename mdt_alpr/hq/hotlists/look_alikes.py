"""Whether one look-alike character may match: how it stands, what it accepts, who says so."""

from collections.abc import Iterable

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.correction import check_reason
from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.plate.plate import LOOK_ALIKES, tidy
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.service import allow_look_alikes
from mdt_alpr.hq.people.permitted import demand_account
from mdt_alpr.wire.hotlists import LookAlikesMessage, LookAlikesRequest, MisreadsMessage


def look_alikes(work: Work, plates: Iterable[str]) -> LookAlikesMessage:
    """Return how it stands, and which misreads of these plates it accepts (ALR-04).

    Raises:
        PlateTextError: one is no plate.
    """
    newest = hotlists.newest(work.connection)
    return LookAlikesMessage(
        allowed=newest is not None and newest.look_alikes_allowed,
        characters=tuple("".join(sorted(group)) for group in LOOK_ALIKES),
        misreads=tuple(
            MisreadsMessage(text, *matching_misreads(text)) for text in map(tidy, plates)
        ),
    )


def set_look_alikes(work: Work, ask: LookAlikesRequest, by: str, role: Role) -> bool:
    """Allow look-alikes or not, for a reason; tell whether that changed anything.

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: no reason, or there is no list yet.
    """
    check_reason(ask.reason)
    newest = hotlists.newest(work.connection)
    if newest is not None and newest.look_alikes_allowed == ask.allowed:
        return False
    allow_look_alikes(work, by, role, allowed=ask.allowed, reason=ask.reason.strip())
    return True


def look_alikes_by_account(hq: Headquarters, plates: Iterable[str], by: str) -> LookAlikesMessage:
    """Return how it stands for the person whom a command of this machine names.

    Raises:
        RefusedError: the person has no account that may; recorded.
        PlateTextError: one is no plate.
    """
    demand_account(hq, by, Permission.MANAGE_ACCOUNTS, AuditEvent.HQ_ACCESS_REFUSED)
    with hq.reading() as work:
        return look_alikes(work, plates)


def set_by_account(hq: Headquarters, ask: LookAlikesRequest, by: str) -> bool:
    """Set it for the person whom a command of this machine names; tell whether it changed.

    Raises:
        RefusedError: the person has no account that may; recorded.
        DomainError: as of ``set_look_alikes``.
    """
    demand_account(hq, by, Permission.MANAGE_ACCOUNTS, AuditEvent.HQ_ACCESS_REFUSED)
    with hq.writing() as work:
        return set_look_alikes(work, ask, by, Role.ADMINISTRATOR)
