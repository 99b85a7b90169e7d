"""Signs of misuse, and the plates of coworkers (SUP-03, SUP-05, SUP-06)."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.hits import CASES
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import waiting_words
from mdt_alpr.domain.review.misuse import TIE_WORDS, FlagVerdict
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import (
    CaseRequest,
    FlagDetail,
    FlaggedSearch,
    FlagMessage,
    FlagsMessage,
    SeekRequest,
    TiedPlateMessage,
    TiedPlateRequest,
    TiedPlatesMessage,
    VerdictRequest,
)
from mdt_alpr.wire.review import CasesMessage

GROUPS = {"misuse": "signs of misuse, and the plates of coworkers"}
_CHECKS = {
    CaseCheck.KNOWN.value: ListCell("Case known", mark="tick"),
    CaseCheck.UNKNOWN.value: ListCell("Case not known", mark="cross", warns=True),
    CaseCheck.NOT_CHECKED.value: ListCell("Case not checked", mark="weak", warns=True),
    CaseCheck.NO_SYSTEM.value: ListCell("No case system"),
}


def _when(flag: FlagMessage) -> ListCell:
    below = ("until", flag.last_at) if flag.accesses > 1 else ""
    return ListCell(flag.first_at, below, to_second=True)


def _verdict(flag: FlagMessage) -> ListCell:
    if flag.verdict is FlagVerdict.NONE:
        below = "" if flag.may_judge else "somebody else judges it"
        return ListCell("Open", below, "ring", warns=flag.may_judge)
    words = f"Case {flag.case_number}" if flag.case_number else "Justified"
    return ListCell(words, ("by", flag.judged_by), "tick", is_strong=True)


def _runs(answer: FlagsMessage) -> tuple[object, ...]:
    ran = ("The rules last ran", answer.ran_at) if answer.ran_at else ()
    return waiting_words(answer.waiting), *answer.off, *ran


def _why(answer: FlagDetail) -> str:
    flag = answer.flag
    others = f" Other records: {', '.join(answer.others)}." if answer.others else ""
    return f"{flag.person}, accesses: {flag.accesses}: {flag.why}{others}"


def checked(search: FlaggedSearch) -> ListCell:
    """Return what was known of a search's case."""
    if search.is_others_case:
        return ListCell("Case of others", mark="weak")
    return _CHECKS[search.case_check]


def _compared(answer: TiedPlatesMessage) -> str:
    lost = sum(plate.is_lost for plate in answer.plates)
    words = f" Of an older key, to enter again: {lost}." if lost else ""
    return f"Plates compared: {len(answer.plates) - lost}.{words}"


def _plate(answer: TiedPlatesMessage, places: Mapping[str, str]) -> TiedPlateMessage:
    return next(plate for plate in answer.plates if str(plate.number) == places["number"])


