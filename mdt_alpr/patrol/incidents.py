"""Wrongful stops and other incidents, reported from the car with or without a link (OPS-01).

A report goes to headquarters as any other item, which freezes its hit and opens a case.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.identity import made_at, new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentRefusedError, report
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.incident_events import (
    IncidentEvent,
    IncidentNotReported,
    IncidentReported,
    OwnHitsFound,
)
from mdt_alpr.patrol.open_hits import NOBODY_IS_SIGNED_IN
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store, UnitOfWork
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.incidents import IncidentReportMessage

CAR_MOVES = "The car is moving. Stop, or have a second officer use it, to report an incident."
_HITS_SEARCHED, _HITS_OFFERED = 120, 40


def report_incident(work: UnitOfWork, form: IncidentForm, person: str, incident_id: str) -> None:
    """Send a report, whose time is that of its id.

    Raises:
        IncidentRefusedError: a part is missing; says what.
    """
    if not person:
        raise IncidentRefusedError(NOBODY_IS_SIGNED_IN)
    now = made_at(incident_id)
    report(form, person, Role.OFFICER, now)
    work.queue(ItemKind.INCIDENT_REPORT, IncidentReportMessage(incident_id, form, person, now))
    kind = form.kind.value if form.kind else ""
    work.record(
        AuditEvent.INCIDENT_REPORTED, incident_id, person, ("kind", kind), ("hit", form.hit_id)
    )


@dataclass(frozen=True, slots=True)
class IncidentParts:
    """What reports need."""

    records: Worker
    store: Store
    clock: Clock
    sessions: Sessions
    random_bytes: Callable[[int], bytes]
    publish: Callable[[IncidentEvent], None]


class IncidentReports:
    """Implements ``patrol.desk.IncidentsDesk``."""

    def __init__(self, parts: IncidentParts) -> None:
        self._parts = parts
        self._driving = Driving()

    def drive(self, driving: Driving) -> None:
        """Note how the car moves and who works the screen (VER-10); from any thread."""
        self._driving = driving

    def find_own_hits(self) -> None:
        """Find the officer's newest hits; returns at once."""
        self._parts.records.do(self._find)

    def report_incident(self, form: IncidentForm) -> None:
        """Report an incident, as who works the screen now; returns at once."""
        incident_id = new_id(self._parts.clock.now(), self._parts.random_bytes(10))
        person = self._parts.sessions.person_id
        self._parts.records.do(lambda: self._report(form, person, incident_id))

    # ------------------------------------------------------------------ on the records thread

    def _find(self) -> None:
        person = self._parts.sessions.person_id
        with self._parts.store.begin() as work:
            newest = work.newest_hits(_HITS_SEARCHED)
            reports = work.own_reports(person, self._parts.clock.now() - SESSION_LASTS)
        own = [hit for hit in newest if person and hit.officer.person_id == person]
        self._parts.publish(OwnHitsFound(tuple(own[:_HITS_OFFERED]), reports))

    def _report(self, form: IncidentForm, person: str, incident_id: str) -> None:
        try:
            if not self._driving.typing_allowed:
                raise IncidentRefusedError(CAR_MOVES)  # noqa: TRY301 - one way out for all
            with self._parts.store.begin() as work:
                report_incident(work, form, person, incident_id)
        except IncidentRefusedError as error:
            self._parts.publish(IncidentNotReported(error.why))
        except StoreLockedError as error:
            self._parts.publish(IncidentNotReported((str(error),)))
        else:
            self._parts.publish(IncidentReported(incident_id))
