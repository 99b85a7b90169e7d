"""The searches of one misuse flag with their context: case, reason and purpose (SUP-03)."""

from mdt_alpr.acts import misuse
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.wire.misuse import FlagDetail


class MisuseFlag(ListTable):
    """Oldest first; the plate is not shown."""

    title, order = "Flagged searches", 49
    opened_from = "misuse_flags"
    note = "Every view of this is recorded. The plate is not shown"
    shows = misuse.SHOW_FLAG

    def open(self, chosen: int) -> None:
        """Show the searches of a flag, by its number."""
        self.show()
        self.show_state(waits=ASKING)
        path = misuse.SHOW_FLAG.path(number=chosen)
        self.wait(self.ask(FlagDetail, path), self.show_answer)

    def load(self) -> None:
        """Nothing is requested without a flag."""


PAGE = MisuseFlag
