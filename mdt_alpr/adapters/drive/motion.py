"""Smooth motion through given points: monotone between them, so nothing overshoots."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


class Curve:
    """A smooth curve through points; monotone where they are (Fritsch and Carlson)."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        """Take points as (time, value), times rising; one point makes a constant."""
        self._times = np.array([time for time, _ in points])
        self._values = np.array([value for _, value in points])
        self._slopes = _slopes(self._times, self._values)

    def at(self, time: float) -> float:
        """Return the value at ``time``; the end values hold beyond the ends."""
        times, values = self._times, self._values
        if time <= times[0] or len(times) == 1:
            return float(values[0])
        if time >= times[-1]:
            return float(values[-1])
        i = int(np.searchsorted(times, time, side="right")) - 1
        span = times[i + 1] - times[i]
        u = (time - times[i]) / span
        start, end = values[i], values[i + 1]
        lift, land = self._slopes[i] * span, self._slopes[i + 1] * span
        return float(
            start * (1 + 2 * u) * (1 - u) ** 2
            + lift * u * (1 - u) ** 2
            + end * u * u * (3 - 2 * u)
            + land * u * u * (u - 1)
        )


class Odometer:
    """The way covered by a speed profile over one round, and the time it took."""

    _STEP = 1 / 120

    def __init__(
        self, speeds: Sequence[tuple[float, float]], period: float, way_unit: float
    ) -> None:
        """Integrate metres a second over ``period`` seconds.

        The speeds are scaled slightly so that the way is a whole number of ``way_unit``
        metres, as the road repeats.
        """
        curve = Curve(speeds)
        self._times = np.arange(0.0, period + self._STEP, self._STEP)
        rates = np.array([curve.at(float(time)) for time in self._times])
        way = np.concatenate([[0.0], np.cumsum((rates[1:] + rates[:-1]) / 2 * self._STEP)])
        whole = float(np.interp(period, self._times, way))
        self.length = max(1, round(whole / way_unit)) * way_unit
        self._period = period
        self._way = way * (self.length / whole)

    def at(self, time: float) -> float:
        """Return the metres covered at ``time``; goes on evenly from round to round."""
        rounds, rest = divmod(time, self._period)
        return rounds * self.length + float(np.interp(rest, self._times, self._way))

    def speed(self, time: float) -> float:
        """Return the speed at ``time`` in metres a second."""
        return (self.at(time + self._STEP) - self.at(time - self._STEP)) / (2 * self._STEP)


def _slopes(times: Numbers, values: Numbers) -> Numbers:
    if len(times) == 1:
        return np.zeros(1)
    rates = np.diff(values) / np.diff(times)
    slopes = np.zeros(len(times))
    for i in range(1, len(times) - 1):
        before, after = rates[i - 1], rates[i]
        if before * after > 0:
            slopes[i] = 2 * before * after / (before + after)
    return slopes
