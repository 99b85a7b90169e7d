"""Record requests for captured data, and decide on them (09.21.7.B to D, 8.A, DIS-01 to 06)."""

from collections.abc import Iterable
from dataclasses import replace

from mdt_alpr.acts.disclosures import decided_on
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.policy import PAPERS_KEPT_FOR
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.retention import disclosure as rules
from mdt_alpr.domain.retention.data_request import STANDING_WORDS, Asked, Standing
from mdt_alpr.domain.retention.disclosure import (
    COUNSEL_NOTE,
    OPEN,
    REFUSAL_WORDS,
    Disclosure,
    DisclosureRefusedError,
    RequestState,
)
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.agency_settings import prosecutors_are_given
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.scans import scan_problem
from mdt_alpr.hq.disclosures import package_store, request_store, two_hands
from mdt_alpr.hq.disclosures.request_store import KeptRequest
from mdt_alpr.hq.holds import store as papers
from mdt_alpr.wire.disclosures import (
    DisclosureAct,
    DisclosureActRequest,
    DisclosureFilter,
    DisclosureLine,
    DisclosureMessage,
    DisclosurePaper,
    DisclosureRecord,
    DisclosuresMessage,
    DisclosureStepMessage,
)
from mdt_alpr.wire.problems import Problem

LOG = "disclosures"
_LONGEST_NAME = 200
_RECORDED, _COMPLETED, _PAPER = "recorded", "completed", "paper"


def record_request(hq: Headquarters, caller: Caller, ask: DisclosureRecord) -> int:
    """Put a request on record; return its number.

    Raises:
        DisclosureRefusedError: nobody could tell who asked for what, when and how.
        RefusedError: the id is none.
    """
    if id_time(ask.request_id) is None:
        raise RefusedError(Problem.IDENTIFIER)
    with hq.writing() as work:
        hold_name(work.connection, LOG)
        if (kept := request_store.of_id(work, ask.request_id)) is not None:
            return kept.number
        asked = replace(ask.asked, paper="")  # what nobody attached is not there
        request = rules.record_request(asked, caller.person_id, work.now, ask.request_id)
        number = request_store.add(work, request)
        request_store.add_step(work, request.request_id, _RECORDED, caller.person_id)
        facts = _facts(number, request)
        event = AuditEvent.HQ_DISCLOSURE_RECORDED
        record(work, event, request.request_id, caller.person_id, *facts)
    return number


def complete(hq: Headquarters, caller: Caller, number: int, ask: DisclosureRecord) -> None:
    """Keep what came later: the case, how the requester was checked."""
    with hq.writing() as work:
        before = _changeable(work, number)
        asked = replace(ask.asked, paper=before.asked.paper)
        after = rules.complete(before, asked, caller.role, work.now)
        request_store.change(work, after)
        request_store.add_step(work, after.request_id, _COMPLETED, caller.person_id)
        facts = _facts(number, after)
        event = AuditEvent.HQ_DISCLOSURE_COMPLETED
        record(work, event, after.request_id, caller.person_id, *facts)


def decide(hq: Headquarters, caller: Caller, number: int, ask: DisclosureActRequest) -> None:
    """Ask for more, grant, refuse, deny, note that a request was withdrawn, or give up its papers.

    Raises:
        DisclosureRefusedError: a rule says no; says which.
    """
    with hq.writing() as work:
        if ask.act is DisclosureAct.GIVE_UP_PAPERS:
            _give_up_papers(work, caller, number, ask.why)
            return
        before = _changeable(work, number)
        after = _decided(before, caller, ask, work)
        if ask.act is DisclosureAct.GRANT:
            two_hands.demand_grantor(work, before, caller)
        if before.state is RequestState.GRANTED and package_store.of_requests(work, [number]):
            raise DisclosureRefusedError("A package was made on this request: end its copy.")
        request_store.change(work, after)
        words = after.why
        if after.reason is not None:
            words = ". ".join(filter(None, (REFUSAL_WORDS[after.reason], after.why)))
        request_store.add_step(work, after.request_id, after.state.value, caller.person_id, words)
        facts = (*_facts(number, after), ("reason", after.reason.value if after.reason else ""))
        event = AuditEvent.HQ_DISCLOSURE_DECIDED
        typed = (("why", after.why),)
        record(work, event, after.request_id, caller.person_id, *facts, typed=typed)


