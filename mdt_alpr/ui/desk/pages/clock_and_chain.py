"""What two people say of headquarters' own record: the clock is right, a break is known."""

from mdt_alpr.acts import keeping
from mdt_alpr.ui.desk.confirmed_acts import ConfirmedActs
from mdt_alpr.ui.desk.form_table import FormTable


class ClockAndChain(ConfirmedActs):
    """The breaks on record; each act is two people's (RET-07, AUD-04)."""

    title, order = "Clock and chain", 81
    heading = "Known breaks of the audit"
    note = "Look into a break first: hq audit-verify says at which entry it is, and what is proven"
    shows = keeping.SHOW_KNOWN_BREAKS
    acts = keeping.RECORD_KNOWN_BREAK, keeping.CONFIRM_TIME

    def empty_form(self) -> None:
        """Clear the fields, the date as well: people say it, not the clock of this desk."""
        FormTable.empty_form(self)


PAGE = ClockAndChain
