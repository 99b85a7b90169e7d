"""Letters to who asked for captured data: denial, refusal, question, grant, receipt (DIS-04)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.retention.data_request import STANDING_WORDS, Asked
from mdt_alpr.domain.retention.disclosure import (
    NOTICE,
    REFUSAL_WORDS,
    Disclosure,
    DisclosureRefusedError,
    RefusalReason,
    RequestState,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.disclosures import package_store
from mdt_alpr.hq.disclosures.hit_sheet import CONFIDENTIAL
from mdt_alpr.hq.disclosures.requests import kept_request
from mdt_alpr.hq.disclosures.status_page import code_of
from mdt_alpr.wire.addresses import REQUEST_STATUS
from mdt_alpr.wire.problems import Problem

_CLAUSE = cited("confidential", ": ", "")
DENIAL = (
    f"Captured license plate data is confidential and not a public record{_CLAUSE}.",
    (
        "This agency may disclose it only on a written request, for a legitimate law enforcement "
        "purpose, to a criminal justice officer of a state or local agency, to a similar federal "
        "official, or to a prosecutor in an official criminal investigation. It may not be sold."
    ),
    "Your request is therefore denied. The law provides no exception for it.",
)
_TITLES = {
    RequestState.RECEIVED: "Receipt of a request for license plate reader data",
    RequestState.MORE_NEEDED: "Your request for license plate reader data: more is needed",
    RequestState.GRANTED: "Your request for license plate reader data is granted",
    RequestState.DELIVERED: "Your request for license plate reader data was answered",
    RequestState.REFUSED: "Your request for license plate reader data is refused",
    RequestState.DENIED: "Your request for license plate reader data is denied",
    RequestState.WITHDRAWN: "Your request for license plate reader data was withdrawn",
}


def letter_of(hq: Headquarters, caller: Caller, number: int) -> bytes:
    """Return the letter that answers a request in its present state; that is recorded.

    It repeats nothing of what was asked for.
    """
    with hq.writing() as work:
        kept = kept_request(work, number)
        if kept.found is None:
            raise DisclosureRefusedError("The papers of this request were destroyed.")
        event = AuditEvent.HQ_DISCLOSURE_LETTER_PRINTED
        facts = ("number", str(number)), ("state", kept.found.state.value)
        record(work, event, kept.request_id, caller.person_id, *facts)
        code = code_of(work, kept.request_id)
    paper = Paper(_TITLES[kept.found.state], printed(hq, caller.name))
    return _letter(kept.found, number, code, paper)


def _letter(disclosure: Disclosure, number: int, code: str, paper: Paper) -> bytes:
    asked = disclosure.asked
    paper.fields(_heading(asked, number))
    for text in _said(disclosure):
        paper.paragraph(text)
    paper.paragraph(
        f"The status of this request is shown at {REQUEST_STATUS} below this agency's web address "
        f"for requests. Your number is {number}, your code {code}. Keep the code to yourself."
    )
    paper.signature("For the agency: ALPR data custodian")
    return paper.pdf()


def _heading(asked: Asked, number: int) -> list[tuple[str, str]]:
    person = asked.requester
    standing = STANDING_WORDS[asked.standing] if asked.standing else ""
    return [
        ("To", ", ".join(filter(None, (person.name, person.title)))),
        ("Agency", ", ".join(filter(None, (person.agency, person.ori)))),
        ("Our number", str(number)),
        ("Received", in_words(asked.received_at) if asked.received_at else ""),
        ("Recorded as", standing),
        ("Case", asked.case),
    ]


def _said(found: Disclosure) -> tuple[str, ...]:
    if found.state is RequestState.DENIED:
        return DENIAL
    why = (f"Note: {found.why}",) if found.why else ()
    if found.state is RequestState.REFUSED and found.reason is not None:
        clause = cited("compromise") if found.reason is RefusalReason.COMPROMISE else ""
        return (f"{REFUSAL_WORDS[found.reason]}{clause}.", *why)
    if found.state is RequestState.MORE_NEEDED:
        return ("Before this request can be decided, the following is needed.", found.why)
    if found.state is RequestState.RECEIVED:
        return ("Your request was received and is on record. You will be notified of the answer.",)
    if found.state is RequestState.WITHDRAWN:
        return ("Your request was recorded as withdrawn. Nothing was given.", *why)
    return ("Your request is granted for the case named above.", *_granted(found), *NOTICE, *why)


def _granted(disclosure: Disclosure) -> tuple[str, ...]:
    """Return until when data leaves on a grant (DIS-06)."""
    until = disclosure.granted_until
    if until is None:
        return ()
    day = day_in_words(capture_date(until))
    words = f"The grant ends on {day}. It covers what your request asks for and nothing captured"
    return (f"{words} after it; anything else takes another written request.",)


def notice_of(hq: Headquarters, caller: Caller, number: int) -> bytes:
    """Return the notice that goes with a package, with the receipt to sign before it is opened.

    Raises:
        RefusedError: there is no such package.
    """
    with hq.writing() as work:
        kept = package_store.find(work, number)
        if kept is None:
            raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
        event, by = AuditEvent.HQ_PACKAGE_NOTICE_PRINTED, caller.person_id
        record(work, event, kept.row["hold_id"], by, ("number", str(number)))
    row, words = kept.row, kept.words
    paper = Paper(
        "Notice and receipt: license plate reader data", printed(hq, caller.name),
        notice=CONFIDENTIAL,
    )  # fmt: skip
    due = in_words(row["due_at"]) if row["due_at"] else "When the case no longer needs it"
    paper.fields(
        [("Package", str(number)), ("Case", words.case), ("Made", in_words(row["made_at"])),
         ("Holds", f"{row['reads']} reads, {row['hits']} hits, {row['pictures']} pictures"),
         ("Medium, serial number", row["serial"]), ("Held by", words.holder),
         ("Kept at", words.place), ("Brought by", words.transport),
         ("Return or destroy by", due), ("Also given to", words.recipient or "Nobody")]
    )  # fmt: skip
    paper.fields([("SHA-256 of the file", row["sha256"])], 1)
    for text in NOTICE:
        paper.paragraph(text)
    paper.paragraph(
        "The passphrase comes separately, once you signed. Sign before you open the package: "
        "you received it, and you read this notice.",
        bold=True,
    )
    paper.signature("Received and read", "")
    paper.signature("Returned or destroyed", "")
    return paper.pdf()
