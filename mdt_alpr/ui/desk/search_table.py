"""A table that is empty until a search, which headquarters records (09.21.5.A.3)."""

from mdt_alpr.domain.entry.form import past_reads_needs
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.ui.desk.page import TableBase


class SearchTable(TableBase):
    """A table that is empty until a search, which headquarters records."""

    stopped = "Stopped. Headquarters may have logged this search. Try again."
    failed = "Nothing is shown."

    def stated_purpose(self, purpose: str, case: str) -> Purpose | None:
        """Return the purpose; None, with what is missing shown, where a search may not begin."""
        chosen = Purpose(purpose) if purpose else None
        needed = past_reads_needs(chosen, case)
        if needed:
            self.show_state(problem=" ".join(needed))
        return None if needed else chosen

    def refused(self, why: str) -> None:
        """Show why there is no answer, and no rows."""
        self.show()
        super().refused(why)
