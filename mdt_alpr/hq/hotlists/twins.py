"""After an import: which new records have a twin on the agency's own roads (D19)."""

from collections import Counter
from collections.abc import Iterable

from mdt_alpr.domain.hotlist.matching import TwinKind, listed_twins
from mdt_alpr.domain.plate.plate import Plate, folded
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists.seen_plates import seen
from mdt_alpr.hq.hotlists.spool import Row

LOOKED_FOR_AT_MOST = 200_000
"""New records; the first delivery of a whole country's list is not gone through."""


def local_twins(work: Work, fresh: Iterable[Row]) -> dict[tuple[int, TwinKind], int]:
    """Return how often a twin of a new record was read, by the record's line and the kind."""
    listed: dict[str, list[Plate]] = {}
    lines: dict[Plate, list[int]] = {}
    for row in fresh:
        plate = Plate(row[3], row[4])
        lines.setdefault(plate, []).append(row[7])
        if len(lines[plate]) == 1:
            listed.setdefault(folded(plate.text), []).append(plate)
    found: Counter[tuple[int, TwinKind]] = Counter()
    for read, number in seen(work.connection):
        for plate, kind in listed_twins(read, listed):
            for line in lines[plate]:
                found[line, kind] += number
    return dict(sorted(found.items()))
