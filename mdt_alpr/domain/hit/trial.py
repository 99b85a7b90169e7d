"""Trial mode: a car reads, compares and records as in service, and raises nothing.

An agency measures its reader on its own roads before a hit may sound. What such a car captured is
captured data like any other; the name of its camera says TRIAL in every record, list and paper.
"""

from dataclasses import replace
from enum import StrEnum

from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.reading.reading import Read

MARK = "TRIAL"
ENDED_AS = "trial"
"""What the log says instead of a disposition: nobody was alerted, so nobody ended it."""
NO_TYPED_PLATES = "This car is in trial mode and compares no typed plate. Check it by radio."


class Mode(StrEnum):
    """Whether a car's hits alert."""

    SERVICE = "service"
    TRIAL = "trial"


def trial_camera(name: str) -> str:
    """Return what a camera is called while its car is in trial mode."""
    return f"{name} {MARK}".strip()


def is_trial_camera(name: str) -> bool:
    """Tell whether a camera's name says that its car was in trial mode."""
    return name.upper().split()[-1:] == [MARK]


def ending_without_person(camera: str) -> str:
    """Return how a hit of a camera ended that no person ended: not at all, unless in a trial."""
    return ENDED_AS if is_trial_camera(camera) else ""


def in_trial(read: Read) -> Read:
    """Return a read as a car in trial mode keeps it."""
    return replace(read, camera=trial_camera(read.camera))


def not_raised(hit: Hit) -> Hit:
    """Return the hit of a marked read as it is kept: it is over before it begins.

    No step follows on a closed hit, so none can end in a stop, also after a return to service.
    """
    return replace(hit, state=HitState.CLOSED)


def was_in_trial(hit: Hit) -> bool:
    """Tell whether a hit was kept in trial mode."""
    return hit.state is HitState.CLOSED and is_trial_camera(hit.read.camera)
