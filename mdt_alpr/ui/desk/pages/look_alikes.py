"""Look-alikes: whether one look-alike character may match, and which misreads that is (ALR-04)."""

from mdt_alpr.acts import hotlists
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire.hotlists import MisreadsRequest

_EXAMPLE = "ABC1234"


class LookAlikes(ActTable):
    """An administrator switches them, with a reason; cars get it with the list."""

    title, order = "Look-alikes", 56
    opened_from = "categories"
    note = "O and 0 always match. Officers see which character differs."
    tall = False
    finds = False
    shows = hotlists.SHOW_MISREADS
    acts = hotlists.SHOW_MISREADS, hotlists.ALLOW_LOOK_ALIKES, hotlists.STOP_LOOK_ALIKES

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._plate = _EXAMPLE

    def request(self) -> MisreadsRequest:
        """Return the plate that is tried; headquarters records that it was asked."""
        return MisreadsRequest((self._plate,))

    def act(self, act: FormAct) -> None:
        """Show the misreads of another plate, or let look-alikes match, or not."""
        if act.act == hotlists.SHOW_MISREADS.button:
            self._plate = act.form.text("plates").upper() or _EXAMPLE
            self.load()
        else:
            super().act(act)

    def forget(self) -> None:
        super().forget()
        self._plate = _EXAMPLE


PAGE = LookAlikes
