"""Two people adopt another policy profile for a database that was made with one (CM-5, RET-06)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import demand_reason
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.hq.audit.certificates import signature_of
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import profile_mark
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_ending import new_version
from mdt_alpr.hq.people.command_sign_in import Credentials, demand_person
from mdt_alpr.hq.people.two_people import require_two_people


def adopt(hq: Headquarters, by: str, second: Credentials, reason: str) -> str:
    """Let a database belong to the profile that this program runs; return its former one's words.

    Raises:
        OutsideError: its days are of another time zone.
        AccountRefusedError: without a reason.
        RefusedError: the second person may not, or is the first one.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        profile_mark.demand_same_zone(work.connection)
        demand_person(hq, work, second, Permission.DOWNLOAD)
        require_two_people(work, by, second.person_id)
        before = profile_mark.profile_of(work.connection)[2]
        profile_mark.mark(work.connection)
        if hotlists.newest(work.connection) is not None:
            new_version(work, by, "retention")  # cars get the days with the list
        facts = ("before", before), ("confirmed_by", second.person_id), ("why", why)
        signed = signature_of(hq, work.now, facts)
        record(work, AuditEvent.HQ_PROFILE_ADOPTED, PROFILE.words, by, *facts, *signed)
    return before
