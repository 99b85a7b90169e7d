"""Which reminders go out: when something becomes due, then every month (OUT-03, MNT-02)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.policy import OUTSIDE_REMINDED_EVERY


@dataclass(frozen=True, slots=True, order=True)
class DueThing:
    """Something that waits for somebody: what it is, in which state, and what is to be done.

    No text names a plate or a person of a case: it goes by mail.
    """

    name: str
    state: str
    words: str

    @property
    def key(self) -> str:
        """Return what it is remembered by: in another state it is due anew."""
        return f"{self.name}: {self.state}"


def to_send(
    due: Iterable[DueThing], sent: Mapping[str, datetime], now: datetime
) -> tuple[DueThing, ...]:
    """Return what nobody was reminded of within the last month; ``sent`` is by key.

    A reminder of the future, by a clock that was set back since, does not count.
    """
    return tuple(
        sorted(reminder for reminder in due if not _is_fresh(sent.get(reminder.key), now))
    )


def _is_fresh(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now < at + OUTSIDE_REMINDED_EVERY
