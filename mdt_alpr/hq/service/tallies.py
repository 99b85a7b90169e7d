"""Count each day before its captured data is purged, for the reports that come later (RPT-06)."""

from mdt_alpr.domain.policy import days_to_count
from mdt_alpr.hq.service.headquarters import Headquarters
from mdt_alpr.hq.store import tallies


def count_days(hq: Headquarters) -> None:
    """Count every day that will soon be purged and was not counted yet.

    What a car brings of such a day later is not in its numbers.
    """
    with hq.reading() as work:
        first = tallies.first_day(work.connection)
    if first is None:
        return
    for day in (day for day in days_to_count(hq.clock.now()) if day >= first):
        with hq.writing() as work:
            if not tallies.is_counted(work.connection, day):
                tallies.count_day(work.connection, day)
