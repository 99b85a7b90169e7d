"""What officers did in cars is compared with lawful work, too: the cars' own audit tells it."""

from datetime import timedelta

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.review.misuse import FlagRule, Tie
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.misuse import tied_plates
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.misuse import TiedPlateRequest
from tests.builders import NOW
from tests.hq.reviewers import a_sent_hit
from tests.hq.senders import DEVICE, a_car, an_item, audit_message
from tests.hq.test_misuse import as_caller, flags


def test_the_cars_audit_counts_hits_of_one_plate_opened_on_many_days(server: InProcessHq) -> None:
    sent = a_sent_hit()
    entries: list[AuditEntry] = []
    for day in range(5):
        previous = entries[-1] if entries else None
        at = NOW - timedelta(days=day % 5, hours=2)
        event, who = AuditEvent.HIT_OPENED, OFFICER
        subject = sent.hit.hit_id
        entry = audit_entry(
            previous, at=at, device=DEVICE, person=who, event=event, subject=subject
        )
        entries.append(entry)
    with a_car(server.base_url) as car:
        audits = (an_item(audit_message(one)) for one in entries)
        assert set(car.send(*sent.items(), *audits)) == {"accepted"}
    misuse.seek(server.hq, CUSTODIAN)
    assert [flag.rule for flag in flags(server.hq)] == [FlagRule.HITS_OF_ONE_PLATE]
    assert "EXN2894" not in str(flags(server.hq))


def test_a_plate_that_an_officer_types_to_be_compared_counts_as_a_search(
    server: InProcessHq,
) -> None:
    with server.hq.writing() as work:
        own = TiedPlateRequest("EXN2894", OFFICER, Tie.OWN)
        tied_plates.enter(work, as_caller(ADMINISTRATOR), own)
    sent = a_sent_hit()
    entry = audit_entry(
        None, at=NOW, device=DEVICE, person=OFFICER, event=AuditEvent.PLATE_TYPED,
        subject=sent.read.read_id,
    )  # fmt: skip
    with a_car(server.base_url) as car:
        items = *sent.items(), an_item(audit_message(entry))
        assert set(car.send(*items)) == {"accepted"}
    misuse.seek(server.hq, CUSTODIAN)
    assert FlagRule.OWN_PLATE in {flag.rule for flag in flags(server.hq)}
