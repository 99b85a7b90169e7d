"""Answer another agency's Nlets query offline: search, record, print (INT-03, 09.21.7.B).

It is answered on a granted request of the log only; what is printed is delivered on it.
"""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.retention import disclosure as rules
from mdt_alpr.domain.retention.disclosure import Disclosure
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.domain.search.question import SEEN_NOT_DRIVEN, needed
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_settings import prosecutors_are_given
from mdt_alpr.hq.base.database import hold_name, is_number
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.disclosures import request_store
from mdt_alpr.hq.disclosures.requests import LOG, kept_request
from mdt_alpr.hq.search import finding
from mdt_alpr.wire.messages import PlaceMessage, ReadMessage
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail, NletsEvent
from mdt_alpr.wire.problems import Problem

TITLE = "Answer to a license plate reader query"
DETAIL_TITLE = "Detail of a license plate reader event"
NOTICE = "Not a public record (G.S. 20-183.32(e)). Given on a written request only."


def answer(hq: Headquarters, caller: Caller, query: NletsQuery) -> NletsAnswer:
    """Return the newest events that answer a query; that it was answered is recorded.

    Raises:
        RefusedError: something is missing or unlawful, or there is no such request.
        DisclosureRefusedError: the request is not granted.
    """
    _, reads, number = _found(hq, query)
    with hq.writing() as work:
        _note(work, caller, query, "shown", reads)
    return NletsAnswer(tuple(map(_event, reads)), number, SEEN_NOT_DRIVEN)


def paper(hq: Headquarters, caller: Caller, query: NletsQuery) -> bytes:
    """Return the answer as PDF; that it was printed is recorded.

    Raises:
        RefusedError: something is missing or unlawful, or there is no such request.
        DisclosureRefusedError: the request is not granted.
    """
    request, reads, number = _found(hq, query)
    _deliver(hq, caller, query, "printed", reads)
    made = Paper(TITLE, printed(hq, caller.name), form="Nlets LPQ, offline", notice=NOTICE)
    _query(made, query, request)
    made.section(f"Events: {len(reads)} of {number}, the newest first")
    rows = [
        (one.eid, in_words(one.dat), one.lic, _state(one.state), f"{one.unit}, {one.camera}",
         one.place)
        for one in map(_event, reads)
    ]  # fmt: skip
    made.table(("EID", "DAT", "LIC", "LIS", "Unit, camera", "LOC"), rows, (4, 3, 2, 2, 3, 3))
    made.paragraph(SEEN_NOT_DRIVEN, bold=True)
    made.signature("ALPR data custodian", caller.name)
    return made.pdf()


def detail_paper(hq: Headquarters, caller: Caller, asked: NletsDetail) -> bytes:
    """Return one event in full as PDF, by EID and DAT; recorded.

    Raises:
        RefusedError: something is missing or unlawful, or there is no such request or event.
        DisclosureRefusedError: the request is not granted.
    """
    request, reads, _ = _found(hq, asked.query)
    found = [r for r in reads if r.read_id == asked.eid and r.captured_at == asked.dat]
    if not found:
        raise RefusedError(Problem.SEARCH_REFUSED, "The answer has no event of this EID and DAT.")
    (read,) = found
    _deliver(hq, caller, asked.query, "detail printed", found)
    made = Paper(DETAIL_TITLE, printed(hq, caller.name), form="Nlets LPQ, offline", notice=NOTICE)
    _query(made, asked.query, request)
    made.section("Event")
    made.fields(
        [
            ("EID", read.read_id),
            ("DAT", in_words(read.captured_at)),
            ("LIC as read", read.text),
            ("LIS", f"{_state(read.state)}, confidence {read.state_confidence:.2f}"),
            ("Confidence by character", " ".join(f"{c.confidence:.2f}" for c in read.characters)),
            ("Frames", str(read.frames)),
            ("Unit", read.unit),
            ("Camera", read.camera),
            ("LOC", _place(read.place)),
            ("Heading", _heading(read.place)),
            ("Pictures (SHA-256)", f"{read.crop_digest}\n{read.context_digest}"),
            ("Software", f"{read.software}, {read.engine}"),
        ]
    )
    made.paragraph(SEEN_NOT_DRIVEN, bold=True)
    made.signature("ALPR data custodian", caller.name)
    return made.pdf()


