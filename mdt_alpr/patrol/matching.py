"""From a read to a hit: the list is asked, then the second reader (ALR-01 to ALR-04)."""

from collections.abc import Callable
from dataclasses import replace

from mdt_alpr.domain.hit import Hit
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.matching import HotlistIndex, matches
from mdt_alpr.domain.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading import PlateText, Read
from mdt_alpr.patrol.ports import Clock

SecondLook = Callable[[Read], PlateText | None]


class Matcher:
    """Holds the list in use; the list is swapped as a whole, never changed in place."""

    def __init__(self, clock: Clock, randomness: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._randomness = randomness
        self._index: HotlistIndex | None = None

    def use(self, index: HotlistIndex) -> None:
        """Look up in ``index`` from the next read on; called from any thread."""
        self._index = index

    def hit(self, read: Read, second_look: SecondLook) -> Hit | None:
        """Return the hit that ``read`` raises, or None.

        The second reader is asked for candidates only. Its state of issuance fills in where
        the first reader read none; its characters never replace the first reader's.
        """
        index, now = self._index, self._clock.now()
        if index is None or not matches(read.plate, index, now):
            return None
        second = second_look(read)
        looked = _with_state(read, second)
        found = matches(looked.plate, index, now)
        if not found:
            return None
        return Hit(
            hit_id=new_id(now, self._randomness(10)),
            read=looked,
            matches=found,
            list_version=index.version,
            list_compiled_at=index.compiled_at,
            raised_at=now,
            second_text=second.text if second is not None and second.text else None,
        )


def _with_state(read: Read, second: PlateText | None) -> Read:
    if second is None or read.state != UNKNOWN_STATE or second.state == UNKNOWN_STATE:
        return read
    return replace(read, state=second.state, state_confidence=second.state_confidence)
