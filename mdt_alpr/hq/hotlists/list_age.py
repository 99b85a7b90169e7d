"""How old a version of the hotlist is: as old as the oldest data in it (HOT-02)."""

from dataclasses import replace

from mdt_alpr.domain.hotlist.delivery import compiled_from
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.store import Version


def with_age(work: Work, version: Version) -> Version:
    """Return a version that follows a delivery, with its age and its number of entries.

    Its delivery is on record already.
    """
    oldest = compiled_from(hotlist_imports.deliveries(work.connection))
    entries = hotlists.count(work.connection)
    return replace(version, compiled_at=oldest or work.now, entries=entries)
