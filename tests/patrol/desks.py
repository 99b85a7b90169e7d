"""A hit desk with its real store and real records thread, and a link that a test answers for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.patrol.events import Event, HitChanged, StepRefused
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.hit_service import HitService
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from tests.builders import NOW, SetClock

OFFERED = Enrollment("otpauth://totp/x", "KEY")
IN_USE = Enrollment(recovery=("AAAAA-AAAAA",))
OFFICER = Session("officer-1", "A. Sample", Role.OFFICER, NOW, "token")


class AnsweredLink:
    """A link whose next answers the test sets; ``asked`` names the calls."""

    def __init__(self) -> None:
        self.session: Session | Exception = OFFICER
        self.asked: list[str] = []
        self.is_lost = False
        self.factor_trouble: Exception | None = None

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        self.asked.append(f"sign in {person_id} {len(password)} {code}".rstrip())
        if isinstance(self.session, Exception):
            raise self.session
        return self.session

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        words = f"change {person_id} {len(password)} {len(new_password)} {code}"
        self.asked.append(words.rstrip())
        if self.is_lost:
            message = "no link"
            raise LinkLostError(message)

    def offer_factor(self, person_id: str, password: str) -> Enrollment:
        self.asked.append(f"offer {person_id} {len(password)}")
        return self._factor(OFFERED)

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        self.asked.append(f"confirm {person_id} {len(password)} {code}")
        return self._factor(IN_USE)

    def _factor(self, found: Enrollment) -> Enrollment:
        if self.factor_trouble is not None:
            raise self.factor_trouble
        return found

    def sign_out(self, session: Session) -> None:
        self.asked.append(f"sign out {session.person_id}")
        if self.is_lost:
            message = "no link"
            raise LinkLostError(message)


class ServiceUnderTest:
    """The desk under test and all that it said."""

    def __init__(self, store: CarStore, clock: SetClock, records: Worker, link: Worker) -> None:
        self.store, self.clock, self.records = store, clock, records
        self.said: list[Event] = []
        self.hq = AnsweredLink()
        self.sessions = Sessions(self.hq, clock, self.said.append)  # type: ignore[arg-type]
        self._link = link
        self.listen: Callable[[Event], None] = lambda _: None
        self.start_again()

    def start_again(self) -> None:
        """Begin with no hit in memory, as the program does when it starts."""
        recorder = HitRecorder(self.store, self.clock, "Unit 12", "test")
        self.desk = HitService(self.records, recorder, self.sessions, self._link, self._publish)

    def _publish(self, event: Event) -> None:
        self.said.append(event)
        self.listen(event)

    def settled(self) -> None:
        """Wait until the records thread has done what was asked."""
        self.records.ask(lambda: None)

    def hit(self) -> Hit:
        """Return the hit as it was last shown."""
        self.settled()
        return next(e.hit for e in reversed(self.said) if isinstance(e, HitChanged))

    def refusals(self) -> list[str]:
        """Return what was refused, in words."""
        self.settled()
        return [e.why for e in self.said if isinstance(e, StepRefused)]

    def kinds(self) -> list[str]:
        """Return the kinds of what waits for headquarters, in order."""

        def looked() -> list[str]:
            with self.store.begin() as work:
                return [item.kind.value for item in work.waiting(100)]

        return self.records.ask(looked)


@contextmanager
def running_service(folder: Path) -> Iterator[ServiceUnderTest]:
    """Give a desk whose threads run."""
    clock = SetClock()
    store = CarStore(folder / "car.db", bytes(32), clock, os.urandom, "car-1")
    records, link = Worker("records", lambda _: None), Worker("link", lambda _: None)
    records.start()
    link.start()
    try:
        yield ServiceUnderTest(store, clock, records, link)
    finally:
        link.stop()
        records.stop()
        store.close()
