"""The audit and what is kept of purged days, for those who read it (AUD-08, RET-07, RPT-06)."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date

from starlette.responses import Response, StreamingResponse

from mdt_alpr.acts import keeping as acts
from mdt_alpr.acts.backups import CHECK_BACKUP, MAKE_BACKUP, SHOW_BACKUPS
from mdt_alpr.acts.case_threads import PRINT_CASE, SHOW_CASE
from mdt_alpr.acts.who_saw import SHOW_WHO_SAW
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit.chain_watch import known_breaks, settle_break
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.audit.service import record, typed_in
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.disclosures.case_thread import thread_of
from mdt_alpr.hq.keeping import retention_changes
from mdt_alpr.hq.keeping.audit_reading import (
    AUDIT_SUBJECT,
    AuditAsk,
    AuditGiven,
    CheckedCertificate,
    audit_by_account,
    certificates_by_account,
    note_export,
)
from mdt_alpr.hq.keeping.audit_search import (
    entry_line,
    exported,
    note_exported,
    note_searched,
    searched,
)
from mdt_alpr.hq.keeping.backup_jobs import ask_for_backup, ask_for_check
from mdt_alpr.hq.keeping.backups_made import backups_of
from mdt_alpr.hq.keeping.case_paper import case_paper
from mdt_alpr.hq.keeping.purge_paper import purge_paper
from mdt_alpr.hq.keeping.purge_search import search_by
from mdt_alpr.hq.keeping.saved_rows import file_of
from mdt_alpr.hq.keeping.who_saw import note_asked, who_saw
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.reads.tallies import counts_by_account
from mdt_alpr.wire.audit_search import (
    FAILURE,
    TYPED,
    AuditExportRequest,
    AuditFile,
    AuditRows,
    AuditSearch,
)
from mdt_alpr.wire.backups import BackupsMessage
from mdt_alpr.wire.case_threads import CaseThreadMessage, CaseWanted
from mdt_alpr.wire.codec import instant
from mdt_alpr.wire.keeping import (
    CertificateMessage,
    CertificatesMessage,
    ClockRequest,
    DailyCountMessage,
    DailyCountsMessage,
    KnownBreakRequest,
    KnownBreaksMessage,
    PurgeSearchMessage,
)
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.retention import RetentionConfirmation, RetentionMessage, RetentionProposal
from mdt_alpr.wire.saved_rows import RowsToSave
from mdt_alpr.wire.who_saw import WhoSawMessage, WhoSawRequest

ROUTES = RouteTable()
LINES, BYTES = "application/x-ndjson", "application/octet-stream"
_AUDITOR = Permission.READ_AUDIT
_TEAMS = Permission.REVIEW_HITS
"""Who has it and reads no audit finds what people did whom they review (AUD-08)."""


@ROUTES.does(acts.SEARCH_AUDIT)
def search_audit(call: ApiCall, body: AuditSearch) -> AuditRows:
    """Show the newest entries of headquarters and the cars that fit."""
    audit_buffer.flush(call.hq, also_this_minute=True)
    with call.hq.reading() as work:
        rows = searched(work, call.caller, body)
    with call.hq.writing() as work:
        note_searched(work, call.by, body, rows)
    return rows


@ROUTES.does(SHOW_WHO_SAW)
def show_who_saw(call: ApiCall, body: WhoSawRequest) -> WhoSawMessage:
    """Show every look at a thing."""
    audit_buffer.flush(call.hq, also_this_minute=True)
    return _looks(call, body.thing)


def _looks(call: ApiCall, thing: str) -> WhoSawMessage:
    """Return who saw a thing; the audit is read before the entry about it is written."""
    with call.hq.reading() as work:
        looks = who_saw(work, call.caller, thing)
    with call.hq.writing() as work:
        note_asked(work, call.caller, looks)
    return looks.message


@ROUTES.does(SHOW_CASE)
def show_case(call: ApiCall, body: CaseWanted) -> CaseThreadMessage:
    """Show a case as one thread."""
    with call.hq.writing() as work:
        return thread_of(work, body.case, call.by)


@ROUTES.does(PRINT_CASE)
def print_case(call: ApiCall, body: CaseWanted) -> PaperFile:
    """Print a case with its log of who saw it, this print included."""
    audit_buffer.flush(call.hq, also_this_minute=True)
    with call.hq.writing() as work:
        thread = thread_of(work, body.case, call.by)
        typed = (("case", thread.case),)
        record(work, AuditEvent.HQ_CASE_THREAD_PRINTED, "case thread", call.by, typed=typed)
    seen = _looks(call, thread.case)
    pdf = case_paper(printed(call.hq, call.caller.name), thread, seen)
    return PaperFile.of("case-thread.pdf", pdf)


@ROUTES.does(acts.EXPORT_AUDIT)
def export_audit(call: ApiCall, body: AuditExportRequest) -> AuditFile:
    """Give all entries that fit as the text of a file, with its digest."""
    audit_buffer.flush(call.hq, also_this_minute=True)
    with call.hq.reading() as work:
        file = exported(work, call.caller, body)
    with call.hq.writing() as work:
        note_exported(work, call.by, body, file)
    return file


@ROUTES.does(acts.SAVE_ROWS, returns=BYTES, is_register=True)
def save_rows(call: ApiCall, body: RowsToSave) -> Response:
    """Give the rows as CSV or as a paper to print."""
    return Response(file_of(call, body), media_type=BYTES)


@ROUTES.does(acts.GIVE_ENTRIES, returns=LINES)
def give_entries(  # noqa: PLR0913 - one argument a parameter of the address
    call: ApiCall,
    *,
    since: str = "",
    until: str = "",
    person: str = "",
    event: str = "",
    export: int = 0,
) -> Response:
    """Give the entries of some days, of a person or of an event, in order, each on a line."""
    try:
        named = AuditEvent(event) if event else None
    except ValueError:
        raise RefusedError(Problem.MALFORMED, "event: there is no such event") from None
    ask = AuditAsk(_day(since, "since"), _day(until, "until"), person, named)
    audit = audit_by_account(call.hq, ask, call.by)
    lines = _exported(call, audit) if export else _shown(call, audit.entries())
    return StreamingResponse(lines, media_type=LINES)


def _shown(call: ApiCall, entries: Iterable[AuditEntry]) -> Iterator[str]:
    try:
        for entry in entries:
            with call.hq.reading() as work:
                typed = typed_in(work, entry)
            yield json.dumps({**json.loads(entry_line(entry)), TYPED: typed}) + "\n"
    except OutsideError as error:
        yield _failure(error)


def _exported(call: ApiCall, audit: AuditGiven) -> Iterator[str]:
    """Return the lines of a file; its hash is recorded before the first of them leaves."""
    hashed, number = hashlib.sha256(), 0
    with suppress(OutsideError):  # the file breaks off there, and says so
        for number, entry in enumerate(audit.entries(), start=1):  # noqa: B007 - recorded below
            hashed.update(entry_line(entry).encode())
    note_export(call.hq, call.by, hashed.hexdigest(), number)
    return _lines(audit.entries())


def _lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    try:
        yield from map(entry_line, entries)
    except OutsideError as error:
        yield _failure(error)


def _failure(error: OutsideError) -> str:
    return json.dumps({FAILURE: str(error)}) + "\n"


@ROUTES.does(acts.RECORD_KNOWN_BREAK)
def record_known_break(call: ApiCall, body: KnownBreakRequest) -> KnownBreaksMessage:
    """Let two people record that a break was looked into, and why it is there."""
    settle_break(call.hq, body.entry, body.why, call.by, call.confirmed_by)
    return show_known_breaks(call)


@ROUTES.does(acts.SHOW_KNOWN_BREAKS)
def show_known_breaks(call: ApiCall) -> KnownBreaksMessage:
    """Show the breaks on record."""
    of = "event", AuditEvent.HQ_CHAIN_BREAK_KNOWN.value
    with call.hq.writing() as work:
        record(work, AuditEvent.HQ_AUDIT_VIEWED, AUDIT_SUBJECT, call.by, of)
    return KnownBreaksMessage(known_breaks(call.hq))


@ROUTES.does(acts.CONFIRM_TIME)
def confirm_time(call: ApiCall, body: ClockRequest) -> None:
    """Let two people say that the clock is right; what has expired goes with the next purge."""
    confirm_clock(call.hq, body.today, call.by, call.confirmed_by)


@ROUTES.does(SHOW_BACKUPS)
def show_backups(call: ApiCall) -> BackupsMessage:
    """Show the last backups, and whether one is missing."""
    with call.hq.writing() as work:
        return backups_of(call.hq, work, call.by)


@ROUTES.does(MAKE_BACKUP)
def make_backup(call: ApiCall) -> BackupsMessage:
    """Ask for a backup, which is made after the answer."""
    with call.hq.writing() as work:
        ask_for_backup(call.hq, work, call.by)
        return backups_of(call.hq, work, call.by)


@ROUTES.does(CHECK_BACKUP)
def check_backup(call: ApiCall, number: int) -> BackupsMessage:
    """Ask for a check of a backup, which is done after the answer."""
    with call.hq.writing() as work:
        ask_for_check(call.hq, work, number, call.by)
        return backups_of(call.hq, work, call.by)


@ROUTES.does(acts.SHOW_CERTIFICATES)
def show_certificates(call: ApiCall, since: str = "", until: str = "") -> CertificatesMessage:
    """Show every purge certificate, and whether it holds to this day."""
    ask = AuditAsk(_day(since, "since"), _day(until, "until"), event=AuditEvent.HQ_PURGED)
    account = certificates_by_account(call.hq, ask, call.by)
    return CertificatesMessage(tuple(map(_certificate, account)))


@ROUTES.does(acts.SHOW_RETENTION)
def show_retention(call: ApiCall) -> RetentionMessage:
    """Show the time that counts, every proposal, and how much a waiting one would erase."""
    with call.hq.writing() as work:
        return retention_changes.retention_of(work, call.by)


@ROUTES.does(acts.PROPOSE_RETENTION)
def propose_retention(call: ApiCall, body: RetentionProposal) -> RetentionMessage:
    """Propose a time of 90 days or fewer; another person confirms it."""
    with call.hq.writing() as work:
        retention_changes.propose(work, body, call.by)
        return retention_changes.retention_of(work, call.by)


@ROUTES.does(acts.CONFIRM_RETENTION)
def confirm_retention(call: ApiCall, number: int, body: RetentionConfirmation) -> RetentionMessage:
    """Let a proposed time count; what became too old goes at once."""
    retention_changes.confirm(call.hq, number, body.kept_days, call.by)
    return show_retention(call)


@ROUTES.does(acts.SEARCH_PLACES)
def search_places(call: ApiCall) -> PurgeSearchMessage:
    """Search every table and file; what was found is recorded and signed."""
    return PurgeSearchMessage(*search_by(call.hq, call.by))


@ROUTES.does(acts.PRINT_PURGE)
def print_purge(call: ApiCall) -> PaperFile:
    """Search every place, and print what was found."""
    result, entry = search_by(call.hq, call.by)
    pdf = purge_paper(printed(call.hq, call.caller.name), result, entry)
    return PaperFile.of(f"purge-{result.at:%Y-%m-%d}.pdf", pdf)


def _certificate(certificate: CheckedCertificate) -> CertificateMessage:
    left = tuple("".join(name) for name in certificate.left)  # a table's name is no plain text
    return CertificateMessage(**{**asdict(certificate), "left": left}, holds=certificate.holds)


@ROUTES.does(acts.SHOW_DAILY_COUNTS)
def show_daily_counts(call: ApiCall, since: str = "", until: str = "") -> DailyCountsMessage:
    """Show how many reads, hits and dispositions purged days had, by unit."""
    days = _day(since, "since"), _day(until, "until")
    account = counts_by_account(call.hq, *days, call.by)
    return DailyCountsMessage(tuple(DailyCountMessage(**asdict(count)) for count in account))


def _day(text: str, field: str) -> date | None:
    return instant(f"{text}T00:00:00Z", field).date() if text else None
