"""When people are notified that the audit cannot be written (AUD-05, CJIS AU-5)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

NOTICE_WITHIN = timedelta(hours=1)
"""CJIS AU-5: whoever is responsible knows within an hour."""
LOGGING_CHECKED_EVERY = timedelta(minutes=2)
CHECKED_AGAIN_EVERY = timedelta(seconds=10)
"""While it cannot be written: until then data is shut."""
FAILOVER_LASTS = timedelta(minutes=1)
"""Where several servers share a database, which another one follows when it dies."""
REPEATED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LoggingState:
    """Since when the audit cannot be written, None where it can; ``sent_at`` by channel name."""

    down_since: datetime | None = None
    sent_at: tuple[tuple[str, datetime], ...] = ()

    def checked(self, now: datetime, *, works: bool) -> "LoggingState":
        """Return the state after a check."""
        if works:
            return LoggingState()
        return self if self.down_since is not None else LoggingState(now)

    def is_due(self, channel: str, now: datetime, patience: timedelta = timedelta(0)) -> bool:
        """Return whether a channel gets a notice now: after ``patience``, then every hour."""
        if self.down_since is None or self.down_since <= now < self.down_since + patience:
            return False
        last = dict(self.sent_at).get(channel)
        return last is None or not last <= now < last + REPEATED_EVERY

    def sent(self, channel: str, now: datetime) -> "LoggingState":
        """Return the state after a channel accepted a notice."""
        return replace(self, sent_at=tuple({**dict(self.sent_at), channel: now}.items()))
