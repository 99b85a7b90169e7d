"""The wall of dispatch: what is open, and which unit it was sent to."""

from mdt_alpr.acts import dispatch
from mdt_alpr.ui.desk.act_table import ActTable


class DispatchHits(ActTable):
    """A plate is not shown: the officer who gets it verifies what is seen."""

    title, order = "Dispatch wall", 39
    heading = "Possible matches that are open"
    note = "Updates every 10 seconds. A unit accepts by opening what was sent to it"
    renews = True
    shows, acts = dispatch.SHOW_OPEN_HITS, (dispatch.ASSIGN,)


PAGE = DispatchHits
