"""One case as one thread: what was done, what comes next, and all of it on paper (8.A, DIS-06)."""

from mdt_alpr.acts.act import Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.case_thread import CaseStage
from mdt_alpr.wire.case_threads import CaseThreadMessage, CaseWanted, ThreadStepMessage
from mdt_alpr.wire.papers import PaperFile

GROUPS = {"case": "one case from the search to the last copy"}


def _foot(answer: CaseThreadMessage) -> tuple[object, ...]:
    step = answer.next
    done = step.stage is CaseStage.DONE
    words = f"{step.words}." if done else f"Next: {step.words}. Who: {step.who}."
    return tuple(filter(None, (words, answer.notice)))


STEPS: Listing[CaseThreadMessage, tuple[int, ThreadStepMessage]] = Listing(
    lambda answer: enumerate(answer.steps),
    lambda row: row[0],
    (
        ListColumn("When", 180, lambda row: row[1].at),
        ListColumn("What", 180, lambda row: ListCell(row[1].thing, is_strong=True)),
        ListColumn("Step", 250, lambda row: row[1].step),
        ListColumn("By", 140, lambda row: row[1].person_id),
        ListColumn("Detail", 330, lambda row: row[1].words),
    ),
    "",
    _foot,
)
SHOW_CASE = Look(
    "POST /v1/case-threads", "Show a case as one thread, and what comes next",
    (Permission.DOWNLOAD,), CaseThreadMessage, body=CaseWanted, shows_captured=False,
    records=(AuditEvent.HQ_CASE_THREAD_VIEWED,), command="case show {case}", button="Show",
    listing=STEPS,
)  # fmt: skip
PRINT_CASE = Look(
    "POST /v1/case-threads/paper", "Print a case as one file, with its log of who saw it",
    (Permission.DOWNLOAD,), PaperFile, body=CaseWanted, shows_captured=False,
    records=(AuditEvent.HQ_CASE_THREAD_PRINTED, AuditEvent.HQ_WHO_SAW_VIEWED,
    AuditEvent.HQ_CASE_THREAD_VIEWED),
    command="case print {case}", button="Save thread as PDF",
)  # fmt: skip
