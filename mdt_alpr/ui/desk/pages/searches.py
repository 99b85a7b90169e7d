"""Searches that are reviewed: wide, in doubt, or of a case that nobody knows (SRC-02, SRC-03)."""

from mdt_alpr.acts import search
from mdt_alpr.domain.review.misuse import RecordKind
from mdt_alpr.ui.desk.case_table import CaseTable


class Searches(CaseTable):
    """The newest first."""

    title, order = "Searches to review", 45
    note = "Searches that were wide, in doubt, or of a case that nobody knows"
    says = "Why it is suspicious. No plates here."
    shows, kind = search.SHOW_SEARCHES, RecordKind.SEARCH


PAGE = Searches
