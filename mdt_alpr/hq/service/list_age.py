"""How old a version of the hotlist is: as old as the oldest data in it (HOT-02)."""

from dataclasses import replace

from mdt_alpr.domain.list_watch import compiled_from
from mdt_alpr.hq.service.headquarters import Work
from mdt_alpr.hq.store import hotlist_imports, hotlists
from mdt_alpr.hq.store.hotlists import Version


def with_age(work: Work, version: Version) -> Version:
    """Return a version that follows a delivery, with its age and its number of entries.

    Its delivery is on record already.
    """
    oldest = compiled_from(hotlist_imports.deliveries(work.connection))
    entries = hotlists.count(work.connection)
    return replace(version, compiled_at=oldest or work.now, entries=entries)
