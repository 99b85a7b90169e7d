"""Which state a plate is of: what its look says, if its serial does not speak against it.

A wrong state has stopped innocent drivers (RS-05), so unknown is told wherever there is doubt. The
look names the state. The serial's shape never names one: it makes other states less likely, whose
series do not have it, and takes the look's answer back where that state's own do not.
"""

from collections.abc import Mapping, Sequence

from mdt_alpr.domain.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading import Character, PlateText
from mdt_alpr.domain.series import NumberedSeries

TOLD_FROM = 0.98
"""How likely a state has to be to be told."""

_NAMED_FROM = 0.3
"""How likely the look alone has to hold the state that it holds likeliest: without it a series
that no other state has would name one by itself."""

_FITS = 0.5
"""How likely the serial has to be of the told state's series: the looks of chosen texts, trucks,
old and special plates are too many to be known."""

_OF_NO_SERIES = 0.01
"""How much less likely some one shape is on plates of a state whose series do not have it.

Say one plate in five is a chosen text, a truck's, old or special, and one in twenty of those has
the very shape that was read.
"""

Look = Mapping[str, float]
"""How likely each state is by the look, and how likely none can be told; all add up to 1."""


def told_by(
    look: Look, characters: Sequence[Character], series: NumberedSeries
) -> tuple[str, float]:
    """Return the state that a plate's look tells and how likely it is, or unknown and 0.

    ``characters`` are those of its serial, as read.
    """
    likeliest = max(look, key=lambda state: (look[state], state), default=UNKNOWN_STATE)
    if likeliest == UNKNOWN_STATE or look[likeliest] < _NAMED_FROM:
        return UNKNOWN_STATE, 0.0
    if series.fit(characters, likeliest) < _FITS:
        return UNKNOWN_STATE, 0.0
    states = [state for state in look if state != UNKNOWN_STATE]
    weights = {
        state: _OF_NO_SERIES + (1 - _OF_NO_SERIES) * series.fit(characters, state)
        for state in states
    }
    together = {state: look[state] * weights[state] for state in states}
    of_any = sum(weights.values()) / len(weights)
    whole = sum(together.values()) + look.get(UNKNOWN_STATE, 0.0) * of_any
    likely = together[likeliest] / whole if whole > 0 else 0.0
    return (likeliest, round(likely, 4)) if likely >= TOLD_FROM else (UNKNOWN_STATE, 0.0)


def agreed(lines: PlateText, by_look: tuple[str, float]) -> tuple[str, float]:
    """Return the state that a plate's small lines name or its look tells; unknown if they differ.

    ``lines`` is the answer of a reader that reads them; a state it names is as sure as it says.
    """
    if UNKNOWN_STATE in (lines.state, by_look[0]):
        return by_look if lines.state == UNKNOWN_STATE else (lines.state, lines.state_confidence)
    if lines.state != by_look[0]:
        return UNKNOWN_STATE, 0.0
    return lines.state, max(lines.state_confidence, by_look[1])
