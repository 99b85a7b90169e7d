"""The hotlist for the cars, and the administrator's say on look-alikes."""

from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.notifier import EVERYBODY
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_listing import manual_messages
from mdt_alpr.hq.hotlists.store import Version
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import EntryMessage, HotlistMessage
from mdt_alpr.wire.problems import Problem

ONE_MESSAGE_AT_MOST = 100_000
"""Entries; a larger list would fill the memory. Cars of this version get packages."""


def present_version(work: Work) -> int:
    """Return the newest version's number, 0 before the first."""
    newest = hotlists.newest(work.connection)
    return newest.version if newest else 0


def serve(work: Work, caller: Caller) -> HotlistMessage | None:
    """Return the whole list as it is now, None before the first; that it was given is recorded.

    Raises:
        RefusedError: the list is too large for one message: the car asks for packages.
    """
    newest = hotlists.newest(work.connection)
    if newest is None:
        return None
    if newest.entries > ONE_MESSAGE_AT_MOST:
        raise RefusedError(Problem.VERSION)
    wanted = categories.switched_on(work.connection)
    delivered = (
        decode(EntryMessage, body) for body in hotlists.live_bodies(work.connection, work.now)
    )
    every = (*delivered, *manual_messages(work))
    entries = tuple(entry for entry in every if entry.category in wanted)
    record(work, AuditEvent.HQ_LIST_SERVED, str(newest.version), caller.person_id,
           ("device", caller.device))  # fmt: skip
    return HotlistMessage(
        version=newest.version,
        compiled_at=newest.compiled_at,
        look_alikes_allowed=newest.look_alikes_allowed,
        entries=entries,
    )


def allow_look_alikes(work: Work, by: str, role: Role, *, allowed: bool, reason: str = "") -> int:
    """Set whether one look-alike character may match (ALR-04); return the list's version.

    Cars get the setting with the list, so it makes a new version; its age stays.

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: there is no list yet.
    """
    if role is not Role.ADMINISTRATOR:
        message = "Only an administrator decides about look-alikes."
        raise NotPermittedError(message)
    version = next_version(work, by, source="setting", dropped=0)
    present = hotlists.newest(work.connection)
    if present is None:
        message = "Import a list first: the setting goes to the cars with it."
        raise DomainError(message)
    changed = replace(version, compiled_at=present.compiled_at, look_alikes_allowed=allowed)
    hotlists.add_version(work.connection, changed)
    told = [("allowed", str(allowed).lower()), *([("reason", reason)] if reason else [])]
    record(work, AuditEvent.HQ_LOOK_ALIKES_SET, str(changed.version), by, *told)
    return changed.version


def next_version(work: Work, by: str, *, source: str, dropped: int) -> Version:
    """Return the version that follows, compiled now; nobody else makes one until the end.

    Connected cars are notified of it at the end.
    """
    work.notified.append(EVERYBODY)
    hold_name(work.connection, "hotlist")
    present = hotlists.newest(work.connection)
    return Version(
        version=present.version + 1 if present else 1,
        compiled_at=work.now,
        look_alikes_allowed=present.look_alikes_allowed if present else False,
        made_at=work.now,
        made_by=by,
        source=source,
        entries=hotlists.count(work.connection),
        dropped=dropped,
    )
