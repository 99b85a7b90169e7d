"""From a read to a hit: the list is asked (ALR-03, ALR-04)."""

from collections.abc import Callable, Collection

from mdt_alpr.clock import Clock
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Trace
from mdt_alpr.domain.hotlist.matching import HotlistIndex, matches
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.slashed_zero import resolved_positions


class Matcher:
    """Holds the list in use; the list is swapped as a whole, never changed in place."""

    def __init__(self, clock: Clock, randomness: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._randomness = randomness
        self._index: HotlistIndex | None = None

    def use(self, index: HotlistIndex) -> None:
        """Look up in ``index`` from the next read on; called from any thread."""
        self._index = index

    def hit(self, read: Read, known: Collection[str] = ()) -> Hit | None:
        """Return the hit that ``read`` raises, or None. The second reader is asked after it.

        ``known`` are the ids of entries that have a hit of this read already: a later look
        raises a further one only with another entry, and then with all on its plate (ALR-06).
        """
        index, now = self._index, self._clock.now()
        told = resolved_positions(read.characters)
        found = matches(read.plate, index, now, read.stacked, told) if index is not None else ()
        if index is None or all(match.entry.entry_id in known for match in found):
            return None
        return Hit(
            hit_id=new_id(now, self._randomness(10)),
            read=read,
            matches=found,
            list_version=index.version,
            list_compiled_at=index.compiled_at,
            raised_at=now,
            second_text=None,
            trace=Trace(list_digest=index.digest),
            settings=index.settings.spelled_out(match.entry.category for match in found),
        )
