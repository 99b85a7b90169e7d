"""What a car keeps for a sign-in without a link, in memory, for tests that have no store."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.offline_sign_in import Verifier
from mdt_alpr.patrol.verifiers import Verifiers
from tests.builders import SetClock

T = TypeVar("T")


class KeptInMemory:
    """Stands for a transaction of the car's store and for its verifiers; forgets no failure."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.kept: dict[str, Verifier] = {}
        self.recorded: list[tuple[AuditEvent, str]] = []
        self._failures: list[tuple[str, datetime]] = []
        self.verifiers = self

    def __call__(self, work: Callable[..., T]) -> T:
        return work(self)

    def find(self, person_id: str) -> Verifier | None:
        return self.kept.get(person_id)

    def save(self, verifier: Verifier) -> None:
        self.kept[verifier.person_id] = verifier
        self._failures = [
            failure for failure in self._failures if failure[0] != verifier.person_id
        ]

    def accept(self, person_id: str, at: datetime) -> None:
        if (found := self.kept.get(person_id)) is not None:
            self.kept[person_id] = replace(found, accepted_at=at, seen_at=at)

    def forget(self, person_id: str) -> None:
        with suppress(KeyError):
            del self.kept[person_id]

    def failures(self, person_id: str) -> tuple[datetime, ...]:
        return tuple(at for person, at in self._failures if person == person_id)

    def record(self, event: AuditEvent, subject: str, person: str, *detail: object) -> None:
        del subject, detail
        self.recorded.append((event, person))
        if event is AuditEvent.SIGN_IN_REFUSED:
            self._failures.append((person, self._clock.now()))


def verifiers(clock: SetClock, memory: KeptInMemory | None = None) -> Verifiers:
    return Verifiers(memory or KeptInMemory(clock), clock, "car-1")
