"""Answer another agency's Nlets query offline: search, record, print (INT-03, 09.21.7.B).

It is answered on a granted request of the log only, for its plate and within its time and
cameras; what is printed is delivered on it. A look-up is a search: it has a reason, is confirmed
where it is wide, and is kept with the searches, for review, flags, samples and reports (SRC-03).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER, was_typed
from mdt_alpr.domain.retention import giving
from mdt_alpr.domain.retention.disclosure import Disclosure, DisclosureRefusedError
from mdt_alpr.domain.retention.grants import GivenRead, SoughtData, beyond_grant
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.domain.search.question import (
    SEEN_NOT_DRIVEN,
    AskedCase,
    CaseCheck,
    SearchQuestion,
    needed,
    reason_in_doubt,
    tidied,
    wide_because,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name, is_number
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.disclosures import request_store, two_hands
from mdt_alpr.hq.disclosures.release import demand_request
from mdt_alpr.hq.disclosures.requests import LOG, kept_request
from mdt_alpr.hq.search import finding
from mdt_alpr.hq.search import service as searches
from mdt_alpr.hq.search import store as search_store
from mdt_alpr.wire.messages import PlaceMessage, ReadMessage
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail, NletsEvent
from mdt_alpr.wire.problems import Problem

TITLE = "Answer to a license plate reader query"
DETAIL_TITLE = "Detail of a license plate reader event"
_OWN = (
    "This request is the agency's own: search the stored reads, and put them under a hold to add "
    f"them to the case{cited('released_data')}."
)
NOTICE = f"Not a public record{cited('not_public')}. Given on a written request only."


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look-up came to: the newest reads that are shown, of how many; or what it asks."""

    request: Disclosure
    reads: list[ReadMessage]
    number: int
    search_id: str = ""
    ask: tuple[str, ...] = ()
    notice: str = SEEN_NOT_DRIVEN


def answer(hq: Headquarters, caller: Caller, query: NletsQuery) -> NletsAnswer:
    """Return the newest events that answer a query, or what to confirm; recorded as a search.

    Raises:
        RefusedError: something is missing, unlawful or not what the request asks for, or there is
            no such request.
        DisclosureRefusedError: the request is not granted.
    """
    looked = _looked_up(hq, caller, query)
    if looked.ask:
        return NletsAnswer((), 0, "", ask=looked.ask)
    with hq.writing() as work:
        _note(work, caller, query, "shown", looked.reads)
    events = tuple(map(_event, looked.reads))
    return NletsAnswer(events, looked.number, looked.notice, looked.search_id)


def paper(hq: Headquarters, caller: Caller, query: NletsQuery) -> bytes:
    """Return the answer as PDF; that it was printed is recorded.

    Raises:
        RefusedError: as of ``answer``, or it is wide and was not confirmed.
        DisclosureRefusedError: the request is not granted.
    """
    looked = _confirmed(hq, caller, query)
    request, reads, number = looked.request, looked.reads, looked.number
    _deliver(hq, caller, query, "printed", reads)
    made = Paper(TITLE, printed(hq, caller.name), form="Nlets LPQ, offline", notice=NOTICE)
    _query(made, query, request)
    made.section(f"Events: {len(reads)} of {number}, the newest first")
    rows = [
        (event.eid, in_words(event.dat), event.lic, _state(event.state),
         f"{event.unit}, {event.camera}", event.place)
        for event in map(_event, reads)
    ]  # fmt: skip
    made.table(("EID", "DAT", "LIC", "LIS", "Unit, camera", "LOC"), rows, (4, 3, 2, 2, 3, 3))
    made.paragraph(looked.notice, bold=True)
    made.signature("ALPR data custodian", caller.name)
    return made.pdf()


def detail_paper(hq: Headquarters, caller: Caller, asked: NletsDetail) -> bytes:
    """Return one event in full as PDF, by EID and DAT; recorded.

    Raises:
        RefusedError: something is missing or unlawful, or there is no such request or event.
        DisclosureRefusedError: the request is not granted.
    """
    looked = _confirmed(hq, caller, asked.query)
    request = looked.request
    found = [r for r in looked.reads if r.read_id == asked.eid and r.captured_at == asked.dat]
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
            ("Confidence by character", _confidences(read)),
            ("Frames", "None" if was_typed(read.engine) else str(read.frames)),
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


def _confirmed(hq: Headquarters, caller: Caller, query: NletsQuery) -> _Looked:
    """Return a look-up that is made, to print it.

    Raises:
        RefusedError: as of ``answer``, or there is something to confirm first.
    """
    looked = _looked_up(hq, caller, query)
    if looked.ask:
        words = " ".join((*looked.ask, "Show the answer first, and confirm it."))
        raise RefusedError(Problem.SEARCH_REFUSED, words)
    return looked