FLAGS: Listing[FlagsMessage, FlagMessage] = Listing(
    lambda answer: answer.flags,
    lambda flag: flag.number,
    (
        ListColumn("No.", 56, lambda flag: flag.number, right=True),
        ListColumn("Raised", 130, lambda flag: ListCell(flag.raised_at, to_second=True)),
        ListColumn("Person", 150, lambda flag: ListCell(flag.person, flag.unit, is_strong=True)),
        ListColumn("Why", 430, lambda flag: flag.why),
        ListColumn("When", 180, _when),
        ListColumn("Verdict", 180, _verdict),
    ),
    "Nothing is flagged. The rules run once a day.",
    _runs,
    after=lambda answer, _: {"before": answer.flags[-1].number} if answer.has_more else {},
)
SEARCHES: Listing[FlagDetail, FlaggedSearch] = Listing(
    lambda answer: answer.searches,
    lambda search: search.record,
    (
        ListColumn("When", 150, lambda search: ListCell(search.at, to_second=True)),
        ListColumn("Purpose", 200, lambda search: Purpose(search.purpose)),
        ListColumn("Case", 150, lambda search: search.case),
        ListColumn("Checked", 160, checked),
        ListColumn("Reason", 380, lambda search: search.reason),
        ListColumn("Found", 70, lambda search: f"{search.found:,}", right=True),
    ),
    "No search of this flag is kept: other records are named in the audit by their ID.",
    _why,
)
TIED: Listing[TiedPlatesMessage, TiedPlateMessage] = Listing(
    lambda answer: answer.plates,
    lambda plate: plate.number,
    (
        ListColumn("No.", 60, lambda plate: plate.number, right=True),
        ListColumn("Coworker", 250, lambda plate: ListCell(plate.person, is_strong=True)),
        ListColumn("Whose", 190, lambda plate: TIE_WORDS[plate.tie]),
        ListColumn("Entered", 190, lambda plate: ListCell(plate.entered_at, to_second=True)),
        ListColumn("By", 200, lambda plate: plate.entered_by),
        ListColumn("State", 230, lambda plate: (
            ListCell("Older key, enter again", mark="weak", warns=True)
            if plate.is_lost else ListCell("Compared", mark="tick"))),
    ),
    "No plate is entered.",
    _compared,
)  # fmt: skip
SHOW_FLAGS = Look(
    "GET /v1/misuse-flags", "See signs of misuse", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS, Permission.READ_AUDIT), FlagsMessage, shows_captured=True,
    records=(AuditEvent.HQ_FLAGS_VIEWED,), command="misuse flags", listing=FLAGS,
)  # fmt: skip
RUN_RULES = Act(
    "POST /v1/misuse-flags/run", "Seek signs of misuse now", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS, Permission.READ_AUDIT), FlagsMessage, body=SeekRequest,
    records=(AuditEvent.HQ_FLAGS_SOUGHT, AuditEvent.HQ_FLAGS_VIEWED, AuditEvent.HQ_FLAG_GREW,
    AuditEvent.HQ_FLAG_RAISED), command="misuse run", listing=FLAGS, changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_FLAG = Look(
    "GET /v1/misuse-flags/{number}", "See what was flagged as misuse", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS, Permission.READ_AUDIT), FlagDetail, shows_captured=True,
    records=(AuditEvent.HQ_FLAGS_VIEWED,), command="misuse show", listing=SEARCHES,
)  # fmt: skip
JUDGE = Act(
    "POST /v1/misuse-flags/{number}/verdict", "Judge a sign of misuse", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), FlagMessage, body=VerdictRequest, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_FLAG_JUDGED), command="misuse judge", changes=Unversioned.IN_BODY,
)  # fmt: skip
JUSTIFY = replace(
    JUDGE, says={"verdict": FlagVerdict.JUSTIFIED}, asks=("words",), command="", button="Justified"
)
OPEN_CASE_BY_FLAG = replace(
    JUDGE, says={"verdict": FlagVerdict.CASE}, asks=("words",), command="",
    button="Open review case",
)  # fmt: skip
OPEN_CASE = Act(
    "POST /v1/desk/cases", "Open a review case from a record", (Permission.REVIEW_HITS,
    Permission.MANAGE_LISTS), CasesMessage, body=CaseRequest, records=(AuditEvent.HQ_CASES_VIEWED,
    AuditEvent.HQ_CASE_OPENED), command="misuse open-case", listing=CASES,
    changes=Unversioned.MAKES,
)  # fmt: skip
OPEN_CASE_OF = replace(OPEN_CASE, asks=("words",), command="", button="Open review case")
"""That of a record which a page shows."""
SHOW_TIED = Look(
    "GET /v1/tied-plates", "See whose plates are known", (Permission.MANAGE_ACCOUNTS,),
    TiedPlatesMessage, shows_captured=False, records=(AuditEvent.HQ_TIED_PLATES_VIEWED,),
    command="misuse plates", listing=TIED,
)  # fmt: skip
ENTER_TIED = Act(
    "POST /v1/tied-plates", "Enter a coworker's plate", (Permission.MANAGE_ACCOUNTS,),
    TiedPlatesMessage, body=TiedPlateRequest, records=(AuditEvent.HQ_TIED_PLATES_VIEWED,
    AuditEvent.HQ_TIED_PLATE_ENTERED), command="misuse plate-add", button="Enter plate",
    listing=TIED, changes=Unversioned.MAKES,
)  # fmt: skip
REMOVE_TIED = Act(
    "POST /v1/tied-plates/{number}/removal", "Remove a coworker's plate",
    (Permission.MANAGE_ACCOUNTS,), TiedPlatesMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_TIED_PLATES_VIEWED, AuditEvent.HQ_TIED_PLATE_REMOVED),
    command="misuse plate-remove", button="Remove chosen plate", listing=TIED, changes=_plate,
)  # fmt: skip
