"""The open hits: their order, what they keep hidden, whether they are a flood."""

from collections import deque
from datetime import datetime, timedelta

from mdt_alpr.domain.hit.alerting import is_audible, setting_of
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.plate.plate import may_be_one_plate
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.patrol.events import HitChanged, HitRaised, ReadMade, SeenOnceMore

FLOOD_AT = 10
"""More hits than these within ten minutes are a flood (U13)."""
FLOOD_WITHIN = timedelta(minutes=10)
_PRIORITIES = tuple(Priority)
_CLASSES = tuple(MatchClass)


class HitsInOrder:
    """Every hit without a disposition."""

    def __init__(self) -> None:
        self._hits: dict[str, Hit] = {}
        self._raised: deque[datetime] = deque(maxlen=1000)
        self._ended_reads: dict[str, str] = {}
        """By read, the state that its hit had at the end."""
        self.closed = 0
        self.once_more = ""
        """The line on a vehicle that came again just after its hit had ended."""

    def take(self, event: HitRaised | HitChanged) -> None:
        """Remember the newest state of a hit."""
        hit = event.hit
        if hit.hit_id not in self._hits and isinstance(event, HitRaised):
            self._raised.append(hit.raised_at)
        if hit.state is HitState.CLOSED:
            self._hits.pop(hit.hit_id, None)
            self._ended_reads |= dict.fromkeys(reads_of(hit), _state_known(hit))
            self.closed += 1
            return
        self._hits[hit.hit_id] = hit

    def take_once_more(self, event: SeenOnceMore) -> None:
        """Note that the vehicle of a hit that ended was read again."""
        self._ended_reads[event.read_id] = _state_known(event.hit)

    def ordered(self) -> list[Hit]:
        """Return them, urgent first, then newest (U13); what waits for its ending comes last.

        How well a read fits its record counts after the entry only: the place tells it, too (D1).
        """
        newest = sorted(self._hits.values(), key=lambda hit: hit.raised_at, reverse=True)
        return sorted(newest, key=_rank)

    @property
    def sounding(self) -> list[Hit]:
        """Return those that sound, and that nobody silenced or opened yet."""
        return [hit for hit in self.ordered() if hit.state is HitState.RAISED and is_audible(hit)]

    @property
    def waiting_words(self) -> str:
        """Return how many hits wait for their blind entry, and the way there; empty for none."""
        count = sum(hit.entry is None for hit in self._hits.values())
        if count > 1:
            return f"{count} hits wait. Open the first (F1)."
        return "A hit waits. Open it (F1)." if count else ""

    @property
    def any_waits(self) -> bool:
        """Tell whether a hit waits for its blind entry: plates are hidden until then (D1)."""
        return any(hit.entry is None for hit in self._hits.values())

    def lately(self, now: datetime) -> int:
        """Return how many were raised within the time of a flood."""
        return sum(now - at <= FLOOD_WITHIN for at in self._raised)

    def state_of(self, read: Read) -> str:
        """Return the state of a read's plate: that of its hit, where it has one.

        What the officer entered as seen stands before what the camera read.
        """
        own = [
            _state_known(hit) for hit in self._hits.values() if hit.read.read_id == read.read_id
        ]
        state = own[0] if own else self._ended_reads.get(read.read_id)
        return state or read.state

    # ----------------------------------------------------------------------------- hiding

    def hides_read(self, made: ReadMade) -> Priority | None:
        """Return how urgent the hit is that a read is held for, None where it may be shown."""
        read_id = made.read.read_id
        own = [hit for hit in self.ordered() if read_id in reads_of(hit)]
        for hit in own:
            if hit.entry is None:
                return setting_of(hit).priority
        if made.held and not own and read_id not in self._ended_reads:
            return Priority.HIGH
        return self.hides_text(made.read.text)

    def has_ended(self, read_id: str) -> bool:
        """Tell whether the hit of a read has ended, and no other is open for it."""
        own = (hit for hit in self._hits.values() if read_id in reads_of(hit))
        return read_id in self._ended_reads and not any(own)

    def hides_text(self, text: str) -> Priority | None:
        """Return how urgent the hit is whose plate ``text`` would give away before its entry.

        A later pass of the same vehicle may be read as another text, nearly the same.
        """
        for hit in self.ordered():
            if hit.entry is None and any(
                may_be_one_plate(text, plate) for plate in _plates_of(hit)
            ):
                return setting_of(hit).priority
        return None


_ENDING = frozenset({HitState.STOPPED, HitState.UNMATCHED})
"""States in which nothing is left but to say how the hit ended."""


def _rank(hit: Hit) -> tuple[bool, bool, int, int]:
    return (
        bool(hit.contrary),
        hit.state in _ENDING,
        _PRIORITIES.index(setting_of(hit).priority),
        _CLASSES.index(hit.primary_match.match_class) if hit.entry is not None else 0,
    )


def _state_known(hit: Hit) -> str:
    return hit.read.state if hit.entry is None else hit.entry.state


def reads_of(hit: Hit) -> set[str]:
    """Return the ids of every read of a hit's vehicle."""
    return {hit.read.read_id, *(again.read_id for again in hit.trace.seen_again)}


def _plates_of(hit: Hit) -> set[str]:
    """Return every text that must stay hidden until the officer has entered the plate."""
    texts = {hit.read.text, *(match.entry.plate.text for match in hit.matches)}
    return texts | ({hit.second_text} if hit.second_text else set())