def _decided(
    disclosure: Disclosure, caller: Caller, ask: DisclosureActRequest, work: Work
) -> Disclosure:
    by, role, now = caller.person_id, caller.role, work.now
    if ask.act is DisclosureAct.MORE:
        return rules.ask_for_more(disclosure, ask.why, role)
    if ask.act is DisclosureAct.GRANT:
        given = prosecutors_are_given(work.connection)
        return rules.grant(disclosure, by, role, ask.why, now, prosecutors=given)
    if ask.act is DisclosureAct.WITHDRAW:
        return rules.withdraw(disclosure, by, role, ask.why, now)
    if ask.reason is None:
        raise DisclosureRefusedError("Choose why it is refused.")
    return rules.refuse(disclosure, ask.reason, by, role, ask.why, now)


def _give_up_papers(work: Work, caller: Caller, number: int, why: str) -> None:
    """Erase papers whose key is lost; an open request ends. The audit alone has why."""
    hold_name(work.connection, LOG)
    kept, by = kept_request(work, number), caller.person_id
    demand_seen(decided_on(kept.found))
    words = rules.demand_giving_up(caller.role, why)
    if kept.row["papers_gone_at"] is not None or not work.keys.holds.lacks_papers(kept.request_id):
        raise DisclosureRefusedError("The key of this request's papers is not lost.")
    state = kept.row["state"]
    if state in OPEN:
        state = RequestState.WITHDRAWN
        request_store.close(work, kept.request_id, state, by)
    _erase_papers(work, kept.request_id)
    facts = ("number", str(number)), ("state", state.value), ("given_up", "papers")
    event, typed = AuditEvent.HQ_DISCLOSURE_DECIDED, (("why", words),)
    record(work, event, kept.request_id, by, *facts, typed=typed)


def _changeable(work: Work, number: int) -> Disclosure:
    hold_name(work.connection, LOG)
    found = kept_request(work, number).found
    demand_seen(decided_on(found))
    if found is None:
        raise DisclosureRefusedError("The papers of this request were destroyed.")
    return found


def kept_request(work: Work, number: int) -> KeptRequest:
    """Return the line of a number.

    Raises:
        RefusedError: there is none.
    """
    kept = request_store.find(work, number)
    if kept is None:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
    return kept


def _facts(number: int, disclosure: Disclosure) -> tuple[tuple[str, str], ...]:
    """Return what the audit has of a request: nobody's name, no plate (RET-09)."""
    standing = disclosure.asked.standing.value if disclosure.asked.standing else ""
    return (("number", str(number)), ("standing", standing), ("state", disclosure.state.value))


# ---------------------------------------------------------------- documents


def add_paper(hq: Headquarters, caller: Caller, number: int, name: str, paper: bytes) -> None:
    """Attach the written request, or what came with it (7.B).

    Raises:
        DisclosureRefusedError: it is empty, too large, no PDF or picture that opens, or all is
            decided.
    """
    if problem := scan_problem(paper):
        raise DisclosureRefusedError(problem)
    digest = sha256(paper)
    with hq.writing() as work:
        before = _changeable(work, number)
        asked = replace(before.asked, paper=before.asked.paper or digest)
        after = rules.complete(before, asked, caller.role, work.now)
        request_store.change(work, after)
        row = {
            "hold_id": after.request_id,
            "digest": digest,
            "kind": "request",
            "added_at": work.now,
            "added_by": caller.person_id,
            "name": single_line(name)[:_LONGEST_NAME] or "request",
        }
        papers.add_paper(work, row, paper)
        by = caller.person_id
        request_store.add_step(work, after.request_id, _PAPER, by, str(row["name"]))
        event = AuditEvent.HQ_DISCLOSURE_PAPER_ADDED
        record(work, event, after.request_id, by, ("sha256", digest))


def paper_of(work: Work, number: int, digest: str, by: str) -> bytes:
    """Return a document of a request; that it was viewed is recorded.

    Raises:
        RefusedError: there is none.
    """
    kept = kept_request(work, number)
    content = papers.paper(work, kept.request_id, digest)
    if content is None:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
    event = AuditEvent.HQ_DISCLOSURE_PAPER_VIEWED
    record(work, event, kept.request_id, by, ("sha256", digest))
    return content


def let_papers_go(hq: Headquarters) -> None:
    """Destroy the keys of papers whose request was decided years ago; the line stays (DIS-06)."""
    with hq.writing() as work:
        for one in request_store.decided_until(work, work.now - PAPERS_KEPT_FOR):
            _erase_papers(work, one)
            record(work, AuditEvent.HQ_DISCLOSURE_PAPERS_DESTROYED, one, NOBODY)


def _erase_papers(work: Work, request_id: str) -> None:
    work.keys.holds.destroy_papers(request_id)
    papers.erase_papers(work.connection, request_id)
    request_store.erase_papers(work, request_id)


