"""Hits of fixed cameras: nobody is there to check them, so cars on duty are notified (VER-06)."""

from datetime import datetime

from mdt_alpr.domain.policy import CAMERA_HIT_GOOD_FOR


def is_for_cars(captured_at: datetime, now: datetime) -> bool:
    """Tell whether cars are notified: the vehicle may still be near.

    What a camera without a link brings later is shown at the desk only.
    """
    return now - captured_at < CAMERA_HIT_GOOD_FOR
