"""How old a stream's picture is as it arrives, and from when on it is not worth reading.

A stream says when its pictures follow each other, not when they were taken. The picture that came
with the least delay lately counts as new; how much later than that another one comes is its age.
"""

from collections import deque

STALE_FROM_S = 0.5
"""Seconds: an older picture is dropped for the newest, for its vehicle is elsewhere by then."""
_REMEMBERED_S = 60.0
"""The two clocks drift: what was new is known anew in that time."""


class FrameAges:
    """Watches one stream from its opening on."""

    def __init__(self) -> None:
        self._delays: deque[tuple[float, float]] = deque()
        """When pictures came, and their delays, each smaller than all later ones."""
        self._shown_s, self._arrived_s = -1.0, 0.0
        self._step_s = self._pause_s = 0.0

    def age(self, arrived_s: float, shown_s: float) -> float:
        """Return how old the picture is that came at ``arrived_s``; 0 where nothing tells.

        ``arrived_s`` is of a clock that only goes on, ``shown_s`` the stream's own time; negative
        where it has none. A stream that begins anew is new.
        """
        if shown_s < 0:
            return 0.0
        if shown_s <= self._shown_s:
            self._delays.clear()
        elif self._delays:
            self._step_s = shown_s - self._shown_s
            self._pause_s = arrived_s - self._arrived_s
        self._shown_s, self._arrived_s = shown_s, arrived_s
        delay = arrived_s - shown_s
        while self._delays and self._delays[-1][1] >= delay:
            self._delays.pop()
        self._delays.append((arrived_s, delay))
        while arrived_s - self._delays[0][0] > _REMEMBERED_S:
            self._delays.popleft()
        return delay - self._delays[0][1]

    @property
    def catches_up(self) -> bool:
        """Tell whether the last picture had waited: it came sooner than the stream shows them."""
        return self._pause_s < self._step_s / 2
