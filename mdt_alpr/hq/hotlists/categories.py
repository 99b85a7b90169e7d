"""Which hotlist categories are on: those of the order, others by a decision (HOT-08)."""

from dataclasses import dataclass, replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.service import next_version

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """A category is switched on for a lawful purpose, or off; the reason is kept with it.

    ``purpose`` is None where the category goes off: what is on has one of the four (PUR-03).
    """

    code: str
    is_on: bool
    purpose: Purpose | None
    reason: str


def decide(work: Work, decision: Decision, by: str, role: Role) -> None:
    """Switch a category on or off; cars hear of it with the next version of the list.

    Lines of a category that was off were never taken in: import the list again.

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: no such category, no lawful purpose, or no reason.
    """
    if role is not Role.ADMINISTRATOR:
        message = "Only an administrator decides about categories."
        raise NotPermittedError(message)
    _check(decision)
    purpose = decision.purpose.value if decision.purpose else ""
    row = {
        "code": decision.code,
        "is_on": decision.is_on,
        "purpose": purpose,
        "reason": decision.reason.strip(),
        "decided_at": work.now,
        "decided_by": by,
    }
    categories.keep(work.connection, row)
    state = ("is_on", str(decision.is_on).lower())
    told = ("purpose", purpose), ("reason", decision.reason.strip())
    record(work, AuditEvent.HQ_CATEGORY_DECIDED, decision.code, by, state, *told)
    _new_version(work, by, decision)


def _check(decision: Decision) -> None:
    if decision.code not in CATEGORIES:
        message = f"{decision.code!r} is no category. There are {', '.join(sorted(CATEGORIES))}."
        raise DomainError(message)
    if decision.is_on and decision.purpose is None:
        message = "Name the lawful purpose that the category serves (GS 20-183.31)."
        raise DomainError(message)
    if len(decision.reason.strip()) < SHORTEST_REASON:
        message = f"Give the reason in at least {SHORTEST_REASON} characters."
        raise DomainError(message)


def _new_version(work: Work, by: str, decision: Decision) -> None:
    """Let cars forget, or get again, what was taken in of the category."""
    present = hotlists.newest(work.connection)
    if present is None:
        return
    version = next_version(work, by, source="setting", dropped=0)
    hotlists.add_version(work.connection, replace(version, compiled_at=present.compiled_at))
    tell = hotlists.send_again if decision.is_on else hotlists.forget
    tell(work.connection, decision.code, version.version)