def _found(hq: Headquarters, query: NletsQuery) -> tuple[Disclosure, list[ReadMessage], int]:
    """Return the request, the newest reads that answer, and how many do."""
    with hq.snapshot() as work:
        request = _granted(work, query)
        asked = request.asked
        purpose = asked.purpose.value if asked.purpose else ""
        reason = f"Request {query.request}: {asked.investigation}"
        lacks = list(query.lacks())
        questions = [] if lacks else list(query.questions(purpose, asked.case, reason))
        for question in questions[:1]:
            lacks += needed(question)  # its case is the other agency's, by no format of ours
        if lacks:
            raise RefusedError(Problem.SEARCH_REFUSED, " ".join(lacks))
        found = {
            read.read_id: read
            for question in questions
            for read in finding.find(work, question).reads
            if query.answered_by(read.text, (read.unit, read.camera))
        }
    newest = sorted(found.values(), key=lambda read: (read.captured_at, read.read_id))[::-1]
    return request, newest[: query.most], len(newest)


def _granted(work: Work, query: NletsQuery) -> Disclosure:
    """Return the request of a query.

    Raises:
        RefusedError: there is none of this number, or it is another agency's.
        DisclosureRefusedError: it is not granted.
    """
    found = kept_request(work, query.request).found if is_number(query.request) else None
    if found is None:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
    rules.demand_granted(found, prosecutors=prosecutors_are_given(work.connection))
    ori = found.asked.requester.ori.upper()
    if ori and ori != query.ori:
        words = f"Request {query.request} is of ORI {ori}, the query of another."
        raise RefusedError(Problem.SEARCH_REFUSED, words)
    return found


def _deliver(
    hq: Headquarters, caller: Caller, query: NletsQuery, what: str, reads: list[ReadMessage]
) -> None:
    """Record that an answer was printed, with the request's own line (8.A)."""
    with hq.writing() as work:
        hold_name(work.connection, LOG)
        request = _granted(work, query)  # it may have been decided otherwise meanwhile
        request_store.change(work, rules.deliver(request))
        words = f"{len(reads)} events"
        by = caller.person_id
        request_store.add_step(work, request.request_id, "nlets_answered", by, words)
        _note(work, caller, query, what, reads)


def _note(
    work: Work, caller: Caller, query: NletsQuery, what: str, reads: list[ReadMessage]
) -> None:
    facts = (
        ("what", what),
        ("ori", query.ori),
        ("request", str(query.request)),
        ("begin", query.begin.isoformat()),
        ("end", query.end.isoformat()),
        ("loose", str(query.loose).lower()),
    )
    shown = [read.read_id for read in reads]
    event, typed = AuditEvent.HQ_NLETS_ANSWERED, (("lic", query.lic),)
    record(work, event, query.ori, caller.person_id, *facts, typed=typed, returned=shown)


def _query(made: Paper, query: NletsQuery, request: Disclosure) -> None:
    asked = request.asked
    made.fields(
        [
            ("LIC", query.lic),
            ("LOC", query.loc or "Any"),
            ("BEG", in_words(query.begin)),
            ("END", in_words(query.end)),
            ("LMI", "Y: one look-alike may differ" if query.loose else "N"),
            ("MAX", str(query.most)),
            ("Requesting ORI", query.ori),
            ("Requested by", f"{asked.requester.name}, {asked.requester.agency}"),
            (
                "Written request",
                f"Number {query.request}, {in_words(asked.received_at)}"
                if asked.received_at
                else f"Number {query.request}",
            ),
            ("Case", asked.case),
            ("Lawful purpose", asked.purpose.value.replace("_", " ") if asked.purpose else ""),
            ("Investigation", asked.investigation),
        ]
    )


def _event(read: ReadMessage) -> NletsEvent:
    return NletsEvent(
        eid=read.read_id,
        dat=read.captured_at,
        lic=read.text,
        state=read.state,
        unit=read.unit,
        camera=read.camera,
        place=_place(read.place),
    )


def _state(code: str) -> str:
    return STATES.get(code, "") or "Not read"


def _place(place: PlaceMessage | None) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}" if place is not None else "Not known"


def _heading(place: PlaceMessage | None) -> str:
    return "Not known" if place is None or place.heading is None else f"{place.heading:.0f} deg"
