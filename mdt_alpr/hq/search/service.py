"""Search stored reads: checked, confirmed where it is wide, recorded, then shown page by page.

Every search and every page is recorded with the ids that it shows before its answer goes out
(AUD-01). What was typed lies under two keys and goes after 90 days (RET-09). A search opens only
in the session that made it (SRC-01), and is made again for each page: what was purged meanwhile
is not shown.
"""

import logging
import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.search.erased import erased_words
from mdt_alpr.domain.search.offense import Offense, offense_words
from mdt_alpr.domain.search.question import (
    SEEN_NOT_DRIVEN,
    AskedCase,
    CaseCheck,
    SearchQuestion,
    case_in_doubt,
    is_others_case,
    needed,
    reason_in_doubt,
    tidied,
    wide_because,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import case_formats
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.search import finding, store
from mdt_alpr.hq.search.finding import MOST
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.search import (
    FoundReads,
    MadeSearch,
    MadeSearches,
    PageWanted,
    SearchForm,
    SearchOrder,
    SearchRequest,
)

_LOG = logging.getLogger(__name__)
PAGE = 50
REVIEWED_AT_MOST = 500
_CASE_DOUBTED = (CaseCheck.UNKNOWN, CaseCheck.NOT_CHECKED)
_ORDERS: dict[SearchOrder, Callable[[ReadMessage], tuple[object, ...]]] = {
    SearchOrder.TIME: lambda read: (read.captured_at,),
    SearchOrder.PLATE: lambda read: (read.text, read.captured_at),
    SearchOrder.STATE: lambda read: (read.state, read.text, read.captured_at),
    SearchOrder.UNIT: lambda read: (read.unit, read.camera, read.captured_at),
}


def search(hq: Headquarters, caller: Caller, asked: SearchRequest) -> FoundReads:
    """Make a search and return its first page, or what to confirm before it is made.

    Raises:
        RefusedError: something is missing or unlawful; that it was asked is recorded.
    """
    with hq.reading() as work:
        lacks = needed(asked.question, case_formats.case_formats(work.connection))
        earlier = store.earlier(work, caller.person_id)
    if lacks:
        record_refusal(hq, caller, asked.question, lacks)
        raise RefusedError(Problem.SEARCH_REFUSED, " ".join(lacks))
    question = tidied(asked.question)
    case = ask_for_case(hq, question.case)
    doubts = (
        *wide_because(question), *case_in_doubt(case.check), *reason_in_doubt(question, earlier),
    )  # fmt: skip
    if doubts and not asked.confirmed:
        record_refusal(hq, caller, question, doubts)
        return FoundReads("", ask=doubts, case_check=case.check)
    with hq.snapshot() as work:
        page = _page(work, question, asked.wanted)
    with hq.writing() as work:
        search_id = keep(work, caller, question, doubts, (case, page.found, page.reads))
    return _answer(page, search_id, case.check)


def keep(
    work: Work,
    caller: Caller,
    question: SearchQuestion,
    doubts: tuple[str, ...],
    came_of_it: tuple[AskedCase, int, tuple[ReadMessage, ...]],
) -> str:
    """Record a search with what is known of its case, how many reads it found, those shown.

    One that was wide, or whose case nobody knows, is for review (SRC-02, SRC-03).
    """
    case, number, shown = came_of_it
    check = case.check
    others = _is_others_case(work, caller, case)
    search_id = new_id(work.now, secrets.token_bytes(10))
    row = {
        "search_id": search_id,
        "captured_at": work.now,
        "person_id": caller.person_id,
        "session": caller.token_hash,
        "purpose": question.purpose,
        "case_check": check,
        "confirmed": list(doubts),
        "for_review": bool(doubts) or check in _CASE_DOUBTED,
        "found": number,
        "is_others_case": others,
    }
    store.add(work, row, question)
    facts = (
        *_facts(question),
        ("case_check", check.value),
        ("confirmed", " ".join(doubts)),
        ("found", str(number)),
        *((("others_case", str(others).lower()),) if others is not None else ()),
    )
    typed = _typed(question)
    record(
        work, AuditEvent.HQ_SEARCHED, search_id, caller.person_id, *facts,
        typed=typed, returned=[read.read_id for read in shown],
    )  # fmt: skip
    return search_id


def show_page(hq: Headquarters, caller: Caller, search_id: str, wanted: PageWanted) -> FoundReads:
    """Return a page of a search that this session made.

    Raises:
        RefusedError: it made none of that id.
    """
    question, check = own_search(hq, caller, search_id)
    with hq.snapshot() as work:
        page = _page(work, question, wanted)
    with hq.writing() as work:
        facts = ("page", str(page.page)), ("order", wanted.order.value)
        shown = [read.read_id for read in page.reads]
        event = AuditEvent.HQ_SEARCH_PAGE_VIEWED
        record(work, event, search_id, caller.person_id, *facts, returned=shown)
    return _answer(page, search_id, check)


def picture(hq: Headquarters, caller: Caller, search_id: str, read_id: str, what: str) -> bytes:
    """Return a picture of a read that a search of this session found; the view is recorded.

    Raises:
        RefusedError: no such search, read or picture.
    """
    question, _ = own_search(hq, caller, search_id)
    with hq.reading() as work:
        read = finding.read_of(work, read_id)
        pair = finding.with_corrections(work, [read] if read else [])
    if read is None or not any(finding.answers(other, question) for other in pair):
        raise RefusedError(Problem.NO_SUCH_SEARCH)
    digest = read.crop_digest if what == "crop" else read.context_digest
    return pictures.show_picture(hq, caller, digest, ("search", search_id))


def ask_for_case(hq: Headquarters, case: str) -> AskedCase:
    """Return what the agency's system knows of a case; where it does not answer, that."""
    try:
        return hq.case_system.check(case)
    except OutsideError as error:
        _LOG.warning("a case was not checked: %s", error)
        return AskedCase(CaseCheck.NOT_CHECKED)


def form(work: Work, *, checks_cases: bool) -> SearchForm:
    """Return what a search can name."""
    connection = work.connection
    return SearchForm(
        store.places(connection),
        tuple(bound.unit for bound in device_store.units(connection)),
        case_formats.case_formats(connection),
        checks_cases,
    )


def for_review(work: Work, caller: Caller, team: str) -> MadeSearches:
    """Return the searches of a team that are to be reviewed; the view is recorded."""
    rows = store.for_review(work, team, REVIEWED_AT_MOST)
    shown = [row.search_id for row in rows]
    record(work, AuditEvent.HQ_SEARCHES_VIEWED, "searches", caller.person_id, returned=shown)
    return MadeSearches(_made_searches(work, rows), REVIEWED_AT_MOST)


def searches_of(work: Work, search_ids: Collection[str]) -> tuple[MadeSearch, ...]:
    """Return the searches of these ids that are still kept; the caller records the view."""
    return _made_searches(work, store.of_ids(work.connection, search_ids))


def searches_of_case(work: Work, case: str) -> tuple[MadeSearch, ...]:
    """Return the kept searches that named a case; the caller records the view."""
    said = store.questions(work, store.ids(work.connection))
    wanted = [name for name, asked in said.items() if asked.case.casefold() == case.casefold()]
    return searches_of(work, wanted)


def _made_searches(work: Work, rows: list[Any]) -> tuple[MadeSearch, ...]:
    said = store.questions(work, [row.search_id for row in rows])
    names = people.names(work.connection)
    return tuple(_made(row, said, names) for row in rows)


def _made(row: object, said: dict[str, SearchQuestion], names: dict[str, str]) -> MadeSearch:
    values = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's public name
    question = said.get(values["search_id"])
    return MadeSearch(
        search_id=values["search_id"],
        at=values["captured_at"],
        person_id=values["person_id"],
        name=names.get(values["person_id"], values["person_id"]),
        purpose=values["purpose"],
        offense=question.offense if question else Offense.NOT_SAID,
        case=question.case if question else "",
        reason=question.reason if question else "",
        case_check=values["case_check"],
        confirmed=tuple(values["confirmed"]),
        found=values["found"],
        is_others_case=values["is_others_case"],
    )


def _is_others_case(work: Work, caller: Caller, case: AskedCase) -> bool | None:
    """Return whether others work the case of a search, None where that is not known."""
    if not case.people and not case.teams:
        return None
    placed = teams.placements(work.connection)
    everybody = {p: placed[p].team if p in placed else "" for p in people.names(work.connection)}
    others = is_others_case(case, caller.person_id, everybody)
    if others is None:
        _LOG.warning("the case system names people or teams whom headquarters does not know")
    return others


def own_search(
    hq: Headquarters, caller: Caller, search_id: str
) -> tuple[SearchQuestion, CaseCheck]:
    """Return what a search of this session asked, and what was known of its case.

    Raises:
        RefusedError: it made none of that id.
    """
    with hq.reading() as work:
        row = store.find(work, search_id)
        question = store.questions(work, [search_id]).get(search_id) if row else None
    if row is None or question is None or row.session != caller.token_hash:
        raise RefusedError(Problem.NO_SUCH_SEARCH)
    return question, row.case_check


def _page(work: Work, question: SearchQuestion, wanted: PageWanted) -> FoundReads:
    result = finding.find(work, question)
    reads = sorted(result.reads, key=_ORDERS[wanted.order], reverse=wanted.descending)
    pages = -(-len(reads) // PAGE)
    page = max(0, min(wanted.page, pages - 1))
    shown = finding.with_corrections(work, reads[page * PAGE : (page + 1) * PAGE])
    alerted = finding.alerted(work.connection, shown)
    notice = not_known(work, question)
    return FoundReads(
        "", (), shown, page, pages, result.number, MOST, notice=notice, alerted=alerted
    )


def not_known(work: Work, question: SearchQuestion) -> str:
    """Return of which days of a search nothing can be said, as their data was erased."""
    days = kept_days(work.connection)
    return erased_words(question.since, question.until, work.now, days)


def _answer(page: FoundReads, search_id: str, check: CaseCheck) -> FoundReads:
    return replace(
        page,
        search_id=search_id,
        case_check=check,
        notice=f"{page.notice} {SEEN_NOT_DRIVEN}".strip(),
    )


def _facts(question: SearchQuestion) -> tuple[tuple[str, str], ...]:
    return (
        ("purpose", question.purpose),
        ("offense", offense_words(question.offense)),
        ("since", question.since.isoformat()),
        ("until", question.until.isoformat()),
        ("units", ", ".join(question.units)),
        ("camera", question.camera),
        ("everywhere", str(not question.is_local).lower()),
    )


def _typed(question: SearchQuestion) -> tuple[tuple[str, str], ...]:
    area = question.area
    where = f"{area.lat}, {area.lon}, {area.miles:g} miles {area.name}".strip() if area else ""
    typed = {
        "plate": f"{question.plate} {question.state}",
        "area": where,
        "case": question.case,
        "reason": question.reason,
    }
    return tuple((name, text) for name, text in typed.items() if text.strip())


def record_refusal(
    hq: Headquarters, caller: Caller, question: SearchQuestion, why: tuple[str, ...]
) -> None:
    """Record what was asked and not searched (AUD-02)."""
    with hq.writing() as work:
        facts = *_facts(question), ("why", " ".join(why))
        event, typed = AuditEvent.HQ_SEARCH_NOT_MADE, _typed(question)
        record(work, event, "search", caller.person_id, *facts, typed=typed, returned=())
