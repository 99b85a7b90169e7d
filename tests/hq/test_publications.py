"""The register of what the agency publishes, by service and command (DIS-09)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import CONTENT_CHECKED_EVERY
from mdt_alpr.domain.review.publications import PublicationState
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER
from mdt_alpr.wire.publications import PublicationsMessage
from tests.builders import SetClock
from tests.hq.commands import Terminal
from tests.hq.test_command_sessions import recorded

DATABASES = ["sqlite"]
LOOKED = "--words", "Every figure, no plate, place or person"


def _named(title: str) -> tuple[str, ...]:
    return "--title", title, "--place", "city.example"


def test_it_is_entered_checked_and_taken_down_each_by_a_named_person(
    terminal: Terminal, server: InProcessHq, clock: SetClock
) -> None:
    hq = server.hq
    assert terminal.run(OFFICER, "publications", "list") == 1
    assert terminal.run(CUSTODIAN, "publications", "add", *_named("Public page")) == 0
    assert terminal.run(CUSTODIAN, "publications", "list") == 1, "it waits for its first check"
    assert terminal.run(CUSTODIAN, "publications", "clear", "1", *LOOKED) == 0
    assert terminal.run(CUSTODIAN, "publications", "list") == 0
    assert terminal.run(CUSTODIAN, "publications", "clear", "9", *LOOKED) == 1
    assert terminal.run(CUSTODIAN, "publications", "add", *_named("Old report")) == 0
    reason = "--reason", "The page was replaced by another"
    assert terminal.run(CUSTODIAN, "publications", "end", "2", *reason) == 0
    assert terminal.run(CUSTODIAN, "publications", "list") == 0
    made = recorded(hq, AuditEvent.HQ_PUBLICATION_CHANGED)
    assert [by for by, _ in made] == [CUSTODIAN] * 4
    clock.at += CONTENT_CHECKED_EVERY
    with hq.writing() as work:
        assert [one.state for one in publications.due(work)] == ["due"]
        found: PublicationsMessage = publications.publications_of(work, CUSTODIAN)
    line = found.publications[-1]
    assert line.state is PublicationState.DUE
    assert [one.by for one in line.publication.checks] == [CUSTODIAN]
