"""Manual entries of the team: days left, requests to decide, re-checks (MAN-03, -04, -08)."""

from mdt_alpr.acts import entries
from mdt_alpr.domain.policy import MORE_TIME_AT_MOST
from mdt_alpr.domain.review.misuse import RecordKind
from mdt_alpr.ui.desk.case_table import CaseTable


class ManualEntries(CaseTable):
    """Active entries, with acts on the chosen one."""

    title, order = "Manual entries", 50
    note = (
        f"Up to {MORE_TIME_AT_MOST.days} more days each time. You can't approve your own request."
    )
    shows, kind = entries.SHOW_ENTRIES, RecordKind.ENTRY
    on_row = entries.APPROVE, entries.REFUSE, entries.REMOVE, entries.CLOSE_CASE
    opens = "search", "Past reads"
    links = (("who_saw", "Who saw this"),)


PAGE = ManualEntries
