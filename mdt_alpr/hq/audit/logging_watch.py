"""The watch on logging: where the audit cannot be written, people are notified (AUD-05).

Until it can be written again data is shut; alerts to cars go on.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.logging_alarm import FAILOVER_LASTS, LOGGING_CHECKED_EVERY, LoggingState
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.alarm_channels import Channel, channels_in
from mdt_alpr.hq.audit.service import NOBODY, can_be_written, record
from mdt_alpr.hq.base.headquarters import Headquarters

_LOG = logging.getLogger(__name__)
_DOWN = "MDT ALPR: the audit cannot be written"
_UP = "MDT ALPR: the audit is written again"
_TEST = "MDT ALPR: a test"


class LoggingWatch:
    """Checks one after the other, whichever threads ask."""

    def __init__(self, hq: Headquarters) -> None:
        """Read where notices go.

        Raises:
            OutsideError: the settings file is wrong.
        """
        self._hq = hq
        self._channels = () if hq.settings.notices is None else channels_in(hq.settings.notices)
        self._patience = timedelta(0) if hq.settings.cluster_key is None else FAILOVER_LASTS
        self._due = 0.0
        self._checking = threading.Lock()
        self._state = LoggingState()

    def check_in_time(self) -> None:
        """Check where it is time to; to be called every ``CHECKED_AGAIN_EVERY``."""
        now = time.monotonic()
        if self._hq.audit_is_down or now >= self._due:
            self._due = now + LOGGING_CHECKED_EVERY.total_seconds()
            self.check()

    def check(self) -> None:
        """Check whether the audit can be written; notify people where it cannot."""
        with self._checking:
            self._check()

    def _check(self) -> None:
        hq, before = self._hq, self._state
        works, now = can_be_written(hq), hq.clock.now()
        hq.audit_is_down = not works
        self._state = before.checked(now, works=works)
        if not works:
            self._notify(now)
        elif before.down_since is not None:
            self._restored(before, before.down_since)

    def _notify(self, now: datetime) -> None:
        since = f"{self._state.down_since:%Y-%m-%d %H:%M} UTC"
        words = (
            f"Headquarters' own audit cannot be written, found at {since}. Until it can, data is "
            "shut at the desk; alerts in the cars go on. On headquarters' machine: look at the "
            "disk and the database, and run mdt-alpr hq doctor.\n"
        )
        for channel in self._channels:
            is_due = self._state.is_due(channel.name, now, self._patience)
            if is_due and is_sent(channel, _DOWN, words):
                self._state = self._state.sent(channel.name, now)

    def _restored(self, before: LoggingState, since: datetime) -> None:
        notified = tuple((f"notified_{name}", at.isoformat()) for name, at in before.sent_at)
        with self._hq.writing() as work:
            facts = (("since", since.isoformat()), *notified)
            record(work, AuditEvent.HQ_LOGGING_RESTORED, own_audit.DEVICE, NOBODY, *facts)
        words = (
            f"Headquarters' own audit is written again. It was not from {since:%H:%M} UTC on.\n"
        )
        for channel in self._channels if notified else ():
            is_sent(channel, _UP, words)


def is_sent(channel: Channel, subject: str, words: str) -> bool:
    """Send a notice; tell whether it was accepted, and log where it was not."""
    try:
        channel.send(subject, words)
    except OutsideError as error:
        _LOG.error("no notice by %s: %s", channel.name, error)
        return False
    return True


def send_test(channels: Sequence[Channel]) -> list[tuple[str, str]]:
    """Send a test by every channel; return by its name what went wrong, empty for nothing."""
    results = []
    for channel in channels:
        try:
            channel.send(_TEST, "This is a test. Headquarters can notify you.\n")
        except OutsideError as error:
            results.append((channel.name, str(error)))
        else:
            results.append((channel.name, ""))
    return results
