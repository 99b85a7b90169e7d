"""Answer another agency's Nlets query offline: search, record, print (INT-03, 09.21.7.B)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.domain.search.question import SEEN_NOT_DRIVEN, needed
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.search import finding, store
from mdt_alpr.wire.messages import PlaceMessage, ReadMessage
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail, NletsEvent
from mdt_alpr.wire.problems import Problem

TITLE = "Answer to a license plate reader query"
DETAIL_TITLE = "Detail of a license plate reader event"
NOTICE = "Not a public record (G.S. 20-183.32(e)). Given on a written request only."


def answer(hq: Headquarters, caller: Caller, query: NletsQuery) -> NletsAnswer:
    """Return the newest events that answer a query; that it was answered is recorded.

    Raises:
        RefusedError: something is missing or unlawful.
    """
    reads, number = _found(hq, query)
    _note(hq, caller, query, "shown", reads)
    return NletsAnswer(tuple(map(_event, reads)), number, SEEN_NOT_DRIVEN)


def paper(hq: Headquarters, caller: Caller, query: NletsQuery) -> bytes:
    """Return the answer as PDF; that it was printed is recorded.

    Raises:
        RefusedError: something is missing or unlawful.
    """
    reads, number = _found(hq, query)
    _note(hq, caller, query, "printed", reads)
    made = Paper(TITLE, printed(hq, caller.name), form="Nlets LPQ, offline", notice=NOTICE)
    _query(made, query)
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
        RefusedError: something is missing or unlawful, or the query has no such event.
    """
    reads, _ = _found(hq, asked.query)
    found = [r for r in reads if r.read_id == asked.eid and r.captured_at == asked.dat]
    if not found:
        raise RefusedError(Problem.SEARCH_REFUSED, "The answer has no event of this EID and DAT.")
    (read,) = found
    _note(hq, caller, asked.query, "detail printed", found)
    made = Paper(DETAIL_TITLE, printed(hq, caller.name), form="Nlets LPQ, offline", notice=NOTICE)
    _query(made, asked.query)
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


def _found(hq: Headquarters, query: NletsQuery) -> tuple[list[ReadMessage], int]:
    lacks = list(query.lacks())
    questions = [] if lacks else list(query.questions())
    with hq.snapshot() as work:
        for question in questions[:1]:
            lacks += needed(question, store.case_formats(work.connection))
        if lacks:
            raise RefusedError(Problem.SEARCH_REFUSED, " ".join(lacks))
        found = {
            read.read_id: read
            for question in questions
            for read in finding.find(work, question).reads
            if query.answered_by(read.text, (read.unit, read.camera))
        }
    newest = sorted(found.values(), key=lambda read: (read.captured_at, read.read_id))[::-1]
    return newest[: query.most], len(newest)


def _note(
    hq: Headquarters, caller: Caller, query: NletsQuery, what: str, reads: list[ReadMessage]
) -> None:
    with hq.writing() as work:
        facts = (
            ("what", what),
            ("ori", query.ori),
            ("purpose", query.purpose),
            ("begin", query.begin.isoformat()),
            ("end", query.end.isoformat()),
            ("loose", str(query.loose).lower()),
        )
        names = "lic", "requester", "request", "case", "reason"
        typed = tuple((name, getattr(query, name)) for name in names)
        shown = [read.read_id for read in reads]
        event = AuditEvent.HQ_NLETS_ANSWERED
        record(work, event, query.ori, caller.person_id, *facts, typed=typed, returned=shown)


def _query(made: Paper, query: NletsQuery) -> None:
    made.fields(
        [
            ("LIC", query.lic),
            ("LOC", query.loc or "Any"),
            ("BEG", in_words(query.begin)),
            ("END", in_words(query.end)),
            ("LMI", "Y: one look-alike may differ" if query.loose else "N"),
            ("MAX", str(query.most)),
            ("Requesting ORI", query.ori),
            ("Requested by", query.requester),
            ("Written request", query.request),
            ("Case", query.case),
            ("Lawful purpose", query.purpose.replace("_", " ")),
            ("Reason", query.reason),
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
