"""The audit, purges and how long data is kept (AUD-08, RET-06, RET-07)."""

from datetime import date

from mdt_alpr.acts.act import Act, File, Look, Nothing, Unversioned
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.witness import KnownBreak
from mdt_alpr.domain.people.roles import SAVES_ROWS, Permission
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.retention.kept_for import RetentionSetting
from mdt_alpr.domain.retention.purge_search import RULE_WORDS, PlaceFound, place_words
from mdt_alpr.domain.time_words import time_in_words
from mdt_alpr.wire.audit_search import (
    AuditExportRequest,
    AuditFile,
    AuditRow,
    AuditRows,
    AuditSearch,
)
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

GROUPS = {"retention": f"for how many days data is kept, {MOST_DAYS} at most"}


def _where(row: AuditRow) -> ListCell:
    return ListCell(row.unit or row.device or row.chain, row.address or row.chain)


def _who(row: AuditRow) -> ListCell:
    nobody = "Nobody signed in" if row.address else "Headquarters"
    return ListCell(row.name or row.person or nobody, row.role)


def _facts(row: AuditRow) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in row.facts)


def _entries(answer: AuditRows) -> str:
    number = len(answer.rows)
    if number >= answer.most:
        words = f"The newest {answer.most} entries. Choose fewer days to see the others."
    else:
        words = f"{number} {'entry' if number == 1 else 'entries'}, newest first."
    return f"{words if number else 'No entries fit.'} The search is logged."


AUDIT: Listing[AuditRows, AuditRow] = Listing(
    lambda answer: answer.rows,
    lambda row: f"{row.chain} {row.sequence}",
    (
        ListColumn("Time", 145, lambda row: ListCell(
            row.at, f"{row.chain} {row.sequence}", to_second=True)),
        ListColumn("Person", 145, _who),
        ListColumn("Where", 115, _where),
        ListColumn("Event", 185, lambda row: row.event),
        ListColumn("About", 215, lambda row: ListCell(
            row.subject, f"Session {row.session}" if row.session else "")),
        ListColumn("Facts", 255, _facts),
    ),
    foot=_entries,
)  # fmt: skip
SEARCH_AUDIT = Look(
    "POST /v1/desk/audit", "Search the audit", (Permission.READ_AUDIT, Permission.REVIEW_HITS),
    AuditRows, body=AuditSearch, shows_captured=False, records=(AuditEvent.HQ_AUDIT_SEARCHED,),
    button="Search", listing=AUDIT,
)  # fmt: skip
EXPORT_AUDIT = Act(
    "POST /v1/desk/audit/export", "Export the audit", (Permission.READ_AUDIT,
    Permission.REVIEW_HITS), AuditFile, body=AuditExportRequest, is_privileged=True,
    records=(AuditEvent.HQ_AUDIT_EXPORTED,), changes=Unversioned.MAKES,
)  # fmt: skip
GIVE_ENTRIES = Look(
    "GET /v1/audit", "Get headquarters' own entries", (Permission.READ_AUDIT,), File,
    shows_captured=False, records=(AuditEvent.HQ_AUDIT_EXPORTED, AuditEvent.HQ_AUDIT_VIEWED),
    off_desk="the page Audit shows and saves these entries, with those of the cars",
)  # fmt: skip


def _doubtful(known: KnownBreak) -> str:
    first, last = known.doubtful
    return f"Entries {first} to {last}"


KNOWN_BREAKS: Listing[KnownBreaksMessage, KnownBreak] = Listing(
    lambda answer: answer.breaks,
    lambda known: known.recorded,
    (
        ListColumn("At entry", 90, lambda known: known.sequence, right=True),
        ListColumn("Only a witness vouches for", 220, _doubtful),
        ListColumn("Why", 400, lambda known: known.why),
        ListColumn("Recorded", 260, lambda known: ListCell(
            known.at, f"by {known.by} and {known.second}, entry {known.recorded}")),
    ),
    "No break of the audit is on record.",
)  # fmt: skip
SHOW_KNOWN_BREAKS = Look(
    "GET /v1/audit/known-breaks", "See the breaks of the audit that were looked into",
    (Permission.READ_AUDIT,), KnownBreaksMessage, shows_captured=False,
    records=(AuditEvent.HQ_AUDIT_VIEWED,), command="audit-known-breaks", listing=KNOWN_BREAKS,
)  # fmt: skip
RECORD_KNOWN_BREAK = Act(
    "POST /v1/audit/known-breaks", "Record that a break of the audit was looked into, and why",
    (Permission.MANAGE_ACCOUNTS,), KnownBreaksMessage, body=KnownBreakRequest,
    refusal=Problem.BREAK_REFUSED, second=Permission.READ_AUDIT,
    records=(AuditEvent.HQ_CHAIN_BREAK_KNOWN, AuditEvent.HQ_AUDIT_VIEWED), needs_second=True,
    command="audit-known-break {entry}", button="Record known break", listing=KNOWN_BREAKS,
    changes=Unversioned.ONCE,
)  # fmt: skip
CONFIRM_TIME = Act(
    "POST /v1/clock",
    "Confirm that the clock is right; what has expired is erased with the next purge",
    (Permission.READ_AUDIT,), Nothing, body=ClockRequest, refusal=Problem.CLOCK_REFUSED,
    second=Permission.READ_AUDIT, needs_second=True, records=(AuditEvent.HQ_CLOCK_CONFIRMED,),
    command="confirm-clock", button="Confirm the clock", changes=Unversioned.IN_BODY,
)  # fmt: skip
_SPAN = (
    ActField(name="since", type=date, label="From this day on"),
    ActField(name="until", type=date, label="Up to this day"),
)


