"""Who sits at a desk, whose hits are shown, and the questions that are asked in that name."""

from collections.abc import Callable
from datetime import date, datetime

from mdt_alpr.clock import Clock
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.teams import OWN_TEAM
from mdt_alpr.ui.desk.presenters.link import DeskCalls, DeskLink
from mdt_alpr.ui.kit.words import local_day


class DeskSession:
    """What every page of the desk shares; each question runs on a thread that may wait."""

    def __init__(self, link: DeskLink, clock: Clock) -> None:
        self.link, self._clock = link, clock
        self.asking = DeskCalls()
        self.person: Session | None = None
        self.team = OWN_TEAM
        self.used_at = clock.now()

    def now(self) -> datetime:
        """Return the time at this desk."""
        return self._clock.now()

    def today(self) -> date:
        """Return the agency's day."""
        return local_day(self.now())

    def used(self) -> None:
        """Somebody is there."""
        self.used_at = self.now()

    def ask(self, kind: type, path: str, body: object = None) -> Callable[[], object]:
        """Return the question whose answer is of a kind; with a body it is posted."""
        person = self.person

        def call() -> object:
            if person is None:
                return None
            found: object = self.link.ask(person, kind, path, body)
            return found

        return call

    def tell(self, path: str, body: object) -> Callable[[], object]:
        """Return what is posted and has no answer."""
        person = self.person

        def call() -> object:
            if person is not None:
                self.link.tell(person, path, body)
            return None

        return call

    def picture(self, digest: str) -> Callable[[], bytes]:
        """Return the question for a picture."""
        person = self.person

        def call() -> bytes:
            return b"" if person is None else self.link.picture(person, digest)

        return call
