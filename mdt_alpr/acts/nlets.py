"""Other agencies' Nlets queries, answered offline: each is a search (INT-03, SRC-03)."""

from mdt_alpr.acts.act import Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail, NletsEvent
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

_MAY = (Permission.DOWNLOAD,)
_RECORDS = (AuditEvent.HQ_NLETS_ANSWERED, AuditEvent.HQ_SEARCHED, AuditEvent.HQ_SEARCH_NOT_MADE)


def _foot(answer: NletsAnswer) -> str:
    events = f"{len(answer.events)} of {answer.found} events. {answer.notice}"
    return f"{events}\nTo print it as one look-up: --search {answer.search}"


EVENTS: Listing[NletsAnswer, NletsEvent] = Listing(
    lambda answer: answer.events,
    lambda event: event.eid,
    (
        ListColumn("EID", 300, lambda event: ListCell(event.eid, is_plate=True)),
        ListColumn("DAT", 160, lambda event: event.dat),
        ListColumn("LIC", 120, lambda event: ListCell(event.lic, is_plate=True)),
        ListColumn("LIS", 150, lambda event: STATES.get(event.state, "Not read")),
        ListColumn("Unit, camera", 180, lambda event: ListCell(event.unit, event.camera)),
        ListColumn("LOC", 200, lambda event: event.place),
    ),
    "No event answers the query.",
    _foot,
)
ANSWER = Look(
    "POST /v1/nlets", "Answer another agency's Nlets query; nothing is sent", _MAY, NletsAnswer,
    body=NletsQuery, refusal=Problem.SEARCH_REFUSED, shows_captured=True, records=_RECORDS,
    command="nlets {lic}", button="Show the answer", listing=EVENTS,
    confirms=lambda answer: answer.ask,
)  # fmt: skip
PRINT_ANSWER = Look(
    "POST /v1/nlets/paper", "Print the answer to an Nlets query, for a written request only",
    _MAY, PaperFile, body=NletsQuery, refusal=Problem.SEARCH_REFUSED, shows_captured=True,
    records=_RECORDS, command="nlets-paper {lic}", button="Save answer as PDF",
)  # fmt: skip
PRINT_DETAIL = Look(
    "POST /v1/nlets/detail", "Print one event of an Nlets answer, for a written request only",
    _MAY, PaperFile, body=NletsDetail, refusal=Problem.SEARCH_REFUSED, shows_captured=True,
    records=_RECORDS, command="nlets-detail {lic}", button="Save chosen event as PDF",
)  # fmt: skip
