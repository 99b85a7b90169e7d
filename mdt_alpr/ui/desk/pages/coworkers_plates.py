"""Plates of coworkers and their households at the desk: to whom, never which (SUP-03)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.misuse import Tie
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import TiedPlateMessage, TiedPlateRequest, TiedPlatesMessage

_ADD, _REMOVE = "add", "remove"
_TIES = {Tie.OWN: "Own plate", Tie.HOUSEHOLD: "Of the household"}
_FORM = FormHead(
    (
        FormField("person", "Coworker, user name"),
        FormField("tie", "Whose it is", options=tuple((t.value, w) for t, w in _TIES.items())),
        FormField("plate", "Plate, without state", "kept as a keyed hash"),
        FormField("why", "If removed: why. No plates.", wide=True),
    ),
    ((_ADD, "Enter plate"), (_REMOVE, "Remove chosen plate")),
)


class CoworkersPlates(FormTable):
    """By coworker. One search for such a plate is flagged."""

    title, order = "Coworkers' plates", 108
    permissions = (Permission.MANAGE_ACCOUNTS,)
    form, emptied = _FORM, ("person", "plate", "why")
    note = "A search for one of these is flagged. Nobody can read a plate back"
    address, answer = addresses.TIED_PLATES, TiedPlatesMessage
    nothing = "No plate is entered. Fill in the form, then press Enter plate."
    tall = False
    columns = (
        Column("No.", 60, right=True),
        Column("Coworker", 250),
        Column("Whose", 190),
        Column("Entered", 190),
        Column("By", 200),
        Column("State", 230),
    )

    def rows(self, found: TiedPlatesMessage) -> list[TableRow]:
        """Return a row for each plate."""
        return list(map(_row, found.plates))

    def state(self, found: TiedPlatesMessage) -> PageState:
        """Return how many plates count, and how many must be entered again."""
        lost = sum(one.is_lost for one in found.plates)
        words = f" Of an older key, to enter again: {lost}." if lost else ""
        return PageState(foot=f"Plates compared: {len(found.plates) - lost}.{words}")

    def act(self, act: FormAct) -> None:
        """Enter a plate, or remove the chosen one; headquarters says what is missing."""
        form = act.form
        body: TiedPlateRequest | ReasonMessage
        if act.act == _ADD:
            tie = Tie(form.text("tie"))
            body = TiedPlateRequest(form.text("plate"), form.text("person"), tie)
            path = self.address
        elif not act.key:
            self.show_state(problem="Choose a plate first.")
            return
        else:
            path = addresses.filled(addresses.TIED_PLATE_REMOVAL, number=act.key)
            body = ReasonMessage(form.text("why"))
        self.send(path, body)

    def forget(self) -> None:
        """Clear what a session left here, a typed plate above all."""
        super().forget()
        self.empty_form()


PAGE = CoworkersPlates


def _row(one: TiedPlateMessage) -> TableRow:
    lost = Cell("Older key, enter again", Mark.WEAK, warns=True)
    return TableRow(
        str(one.number),
        (
            Cell(str(one.number)),
            Cell(one.person, strong=True),
            Cell(_TIES[one.tie]),
            time_cell(one.entered_at),
            Cell(one.entered_by),
            lost if one.is_lost else Cell("Compared", Mark.TICK),
        ),
    )