def _holds(certificate: CertificateMessage) -> ListCell:
    signed = "Signature holds" if certificate.is_signed else "NOT SIGNED BY THIS HEADQUARTERS"
    left = f"STILL THERE: {', '.join(certificate.left)}" if certificate.left else "nothing is left"
    mark = "tick" if certificate.holds else "cross"
    return ListCell(signed, left, mark, warns=not certificate.holds)


def _gone(certificate: CertificateMessage) -> str:
    numbers = (f"{number} {what}" for what, number in certificate.counts if number != "0")
    return ", ".join(numbers) or "Nothing was due"


CERTIFICATES: Listing[CertificatesMessage, CertificateMessage] = Listing(
    lambda answer: answer.certificates,
    lambda certificate: certificate.sequence,
    (
        ListColumn("Purged", 200, lambda c: ListCell(c.at, f"audit entry {c.sequence}")),
        ListColumn(
            "All gone that was captured until", 230, lambda c: c.captured_until or "Not said"
        ),
        ListColumn("What went", 380, _gone),
        ListColumn("Certificate", 300, _holds),
    ),
    "There is no certificate of these days.",
    lambda answer: f"{sum(not c.holds for c in answer.certificates)} do not hold.",
    lambda answer: sum(not certificate.holds for certificate in answer.certificates),
)
COUNTS: Listing[DailyCountsMessage, DailyCountMessage] = Listing(
    lambda answer: answer.counts,
    lambda count: f"{count.day} {count.unit} {count.what} {count.list_name} {count.word}",
    (
        ListColumn("Day", 160, lambda count: count.day),
        ListColumn("Unit", 200, lambda count: count.unit),
        ListColumn("What", 180, lambda count: count.what),
        ListColumn("List", 160, lambda count: count.list_name),
        ListColumn("Word", 260, lambda count: count.word),
        ListColumn("Number", 100, lambda count: count.number, right=True),
    ),
    "Nothing is counted of these days: a day is counted when its data is erased.",
    lambda answer: f"{len(answer.counts)} counts of days whose data is erased.",
)
SHOW_CERTIFICATES = Look(
    "GET /v1/certificates", "See purge certificates; ends with 1 where one does not hold",
    (Permission.READ_AUDIT,), CertificatesMessage, shows_captured=False,
    records=(AuditEvent.HQ_CERTIFICATES_VIEWED,), command="certificates", query=_SPAN,
    listing=CERTIFICATES,
)  # fmt: skip


def _confirmed(setting: RetentionSetting, *, is_newest: bool) -> ListCell:
    if setting.confirmed_at is not None:
        return ListCell(setting.confirmed_at, f"by {setting.confirmed_by}", "tick")
    if is_newest:
        return ListCell("Waits for another person", mark="ring", warns=True)
    return ListCell("Replaced by a later one")


def _retention_foot(answer: RetentionMessage) -> str:
    words = f"Captured data is kept for {answer.kept_days} days."
    goes = ", ".join(f"{number:,} {what}" for what, number in answer.goes)
    return f"{words} Once confirmed the newest proposal erases at once: {goes}." if goes else words