# ---------------------------------------------------------------- showing


def log_of(work: Work, which: DisclosureFilter, by: str) -> DisclosuresMessage:
    """Return a page of the log; that it was viewed is recorded."""
    lines, total = request_store.page(work, which)
    shown = [line.request_id for line in lines]
    record(work, AuditEvent.HQ_DISCLOSURE_VIEWED, LOG, by, returned=shown)
    return DisclosuresMessage(_lines(work, lines), total, len(request_store.waiting(work)))


def request_of(work: Work, number: int, by: str) -> DisclosureMessage:
    """Return one request with its timeline and documents; that it was viewed is recorded."""
    kept = kept_request(work, number)
    record(work, AuditEvent.HQ_DISCLOSURE_VIEWED, kept.request_id, by)
    (line,) = _lines(work, [kept])
    asked = kept.found.asked if kept.found else Asked()
    return DisclosureMessage(
        line=line,
        found=kept.found,
        steps=tuple(
            DisclosureStepMessage(row["step"], row["at"], row["person_id"], words)
            for row, words in request_store.steps(work, kept.request_id)
        ),
        papers=tuple(
            DisclosurePaper(row["digest"], name, row["added_at"], row["added_by"])
            for row, name in papers.papers(work, kept.request_id)
        ),
        lacks=_lacks(work, kept.found, by) if kept.found else (),
        note=COUNSEL_NOTE if asked.standing is Standing.PROSECUTOR else "",
    )


def _lacks(work: Work, found: Disclosure, by: str) -> tuple[str, ...]:
    given = prosecutors_are_given(work.connection)
    lacks = rules.grant_needs(found.asked, prosecutors=given)
    is_open = found.state in OPEN
    return (*lacks, *filter(None, [two_hands.why_not_grantor(work, found, by) if is_open else ""]))


def _lines(work: Work, kepts: Iterable[KeptRequest]) -> tuple[DisclosureLine, ...]:
    given = list(kepts)
    packages = package_store.numbers_of_requests(work, [line.number for line in given])
    found = []
    for one in given:
        asked = one.found.asked if one.found else Asked()
        found.append(
            DisclosureLine(
                number=one.number,
                state=one.row["state"],
                standing=one.row["standing"],
                received_at=one.row["received_at"],
                recorded_by=one.row["recorded_by"],
                requester=asked.requester.name,
                agency=asked.requester.agency,
                case=asked.case,
                reason=one.row["reason"],
                decided_at=one.row["decided_at"],
                decided_by=one.row["decided_by"],
                packages=tuple(packages.get(one.number, ())),
            )
        )
    return tuple(found)


_COLUMNS = (
    "number", "state", "standing", "received_at", "how", "requester", "title", "agency", "ori",
    "contact", "verified_by", "purpose", "investigation", "case", "sought", "reason", "why",
    "decided_at", "decided_by", "packages", "sha256", "media", "secondary_recipient",
)  # fmt: skip


def csv_of(work: Work, which: DisclosureFilter, by: str) -> bytes:
    """Return the log as CSV, with the fields that 8.A and 14B NCAC 18B .0401 ask for."""
    lines, _ = request_store.page(work, which)
    released = package_store.of_requests(work, [line.number for line in lines])
    rows = (_csv_row(line, released.get(line.number, [])) for line in lines)
    content = csv_text(_COLUMNS, rows).encode()
    event, facts = AuditEvent.HQ_DISCLOSURE_LOG_EXPORTED, ("sha256", sha256(content))
    record(work, event, LOG, by, facts, returned=[line.request_id for line in lines])
    return content


def _csv_row(line: KeptRequest, released: list[package_store.KeptPackage]) -> list[str]:
    row, found = line.row, line.found
    asked = found.asked if found else Asked()
    person = asked.requester
    decided = row["decided_at"].isoformat() if row["decided_at"] else ""
    return [
        str(line.number), row["state"].value, STANDING_WORDS[row["standing"]],
        row["received_at"].isoformat(), row["received_by"].value, person.name, person.title,
        person.agency, person.ori, person.contact, asked.verified_by,
        asked.purpose.value if asked.purpose else "", asked.investigation, asked.case,
        asked.sought, row["reason"].value if row["reason"] else "", found.why if found else "",
        decided, row["decided_by"], " ".join(str(package.number) for package in released),
        " ".join(package.row["sha256"] for package in released),
        " ".join(package.row["serial"] for package in released), asked.recipient,
    ]  # fmt: skip
