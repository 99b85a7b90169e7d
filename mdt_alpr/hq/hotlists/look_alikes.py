"""Whether one look-alike character may match: how it stands, what it accepts, who says so."""

from collections.abc import Iterable

from mdt_alpr.domain.hotlist.hotlist import check_reason
from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import LOOK_ALIKES, tidy
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.service import allow_look_alikes
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
