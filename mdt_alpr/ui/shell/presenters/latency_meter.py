"""How long each stage takes, from the camera to the officer (D11): the last reads and hits."""

from collections import deque
from datetime import datetime

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.patrol.events import Event, HitChanged, HitRaised, ReadMade

KEPT = 500
"""Times kept a stage; the oldest goes when a newer one comes."""
FOUND, READ, MATCHED, PAINTED, ACKNOWLEDGED = (
    "found", "read", "matched", "on screen", "acknowledged",
)  # fmt: skip
STAGES = (FOUND, READ, MATCHED, PAINTED, ACKNOWLEDGED)
_TOGETHER = "\u00a0"
"""A space at which no line breaks."""
_MILLISECONDS = 1000
_MINUTE_MS = 60_000


class LatencyMeter:
    """Takes events; each time counts once."""

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = {stage: deque(maxlen=KEPT) for stage in STAGES}
        self._counted: deque[tuple[str, str]] = deque(maxlen=2 * KEPT)

    def note(self, event: Event) -> None:
        """Take an event."""
        if isinstance(event, ReadMade) and event.seeing is not None:
            seeing = event.seeing
            self._add(FOUND, event.read.captured_at, seeing.detected_at)
            self._add(READ, seeing.detected_at, seeing.read_at)
            self._add(MATCHED, seeing.read_at, seeing.matched_at)
        elif isinstance(event, HitRaised | HitChanged):
            self._note_hit(event.hit)

    def shares(self, stage: str) -> tuple[float, float] | None:
        """Return the times under which half and 95 % of the stage lay, in milliseconds."""
        times = sorted(self._times[stage])
        if not times:
            return None
        return times[(len(times) - 1) // 2], times[-(-95 * len(times) // 100) - 1]

    def words(self) -> str:
        """Return half and 95 % of every stage in one sentence, each from the one before."""
        return f"Half / 95 %: {', '.join(map(self._words, STAGES))}."

    def _note_hit(self, hit: Hit) -> None:
        seeing, painted = hit.trace.seeing, hit.painted_at
        if painted is None:
            return
        if seeing is not None:
            self._once(hit.hit_id, PAINTED, seeing.matched_at, painted)
        answered = [at for at in (hit.silenced_at, hit.opened_at) if at is not None]
        if answered:
            self._once(hit.hit_id, ACKNOWLEDGED, painted, min(answered))

    def _once(self, hit_id: str, stage: str, since: datetime, until: datetime) -> None:
        if (hit_id, stage) not in self._counted:
            self._counted.append((hit_id, stage))
            self._add(stage, since, until)

    def _add(self, stage: str, since: datetime, until: datetime) -> None:
        self._times[stage].append((until - since).total_seconds() * _MILLISECONDS)

    def _words(self, stage: str) -> str:
        shares = self.shares(stage)
        if shares is None:
            return f"{stage}{_TOGETHER}-"
        half, most = map(_words, shares)
        return f"{stage} {half} / {most}".replace(" ", _TOGETHER)


def _words(ms: float) -> str:
    if ms < _MILLISECONDS:
        return f"{ms:.0f} ms"
    return f"{ms / _MILLISECONDS:.1f} s" if ms < _MINUTE_MS else f"{ms / _MINUTE_MS:.0f} min"
