"""Look-alikes: whether one look-alike character may match, and which misreads that is (ALR-04)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import LONGEST_PLATE
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ASKING, ActsTable
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.list_pages import LookAlikesPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.hotlists import LookAlikesMessage, LookAlikesRequest, MisreadsRequest

_EXAMPLE = "ABC1234"
_WORDS = {True: "ON: one look-alike may differ", False: "OFF: no character may differ"}


class LookAlikes(ActsTable):
    """An administrator switches them, with a reason; cars get it with the list."""

    title, order = "Look-alikes", 56
    permissions = (Permission.MANAGE_LISTS,)
    opened_from = "categories"
    note = "O and 0 always match. Officers see which character differs."
    tall = False
    finds = False
    acts = ActRow("Reason, at least 10 characters", (("on", "Let them match"), ("off", "Stop")))
    address, answer = addresses.MISREADS, LookAlikesMessage
    columns = (
        Column("Listed plate", 200),
        Column("Read", 200),
        Column("Is a hit", 500),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._plate = _EXAMPLE

    def widget(self) -> LookAlikesPage:
        """Return the table with its acts and a plate to try."""
        view = LookAlikesPage(self.head, self.acts, LONGEST_PLATE)
        view.acted.connect(self.act)
        view.wanted.connect(self.try_plate)
        self.acts_changed.connect(view.show_acts)
        self.act_recorded.connect(view.empty)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Show the acts that the person has."""
        decides = self.has(Permission.MANAGE_ACCOUNTS)
        self.acts_changed.emit(self.acts.acts if decides else ())

    def open(self, _chosen: object) -> None:
        """Show the setting."""
        self.load()

    def load(self) -> None:
        """Request the setting, and the misreads of the plate that is tried."""
        self.show_state(waits=ASKING)
        asked = MisreadsRequest((self._plate,))
        self.wait(self.ask(self.answer, self.address, asked), self.show_answer)

    def try_plate(self, plate: str) -> None:
        """Show the misreads of another plate; headquarters records that it was asked."""
        self._plate = plate or _EXAMPLE
        self.load()

    def rows(self, answer: LookAlikesMessage) -> list[TableRow]:
        """Return a row for each plate."""
        also = "Yes" if answer.allowed else "Only where look-alikes match"
        return [
            TableRow(read, (Cell(misread.text, plate=True), Cell(read, plate=True), Cell(words)))
            for misread in answer.misreads
            for reads, words in ((misread.always, "Always"), (misread.with_look_alikes, also))
            for read in reads
        ]

    def state(self, answer: LookAlikesMessage) -> PageState:
        """Return the setting, and which characters are look-alikes."""
        groups = " ".join(answer.characters)
        return PageState(foot=f"{_WORDS[answer.allowed]}. Look-alikes: {groups}")

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Let them match, or not."""
        del key, choice
        self.post(addresses.LOOK_ALIKES, LookAlikesRequest(act == "on", why))

    def forget(self) -> None:
        """Clear what a session left here."""
        self._plate = _EXAMPLE


PAGE = LookAlikes
