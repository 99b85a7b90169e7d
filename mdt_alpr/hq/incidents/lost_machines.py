"""A machine that is lost is revoked, and that is an incident (SEC-07; CJIS 5.20.5, IR-6)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.known_devices import MachineLoss, loss_words
from mdt_alpr.domain.retention.incidents import Incident, IncidentForm, IncidentKind
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.incidents import store
from mdt_alpr.hq.people import enrolling
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.hq.people.trainings import ask_refresher
from mdt_alpr.wire.devices import RevocationRequest

_ID_BYTES = 10


def revoke_machine(hq: Headquarters, device: str, ask: RevocationRequest, by: str) -> None:
    """Let a machine count no more; unless it is retired, report an incident.

    Who signed in on it last takes the training again (TRN-03).

    Raises:
        RefusedError: there is no such machine, or it is revoked already.
        EnrollmentRefusedError: no reason is given.
    """
    with hq.writing() as work:
        enrolling.revoke(hq, work, device, ask.why, by)
        if ask.loss is not MachineLoss.RETIRED:
            last = people.last_person_on(work.connection, device)
            words = loss_words(device, ask.loss, ask.lock, ask.out)
            form = IncidentForm(IncidentKind.BREACH, work.now, words, about=last)
            incident = Incident(form, work.now, by, concerns=last)
            given = new_id(work.now, hq.random_bytes(_ID_BYTES))
            number, _ = store.add(work, given, incident)
            facts = ("kind", incident.kind.value), ("machine", device)
            lost = ("lock", ask.lock.value), ("out", ask.out.value)
            record(work, AuditEvent.HQ_INCIDENT_REPORTED, str(number), by, *facts, *lost)
            ask_refresher(work, last)
    remember(hq)
