"""Time that passes at a headquarters which runs: its clock is believed all the way."""

from datetime import datetime, timedelta

from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.keeping.purge import purge_watched
from tests.builders import SetClock


def time_passes(hq: Headquarters, clock: SetClock, until: datetime) -> None:
    """Let days pass with their purges, up to an instant, which is not purged by itself."""
    while clock.at < until:
        purge_watched(hq)
        clock.at = min(until, clock.at + timedelta(days=1))
