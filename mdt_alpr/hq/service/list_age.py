"""How old a version of the hotlist is: as old as the oldest list in it (HOT-02)."""

from dataclasses import replace

from mdt_alpr.domain.list_watch import compiled_from
from mdt_alpr.hq.service.headquarters import Work
from mdt_alpr.hq.store import hotlist_imports, hotlists
from mdt_alpr.hq.store.hotlists import Version


def with_age(work: Work, version: Version) -> Version:
    """Return a version that follows a delivery, with its age and its number of entries.

    Its delivery is on record already. It never looks older than the version before: cars refuse
    what does, for it could be an old list that was sent once more.
    """
    present = hotlists.newest(work.connection)
    oldest = compiled_from(hotlist_imports.deliveries(work.connection))
    before = present.compiled_at if present else None
    ages = [age for age in (oldest, before) if age is not None]
    entries = hotlists.count(work.connection)
    return replace(version, compiled_at=max(ages, default=work.now), entries=entries)
