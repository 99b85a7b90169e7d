"""A desk for reports of incidents with the real rule behind it; answers at once."""

from collections.abc import Callable

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentRefusedError, report
from mdt_alpr.domain.retention.outbox import OwnReport
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Event
from mdt_alpr.patrol.incident_events import IncidentNotReported, IncidentReported, OwnHitsFound
from tests.ui.fake_entries_desk import OFFICER


class FakeIncidentsDesk:
    """Keeps what was reported; ``slow`` answers nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reported: list[IncidentForm] = []
        self.hits: tuple[Hit, ...] = ()
        self.reports: tuple[OwnReport, ...] = ()
        self.publish: Callable[[Event], None] = lambda _: None
        self.slow = False

    def find_own_hits(self) -> None:
        self.publish(OwnHitsFound(self.hits, self.reports))

    def report_incident(self, form: IncidentForm) -> None:
        self.reported.append(form)
        if self.slow:
            return
        try:
            report(form, OFFICER, Role.OFFICER, self._clock.now())
        except IncidentRefusedError as error:
            self.publish(IncidentNotReported(error.why))
            return
        self.publish(IncidentReported(f"incident-{len(self.reported)}"))