RETENTION: Listing[RetentionMessage, tuple[RetentionSetting, bool]] = Listing(
    lambda answer: [(setting, place == 0) for place, setting in enumerate(answer.settings)],
    lambda row: row[0].number,
    (
        ListColumn("Number", 0, lambda row: row[0].number),
        ListColumn("Days", 80, lambda row: ListCell(row[0].kept_days, is_strong=True)),
        ListColumn("Reason", 380, lambda row: row[0].reason),
        ListColumn(
            "Proposed", 200, lambda row: ListCell(row[0].proposed_at, f"by {row[0].proposed_by}")
        ),
        ListColumn("Confirmed", 260, lambda row: _confirmed(row[0], is_newest=row[1])),
    ),
    f"Nobody proposed a shorter time: the {MOST_DAYS} days of the law apply.",
    _retention_foot,
)
SHOW_RETENTION = Look(
    "GET /v1/retention", "Show the time that counts and every proposal", (Permission.READ_AUDIT,),
    RetentionMessage, shows_captured=False, records=(AuditEvent.HQ_RETENTION_VIEWED,),
    command="retention show", listing=RETENTION,
)  # fmt: skip
PROPOSE_RETENTION = Act(
    "POST /v1/retention", "Propose a time; it counts once another person confirmed it",
    (Permission.MANAGE_ACCOUNTS,), RetentionMessage, body=RetentionProposal,
    refusal=Problem.RETENTION_REFUSED, records=(AuditEvent.HQ_RETENTION_PROPOSED,
    AuditEvent.HQ_RETENTION_VIEWED), command="retention propose {kept_days}", listing=RETENTION,
    changes=Unversioned.MAKES,
)  # fmt: skip
CONFIRM_RETENTION = Act(
    "POST /v1/retention/{number}/confirmation", "Confirm how long data is kept",
    (Permission.DOWNLOAD,), RetentionMessage, body=RetentionConfirmation,
    refusal=Problem.RETENTION_REFUSED, is_privileged=True, records=(AuditEvent.HQ_PURGED,
    AuditEvent.HQ_RETENTION_SET, AuditEvent.HQ_RETENTION_VIEWED), changes=Unversioned.ONCE,
)  # fmt: skip


def _place(place: PlaceFound) -> ListCell:
    is_clean = place.is_clean
    return ListCell(place_words(place), mark="tick" if is_clean else "cross", warns=not is_clean)


def _searched(answer: PurgeSearchMessage) -> str:
    search = answer.found
    holds = " ".join(f"Hold {name} keeps {number:,}." for name, number in search.holds)
    return (
        f"Captured data is kept for {search.kept_days} days: gone is what was captured up to "
        f"{time_in_words(search.captured_until)}. {holds or 'Nothing is held.'} Backups: "
        f"{search.backups}; their captured data dies with the keys of its days. Entry "
        f"{answer.entry} of the audit."
    )


def _left(answer: PurgeSearchMessage) -> str:
    if left := ", ".join(place.place for place in answer.found.dirty):
        return f"SOMETHING IS LEFT IN: {left}."
    return f"{len(answer.found.places)} places searched. Nothing is left."


PLACES: Listing[PurgeSearchMessage, PlaceFound] = Listing(
    lambda answer: sorted(answer.found.places, key=lambda place: place.is_clean),
    lambda place: place.place,
    (
        ListColumn("Place", 240, lambda place: ListCell(place.place, is_strong=True)),
        ListColumn("May stay", 220, lambda place: RULE_WORDS[place.rule]),
        ListColumn("In it", 110, lambda place: f"{place.number:,}", right=True),
        ListColumn("Found", 470, _place),
    ),
    foot=_left,
    waiting=lambda answer: len(answer.found.dirty),
    about=_searched,
)
SEARCH_PLACES = Look(
    "GET /v1/purge-search",
    "Search every table and file for what must be gone; ends with 1 where something is left",
    (Permission.READ_AUDIT,), PurgeSearchMessage, shows_captured=False,
    records=(AuditEvent.HQ_PURGE_SEARCHED,), command="purge-search", listing=PLACES,
    button="Search every place now",
)  # fmt: skip
PRINT_PURGE = Look(
    "GET /v1/purge-search/paper", "Search every place, and print the certificate",
    (Permission.READ_AUDIT,), PaperFile, shows_captured=False,
    records=(AuditEvent.HQ_PURGE_SEARCHED,), command="purge-certificate",
    button="Save certificate as PDF",
)  # fmt: skip
SHOW_DAILY_COUNTS = Look(
    "GET /v1/daily-counts", "See numbers of purged days", (Permission.SEE_OVERVIEW,),
    DailyCountsMessage, shows_captured=False, records=(AuditEvent.HQ_COUNTS_VIEWED,),
    command="daily-counts", query=_SPAN, listing=COUNTS,
)  # fmt: skip
SAVE_ROWS = Act(
    "POST /v1/saved-rows", "Make a file of the rows of a desk's page", SAVES_ROWS, File,
    body=RowsToSave, is_privileged=True, records=(AuditEvent.HQ_ROWS_EXPORTED,),
    changes=Unversioned.MAKES,
)  # fmt: skip