def _looked_up(hq: Headquarters, caller: Caller, query: NletsQuery) -> _Looked:
    """Look a plate up, and keep that as a search, but where it is one of this session already."""
    with hq.reading() as work:
        request = _granted(hq, work, query, caller)
        earlier = search_store.earlier(work, caller.person_id)
    asked = request.asked
    purpose = asked.purpose.value if asked.purpose else ""
    lacks = list(query.lacks())
    units = tuple(dict.fromkeys(camera.unit for camera in asked.seeks.cameras))
    questions = [] if lacks else list(query.questions(purpose, asked.case, units))
    for question in questions[:1]:
        lacks += needed(question)  # its case is the other agency's, by no format of ours
        lacks += _beyond(query, asked.seeks)
    if lacks:
        if questions:
            searches.record_refusal(hq, caller, questions[0], tuple(lacks))
        raise RefusedError(Problem.SEARCH_REFUSED, " ".join(lacks))
    kept = tidied(questions[0])
    is_made = bool(query.search) and searches.own_search(hq, caller, query.search)[0] == kept
    doubts = (*wide_because(kept), *reason_in_doubt(kept, earlier))
    if doubts and not (query.confirmed or is_made):
        searches.record_refusal(hq, caller, kept, doubts)
        return _Looked(request, [], 0, ask=doubts)
    newest, number, notice = _answering(hq, query, questions, asked.seeks)
    if is_made:
        return _Looked(request, newest, number, query.search, notice=notice)
    came_of_it = AskedCase(CaseCheck.NO_SYSTEM), number, tuple(newest)
    with hq.writing() as work:
        search_id = searches.keep(work, caller, kept, doubts, came_of_it)
    return _Looked(request, newest, number, search_id, notice=notice)


def _answering(
    hq: Headquarters, query: NletsQuery, questions: list[SearchQuestion], seeks: SoughtData
) -> tuple[list[ReadMessage], int, str]:
    """Return the newest reads that answer, how many do, and what goes with them.

    A look-alike is read otherwise.
    """
    with hq.snapshot() as work:
        erased = searches.not_known(work, questions[0])
        found = {
            read.read_id: read
            for question in questions
            for read in finding.find(work, question).reads
            if query.answered_by(read.text, (read.unit, read.camera))
            and not beyond_grant(seeks, _seen(query, read))
        }
    newest = sorted(found.values(), key=lambda read: (read.captured_at, read.read_id))[::-1]
    return newest[: query.most], len(newest), f"{erased} {SEEN_NOT_DRIVEN}".strip()


def _seen(query: NletsQuery, read: ReadMessage) -> GivenRead:
    return GivenRead(
        read.read_id, query.lic, read.state, read.captured_at, read.unit, read.camera
    )  # fmt: skip


def _beyond(query: NletsQuery, seeks: SoughtData) -> Iterator[str]:
    """Yield in what a query asks for more than its request was granted (7.B)."""
    named = f"request {query.request} was granted for"
    if not seeks.pattern.fits(query.lic):
        yield f"LIC is not the plate that {named}."
    first, last = seeks.since, seeks.until
    if first is None or last is None or not first <= query.begin <= query.end <= last:
        yield f"BEG and END are not within the time that {named}."


def _granted(hq: Headquarters, work: Work, query: NletsQuery, caller: Caller) -> Disclosure:
    """Return the request of a query.

    Raises:
        RefusedError: there is none of this number, or it is another agency's.
        DisclosureRefusedError: it is not granted, or the agency's own, which takes a hold (8.D).
    """
    found = kept_request(work, query.request).found if is_number(query.request) else None
    if found is None:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
    demand_request(work, found, caller.person_id)
    if two_hands.is_own(hq, work, found):
        raise DisclosureRefusedError(_OWN)
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
        request = _granted(hq, work, query, caller)  # it may have been decided otherwise meanwhile
        request_store.change(work, giving.deliver(request))
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


def _confidences(read: ReadMessage) -> str:
    if was_typed(read.engine):
        return ", ".join((TYPED_BY_OFFICER, *([str(read.corrects)] if read.corrects else ())))
    return " ".join(f"{character.confidence:.2f}" for character in read.characters)


def _state(code: str) -> str:
    return STATES.get(code, "") or "Not read"


def _place(place: PlaceMessage | None) -> str:
    return f"{place.lat:.5f}, {place.lon:.5f}" if place is not None else "Not known"


def _heading(place: PlaceMessage | None) -> str:
    return "Not known" if place is None or place.heading is None else f"{place.heading:.0f} deg"
