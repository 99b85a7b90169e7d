"""Everything between this car and the other units: what it hears, what must reach them at once."""

from collections.abc import Callable

from mdt_alpr.car.express import Express, ExpressParts
from mdt_alpr.car.notice_rounds import NoticeParts, NoticeRounds
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.patrol.events import Failed, UnitsChanged


class OtherUnits:
    """Two threads on one connection beside the outbox's."""

    def __init__(
        self, parts: NoticeParts, publish: Callable[[UnitsChanged | Failed], None]
    ) -> None:
        self._rounds = NoticeRounds(parts, publish)
        sending = ExpressParts(parts.link, parts.records, parts.store, parts.sessions)
        self._express = Express(sending, publish)

    def start(self) -> None:
        """Start listening."""
        self._rounds.start()
        self._express.start()

    def hurry(self) -> None:
        """Listen now, for somebody signed in."""
        self._rounds.hurry()

    def hit_changed(self, hit: Hit) -> None:
        """Send what others must hear of a hit that changed; called from any thread."""
        self._express.hit_changed(hit)

    def stop(self) -> None:
        """Stop both; the records thread must still run."""
        self._express.stop()
        self._rounds.stop()
