"""End a hold whose papers cannot be read: no date ends a warrant (7.E, PRS-05, PRS-08)."""

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.hold_acts import demand_correction
from mdt_alpr.domain.retention.holds import LIVE, HoldRefusedError, HoldState


def demand_cancellation(state: HoldState, requested_by: str, by: str, role: Role, why: str) -> str:
    """Return the reason for which a hold without papers ends, as one line.

    Raises:
        HoldRefusedError: it is over, one's own, who asks is no custodian, or no reason is given.
    """
    if state not in LIVE:
        raise HoldRefusedError("This hold is over.")
    if by == requested_by:
        message = "Its papers are lost. Another custodian or administrator cancels your request."
        raise HoldRefusedError(message)
    return demand_correction(role, why)
