"""Hotlists for cars: what changed since the version that a car has, or the whole (HOT-03)."""

from collections.abc import Iterator
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_snapshot
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.list_key import ListSigner
from mdt_alpr.hq.hotlists import car_list_store as car_lists
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_listing import manual_messages
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.hotlist_package import (
    FORMAT,
    WHOLE,
    PackageHead,
    head_for,
    packed,
)

_MOST_VERSIONS = 2**62
_NAMES_LINEAGE = 3
"""The format from which on a car can say in which lineage its version counts."""


@dataclass(frozen=True, slots=True)
class CarList:
    """Which list a car has; ``newest_format`` is the newest that its program reads."""

    version: int
    lineage: str = ""
    newest_format: int = 1


def is_new(hq: Headquarters, caller: Caller, known: CarList) -> bool:
    """Tell whether a car that knows this version has something to get.

    A number of another lineage is another version. A program that cannot name its lineage is
    told of another number only, else it would fetch the whole list each time that it asks.
    Which version it works with is noted where that changed: the live wall tells its age.
    """
    with hq.reading() as work:
        noted = car_lists.version(work.connection, caller.device)
        present = present_version(work)
    if noted != known.version and 0 <= known.version < _MOST_VERSIONS:
        with hq.writing() as work:
            car_lists.put(work.connection, caller.device, known.version, work.now)
    if known.newest_format >= _NAMES_LINEAGE and known.lineage != hq.lineage:
        return present != 0
    return present not in (0, known.version)


def package(hq: Headquarters, caller: Caller, known: CarList) -> Iterator[bytes]:
    """Give the signed package for a car in pieces; that it was given is recorded.

    Every piece is of one state of the list, whatever is taken in meanwhile.
    """
    signer = ListSigner(hq.settings.data, hq.random_bytes)
    with hq.writing() as work:
        version = str(present_version(work))
        told = ("device", caller.device), ("since", str(known.version))
        record(work, AuditEvent.HQ_LIST_SERVED, version, caller.person_id, *told)
    with hq.reading() as work:
        hold_snapshot(work.connection)
        yield from _pieces(hq, work, signer, known)


def _pieces(hq: Headquarters, work: Work, signer: ListSigner, known: CarList) -> Iterator[bytes]:
    newest = hotlists.newest(work.connection)
    if newest is None:
        return
    wanted = categories.switched_on(work.connection)
    since = _since(work, known.version, newest) if known.lineage == hq.lineage else WHOLE
    head = PackageHead(
        format=FORMAT,
        since=since,
        version=newest.version,
        compiled_at=newest.compiled_at,
        look_alikes_allowed=newest.look_alikes_allowed,
        entries=_number_given(hq, work, newest, wanted),
        key=signer.public_key,
        settings=categories.settings(work.connection).decided,
        lineage=hq.lineage,
        made_at=newest.made_at,
    )
    cancelled = hotlists.cancelled_since(work.connection, since) if since else ()
    entries = hotlists.bodies_since(work.connection, since, wanted, work.now)
    manual = (encode(m) for m in manual_messages(work) if m.category in wanted)
    yield from packed(head_for(head, known.newest_format), cancelled, entries, manual, signer.sign)


def _number_given(
    hq: Headquarters, work: Work, newest: hotlists.Version, wanted: frozenset[str]
) -> int:
    """Return how many entries of this version cars get: what they hold after a change, too.

    What is switched off or corrected makes another version.
    """
    version, number = hq.given
    if version != newest.version:
        number = hotlists.count_given(work.connection, wanted, newest.made_at)
        hq.given = newest.version, number
    return number


def _since(work: Work, known: int, newest: hotlists.Version) -> int:
    """Return from which version on it is enough to tell what changed; else ``WHOLE``.

    Nobody noted what left the list before the first delivery that is on record.
    """
    first = hotlist_imports.first_version(work.connection)
    if known <= WHOLE or known >= newest.version or first is None or known < first:
        return WHOLE
    changes = hotlists.number_since(work.connection, known)
    return known if changes <= newest.entries else WHOLE
